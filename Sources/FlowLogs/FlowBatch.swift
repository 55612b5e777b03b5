package import PacketWalkAddressing

/// Records of one source, column by column; the reader fills the same batch again and again.
///
/// Only the columns that were asked for, and that the log's format has, are filled: `has` says of each record
/// which of its columns have a value, and without it a column's value means nothing. A column that was not asked
/// for must not be read.
@safe package final class FlowBatch {
  /// How many records a batch holds at most: few enough for the first levels of a processor's cache.
  package static let capacity = 1_024

  /// How many records there are.
  package internal(set) var count = 0
  /// What the records were read from.
  package internal(set) var source: FlowLogSource
  /// The windows without data among these records, or with data missing.
  package internal(set) var gaps: [FlowGap] = []
  /// The columns that were asked for.
  package let columns: FlowColumns

  /// For each record the columns that have a value: neither `-` nor missing from the format.
  package let present: FlowColumn<UInt64>
  /// The line in its source, from 1; where only a range of it is read, from the range's beginning.
  package let line: FlowColumn<UInt32>
  /// The first byte of its line in its source, unpacked, from 0.
  package let offset: FlowColumn<Int>

  /// The interface's number in the reader's table `interfaces`.
  package let interface: FlowColumn<UInt32>
  /// 4 or 6.
  package let sourceFamily: FlowColumn<UInt8>
  package let destinationFamily: FlowColumn<UInt8>
  package let packetSourceFamily: FlowColumn<UInt8>
  package let packetDestinationFamily: FlowColumn<UInt8>
  /// Where the family is 4.
  package let source4: FlowColumn<UInt32>
  package let destination4: FlowColumn<UInt32>
  package let packetSource4: FlowColumn<UInt32>
  package let packetDestination4: FlowColumn<UInt32>
  /// Where the family is 6.
  package let source6: FlowColumn<UInt128>
  package let destination6: FlowColumn<UInt128>
  package let packetSource6: FlowColumn<UInt128>
  package let packetDestination6: FlowColumn<UInt128>
  package let sourcePort: FlowColumn<UInt16>
  package let destinationPort: FlowColumn<UInt16>
  package let protocolNumber: FlowColumn<UInt8>
  /// In seconds since 1970.
  package let start: FlowColumn<Int>
  package let end: FlowColumn<Int>
  package let action: FlowColumn<FlowAction>
  /// FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, of all packets of the window.
  package let tcpFlags: FlowColumn<UInt8>
  package let direction: FlowColumn<FlowDirection>
  /// 1 within the VPC, 2 internet gateway or gateway endpoint, 3 virtual private gateway, 4 and 5 peering, 6
  /// local gateway, 7 gateway endpoint, 8 internet gateway.
  package let trafficPath: FlowColumn<UInt8>

  package let packets: FlowColumn<UInt64>
  package let bytes: FlowColumn<UInt64>
  package let lostNoRoute: FlowColumn<UInt64>
  package let lostBlackhole: FlowColumn<UInt64>
  package let lostMTUExceeded: FlowColumn<UInt64>
  package let lostTTLExpired: FlowColumn<UInt64>

  /// In the order of `FlowColumns.numbers`.
  let numbers: [FlowColumn<UInt64>]
  /// In the order of `FlowColumns.texts`: numbers in the reader's table `names`.
  let texts: [FlowColumn<UInt32>]

  init(columns: FlowColumns, source: FlowLogSource) {
    self.columns = columns
    self.source = source
    func room(_ column: FlowColumns) -> Int { columns.contains(column) ? Self.capacity : 0 }
    present = FlowColumn(capacity: Self.capacity, zero: 0)
    line = FlowColumn(capacity: Self.capacity, zero: 0)
    offset = FlowColumn(capacity: Self.capacity, zero: 0)
    interface = FlowColumn(capacity: room(.interface), zero: 0)
    sourceFamily = FlowColumn(capacity: room(.source), zero: 0)
    destinationFamily = FlowColumn(capacity: room(.destination), zero: 0)
    packetSourceFamily = FlowColumn(capacity: room(.packetSource), zero: 0)
    packetDestinationFamily = FlowColumn(capacity: room(.packetDestination), zero: 0)
    source4 = FlowColumn(capacity: room(.source), zero: 0)
    destination4 = FlowColumn(capacity: room(.destination), zero: 0)
    packetSource4 = FlowColumn(capacity: room(.packetSource), zero: 0)
    packetDestination4 = FlowColumn(capacity: room(.packetDestination), zero: 0)
    source6 = FlowColumn(capacity: room(.source), zero: 0)
    destination6 = FlowColumn(capacity: room(.destination), zero: 0)
    packetSource6 = FlowColumn(capacity: room(.packetSource), zero: 0)
    packetDestination6 = FlowColumn(capacity: room(.packetDestination), zero: 0)
    sourcePort = FlowColumn(capacity: room(.sourcePort), zero: 0)
    destinationPort = FlowColumn(capacity: room(.destinationPort), zero: 0)
    protocolNumber = FlowColumn(capacity: room(.protocolNumber), zero: 0)
    start = FlowColumn(capacity: room(.start), zero: 0)
    end = FlowColumn(capacity: room(.end), zero: 0)
    action = FlowColumn(capacity: room(.action), zero: .none)
    tcpFlags = FlowColumn(capacity: room(.tcpFlags), zero: 0)
    direction = FlowColumn(capacity: room(.direction), zero: .unknown)
    trafficPath = FlowColumn(capacity: room(.trafficPath), zero: 0)
    packets = FlowColumn(capacity: room(.packets), zero: 0)
    bytes = FlowColumn(capacity: room(.bytes), zero: 0)
    lostNoRoute = FlowColumn(capacity: room(.lostNoRoute), zero: 0)
    lostBlackhole = FlowColumn(capacity: room(.lostBlackhole), zero: 0)
    lostMTUExceeded = FlowColumn(capacity: room(.lostMTUExceeded), zero: 0)
    lostTTLExpired = FlowColumn(capacity: room(.lostTTLExpired), zero: 0)
    numbers = [packets, bytes, lostNoRoute, lostBlackhole, lostMTUExceeded, lostTTLExpired]
    texts = FlowColumns.texts.map { FlowColumn(capacity: room($0.column), zero: 0) }
  }

  deinit {
    present.deallocate()
    line.deallocate()
    offset.deallocate()
    interface.deallocate()
    for column in [sourceFamily, destinationFamily, packetSourceFamily, packetDestinationFamily] {
      column.deallocate()
    }
    for column in [source4, destination4, packetSource4, packetDestination4] { column.deallocate() }
    for column in [source6, destination6, packetSource6, packetDestination6] { column.deallocate() }
    sourcePort.deallocate()
    destinationPort.deallocate()
    protocolNumber.deallocate()
    start.deallocate()
    end.deallocate()
    action.deallocate()
    tcpFlags.deallocate()
    direction.deallocate()
    trafficPath.deallocate()
    for column in numbers { column.deallocate() }
    for column in texts { column.deallocate() }
  }
}

