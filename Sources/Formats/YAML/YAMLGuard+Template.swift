import PacketWalkDiagnostics

/// What templates have and our own files don't: tags and block texts.
extension YAMLGuard {
  /// `!Ref`, `!GetAtt`: letters, digits, `:`, `.`, `-` and `_`, so that there is no doubt where it ends.
  mutating func tag() throws(InputError) {
    let start = index
    index += 1
    while index < bytes.count, Self.isTagByte(bytes[index]) { index += 1 }
    let ends =
      isBlank(index)
      || flowDepth > 0
        && (byte(index) == UInt8(ascii: ",") || byte(index) == UInt8(ascii: "]")
          || byte(index) == UInt8(ascii: "}"))
    guard ends, index > start + 1 else { throw text.error("this is no tag such as !Ref", at: start) }
    taggedLine = lineStart
  }

  private static func isTagByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// A text after `|` or `>`: the following lines, as long as they are empty or indented at least as far as the first
  /// one, and that further than what holds it.
  mutating func blockText() throws(InputError) {
    let start = index
    index += 1
    var indicated: Int?
    while index < bytes.count, !isBlank(index) {
      switch bytes[index] {
      case UInt8(ascii: "+"), UInt8(ascii: "-"): break
      case UInt8(ascii: "1")...UInt8(ascii: "9"): indicated = Int(bytes[index] - UInt8(ascii: "0"))
      default: throw text.error("only + or - and an indentation may follow here", at: index)
      }
      index += 1
    }
    while byte(index) == UInt8(ascii: " ") || byte(index) == UInt8(ascii: "\t") { index += 1 }
    if byte(index) == UInt8(ascii: "#") {
      while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    }
    if byte(index) == UInt8(ascii: "\r") { index += 1 }
    guard index >= bytes.count || byte(index) == UInt8(ascii: "\n") else {
      throw text.error("the text has to begin on the next line", at: start)
    }
    let floor = max((indents.last ?? -1), -1) + 1
    var indent = indicated.map { max(indents.last ?? -1, 0) + $0 }
    var widest = 0
    while index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
      let line = index + 1
      var end = line
      while byte(end) == UInt8(ascii: " "), indent.map({ end - line < $0 }) ?? true { end += 1 }
      let width = end - line
      let isEmpty = end >= bytes.count || bytes[end] == UInt8(ascii: "\n") || bytes[end] == UInt8(ascii: "\r")
      if isEmpty {
        widest = max(widest, width)
      } else {
        let needed = indent ?? max(width, widest, floor, 1)
        if width < needed { return leave(at: line) }
        indent = needed
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      }
      if isEmpty, byte(end) == UInt8(ascii: "\r") { end += 1 }
      lineStart = line
      index = end
    }
  }

  private mutating func leave(at line: Int) {
    lineStart = line
    index = line
  }
}
