/// Text for GitHub's Markdown, in which names have no say about the form.
enum MarkdownText {
  /// Words in a line: what would be markup, a mention or a link stands for itself.
  static func inline(_ text: String) -> String {
    var escaped = ""
    for scalar in text.visible.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      // A mention would call somebody.
      case "@": escaped += "@\u{200B}"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "!", "|", "~":
        escaped += "\\" + String(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A cell of a table; empty ones would shift the rest in some readers.
  static func cell(_ text: String) -> String { text.isEmpty ? "–" : inline(text) }

  /// Words inside of a tag.
  static func html(_ text: String) -> String {
    XMLText.content(text.visible).split(separator: "@", omittingEmptySubsequences: false)
      .joined(separator: "@\u{200B}")
  }

  /// Lines as they are, in a fence that none of them ends.
  static func code(_ lines: [String]) -> String {
    let plain = lines.map(\.visible)
    var fence = "```"
    while plain.contains(where: { $0.contains(fence) }) { fence += "`" }
    return "\(fence)text\n\(plain.joined(separator: "\n"))\n\(fence)\n"
  }
}
