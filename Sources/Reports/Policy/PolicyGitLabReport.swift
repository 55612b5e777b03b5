import PacketWalkDiagnostics
package import PacketWalkPolicy

/// A policy's violations as GitLab's code quality report.
package enum PolicyGitLabReport {
  package static func json(_ report: PolicyReport) -> String {
    var seen: [String: Int] = [:]
    var items: [String] = []
    for result in report.assertions where ![.held, .excepted, .known].contains(result.outcome) {
      for (violation, isKnown) in result.violations.map({ ($0, true) }) + result.unknowns.map({ ($0, false) })
      {
        let print = PolicyWords.fingerprint(violation, result.assertion)
        // GitLab drops all but one of those with one fingerprint.
        seen[print, default: 0] += 1
        let number = seen[print].flatMap { $0 > 1 ? "-\($0)" : nil } ?? ""
        items.append(item(violation, result, print + number, isKnown: isKnown))
      }
    }
    return "[" + items.joined(separator: ",") + "]"
  }

  private static func item(
    _ violation: Violation, _ result: AssertionResult, _ fingerprint: String, isKnown: Bool
  ) -> String {
    let origin = violation.decider?.origin
    let place = origin.flatMap { $0.file == nil || $0.position == nil ? nil : $0 } ?? result.assertion.origin
    let severity =
      switch result.assertion.severity {
      case .error: isKnown ? "critical" : "major"
      case .warning: "minor"
      case .note: "info"
      }
    let complaint = PolicyWords.complaint(violation, result.assertion, isKnown: isKnown)
    return GitLabText.item(
      result.assertion.id, "\(result.assertion.id): \(PolicyWords.paths(violation)): \(complaint)",
      fingerprint,
      severity, place)
  }
}
