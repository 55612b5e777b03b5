import PacketWalkAddressing

@testable import PacketWalkFlowLogs

/// The slow, obvious reading of lines of one format: by splitting strings.
struct ObviousReading {
  var reading = Reading()
  private var issues: [FlowIssue.Kind: [FlowIssue]] = [:]
  private var current = ""

  /// - Parameter fields: the format of all lines; headers change it.
  init(_ text: String, fields: FlowLogFields?) {
    var fields = fields
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    for (index, line) in lines.enumerated() { read(line, number: index + 1, &fields) }
    reading.issues = issues.sorted { $0.key < $1.key }.map {
      // The one with the smallest text stands for all.
      let first = $0.value.sorted { ($0.text, $0.line) < ($1.text, $1.line) }[0]
      return "\($0.key.rawValue) \($0.value.count) \(first.line)"
    }
  }

  private struct Dirt: Error { var kind: FlowIssue.Kind }

  private mutating func note(_ kind: FlowIssue.Kind, _ line: Int) {
    let text = FlowIssue.shown(current.utf8.prefix(FlowIssue.shownBytes + 1))
    issues[kind, default: []].append(FlowIssue(kind: kind, file: "", line: line, text: text))
  }

  private mutating func read(_ line: String, number: Int, _ fields: inout FlowLogFields?) {
    current = line
    var scalars = Array(line.unicodeScalars)
    if scalars.last == "\r" { scalars.removeLast() }
    if scalars.count > 20, ("0"..."9").contains(scalars[0]), scalars[4] == "-", scalars[7] == "-",
      scalars[10] == "T", scalars[13] == ":"
    {
      scalars.removeFirst(scalars.firstIndex { $0 == " " || $0 == "\t" } ?? scalars.count)
    }
    let separator: Unicode.Scalar = scalars.contains(" ") ? " " : "\t"
    let words = scalars.split(separator: separator).map { word in
      var text = ""
      text.unicodeScalars.append(contentsOf: word)
      return text
    }
    guard let first = words.first?.unicodeScalars.first else {
      reading.blankLines += 1
      return
    }
    if first == "$" || ("a"..."z").contains(first) || ("A"..."Z").contains(first),
      let header = FlowLogFields(words.joined(separator: " ")), header.lookLikeHeader
    {
      reading.headers += 1
      fields = header
      return
    }
    guard let fields else { return note(.unknownFormat, number) }
    guard words.count == fields.names.count else { return note(.fieldCount, number) }
    do {
      try record(words, number, fields)
    } catch {
      note(error.kind, number)
    }
  }

  private mutating func record(_ words: [String], _ line: Int, _ fields: FlowLogFields) throws(Dirt) {
    func value(_ field: FlowField) -> String? {
      guard let index = fields.index(of: field), words[index] != "-" else { return nil }
      return words[index]
    }
    func number(_ field: FlowField, _ most: UInt64, _ kind: FlowIssue.Kind) throws(Dirt) -> UInt64? {
      guard let text = value(field) else { return nil }
      guard text.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }), let number = UInt64(text),
        number <= most
      else { throw Dirt(kind: kind) }
      return number
    }
    switch value(.logStatus) {
    case "OK", nil: break
    case "NODATA", "SKIPDATA":
      let start = try number(.start, UInt64(Int.max), .time) ?? 0
      let end = try number(.end, UInt64(Int.max), .time) ?? 0
      let kind = value(.logStatus) == "NODATA" ? FlowGap.Kind.noData : .skipData
      reading.gaps.append("\(line) \(kind) \(value(.interfaceID) ?? "-") \(start) \(end)")
      return
    default: throw Dirt(kind: .logStatus)
    }
    var columns: [FlowField: String] = [:]
    for field in [
      FlowField.sourceAddress, .destinationAddress, .packetSourceAddress, .packetDestinationAddress,
    ] {
      guard let text = value(field) else { continue }
      guard let address = IPAddress(text) else { throw Dirt(kind: .address) }
      columns[field] = address.description
    }
    let numbers: [(FlowField, UInt64, FlowIssue.Kind)] =
      [
        (.sourcePort, 65_535, .port), (.destinationPort, 65_535, .port),
        (.protocolNumber, 255, .protocolNumber),
      ] + FlowColumns.numbers.map { ($0.field, .max, .number) } + [
        (.start, UInt64(Int.max), .time), (.end, UInt64(Int.max), .time),
      ]
    for (field, most, kind) in numbers { columns[field] = try number(field, most, kind).map { "\($0)" } }
    if let action = value(.action) {
      guard action == "ACCEPT" || action == "REJECT" else { throw Dirt(kind: .action) }
      columns[.action] = action.lowercased()
    }
    columns[.tcpFlags] = try number(.tcpFlags, 255, .tcpFlags).map { "\($0)" }
    if let direction = value(.flowDirection) {
      guard direction == "ingress" || direction == "egress" else { throw Dirt(kind: .direction) }
      columns[.flowDirection] = direction
    }
    columns[.trafficPath] = try number(.trafficPath, 255, .trafficPath).map { "\($0)" }
    columns[.interfaceID] = value(.interfaceID)
    for text in FlowColumns.texts { columns[text.field] = value(text.field) }
    reading.records.append(
      "\(line)"
        + Self.order.compactMap { field in
          columns[field].map { " \(field.rawValue)=\($0)" }
        }.joined())
    if let start = columns[.start].flatMap({ Int($0) }), let end = columns[.end].flatMap({ Int($0) }),
      end < start
    {
      note(.startAfterEnd, line)
    }
  }

  /// The order in which `Reading` has the columns.
  private static let order: [FlowField] =
    [
      .interfaceID, .sourceAddress, .destinationAddress, .packetSourceAddress, .packetDestinationAddress,
      .sourcePort, .destinationPort, .protocolNumber,
    ] + FlowColumns.numbers.map(\.field) + [.start, .end, .action, .tcpFlags, .flowDirection, .trafficPath]
    + FlowColumns.texts.map(\.field)
}
