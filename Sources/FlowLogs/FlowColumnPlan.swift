/// Where in a record the values of the wanted columns are; -1 for a column that is not wanted or not there.
struct FlowColumnPlan {
  let fieldCount: Int
  /// The columns that records can have.
  let columns: FlowColumns

  let interface: Int
  let source: Int
  let destination: Int
  let packetSource: Int
  let packetDestination: Int
  let sourcePort: Int
  let destinationPort: Int
  let protocolNumber: Int
  let start: Int
  let end: Int
  let action: Int
  let tcpFlags: Int
  let direction: Int
  let trafficPath: Int
  let packets: Int
  let bytes: Int
  /// The places of the other counters and names in a batch's `numbers` and `texts`, and in a record.
  let losses: [(column: Int, field: Int)]
  let texts: [(column: Int, field: Int)]

  // Whatever is wanted, these say what a line is.
  let logStatus: Int
  let gapInterface: Int
  let gapStart: Int
  let gapEnd: Int
  /// Whether the quick way can tell records from headers, since some wanted field's value is no word; and from
  /// lines with tabs, since there is more than one field.
  let canBeQuick: Bool

  init(_ fields: FlowLogFields, wanted: FlowColumns) {
    fieldCount = fields.names.count
    var found: FlowColumns = []
    func place(_ column: FlowColumns, _ field: FlowField) -> Int {
      guard wanted.contains(column), let index = fields.index(of: field) else { return -1 }
      found.insert(column)
      return index
    }
    source = place(.source, .sourceAddress)
    destination = place(.destination, .destinationAddress)
    packetSource = place(.packetSource, .packetSourceAddress)
    packetDestination = place(.packetDestination, .packetDestinationAddress)
    sourcePort = place(.sourcePort, .sourcePort)
    destinationPort = place(.destinationPort, .destinationPort)
    protocolNumber = place(.protocolNumber, .protocolNumber)
    start = place(.start, .start)
    end = place(.end, .end)
    action = place(.action, .action)
    tcpFlags = place(.tcpFlags, .tcpFlags)
    direction = place(.direction, .flowDirection)
    trafficPath = place(.trafficPath, .trafficPath)
    packets = place(.packets, .packets)
    bytes = place(.bytes, .bytes)
    losses = FlowColumns.numbers.enumerated().dropFirst(2).compactMap { column, number in
      let field = place(number.column, number.field)
      return field < 0 ? nil : (column, field)
    }
    logStatus = fields.index(of: .logStatus) ?? -1
    canBeQuick = fieldCount > 1 && (logStatus >= 0 || !found.isEmpty)
    interface = place(.interface, .interfaceID)
    texts = FlowColumns.texts.enumerated().compactMap { column, text in
      let field = place(text.column, text.field)
      return field < 0 ? nil : (column, field)
    }
    gapInterface = fields.index(of: .interfaceID) ?? -1
    gapStart = fields.index(of: .start) ?? -1
    gapEnd = fields.index(of: .end) ?? -1
    columns = found
  }
}
