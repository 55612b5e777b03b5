import PacketWalkDiagnostics
package import PacketWalkPolicy
package import PacketWalkTopology

/// A policy's result as JUnit's XML, which every CI system shows: one test case for each assertion.
package enum PolicyJUnitReport {
  package static func xml(_ report: PolicyReport, on topology: Topology) -> String {
    let failures = report.count(.failed)
    let errors = report.count(.unknownFailed)
    let skipped = report.count(.unknownPassed) + report.count(.unknownWarned)
    let counts =
      "tests=\"\(report.assertions.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites>\n"
    let name = XMLText.attribute(report.files.joined(separator: ", "))
    let fixed = "time=\"0\" timestamp=\"\(report.today)T00:00:00\" hostname=\"localhost\""
    text += "  <testsuite id=\"0\" package=\"packetwalk\" name=\(name) \(counts) \(fixed)>\n"
    text += "    <properties/>\n"
    for result in report.assertions { text += testCase(result, report, topology) }
    text += "    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n"
    return text
  }

  private static func testCase(_ result: AssertionResult, _ report: PolicyReport, _ topology: Topology)
    -> String
  {
    let assertion = result.assertion
    let head =
      "    <testcase classname=\(XMLText.attribute(assertion.origin.file ?? "policy")) name=\(XMLText.attribute(assertion.id)) time=\"0\""
    let message = XMLText.attribute(PolicyWords.summary(result))
    let details = XMLText.content(
      PolicyWords.details(result, report.today, PolicyTextReport.fix(result, on: topology))
        .joined(separator: "\n"))
    switch result.outcome {
    case .held, .excepted, .known: return head + "/>\n"
    case .failed:
      return head
        + ">\n      <failure message=\(message) type=\"\(assertion.kind.rawValue)\">\(details)</failure>\n    </testcase>\n"
    case .unknownFailed:
      return head
        + ">\n      <error message=\(message) type=\"unknown\">\(details)</error>\n    </testcase>\n"
    case .unknownWarned, .unknownPassed:
      return head + ">\n      <skipped/>\n    </testcase>\n"
    }
  }
}