extension FlowBatch {
  /// Whether a record has a value in all of these columns. A hot loop compares `present` itself, which costs it no
  /// call.
  package func has(_ columns: FlowColumns, _ index: Int) -> Bool {
    present[index] & columns.rawValue == columns.rawValue
  }

  /// The column of one kind of name, each value a number in the reader's table `names`.
  ///
  /// - Precondition: it is one of the columns that hold names, such as `vpc`.
  package func names(_ column: FlowColumns) -> FlowColumn<UInt32> {
    guard let place = FlowColumns.texts.firstIndex(where: { $0.column == column }) else {
      preconditionFailure("a column of names")
    }
    return texts[place]
  }

  /// The source address; nil where the record has none.
  package func sourceAddress(_ index: Int) -> IPAddress? {
    address(.source, index, sourceFamily, source4, source6)
  }

  /// The destination address; nil where the record has none.
  package func destinationAddress(_ index: Int) -> IPAddress? {
    address(.destination, index, destinationFamily, destination4, destination6)
  }

  /// The source address of the packets; nil where the record has none.
  package func packetSourceAddress(_ index: Int) -> IPAddress? {
    address(.packetSource, index, packetSourceFamily, packetSource4, packetSource6)
  }

  /// The destination address of the packets; nil where the record has none.
  package func packetDestinationAddress(_ index: Int) -> IPAddress? {
    address(.packetDestination, index, packetDestinationFamily, packetDestination4, packetDestination6)
  }

  private func address(
    _ column: FlowColumns, _ index: Int, _ family: FlowColumn<UInt8>, _ ipv4: FlowColumn<UInt32>,
    _ ipv6: FlowColumn<UInt128>
  ) -> IPAddress? {
    guard columns.contains(column), has(column, index) else { return nil }
    return family[index] == 4
      ? .v4(IPv4Address(bits: ipv4[index])) : .v6(IPv6Address(bits: ipv6[index]))
  }
}
