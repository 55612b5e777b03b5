/// Text for Mermaid's labels, in which names have no say about the form: whatever the parser, its entities or its
/// Markdown would act on is written as a number.
enum MermaidText {
  /// A label with its quotation marks; lines are broken where they are.
  static func label(_ lines: [String]) -> String {
    "\"" + lines.map(line).joined(separator: "<br/>") + "\""
  }

  private static func line(_ text: String) -> String {
    let scalars = Array(text.visible.unicodeScalars)
    // `1. name` and `- name` would be lists.
    let digits = scalars.prefix { "0"..."9" ~= $0 }.count
    var escaped = ""
    for (place, scalar) in scalars.enumerated() {
      let beginsList =
        place == digits && ".)".unicodeScalars.contains(scalar)
        || place == 0 && "-+".unicodeScalars.contains(scalar)
      switch scalar {
      case "\"", "#", "&", "<", ">", "`", "%", ";", "*", "_", "~", "|", "{", "}", "[", "]", "(", ")",
        "@":
        escaped += "#\(scalar.value);"
      // A backslash and an n are a line's end to it, whichever way they are written.
      case "\\": escaped += "#92;#8203;"
      // Two dollars would be the beginning of a formula, numbers or not.
      case "$": escaped += "#36;#8203;"
      case _ where beginsList: escaped += "#\(scalar.value);"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
