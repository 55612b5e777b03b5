import PacketWalkForwarding
import PacketWalkReports
import PacketWalkTestSupport
import Testing

/// The catalogue of codes, its examples under `Fixtures/codes`, and `docs/codes.md`, which is made from both;
/// `RECORD_SNAPSHOTS=1` records the page anew.
@Suite struct CodesPageTests {
  /// What each example's own question prints.
  private static let results: [Code: (exit: Int32, out: String, error: String)] =
    Dictionary(
      uniqueKeysWithValues: CodeEntry.all.compactMap { entry in
        entry.command("check").map {
          let run = Collected.run(DocumentedCommand(line: $0, output: nil).arguments)
          return (entry.code, (run.code, run.out, run.error))
        }
      })

  private static func topology(_ code: Code) throws -> String {
    try String(
      decoding: TextSnapshot.read(Fixtures.path("codes/\(code.rawValue).yaml")), as: UTF8.self)
  }

  @Test(arguments: CodeEntry.all.filter { $0.question != nil }.map(\.code))
  func exampleProvokesItsCode(code: Code) throws {
    let result = try #require(Self.results[code])
    #expect([1, 3, 4].contains(result.exit), "\(result.error)")
    // The path of the file holds the code too, but stands before a line's end.
    let isGiven = result.out.split(separator: "\n").contains {
      $0.hasSuffix(" \(code.rawValue)") || $0.hasSuffix("(\(code.rawValue))")
    }
    #expect(isGiven, "\(result.out)")
    let asked = try Self.topology(code).split(separator: "\n").first
    #expect(asked.map(String.init) == CodeEntry.of(code).question.map { "# ask: \($0)" })
  }

  /// `undetermined` stands for the one that nothing provokes.
  @Test func everyOtherCodeHasAnExample() {
    #expect(CodeEntry.all.filter { $0.question == nil }.map(\.code) == [.unknownDestination])
  }

  @Test func rulesOfEntriesAreRules() throws {
    let list = String(
      decoding: try TextSnapshot.read(Fixtures.repository + "/docs/rules.list"), as: UTF8.self)
    let known = Set(list.split(separator: "\n").map { $0.prefix { $0 != " " } }.map(String.init))
    for entry in CodeEntry.all {
      #expect(!entry.rules.isEmpty && known.isSuperset(of: entry.rules), "\(entry.code.rawValue)")
    }
  }

  @Test func whatIsNotGivenIsNotGiven() {
    let unused = UnusedCode.all.map(\.code)
    #expect(Set(unused).count == unused.count)
    #expect(Set(unused).isDisjoint(with: Code.allCases.map(\.rawValue)))
  }

  @Test func pageIsWhatTheCatalogueSays() throws {
    var examples: [Code: CodesPage.Example] = [:]
    for (code, result) in Self.results {
      examples[code] = CodesPage.Example(topology: try Self.topology(code), result: result.out)
    }
    let text = CodesPage.markdown(examples)
    #expect(try text == TextSnapshot.recorded("../docs/codes.md", text), "make codes writes it anew")
  }
}
