import PacketWalkDiagnostics
import PacketWalkQueries

/// Something found, with what every format for another program asks for.
struct Notice {
  /// The rule by which it was found.
  var rule: String
  var severity: Finding.Severity
  /// One line.
  var title: String
  var details: [String] = []
  var origin: Origin
  var component: Component?
  /// What it is known by from run to run.
  var identity: [String]
  /// Why it is all right.
  var acceptedFor: String?
}

/// Findings of one command for other programs: annotations, code scanning, test reports.
package struct NoticeList {
  /// By which something is found; one that finds nothing has passed.
  struct Rule {
    var id: String
    var title: String
    var reason: String?
    /// The worst of its findings.
    var severity: Finding.Severity
  }

  /// What was looked at.
  var name: String
  /// The result in one line.
  var tally: String
  var rules: [Rule]
  var notices: [Notice]

  /// What a rule found that is not all right: notes are no failures.
  private func failures(of rule: Rule) -> [Notice] {
    notices.filter { $0.rule == rule.id && $0.severity > .note && $0.acceptedFor == nil }
  }

  private static func lines(_ notices: [Notice]) -> [String] {
    notices.flatMap { notice in
      let place = notice.origin.fileAndLine
      return [notice.title + (place.isEmpty ? "" : "  \(place)")] + notice.details.map { "  \($0)" }
    }
  }
}

// MARK: Formats

extension NoticeList {
  /// GitHub's workflow commands: annotations, the worst first.
  package var github: String {
    var lines: [Finding.Severity: [String]] = [:]
    for notice in notices where notice.acceptedFor == nil {
      let origin = notice.origin.file != nil && notice.origin.position != nil ? notice.origin : nil
      let text = ([notice.title] + notice.details).joined(separator: "\n")
      lines[notice.severity, default: []].append(
        GitHubText.command(notice.severity, notice.rule, text, origin))
    }
    return GitHubText.annotations(lines, tally: tally)
  }

  /// GitLab's code quality report.
  package var gitlab: String {
    var seen: [String: Int] = [:]
    let items = notices.filter { $0.acceptedFor == nil }.map { notice in
      let print = Fingerprint.of([notice.rule] + notice.identity)
      // GitLab drops all but one of those with one fingerprint.
      let number = (seen[print] ?? 0) + 1
      seen[print] = number
      let severity =
        switch notice.severity {
        case .error: "critical"
        case .warning: "minor"
        case .note: "info"
        }
      return GitLabText.item(
        notice.rule, notice.title, number > 1 ? "\(print)-\(number)" : print, severity, notice.origin)
    }
    return "[" + items.joined(separator: ",") + "]"
  }

  /// SARIF 2.1.0.
  ///
  /// - Parameter version: the tool's.
  package func sarif(version: String) -> String {
    SARIFText.log(
      version: version,
      rules: rules.map { SARIFText.rule($0.id, $0.title, $0.reason, $0.severity) },
      results: notices.map { notice in
        JSONText.object { json in
          let place = rules.firstIndex { $0.id == notice.rule } ?? 0
          let text = ([notice.title] + notice.details).joined(separator: "\n")
          SARIFText.head(notice.rule, place, notice.severity, text, &json)
          json.member("locations", array: [SARIFText.location(notice.origin, notice.component)])
          json.member(
            "partialFingerprints",
            raw: SARIFText.fingerprints(Fingerprint.of([notice.rule] + notice.identity)))
          if let reason = notice.acceptedFor {
            json.member("suppressions", array: [SARIFText.suppression(reason)])
          }
        }
      })
  }

  /// JUnit's XML: a test case for each rule, which fails where it found anything worse than a note.
  ///
  /// - Parameter day: the run's, as `2026-01-31`.
  package func junit(day: String) -> String {
    let cases = rules.map { rule -> (text: String, isFailure: Bool) in
      let failures = failures(of: rule)
      guard !failures.isEmpty else { return (JUnitText.passed(name, rule.id), false) }
      let message = "\(rule.title): \(failures.count)"
      return (
        JUnitText.failed(name, rule.id, message, type: rule.severity.word, Self.lines(failures)), true
      )
    }
    return JUnitText.suite(
      name, day: day, tests: cases.count, failures: cases.count(where: \.isFailure), cases: cases.map(\.text))
  }

  /// The Test Anything Protocol, version 13: a test for each rule.
  package var tap: String {
    var text = "TAP version 13\n1..\(rules.count)\n"
    for (place, rule) in rules.enumerated() {
      let failures = failures(of: rule)
      text += "\(failures.isEmpty ? "ok" : "not ok") \(place + 1) - \(rule.id)\n"
      for line in Self.lines(failures) { text += "# \(line.visible)\n" }
    }
    return text
  }
}
