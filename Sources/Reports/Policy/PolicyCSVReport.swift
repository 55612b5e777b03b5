import PacketWalkDiagnostics
package import PacketWalkPolicy

/// A policy's result as comma-separated values: one line for each assertion that holds, and for each violation.
package enum PolicyCSVReport {
  package static func csv(_ report: PolicyReport) -> String {
    var text = CSVText.line([
      "assertion", "outcome", "severity", "source", "destination", "services", "pairs", "decided_by", "file",
      "line",
    ])
    for result in report.assertions {
      let head = [result.assertion.id, result.outcome.rawValue, result.assertion.severity.word]
      let all = result.violations + result.unknowns
      if all.isEmpty {
        text += CSVText.line(head + ["", "", "", "\(result.pairs)", "", "", ""])
      }
      for violation in all {
        let decider = violation.decider
        text += CSVText.line(
          head + [
            PolicyWords.side(violation.source), PolicyWords.side(violation.destination), violation.services,
            "\(violation.pairs)", decider.map(PolicyWords.decider) ?? "", decider?.origin.file ?? "",
            decider?.origin.position.map { "\($0.line)" } ?? "",
          ])
      }
    }
    return text
  }
}
