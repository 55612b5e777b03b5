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
    func put(_ word: String, _ look: Span.Look) {
      text += spaces + Span(word, look).written(in: style)
      column += spaces.columns + word.columns
      spaces = ""
    }
    let limit = style.width > 0 ? max(style.width, hang + 16) : .max
    for (place, span) in (fixed + body).enumerated() {
      let isFixed = place < fixed.count
      for token in Self.tokens(span.text.visible) {
        if token.hasPrefix(" ") {
          spaces += token
          continue
        }
        if !isFixed, column > hang, column + spaces.columns + token.columns > limit {
          text += "\n"
          column = 0
          spaces = String(repeating: " ", count: hang)
        }
        put(token, span.look)
      }
    }
    text += "\n"
  }

  /// Runs of spaces, and what is between them.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var isSpace: Bool?
    for character in text {
      if isSpace == (character == " ") {
        tokens[tokens.count - 1].append(character)
      } else {
        tokens.append(String(character))
        isSpace = character == " "
      }
    }
    return tokens
  }
}
