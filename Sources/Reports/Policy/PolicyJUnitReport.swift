import PacketWalkDiagnostics
package import PacketWalkPolicy
package import PacketWalkTopology

/// A policy's result as JUnit's XML, which every CI system shows: one test case for each assertion.
package enum PolicyJUnitReport {
  package static func xml(_ report: PolicyReport, on topology: Topology) -> String {
    let failures = report.count(.failed)
    let errors = report.count(.unknownFailed)
    let skipped =
      report.count(.unknownPassed) + report.count(.unknownWarned) + report.inapplicable.count
    return JUnitText.suite(
      report.files.joined(separator: ", "), day: "\(report.today)",
      tests: report.assertions.count + report.inapplicable.count,
      failures: failures, errors: errors, skipped: skipped,
      cases: report.assertions.map { testCase($0, report, topology) }
        + report.inapplicable.map { JUnitText.skipped(report.files.first ?? "policy", $0) })
  }

  private static func testCase(_ result: AssertionResult, _ report: PolicyReport, _ topology: Topology)
    -> String
  {
    let assertion = result.assertion
    let (group, name) = (assertion.origin.file ?? "policy", assertion.id)
    let message = PolicyWords.summary(result)
    let details = PolicyWords.details(result, report.today, PolicyTextReport.fix(result, on: topology))
    switch result.outcome {
    case .held, .excepted, .known: return JUnitText.passed(group, name)
    case .failed: return JUnitText.failed(group, name, message, type: assertion.kind.rawValue, details)
    case .unknownFailed: return JUnitText.erred(group, name, message, type: "unknown", details)
    case .unknownWarned, .unknownPassed: return JUnitText.skipped(group, name)
    }
  }
}
