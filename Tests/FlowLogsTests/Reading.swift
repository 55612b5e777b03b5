@testable import PacketWalkByteInput
import PacketWalkAddressing
import PacketWalkDiagnostics
@testable import PacketWalkFlowLogs

/// All ways that this machine has.
let ways: [ParsingWay] = FlowBytes.hasVectors ? [.careful, .portable, .vectors] : [.careful, .portable]

/// All that is read of something, as texts that are easy to compare.
struct Reading: Equatable {
  /// Each record: its line, and every column that has a value.
  var records: [String] = []
  /// Each gap: its line, kind, interface and window.
  var gaps: [String] = []
  /// Each kind of issue: how often, and the first one's line.
  var issues: [String] = []
  var headers = 0
  var blankLines = 0
  var controlMessages = 0
  var unknownFields: [String: Int] = [:]
  var offsets: [Int] = []

  /// Sizes so small that everything is cut everywhere.
  static func limits(piece: Int, longestLine: Int = 400) -> FlowReadingLimits {
    FlowReadingLimits(window: 600, longestLine: longestLine, stretch: 64, piece: piece)
  }

  init() {}

  init(
    _ text: String, columns: FlowColumns = .all, fields: String? = nil,
    limits: FlowReadingLimits = FlowReadingLimits(), way: ParsingWay = .best
  ) throws {
    try self.init(
      bytes: Array(text.utf8), columns: columns, fields: fields, limits: limits, way: way)
  }

  init(
    bytes: [UInt8], columns: FlowColumns = .all, fields: String? = nil,
    limits: FlowReadingLimits = FlowReadingLimits(), way: ParsingWay = .best
  ) throws {
    let reader = FlowLogReader(
      columns: columns, fields: fields.flatMap { FlowLogFields($0) }, limits: limits, way: way)
    try reader.open(FlowLogSource("f"), ByteStream(bytes, path: "f", pieceSize: limits.piece))
    read(reader)
  }

  init(of source: FlowLogSource, columns: FlowColumns = .all) throws {
    let reader = FlowLogReader(columns: columns)
    try reader.open(source)
    read(reader)
  }

  private mutating func read(_ reader: FlowLogReader) {
    while let batch = reader.next() {
      for record in 0..<batch.count {
        records.append(Self.text(of: record, in: batch, reader))
        offsets.append(batch.offset[record])
      }
      for gap in batch.gaps {
        gaps.append("\(gap.line) \(gap.kind) \(reader.interfaces[gap.interface]) \(gap.start) \(gap.end)")
      }
    }
    let counts = reader.counts
    issues = counts.issues.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue) \($0.value.count) \($0.value.first.line)"
    }
    (headers, blankLines, controlMessages) = (counts.headers, counts.blankLines, counts.controlMessages)
    unknownFields = counts.unknownFields
  }

  private static func text(of record: Int, in batch: FlowBatch, _ reader: FlowLogReader) -> String {
    var words: [String] = ["\(batch.line[record])"]
    func add(_ column: FlowColumns, _ name: String, _ value: () -> String) {
      if batch.columns.contains(column), batch.has(column, record) { words.append("\(name)=\(value())") }
    }
    add(.interface, "interface-id") { reader.interfaces[batch.interface[record]] }
    add(.source, "srcaddr") { batch.sourceAddress(record)?.description ?? "?" }
    add(.destination, "dstaddr") { batch.destinationAddress(record)?.description ?? "?" }
    add(.packetSource, "pkt-srcaddr") { batch.packetSourceAddress(record)?.description ?? "?" }
    add(.packetDestination, "pkt-dstaddr") { batch.packetDestinationAddress(record)?.description ?? "?" }
    add(.sourcePort, "srcport") { "\(batch.sourcePort[record])" }
    add(.destinationPort, "dstport") { "\(batch.destinationPort[record])" }
    add(.protocolNumber, "protocol") { "\(batch.protocolNumber[record])" }
    for (place, number) in FlowColumns.numbers.enumerated() {
      add(number.column, number.field.rawValue) { "\(batch.numbers[place][record])" }
    }
    add(.start, "start") { "\(batch.start[record])" }
    add(.end, "end") { "\(batch.end[record])" }
    add(.action, "action") { "\(batch.action[record])" }
    add(.tcpFlags, "tcp-flags") { "\(batch.tcpFlags[record])" }
    add(.direction, "flow-direction") { "\(batch.direction[record])" }
    add(.trafficPath, "traffic-path") { "\(batch.trafficPath[record])" }
    for text in FlowColumns.texts {
      add(text.column, text.field.rawValue) { reader.names[batch.names(text.column)[record]] }
    }
    return words.joined(separator: " ")
  }
}
