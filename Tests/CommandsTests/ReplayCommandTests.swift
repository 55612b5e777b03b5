import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk replay`: what it prints, and how it ends.
@Suite struct ReplayCommandTests {
  private static let flask = Fixtures.path("scenarios/flask-cicd")

  private func run(_ arguments: String...) -> CommandRun {
    CommandRun(["replay", Self.flask + "/flows.log", "-t", Self.flask + "/snapshot"] + arguments)
  }

  /// Rows 4, 6 and 7 of the network's expectations, and all the other traffic around them: each record with what decides
  /// it.
  @Test func everyRecordIsExplained() throws {
    let run = run("--list", "100", "--hits")
    #expect(run.code == 0, "\(run.error)")
    let text = run.out.replacing(Fixtures.root + "/", with: "")
    #expect(try TextSnapshot.recorded("scenarios/flask-cicd/replay.txt", text) == text)
  }

  @Test func programsGetOneObject() throws {
    let objects = try run("--json").objects()
    let report = try #require(objects.first)
    #expect(objects.count == 1)
    #expect(report["score"]?.scalarText == "100.0")
    #expect(report["classes"]?["agree-accept"]?["records"]?.integer == 19)
  }

  /// Parts are no other report than the whole, and not of another topology.
  @Test func partsMergeToTheSameReport() throws {
    let folder = try TemporaryFolder()
    let partial = run("--partial")
    #expect(partial.code == 0, "\(partial.error)")
    let path = try folder.write("partial.ndjson", partial.out)
    func merge(_ arguments: String...) -> CommandRun {
      CommandRun(["replay", "merge", path, "-t", Self.flask + "/snapshot"] + arguments)
    }
    #expect(merge("--hits").out == run("--hits").out)
    #expect(merge("--json").out == run("--json").out)
    #expect(merge("--partial").out == partial.out)
    #expect(merge("--min-score", "100").code == 0)
    let other = merge("--edit", "sg:flask -in tcp/8000 from sg:alb")
    #expect(other.code == 2 && other.error.contains("another topology"), "\(other.error)")
    #expect(run("--partial", "--json").code == 64)
  }

  @Test(arguments: [(59, "59 s"), (200, "3 min 20 s"), (7_500, "2 h 5 min")])
  func timesLeftAreShort(seconds: Int, text: String) { #expect(ReplayProgress.time(seconds) == text) }

  @Test func aScoreBelowTheLeastIsANo() throws {
    #expect(run("--min-score", "100").code == 0)
    let edited = run("--min-score", "100", "--edit", "sg:flask -in tcp/8000 from sg:alb")
    #expect(edited.code == 1, "\(edited.error)")
    #expect(edited.out.contains("security group flask has no rule that lets it pass"))
    // Nothing to judge is no agreement.
    #expect(run("--min-score", "1", "--valid-to", "2020-01-01").code == 1)
  }

  @Test(arguments: [
    (["--fields", "nonsense"], 64, "names no field"), (["--valid-from", "yesterday"], 64, "takes a day"),
    (["--valid-from", "2026-02-01", "--valid-to", "2026-01-01"], 64, "is before"),
    (["--threads", "0"], 64, "from 1 on"), (["--min-score", "101"], 64, "0 to 100"),
  ]) func usage(arguments: [String], code: Int32, message: String) {
    let run = CommandRun(["replay", "x.log", "-t", "y.yaml"] + arguments)
    #expect(run.code == code && run.error.contains(message), "\(run.error)")
  }

  @Test func whatCannotBeReadIsAnInputError() throws {
    let folder = try TemporaryFolder()
    try folder.write("flows.parquet", "PAR1 and so on")
    try folder.write("empty/readme.md", "nothing")
    for (path, message) in [
      ("missing.log", "no such file"), ("flows.parquet", "duckdb"), ("empty", "no flow log"),
    ] {
      let run = CommandRun(
        "replay", folder.path + "/" + path, "-t", Self.flask + "/topology.yaml")
      #expect(run.code == 2 && run.error.contains(message), "\(path): \(run.error)")
    }
  }
}
