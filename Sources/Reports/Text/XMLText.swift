/// Text for XML 1.0.
enum XMLText {
  /// An attribute's value with its quotation marks.
  static func attribute(_ text: String) -> String { "\"\(escaped(text, isAttribute: true))\"" }

  /// Text between tags.
  static func content(_ text: String) -> String { escaped(text, isAttribute: false) }

  private static func escaped(_ text: String, isAttribute: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += isAttribute ? "&quot;" : "\""
      case "\n", "\t", "\r": escaped += isAttribute || scalar == "\r" ? "&#\(scalar.value);" : String(scalar)
      // No XML 1.0 document may hold these, escaped or not; C1 controls act on terminals.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
