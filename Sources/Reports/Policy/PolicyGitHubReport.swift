import PacketWalkDiagnostics
package import PacketWalkPolicy
package import PacketWalkTopology

/// A policy's result as GitHub's workflow commands: annotations, the worst first, at the rules that decide.
package enum PolicyGitHubReport {
  package static func text(_ report: PolicyReport, on topology: Topology) -> String {
    var lines: [Finding.Severity: [String]] = [:]
    for result in report.assertions where result.outcome != .held {
      let details = PolicyWords.details(result, report.today, PolicyTextReport.fix(result, on: topology))
        .joined(separator: "\n")
      let severity = severity(result)
      let decider = result.violations.first?.decider
      let origin = [decider?.origin, result.assertion.origin].compactMap { $0 }
        .first { $0.file != nil && $0.position != nil }
      lines[severity, default: []].append(
        GitHubText.command(
          severity, "\(result.assertion.id): \(PolicyWords.summary(result))", details, origin))
    }
    return GitHubText.annotations(lines, tally: PolicyWords.tally(report))
  }

  private static func severity(_ result: AssertionResult) -> Finding.Severity {
    switch result.outcome {
    case .failed, .unknownFailed: result.assertion.severity
    case .unknownWarned: .warning
    case .held, .excepted, .known, .unknownPassed: .note
    }
  }
}
