import PacketWalkKit
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `--edit` with whole answers: what is gone and what is new, and nothing else.
@Suite struct ReachWhatIfTests {
  let street: Street

  init() throws { street = try Street() }

  private func run(_ command: String, _ words: String, edit: String...) -> CommandRun {
    street.run(
      command, words.split(separator: " ").map(String.init) + edit.flatMap { ["--edit", $0] })
  }

  @Test func whoShowsNewLinesOnly() {
    let run = run("who", "db", edit: "sg:db +in tcp/22 from sg:lonely")
    #expect(run.code == 0 && run.error.isEmpty, "\(run.out)\(run.error)")
    #expect(run.lines[0] == "WHO REACHES db, by the edits")
    #expect(run.lines.count { $0.hasPrefix("  + ") } == 1, "\(run.out)")
    #expect(run.lines.contains { $0.hasPrefix("  + sg:lonely (bastion)  tcp/22") }, "\(run.out)")
    #expect(!run.lines.contains { $0.hasPrefix("  - ") })
    #expect(run.out.contains(" as before\n") && run.out.contains("; after 1 edit"))
  }

  @Test func whatShowsWhatIsGone() {
    let run = run("what", "web-1", edit: "sg:db -in tcp/5432 from sg:web")
    #expect(run.code == 0, "\(run.out)\(run.error)")
    #expect(run.lines.contains { $0.hasPrefix("  - ") && $0.contains("tcp/5432") }, "\(run.out)")
    #expect(!run.lines.contains { $0.hasPrefix("  + ") && $0.contains("tcp/5432") }, "\(run.out)")
  }

  @Test func nothingChangedSaysSo() {
    let run = run("who", "db", edit: "sg:db +in tcp/5432 from sg:web")
    #expect(run.code == 0 && run.lines[1].hasPrefix("  no change: "), "\(run.out)")
    let matrix = self.run("matrix", "", edit: "sg:db +in tcp/5432 from sg:web")
    #expect(matrix.lines[1] == "  no change: everybody reaches what they did before", "\(matrix.out)")
  }

  @Test func matrixShowsWhatOpensAndCloses() {
    let run = run(
      "matrix", "", edit: "sg:db +in tcp/22 from sg:lonely", "sg:db -in tcp/5432 from sg:web")
    #expect(run.code == 0, "\(run.out)\(run.error)")
    #expect(run.lines.contains { $0.hasPrefix("  + opens tcp/22 from sg:lonely to sg:db") }, "\(run.out)")
    #expect(run.lines.contains { $0.hasPrefix("  - closes tcp/5432 from sg:web to sg:db") }, "\(run.out)")
    let json = self.run("matrix", "--json", edit: "sg:db +in tcp/22 from sg:lonely")
    #expect(
      json.out.contains(#""change":"opens","source":"sg:lonely","destination":"sg:db","services":"tcp/22""#))
    #expect(
      json.out.contains(#""pairs":2,"sources":["bastion"],"destinations":["db","prod/cache"]"#), "\(json.out)"
    )
  }

  @Test func matrixTellsAllOrNothing() {
    let run = run("matrix", "--csv", edit: "sg:db +in tcp/22 from sg:lonely")
    #expect(run.code == 64 && run.error.contains("--edit shows what changes between all"), "\(run.error)")
  }

  @Test func anEditThatCannotBeMadeIsAnError() {
    let run = run("who", "db", edit: "sg:dbb +in tcp/22 from sg:lonely")
    #expect(run.code == 2 && run.out.isEmpty)
  }
}
