extension RecordParser {
  /// Reads one line, whatever it is, and counts it as what it is.
  func parseCarefully(_ bytes: FlowBytes, _ place: LinePlace) {
    var text = place.text
    if !text.isEmpty, bytes[text.upperBound - 1] == UInt8(ascii: "\r") {
      text = text.lowerBound..<text.upperBound - 1
    }
    guard text.count <= longestLine else { return note(.tooLong, bytes, place) }
    // CloudWatch's export puts a time before each record.
    if Self.startsWithTime(text, in: bytes) {
      while !text.isEmpty, !Self.isBlank(bytes[text.lowerBound]) { text = text.dropFirst() }
    }
    split(text, in: bytes)
    guard let first = line.first else {
      counts.blankLines += 1
      return
    }
    if isHeader(first, in: bytes) {
      counts.headers += 1
      let names = line.map { bytes.text($0) }
      if let fields = FlowLogFields(names.joined(separator: " ")), fields != self.fields { setFields(fields) }
      return
    }
    if plan == nil, let standard = standardFields(in: bytes) { setFields(standard) }
    guard let plan else { return note(.unknownFormat, bytes, place) }
    guard line.count == plan.fieldCount else { return note(.fieldCount, bytes, place) }
    do {
      try parseRecord(bytes, plan, place)
    } catch {
      note(error.kind, bytes, place)
    }
  }

