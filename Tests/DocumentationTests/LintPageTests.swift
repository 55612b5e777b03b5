import PacketWalkAnalysis
import PacketWalkReports
import PacketWalkTestSupport
import Testing

/// The checks of lint, their examples under `Fixtures/lint`, and `docs/lint.md`, which is made from both;
/// `RECORD_SNAPSHOTS=1` records the page anew.
@Suite struct LintPageTests {
  private static func path(_ check: LintCheck) -> String { "Fixtures/lint/\(check.rawValue).yaml" }

  private static func text(_ check: LintCheck) throws -> String {
    String(decoding: try TextSnapshot.read(Fixtures.path("lint/\(check.rawValue).yaml")), as: UTF8.self)
  }

  private static func run(_ check: LintCheck) -> (code: Int32, out: String, error: String) {
    Collected.run(
      DocumentedCommand(
        line: "packetwalk lint -t \(path(check)) --only \(check.rawValue)", output: nil
      ).arguments)
  }

  @Test(arguments: LintCheck.allCases)
  func exampleProvokesItsCheck(check: LintCheck) throws {
    let result = Self.run(check)
    #expect(result.code == 0 && result.error.isEmpty, "\(result.error)")
    #expect(result.out.contains("\n  \(check.rawValue)  "), "\(result.out)")
    let entry = LintCheckEntry.of(check)
    let words = entry.severities.map { "\($0)s\n" }
    #expect(words.contains { result.out.hasPrefix($0) }, "\(result.out)")
  }

  /// The first line of an example names the one change that makes nothing of the finding.
  @Test(arguments: LintCheck.allCases)
  func neighbourIsSilent(check: LintCheck) throws {
    let text = try Self.text(check)
    let change = try #require(text.wholeMatch(of: /# silent where `([^`]+)` is `([^`]*)`\n([\s\S]*)/))
    let rest = String(change.3)
    #expect(rest.ranges(of: String(change.1)).count == 1)
    let folder = try TemporaryFolder()
    try folder.write("near.yaml", rest.replacing(String(change.1), with: String(change.2)))
    let (code, out, error) = Collected.run(
      ["lint", "-t", folder.path + "/near.yaml", "--only", check.rawValue, "--fail-on", "note"])
    #expect(code == 0 && error.isEmpty, "\(out)\(error)")
    #expect(out.hasPrefix("nothing found by 1 check"), "\(out)")
  }

  @Test func rulesOfEntriesAreRules() throws {
    let list = String(
      decoding: try TextSnapshot.read(Fixtures.repository + "/docs/rules.list"), as: UTF8.self)
    let known = Set(list.split(separator: "\n").map { $0.prefix { $0 != " " } }.map(String.init))
    for entry in LintCheckEntry.all {
      #expect(known.isSuperset(of: entry.rules), "\(entry.check.rawValue)")
      #expect(!entry.severities.isEmpty)
    }
  }

  @Test func pageIsWhatTheCatalogueSays() throws {
    var examples: [LintCheck: LintPage.Example] = [:]
    for check in LintCheck.allCases {
      examples[check] = LintPage.Example(topology: try Self.text(check), result: Self.run(check).out)
    }
    let text = LintPage.markdown(examples)
    #expect(try text == TextSnapshot.recorded("../docs/lint.md", text), "make checks writes it anew")
  }
}
