import PacketWalkDiagnostics
package import PacketWalkPolicy
import PacketWalkQueries
package import PacketWalkTopology

/// A policy's result as Markdown for a pull request's comment, within what GitHub takes.
package enum PolicyMarkdownReport {
  /// A hidden line by which a bot finds the comment that it is to write over.
  package static let marker = "<!-- packetwalk test -->"
  /// GitHub takes 65,536 characters.
  private static let limit = 60_000
  private static let rows = 10

  package static func text(_ report: PolicyReport, on topology: Topology) -> String {
    let failing = report.assertions.filter(\.isFailure)
    var text = "\(marker)\n### \(headline(report))\n\n"
    let found = failing.flatMap { result in
      result.violations.map { (result, $0, true) } + result.unknowns.map { (result, $0, false) }
    }
    if !found.isEmpty {
      text += "| assertion | from | to | services | decided by |\n|---|---|---|---|---|\n"
      for (result, violation, isKnown) in found.prefix(rows) {
        let complaint = PolicyWords.complaint(violation, result.assertion, isKnown: isKnown)
        let decider = violation.decider.map {
          "\(PolicyWords.decider($0))" + ($0.origin.fileAndLine.isEmpty ? "" : " (\($0.origin.fileAndLine))")
        }
        let cells = [
          result.assertion.id, PolicyWords.side(violation.source), PolicyWords.side(violation.destination),
          complaint, decider ?? "",
        ]
        text += "| " + cells.map(MarkdownText.cell).joined(separator: " | ") + " |\n"
      }
      if found.count > rows { text += "\n…and \(counted(found.count - rows, "more path")).\n" }
      text += "\n"
    }
    var details = ""
    if let (result, _, answer) = found.lazy.compactMap({ found in
      found.1.answer.flatMap { $0.explanation == nil ? nil : (found.0, found.1, $0) }
    }).first {
      let title = "\(result.assertion.id): \(answer.question)"
      details +=
        "<details><summary>\(MarkdownText.html(title)), drawn</summary>\n\n\(PathPicture.markdown(answer))\n</details>\n\n"
    }
    for result in report.assertions where result.outcome != .held {
      let lines = PolicyWords.details(result, report.today, PolicyTextReport.fix(result, on: topology))
      let block =
        "<details><summary>\(MarkdownText.html(result.assertion.id)): \(PolicyWords.outcome(result.outcome))</summary>\n\n"
        + MarkdownText.code(lines) + "\n</details>\n\n"
      guard text.utf8.count + details.utf8.count + block.utf8.count < limit else {
        details += "More did not fit here.\n\n"
        break
      }
      details += block
    }
    return text + details + footer(report)
  }

  private static func headline(_ report: PolicyReport) -> String {
    report.assertions.contains(where: \.isFailure)
      ? "The network does not do what its policy says: \(PolicyWords.tally(report))"
      : "The network does what its policy says: \(PolicyWords.tally(report))"
  }

  private static func footer(_ report: PolicyReport) -> String {
    var words = ["policy: " + report.files.map(MarkdownText.inline).joined(separator: ", ")]
    if !report.notes.missing.isEmpty {
      words.append("unknown: " + report.notes.missing.map(\.what).map(MarkdownText.inline).listed(atMost: 3))
    }
    return "<sub>\(words.joined(separator: "; "))</sub>\n"
  }
}
