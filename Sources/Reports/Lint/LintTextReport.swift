package import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries

/// Findings of `lint` in words.
package enum LintTextReport {
  /// Everything, by severity.
  package static func text(_ report: LintReport, _ style: TextStyle) -> String {
    var page = Page(style)
    for severity in Finding.Severity.allCases.reversed() {
      let findings = report.findings.filter { $0.severity == severity }
      guard !findings.isEmpty else { continue }
      page.gap()
      page.line(0, "\(severity.word)s", severity.look)
      for finding in findings { write(finding, sign: " ", &page) }
    }
    page.gap()
    page.line(0, summary(report))
    return page.text
  }

  static func write(_ finding: LintFinding, sign: String, _ page: inout Page) {
    let resource = finding.resource
    page.line(
      [Span("\(sign) "), Span(finding.check.rawValue, finding.severity.look), Span("  ")],
      [Span("\(resource.kind) \(resource.display)", .strong)], hang: 4)
    page.line([Span("    ")], [Span(finding.message)], hang: 4)
    for evidence in finding.evidence {
      let place = evidence.origin.fileAndLine
      page.line(
        [Span("      ")], [Span(evidence.text), Span(place.isEmpty ? "" : "  "), Span(place, .faint)], hang: 8
      )
    }
    page.line([Span("    fix: ")], [Span(finding.fix)], hang: 9)
  }

  static func summary(_ report: LintReport) -> String {
    let counts = Finding.Severity.allCases.reversed().compactMap { severity in
      let count = report.findings.count { $0.severity == severity }
      return count == 0 ? nil : counted(count, severity.word)
    }
    let checks = counted(report.checks.count, "check")
    let found =
      counts.isEmpty ? "nothing found by \(checks)" : "\(counts.joined(separator: ", ")) by \(checks)"
    guard !report.ignored.isEmpty else { return found }
    return "\(found); \(report.ignored.count) ignored, with a reason in the input"
  }

  /// All checks, a line each.
  package static func list(_ style: TextStyle) -> String {
    var page = Page(style)
    let width = LintCheck.allCases.map(\.rawValue.columns).max() ?? 0
    for entry in LintCheckEntry.all {
      page.line(
        [
          Span(entry.check.rawValue.padded(to: width + 2)),
          Span(entry.severities[0].word.padded(to: 9), .faint),
        ],
        [Span(entry.title)], hang: width + 11)
    }
    return page.text
  }
}