  /// Counts what is no record, or an odd one.
  func note(_ kind: FlowIssue.Kind, _ bytes: FlowBytes, _ place: LinePlace) {
    let text = place.text.prefix(FlowIssue.shownBytes + 1)
    counts.note(kind, file: batch.source.path, line: place.number) { FlowIssue.shown(bytes.array(text)) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// `2024-01-01T00:00:00.000Z` and a blank.
  private static func startsWithTime(_ text: Range<Int>, in bytes: FlowBytes) -> Bool {
    let start = text.lowerBound
    return text.count > 20 && bytes[start] &- UInt8(ascii: "0") <= 9 && bytes[start + 4] == UInt8(ascii: "-")
      && bytes[start + 7] == UInt8(ascii: "-") && bytes[start + 10] == UInt8(ascii: "T")
      && bytes[start + 13] == UInt8(ascii: ":")
  }

  /// Cuts a line into its fields: at spaces, however many; or at tabs where there is no space.
  private func split(_ text: Range<Int>, in bytes: FlowBytes) {
    // Taken out and put back, so that every access is not checked again.
    var fields = line
    line = []
    fields.removeAll(keepingCapacity: true)
    let hasSpace = text.contains { bytes[$0] == UInt8(ascii: " ") }
    let separator = UInt8(ascii: hasSpace ? " " : "\t")
    var start = text.lowerBound
    for place in text where bytes[place] == separator {
      if place > start { fields.append(start..<place) }
      start = place + 1
    }
    if start < text.upperBound { fields.append(start..<text.upperBound) }
    line = fields
  }

  private func isHeader(_ first: Range<Int>, in bytes: FlowBytes) -> Bool {
    // A line's first byte tells most of them.
    let letter = bytes[first.lowerBound] | 0x20
    guard letter &- UInt8(ascii: "a") < 26 || bytes[first.lowerBound] == UInt8(ascii: "$") else {
      return false
    }
    return FlowLogFields(line.map { bytes.text($0) }.joined(separator: " "))?.lookLikeHeader ?? false
  }

  /// The default format that a record without a header looks to be in.
  private func standardFields(in bytes: FlowBytes) -> FlowLogFields? {
    guard let fields = FlowLogFields.standard(fieldCount: line.count),
      bytes[line[0].lowerBound] &- UInt8(ascii: "0") <= 9
    else { return nil }
    if fields == .transitGatewayFormat { return bytes.text(line[1]) == "TransitGateway" ? fields : nil }
    guard let status = line.last.map({ bytes.text($0) }) else { return nil }
    return ["OK", "NODATA", "SKIPDATA", "-"].contains(status) ? fields : nil
  }

  private struct Dirt: Error {
    var kind: FlowIssue.Kind
  }

  private func parseRecord(_ bytes: FlowBytes, _ plan: FlowColumnPlan, _ place: LinePlace) throws(Dirt) {
    if plan.logStatus >= 0 {
      switch bytes.text(line[plan.logStatus]) {
      case "OK", "-": break
      case "NODATA": return try parseGap(.noData, bytes, plan, place)
      case "SKIPDATA": return try parseGap(.skipData, bytes, plan, place)
      default: throw Dirt(kind: .logStatus)
      }
    }
    var present: FlowColumns = []
    try parseFlow(bytes, plan, &present)
    try parseRest(bytes, plan, &present)
    let count = batch.count
    batch.present[count] = present.rawValue
    batch.offset[count] = place.offset
    batch.line[count] = UInt32(truncatingIfNeeded: place.number)
    batch.count += 1
    counts.records += 1
    if present.contains([.start, .end]), batch.end[count] < batch.start[count] {
      note(.startAfterEnd, bytes, place)
    }
  }

  private func parseGap(
    _ kind: FlowGap.Kind, _ bytes: FlowBytes, _ plan: FlowColumnPlan, _ place: LinePlace
  ) throws(Dirt) {
    var interface: UInt32 = 0
    if plan.gapInterface >= 0 {
      guard let number = interfaces.number(of: line[plan.gapInterface], in: bytes) else {
        throw Dirt(kind: .tooManyNames)
      }
      interface = number
    }
    func time(_ field: Int) throws(Dirt) -> Int {
      guard field >= 0, !FieldValues.isDash(line[field], in: bytes) else { return 0 }
      return Int(try number(field, bytes, atMost: UInt64(Int.max), .time))
    }
    let start = try time(plan.gapStart)
    let end = try time(plan.gapEnd)
    batch.gaps.append(
      FlowGap(
        kind: kind, interface: interface, start: start, end: end, line: place.number,
        offset: place.offset))
    if kind == .noData { counts.noData += 1 } else { counts.skipData += 1 }
  }

  private func number(
    _ field: Int, _ bytes: FlowBytes, atMost most: UInt64, _ kind: FlowIssue.Kind
  ) throws(Dirt) -> UInt64 {
    guard let number = FieldValues.number(line[field], in: bytes, atMost: most) else {
      throw Dirt(kind: kind)
    }
    return number
  }

  /// Whether a column is planned and the record has a value for it.
  private func hasValue(
    _ field: Int, _ column: FlowColumns, _ bytes: FlowBytes, _ present: inout FlowColumns
  ) -> Bool {
    guard field >= 0, !FieldValues.isDash(line[field], in: bytes) else { return false }
    present.insert(column)
    return true
  }

  private func parseFlow(
    _ bytes: FlowBytes, _ plan: FlowColumnPlan, _ present: inout FlowColumns
  ) throws(Dirt) {
    let count = batch.count
    if hasValue(plan.source, .source, bytes, &present) {
      try address(plan.source, bytes, batch.sourceFamily, batch.source4, batch.source6)
    }
    if hasValue(plan.destination, .destination, bytes, &present) {
      try address(plan.destination, bytes, batch.destinationFamily, batch.destination4, batch.destination6)
    }
    if hasValue(plan.packetSource, .packetSource, bytes, &present) {
      try address(
        plan.packetSource, bytes, batch.packetSourceFamily, batch.packetSource4, batch.packetSource6)
    }
    if hasValue(plan.packetDestination, .packetDestination, bytes, &present) {
      try address(
        plan.packetDestination, bytes, batch.packetDestinationFamily, batch.packetDestination4,
        batch.packetDestination6)
    }
    if hasValue(plan.sourcePort, .sourcePort, bytes, &present) {
      batch.sourcePort[count] = UInt16(try number(plan.sourcePort, bytes, atMost: 0xFFFF, .port))
    }
    if hasValue(plan.destinationPort, .destinationPort, bytes, &present) {
      batch.destinationPort[count] = UInt16(try number(plan.destinationPort, bytes, atMost: 0xFFFF, .port))
    }
    if hasValue(plan.protocolNumber, .protocolNumber, bytes, &present) {
      batch.protocolNumber[count] = UInt8(
        try number(plan.protocolNumber, bytes, atMost: 0xFF, .protocolNumber))
    }
  }

  private func parseRest(
    _ bytes: FlowBytes, _ plan: FlowColumnPlan, _ present: inout FlowColumns
  ) throws(Dirt) {
    let count = batch.count
    for (column, field) in [(0, plan.packets), (1, plan.bytes)] + plan.losses.map({ ($0.column, $0.field) })
    where hasValue(field, FlowColumns.numbers[column].column, bytes, &present) {
      batch.numbers[column][count] = try number(field, bytes, atMost: .max, .number)
    }
    if hasValue(plan.start, .start, bytes, &present) {
      batch.start[count] = Int(try number(plan.start, bytes, atMost: UInt64(Int.max), .time))
    }
    if hasValue(plan.end, .end, bytes, &present) {
      batch.end[count] = Int(try number(plan.end, bytes, atMost: UInt64(Int.max), .time))
    }
    if plan.action >= 0 {
      batch.action[count] = .none
      if hasValue(plan.action, .action, bytes, &present) {
        switch bytes.text(line[plan.action]) {
        case "ACCEPT": batch.action[count] = .accept
        case "REJECT": batch.action[count] = .reject
        default: throw Dirt(kind: .action)
        }
      }
    }
    if hasValue(plan.tcpFlags, .tcpFlags, bytes, &present) {
      batch.tcpFlags[count] = UInt8(try number(plan.tcpFlags, bytes, atMost: 0xFF, .tcpFlags))
    }
    if plan.direction >= 0 {
      batch.direction[count] = .unknown
      if hasValue(plan.direction, .direction, bytes, &present) {
        switch bytes.text(line[plan.direction]) {
        case "ingress": batch.direction[count] = .ingress
        case "egress": batch.direction[count] = .egress
        default: throw Dirt(kind: .direction)
        }
      }
    }
    if hasValue(plan.trafficPath, .trafficPath, bytes, &present) {
      batch.trafficPath[count] = UInt8(try number(plan.trafficPath, bytes, atMost: 0xFF, .trafficPath))
    }
    // Names last, so that a dirty line adds none.
    if hasValue(plan.interface, .interface, bytes, &present) {
      batch.interface[count] = try name(plan.interface, bytes, interfaces)
    } else if plan.interface >= 0 {
      batch.interface[count] = 0
    }
    for text in plan.texts {
      let isThere = hasValue(text.field, FlowColumns.texts[text.column].column, bytes, &present)
      batch.texts[text.column][count] = isThere ? try name(text.field, bytes, names) : 0
    }
  }

  private func name(_ field: Int, _ bytes: FlowBytes, _ table: FlowNames) throws(Dirt) -> UInt32 {
    guard let number = table.number(of: line[field], in: bytes) else { throw Dirt(kind: .tooManyNames) }
    return number
  }

  private func address(
    _ field: Int, _ bytes: FlowBytes, _ family: FlowColumn<UInt8>, _ ipv4: FlowColumn<UInt32>,
    _ ipv6: FlowColumn<UInt128>
  ) throws(Dirt) {
    let count = batch.count
    if let bits = FieldValues.ipv4(line[field], in: bytes) {
      family[count] = 4
      ipv4[count] = bits
    } else if let bits = FieldValues.ipv6(line[field], in: bytes) {
      family[count] = 6
      ipv6[count] = UInt128(bits.high) << 64 | UInt128(bits.low)
    } else {
      throw Dirt(kind: .address)
    }
  }
}
