/// The words of a file of Terraform's language, without comments.
///
/// Strings and heredocs are passed over whole, with the expressions and the strings in these that they hold: a brace in
/// one opens no block. Whatever the bytes are, each is looked at a bounded number of times, and nothing recurses.
struct HCLTokens {
  enum Token: Equatable {
    case word(String)
    /// Nil where the string holds something to evaluate.
    case string(String?)
    case heredoc
    case open
    case close
    case equals
    case line
    case other
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  /// Where the token that was given last begins.
  private(set) var place = HCLPlace(line: 1, column: 1)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      index = 3
      lineStart = 3
    }
  }

  /// Nil at the end.
  mutating func next() -> Token? {
    while index < bytes.count {
      place = HCLPlace(line: line, column: index - lineStart + 1)
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\n"):
        step()
        return .line
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "\""): return .string(string())
      case UInt8(ascii: "<") where peek(1) == UInt8(ascii: "<"):
        guard let mark = heredocMark() else {
          index += 1
          return .other
        }
        skipHeredoc(mark)
        return .heredoc
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
        index += 1
        return .open
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
        index += 1
        return .close
      case UInt8(ascii: "="):
        index += 1
        guard peek(0) == UInt8(ascii: "=") || peek(0) == UInt8(ascii: ">") else { return .equals }
        index += 1
        return .other
      case _ where Self.isLetter(byte): return .word(word())
      default:
        index += 1
        return .other
      }
    }
    return nil
  }

  // MARK: Bytes

  private func peek(_ offset: Int) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  /// One byte on, which may end a line.
  private mutating func step() {
    if bytes[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      true
    default: false
    }
  }

  private mutating func word() -> String {
    let start = index
    while let byte = peek(0), Self.isLetter(byte) || byte == UInt8(ascii: "-") { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skipLine() {
    while let byte = peek(0), byte != UInt8(ascii: "\n") { index += 1 }
  }

  private mutating func skipComment() {
    index += 2
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        index += 2
        return
      }
      step()
    }
  }

  // MARK: Texts

  /// A string and what is evaluated in it, to its closing quote; the text, if that is all there is.
  private mutating func string() -> String? {
    index += 1
    var text: [UInt8] = []
    var isPlain = true
    /// What is open: braces of expressions, and the strings in them.
    var open: [UInt8] = [UInt8(ascii: "\"")]
    while index < bytes.count, let inner = open.last {
      let byte = bytes[index]
      guard inner == UInt8(ascii: "\"") else {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "\""): open.append(byte)
        case UInt8(ascii: "}"): open.removeLast()
        default: break
        }
        step()
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): open.removeLast()
      // No string goes beyond its line: what follows is better read as if it had ended.
      case UInt8(ascii: "\n") where open.count == 1: return nil
      case UInt8(ascii: "\\"):
        isPlain = false
        if index + 1 < bytes.count { step() }
      case UInt8(ascii: "$"), UInt8(ascii: "%"):
        if peek(1) == byte {
          isPlain = false
          index += 1
        } else if peek(1) == UInt8(ascii: "{") {
          isPlain = false
          open.append(UInt8(ascii: "{"))
          index += 1
        } else {
          text.append(byte)
        }
      default: text.append(byte)
      }
      step()
    }
    return isPlain && open.isEmpty ? String(decoding: text, as: UTF8.self) : nil
  }

  /// The word that ends a heredoc, where one begins here: `<<EOT`, `<<-EOT`.
  private func heredocMark() -> [UInt8]? {
    var place = index + 2
    if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
    let start = place
    while place < bytes.count, Self.isLetter(bytes[place]) || bytes[place] == UInt8(ascii: "-") { place += 1 }
    guard place > start, place - start <= 256 else { return nil }
    return Array(bytes[start..<place])
  }

  /// To the line that holds the mark and nothing else.
  private mutating func skipHeredoc(_ mark: [UInt8]) {
    skipLine()
    while index < bytes.count {
      step()
      let start = index
      while let byte = peek(0), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
      let end = index + mark.count
      if end <= bytes.count, bytes[index..<end].elementsEqual(mark) {
        let rest = end < bytes.count ? bytes[end] : UInt8(ascii: "\n")
        if rest == UInt8(ascii: "\n") || rest == UInt8(ascii: "\r") {
          index = end
          return
        }
      }
      index = start
      skipLine()
    }
  }
}
