import PacketWalkDiagnostics
package import PacketWalkPolicy
import PacketWalkQueries
package import PacketWalkTopology

/// What became of one assertion of a policy, by itself: for a test that fails with it.
package enum PolicyFailureReport {
  /// The assertion, and everything about it in plain lines.
  ///
  /// - Parameters:
  ///   - report: The one that the result is of.
  ///   - topology: The one that was judged.
  package static func text(_ result: AssertionResult, in report: PolicyReport, on topology: Topology)
    -> String
  {
    let place = result.assertion.origin.fileAndLine
    let head = [
      PolicyWords.outcome(result.outcome), result.assertion.id, PolicyWords.sentence(result.assertion),
      PolicyWords.pairs(result.pairs), place,
    ]
    let details = PolicyWords.details(result, report.today, PolicyTextReport.fix(result, on: topology))
    var page = Page(TextStyle(isColoured: false, width: 0))
    page.line(0, head.filter { !$0.isEmpty }.joined(separator: "  "))
    // The first is the sentence again.
    for line in details.dropFirst() {
      let words = line.drop { $0 == " " }
      page.line(2 + line.count - words.count, String(words))
    }
    page.notes(report.notes)
    return String(page.text.dropLast())
  }
}
