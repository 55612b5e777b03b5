/// A piece of text with one look.
struct Span {
  /// What a look means; the escape sequences are ECMA-48's.
  enum Look {
    case plain
    case strong
    case faint
    case good
    case bad
    case doubtful

    var codes: String {
      switch self {
      case .plain: ""
      case .strong: "1"
      case .faint: "2"
      case .good: "32"
      case .bad: "1;31"
      case .doubtful: "33"
      }
    }
  }

  var text: String
  var look: Look

  init(_ text: String, _ look: Look = .plain) {
    self.text = text
    self.look = look
  }

  func written(in style: TextStyle) -> String {
    guard style.isColoured, !look.codes.isEmpty, !text.isEmpty else { return text }
    return "\u{1B}[\(look.codes)m\(text)\u{1B}[0m"
  }
}
