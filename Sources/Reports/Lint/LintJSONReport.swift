package import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkTopology

/// Findings of `lint` for programs: one object.
package enum LintJSONReport {
  /// - Parameter changes: what edits changed, where there are some.
  package static func json(_ report: LintReport, _ changes: LintChanges? = nil) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("checks", strings: report.checks.map(\.rawValue))
      json.member(
        "counts",
        raw: JSONText.object { counts in
          for severity in Finding.Severity.allCases.reversed() {
            counts.member(severity.word, report.findings.count { $0.severity == severity })
          }
          counts.member("ignored", report.ignored.count)
        })
      json.member(
        "findings", array: report.findings.map { finding in JSONText.object { write(finding, &$0) } })
      json.member(
        "ignored",
        array: report.ignored.map { ignored in
          JSONText.object {
            write(ignored.finding, &$0)
            $0.member("reason", ignored.exception.reason)
          }
        })
      guard let changes else { return }
      for (word, findings) in [("appeared", changes.appeared), ("gone", changes.gone)] {
        json.member(word, array: findings.map { finding in JSONText.object { write(finding, &$0) } })
      }
    }
  }

  private static func write(_ finding: LintFinding, _ json: inout JSONText) {
    json.member("check", finding.check.rawValue)
    json.member("severity", finding.severity.word)
    json.member(
      "resource",
      raw: JSONText.object {
        $0.member("kind", finding.resource.kind)
        $0.member("name", finding.resource.name)
        $0.member("id", finding.resource.id)
      })
    json.member("message", finding.message)
    json.member(
      "evidence",
      array: finding.evidence.map { evidence in
        JSONText.object {
          $0.member("text", evidence.text)
          JSONReport.write(evidence.origin, &$0)
        }
      })
    json.member("fix", finding.fix)
    JSONReport.write(finding.resource.origin, &json)
  }
}
