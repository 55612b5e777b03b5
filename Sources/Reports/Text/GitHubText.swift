import PacketWalkDiagnostics

/// GitHub's workflow commands, in which names have no say about the form.
enum GitHubText {
  /// GitHub shows no more of one kind in a step.
  private static let limit = 10

  /// Commands by severity, the worst first and no more than are shown, and the tally as the last of them.
  static func annotations(_ commands: [Finding.Severity: [String]], tally: String) -> String {
    var text = ""
    var left = 0
    for severity in Finding.Severity.allCases.reversed() {
      let own = commands[severity] ?? []
      // Of notices the last is the tally.
      let shown = own.prefix(severity == .note ? limit - 1 : limit)
      left += own.count - shown.count
      text += shown.joined()
    }
    let more = left > 0 ? "; \(left) more than GitHub shows" : ""
    return text + command(.note, "packetwalk", tally + more, nil)
  }

  /// One command, with a title and a text of any number of lines.
  static func command(
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
