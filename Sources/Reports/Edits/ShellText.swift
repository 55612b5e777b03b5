/// A word of a shell's command line: literal text and variables.
struct ShellText: Hashable {
  private enum Piece: Hashable {
    case literal(String)
    case variable(String)
  }

  private var pieces: [Piece]

  init(_ text: String) { pieces = [.literal(text)] }
  private init(_ pieces: [Piece]) { self.pieces = pieces }

  static func variable(_ name: String) -> ShellText { ShellText([.variable(name)]) }

  static func + (left: ShellText, right: ShellText) -> ShellText {
    var pieces = left.pieces
    for piece in right.pieces {
      if case .literal(let more) = piece, case .literal(let text)? = pieces.last {
        pieces[pieces.count - 1] = .literal(text + more)
      } else {
        pieces.append(piece)
      }
    }
    return ShellText(pieces)
  }
  static func + (left: ShellText, right: String) -> ShellText { left + ShellText(right) }

  /// The word as POSIX shells read it: literals in single quotes where they need some, variables in double
  /// ones.
  var quoted: String {
    if pieces.allSatisfy({ if case .literal = $0 { true } else { false } }) {
      let text = pieces.map { piece in if case .literal(let text) = piece { text } else { "" } }.joined()
      return Self.isPlain(text) ? text : Self.inQuotes(text)
    }
    return pieces.map { piece in
      switch piece {
      case .literal(let text): text.isEmpty ? "" : Self.isPlain(text) ? text : Self.inQuotes(text)
      case .variable(let name): "\"$\(name)\""
      }
    }.joined()
  }

  private static func inQuotes(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && text != "~"
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: Array("-_./:=,@%+".utf8).contains(byte)
        }
      }
  }
}

extension ShellText {
  /// The parts of a JSON text, with a variable where an identifier is one.
  static func json(_ build: (inout ShellJSON) -> Void) -> ShellText {
    var json = ShellJSON()
    build(&json)
    return json.text
  }
}

/// JSON for a shell's command line, in the order in which it is written.
struct ShellJSON {
  fileprivate(set) var text = ShellText("")

  mutating func raw(_ text: String) { self.text = self.text + text }
  mutating func string(_ text: String) { raw(JSONText.string(text)) }
  /// An identifier in quotes, be it text or a variable.
  mutating func string(_ word: ShellText) { text = text + "\"" + word + "\"" }
}
