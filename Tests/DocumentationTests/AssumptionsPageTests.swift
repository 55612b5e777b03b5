import PacketWalkForwarding
import PacketWalkTestSupport
import Testing

/// `docs/assumptions.md` holds every assumption and nothing else.
@Suite struct AssumptionsPageTests {
  @Test func everyAssumptionStandsThere() throws {
    let page = String(
      decoding: try TextSnapshot.read(Fixtures.repository + "/docs/assumptions.md"), as: UTF8.self)
    let lines = page.split(separator: "\n")
    let headings = lines.filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    #expect(headings == Assumption.allCases.map(\.rawValue))
    for assumption in Assumption.allCases {
      let rest = lines.drop { $0 != "## \(assumption.rawValue)" }.dropFirst()
      let words = rest.prefix { !$0.hasPrefix("## ") }
        .flatMap { $0.split(separator: " ") }.filter { $0 != ">" }.joined(separator: " ")
      #expect(words.hasPrefix(assumption.sentence + " Rule: "), "\(assumption.rawValue)")
      for key in [" AWS's documentation: ", " To settle it: "] {
        #expect(words.contains(key), "\(assumption.rawValue) lacks\(key)")
      }
    }
  }
}
