import PacketWalkDiagnostics
package import PacketWalkPolicy
package import PacketWalkTopology

/// A policy's result as GitHub's workflow commands: annotations, the worst first, at the rules that decide.
package enum PolicyGitHubReport {
  /// GitHub shows no more of one kind in a step.
  private static let limit = 10

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
        command(severity, "\(result.assertion.id): \(PolicyWords.summary(result))", details, origin))
    }
    var text = ""
    var left = 0
    for severity in Finding.Severity.allCases.reversed() {
      let own = lines[severity] ?? []
      // Of notices the last is the tally.
      let shown = own.prefix(severity == .note ? limit - 1 : limit)
      left += own.count - shown.count
      text += shown.joined()
    }
    let more = left > 0 ? "; \(left) more than GitHub shows" : ""
    return text + command(.note, "packetwalk", PolicyWords.tally(report) + more, nil)
  }

  private static func severity(_ result: AssertionResult) -> Finding.Severity {
    switch result.outcome {
    case .failed, .unknownFailed: result.assertion.severity
    case .unknownWarned: .warning
    case .held, .excepted, .known, .unknownPassed: .note
    }
  }

  private static func command(
    _ severity: Finding.Severity, _ title: String, _ message: String, _ origin: Origin?
  ) -> String {
    let word =
      switch severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    var properties: [String] = []
    if let origin, let file = origin.file {
      properties.append("file=\(property(file))")
      if let line = origin.position?.line { properties.append("line=\(line)") }
    }
    properties.append("title=\(property(title))")
    return "::\(word) \(properties.joined(separator: ","))::\(data(message))\n"
  }

  private static func data(_ text: String) -> String { escaped(text, "%\r\n") }
  private static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

  private static func escaped(_ text: String, _ special: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if special.unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += "%" + (digits.count == 1 ? "0" : "") + digits
      } else if scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value {
        escaped += "\u{FFFD}"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
