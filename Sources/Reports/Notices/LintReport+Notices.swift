package import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkTopology

extension NoticeList {
  /// - Parameters:
  ///   - changes: where edits were made, what appears with them; the rest is left out.
  ///   - documents: of the input.
  package init(_ report: LintReport, _ changes: LintChanges?, of documents: [String]) {
    self.init(
      name: documents.listed(atMost: 3),
      tally: changes.map(LintChangeReport.summary) ?? LintTextReport.summary(report),
      rules: report.checks.map { check in
        let entry = LintCheckEntry.of(check)
        return Rule(
          id: check.rawValue, title: entry.title, reason: entry.reason, severity: entry.severities[0])
      },
      notices: (changes?.appeared ?? report.findings).map { Notice($0, acceptedFor: nil) }
        + (changes == nil ? report.ignored.map { Notice($0.finding, acceptedFor: $0.exception.reason) } : []))
  }

  /// Comma-separated values: a line for each finding that is not ignored.
  package static func csv(_ report: LintReport, _ changes: LintChanges?) -> String {
    (changes?.appeared ?? report.findings).reduce(
      CSVText.line(["check", "severity", "kind", "resource", "id", "message", "fix", "file", "line"])
    ) { text, finding in
      let origin = finding.place
      return text
        + CSVText.line([
          finding.check.rawValue, finding.severity.word, finding.resource.kind, finding.resource.name,
          finding.resource.id, finding.message, finding.fix, origin.file ?? "",
          origin.position.map { "\($0.line)" } ?? "",
        ])
    }
  }
}

extension Notice {
  fileprivate init(_ finding: LintFinding, acceptedFor reason: String?) {
    self.init(
      rule: finding.check.rawValue, severity: finding.severity,
      title: "\(finding.resource.kind) \(finding.resource.display): \(finding.message)",
      details: finding.evidence.map(\.text) + ["fix: \(finding.fix)"], origin: finding.place,
      component: finding.resource, identity: [finding.resource.id] + finding.evidence.map(\.text),
      acceptedFor: reason)
  }
}

extension LintFinding {
  /// Where it is best shown: the first rule that shows it, else the resource.
  fileprivate var place: Origin {
    evidence.map(\.origin).first { $0.file != nil && $0.position != nil } ?? resource.origin
  }
}
