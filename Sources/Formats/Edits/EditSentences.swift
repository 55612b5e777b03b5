import PacketWalkDiagnostics

/// Takes a text of edits apart: sentences between semicolons and line ends, words between blanks.
///
/// Double quotes keep blanks and semicolons within a word; a word that begins with `#` begins a comment.
struct EditSentences {
  private let text: YAMLText
  private var bytes: [UInt8] { text.bytes }
  private var place = 0

  init(_ text: YAMLText) { self.text = text }

  /// All sentences of the text.
  ///
  /// - Throws: `malformed` for a quote that nobody closes, or an escape that is none.
  /// - Complexity: O(bytes)
  static func all(in text: YAMLText) throws(InputError) -> [EditSentence] {
    var lexer = EditSentences(text)
    var sentences: [EditSentence] = []
    while let sentence = try lexer.next() { sentences.append(sentence) }
    return sentences
  }

  private mutating func next() throws(InputError) -> EditSentence? {
    while skipBlanks() {
      if Self.isEnd(bytes[place]) {
        place += 1
        continue
      }
      let start = place
      if let end = endOfYAML() {
        place = end
        return sentence(from: start, [], yaml: start..<end)
      }
      var words: [EditWord] = []
      while skipBlanks(), !Self.isEnd(bytes[place]) { words.append(try word()) }
      return sentence(from: start, words, yaml: nil)
    }
    return nil
  }

  private func sentence(from start: Int, _ words: [EditWord], yaml: Range<Int>?) -> EditSentence {
    var written = bytes[start..<place]
    while let last = written.last, Self.isBlank(last) { written.removeLast() }
    return EditSentence(
      text: String(decoding: written, as: UTF8.self), words: words, yaml: yaml, origin: origin(start))
  }

  /// The end of the line, if here begins an edit in YAML's words: `add-interface: {…}`.
  private func endOfYAML() -> Int? {
    let word = bytes[place...].prefix { 97...122 ~= $0 || $0 == UInt8(ascii: "-") }
    let rest = bytes[word.endIndex...]
    guard rest.first == UInt8(ascii: ":"),
      NativeKeys.edit.keys.contains(String(decoding: word, as: UTF8.self))
    else { return nil }
    return rest.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  private mutating func word() throws(InputError) -> EditWord {
    let start = place
    var word: [UInt8] = []
    while place < bytes.count, !Self.isBlank(bytes[place]), !Self.isEnd(bytes[place]) {
      if bytes[place] == UInt8(ascii: "\"") {
        try quotes(into: &word)
      } else {
        word.append(bytes[place])
        place += 1
      }
    }
    return EditWord(
      text: String(decoding: word, as: UTF8.self), isQuoted: bytes[start] == UInt8(ascii: "\""),
      origin: origin(start))
  }

  private mutating func quotes(into word: inout [UInt8]) throws(InputError) {
    let start = place
    place += 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place += 1
        return
      case UInt8(ascii: "\\"): word += try escape()
      default:
        word.append(bytes[place])
        place += 1
      }
    }
    throw InputError(.malformed, "a double quote that is not closed", at: origin(start))
  }

  /// `\"`, `\\` or `\u{HEX}`.
  private mutating func escape() throws(InputError) -> [UInt8] {
    let start = place
    place += 2
    switch start + 1 < bytes.count ? bytes[start + 1] : 0 {
    case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
    case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
    case UInt8(ascii: "u"):
      let digits = bytes[place...].dropFirst().prefix { $0 != UInt8(ascii: "}") }.prefix(7)
      if place < bytes.count, bytes[place] == UInt8(ascii: "{"), digits.endIndex < bytes.count,
        bytes[digits.endIndex] == UInt8(ascii: "}"),
        let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
      {
        place = digits.endIndex + 1
        return Array(String(Character(scalar)).utf8)
      }
    default: break
    }
    throw InputError(
      .malformed, "a backslash in double quotes stands before \" or \\, or in \\u{HEX}", at: origin(start))
  }

  /// Goes to the next word or end of a sentence; false at the end of the text.
  private mutating func skipBlanks() -> Bool {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "#") {
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
      } else if Self.isBlank(bytes[place]) {
        place += 1
      } else {
        return true
      }
    }
    return false
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
  private static func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\n") }

  private func origin(_ offset: Int) -> Origin {
    Origin(file: text.file, position: text.position(of: offset))
  }
}
