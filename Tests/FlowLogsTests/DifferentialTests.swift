import PacketWalkTestSupport
import Testing

@testable import PacketWalkFlowLogs

/// The quick way against the careful one, and both against the obvious one.
@Suite struct DifferentialTests {
  private static let tokens = [
    " ", "  ", "\t", "\n", "\r\n", "-", "OK", "NODATA", "SKIPDATA", "ACCEPT", "REJECT", "ACCEPTED", "0",
    "256",
    "65536", "99999999999999999999", "18446744073709551615", "1.2.3.4", "01.2.3.4", "1.2.3", "1.2.3.4.5",
    "255.255.255.256", "::", ":::", "1::2::3", "eni-0a", "2024-01-01T00:00:00.000Z ", "version srcaddr\n",
    ".",
  ]

  @Test func agreesOnCleanLogs() throws {
    let seed = Fuzzing.seed()
    for turn in 0..<UInt64(Fuzzing.iterations(default: 100)) {
      var log = RandomLog(seed: seed &+ turn)
      let fields = log.fields()
      let header = fields.names.joined(separator: " ")
      let lines = (0..<Int.random(in: 0...30, using: &log.random)).map { _ in log.line(fields) }
      var text = header + "\n" + lines.map { $0 + "\n" }.joined()
      if log.random.oneIn(2), !lines.isEmpty { text.removeLast() }
      try compare(text, fields, "seed \(seed &+ turn)")
      // All of it is records.
      #expect(try Reading(text).issues.allSatisfy { $0.hasPrefix("start-after-end") }, "seed \(seed &+ turn)")
    }
  }

  @Test func agreesOnDamagedLogs() throws {
    let seed = Fuzzing.seed()
    for turn in 0..<UInt64(Fuzzing.iterations(default: 300)) {
      var log = RandomLog(seed: seed &+ turn)
      let fields = log.fields()
      let text = (0..<8).map { _ in log.line(fields) + "\n" }.joined()
      var mutator = Mutator(seed: seed &+ turn, tokens: Self.tokens)
      var bytes = Array(text.utf8)
      bytes = log.random.oneIn(2) ? mutator.mutate(bytes) : mutator.exchangeWords(bytes)
      // What begins another way than a record is another carrier's affair, and so is a byte order mark.
      let damaged = "0 0\n" + String(decoding: bytes, as: UTF8.self)
      try compare(damaged, fields, "seed \(seed &+ turn)")
    }
  }

  private func compare(_ text: String, _ fields: FlowLogFields, _ comment: Comment) throws {
    let given = fields.names.joined(separator: " ")
    let quick = try Reading(text, fields: given)
    let careful = try Reading(text, fields: given, way: .careful)
    #expect(quick == careful, comment)
    #expect(try Reading(text, fields: given, way: .portable) == careful, comment)
    var obvious = ObviousReading(text, fields: fields).reading
    (obvious.offsets, obvious.unknownFields) = (careful.offsets, careful.unknownFields)
    #expect(careful == obvious, comment)
    // A line of another kind, cut at other places, with lines too long for such small windows left out.
    guard !text.split(separator: "\n").contains(where: { $0.utf8.count > 1_500 }) else { return }
    for piece in [1, 7, 64, 200] {
      let limits = FlowReadingLimits(window: 1_600, longestLine: 1_500, stretch: 64, piece: piece)
      #expect(try Reading(text, fields: given, limits: limits) == quick, comment)
    }
  }

  /// Every column alone: what is not asked for is not read.
  @Test func readsEveryColumnAlone() throws {
    var log = RandomLog(seed: 5)
    let fields = FlowLogFields(names: FlowField.allCases.map(\.rawValue))
    let text = (0..<40).map { _ in log.line(fields) + "\n" }.joined()
    let given = fields.names.joined(separator: " ")
    let all = try Reading(text, fields: given)
    #expect(all.records.count > 20)
    for bit in 0..<41 {
      let column = FlowColumns(rawValue: 1 << bit)
      let alone = try Reading(text, columns: column, fields: given)
      #expect(alone.records.count == all.records.count)
      for (one, whole) in zip(alone.records, all.records) {
        #expect(
          one.split(separator: " ").allSatisfy { whole.split(separator: " ").contains($0) }, "column \(bit)")
      }
    }
  }
}
