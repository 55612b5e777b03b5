/// Text for Graphviz: strings in quotes, in which it knows escapes of its own and HTML's entities.
enum DOTText {
  /// A label with its quotation marks, its lines flush left.
  static func label(_ lines: [String]) -> String {
    "\"" + lines.filter { !$0.isEmpty }.map { escaped($0) + "\\l" }.joined() + "\""
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.visible.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "&": escaped += "&amp;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
