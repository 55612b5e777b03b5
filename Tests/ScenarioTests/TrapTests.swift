import PacketWalkQueries
import PacketWalkTestSupport
import Testing

/// What fools people: each trap's questions get the right answers, and `docs/traps.md` says which.
@Suite struct TrapTests {
  @Test(arguments: try Trap.folders()) func rightAnswerIsGiven(_ folder: String) throws {
    let trap = try Trap(folder)
    for row in try trap.rows() {
      for problem in row.problems {
        Issue.record("\(trap.id), \(row.expectation.row): \(problem)\n\(row.text)")
      }
    }
  }

  /// `RECORD_SNAPSHOTS=1` records it anew.
  @Test func pageIsWhatTheTrapsSay() throws {
    let traps = try Trap.folders().map(Trap.init)
    var text = """
      # Traps

      Networks that fool people and tools. Each stands in `Fixtures/traps` with its questions; the verdicts and codes below are what
      packetwalk says (`make traps` writes this page anew).

      | trap | what is there | what one would say | what is right | question | verdict | codes |
      |---|---|---|---|---|---|---|

      """
    for trap in traps {
      for (place, row) in try trap.rows().enumerated() {
        let first = place == 0
        let link = "[\(trap.id)](../Fixtures/\(trap.folder)/trap.yaml)"
        let codes = row.answers.flatMap { $0.blockers.map { "`\($0.code)`" } }
        let cells = [
          first ? link : "", first ? trap.title : "", first ? trap.naive : "", first ? trap.right : "",
          row.expectation.row, row.verdict,
          codes.enumerated().filter { codes.firstIndex(of: $0.element) == $0.offset }.map(\.element)
            .joined(separator: ", "),
        ]
        text += "| " + cells.joined(separator: " | ") + " |\n"
      }
    }
    #expect(try text == TextSnapshot.recorded("../docs/traps.md", text), "make traps writes it anew")
  }
}
