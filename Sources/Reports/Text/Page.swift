/// Lines of text, wrapped between words with a hanging indent.
struct Page {
  let style: TextStyle
  private(set) var text = ""

  init(_ style: TextStyle) { self.style = style }

  /// Adds an empty line, unless the page begins here or has one already.
  mutating func gap() {
    if !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
  }

  /// Adds one line of words, continued further in than it began.
  mutating func line(_ indent: Int, _ words: String, _ look: Span.Look = .plain) {
    line([Span(String(repeating: " ", count: indent))], [Span(words, look)], hang: indent + 2)
  }

  /// Adds a line: a part that stays together, and one that is broken between words where the style's width
  /// demands it and goes on at column `hang`.
  mutating func line(_ fixed: [Span], _ body: [Span], hang: Int) {
    var column = 0
    // Spaces are held back until a word follows, so that no line ends with them.
    var spaces = ""
    let limit = style.width > 0 ? max(style.width, hang + 16) : .max
    for (place, span) in (fixed + body).enumerated() {
      let isFixed = place < fixed.count
      for token in Self.tokens(span.text.visible) {
        if token.first == " " {
          spaces += token
          continue
        }
        let columns = token.columns
        if !isFixed, column > hang, column + spaces.columns + columns > limit {
          text += "\n"
          column = 0
          spaces = String(repeating: " ", count: hang)
        }
        text += spaces
        text += Span(String(token), span.look).written(in: style)
        column += spaces.columns + columns
        spaces = ""
      }
    }
    text += "\n"
  }

  /// Runs of spaces, and what is between them.
  private static func tokens(_ text: String) -> [Substring] {
    var tokens: [Substring] = []
    let bytes = text.utf8
    var start = bytes.startIndex
    while start != bytes.endIndex {
      let isSpace = bytes[start] == UInt8(ascii: " ")
      let end = bytes[start...].firstIndex { ($0 == UInt8(ascii: " ")) != isSpace } ?? bytes.endIndex
      tokens.append(text[start..<end])
      start = end
    }
    return tokens
  }
}
