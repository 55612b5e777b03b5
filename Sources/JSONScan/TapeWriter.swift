import PacketWalkDiagnostics

/// Reads a text once, front to back, and writes its tape; no recursion, so that no depth hurts.
struct TapeWriter {
  /// An object or array whose end is still to come.
  struct Container {
    /// Its place on the tape.
    var node: Int
    var isObject: Bool
    /// How many member names were read.
    var names = 0
    /// One bit for each name's fingerprint: a name whose bit is not set is new.
    var fingerprints: UInt64 = 0
  }

  let bytes: [UInt8]
  let file: String
  /// The byte to read next.
  var index: Int
  var tape: [Node] = []
  var lines: LineIndex
  var open: [Container] = []
  /// The hashes of the names of large open objects, by depth.
  var nameHashes: [Int: Set<Int>] = [:]

  init(_ text: SourceText, file: String) {
    bytes = text.bytes
    index = text.start
    lines = LineIndex(start: text.start)
    self.file = file
    open.reserveCapacity(64)
  }

  mutating func writeDocument() throws(InputError) {
    skipWhitespace()
    guard index < bytes.count else { throw malformed("the document is empty", at: index) }
    repeat { try writeValue() } while try moveToNextValue()
    skipWhitespace()
    guard index == bytes.count else { throw expected("nothing after the document's one value") }
  }

  /// Writes a scalar, or opens a container and, where it is an object, its first member.
  ///
  /// An empty container is left open; `moveToNextValue` closes it.
  private mutating func writeValue() throws(InputError) {
    switch byte(at: index) {
    case ASCII.quote:
      tape.append(try scanString())
    case ASCII.openBrace:
      try openContainer(.object)
    case ASCII.openBracket:
      try openContainer(.array)
    case ASCII.minus, ASCII.zero...ASCII.nine:
      tape.append(try scanNumber())
    case UInt8(ascii: "t"):
      try writeLiteral("true", .true)
    case UInt8(ascii: "f"):
      try writeLiteral("false", .false)
    case UInt8(ascii: "n"):
      try writeLiteral("null", .null)
    default:
      throw expected("a value")
    }
  }

  private mutating func openContainer(_ tag: Node.Tag) throws(InputError) {
    guard open.count < JSONDocument.maximumDepth else {
      throw malformed("nested deeper than \(JSONDocument.maximumDepth) levels", at: index)
    }
    open.append(Container(node: tape.count, isObject: tag == .object))
    tape.append(Node(tag, start: index, end: 0))
    index += 1
  }

  /// Closes what ends here and moves to the value that is next; false at the end of the document's value.
  private mutating func moveToNextValue() throws(InputError) -> Bool {
    while let container = open.last {
      skipWhitespace()
      let isFirst = tape.count == container.node + 1
      let found = byte(at: index)
      if found == (container.isObject ? ASCII.closeBrace : ASCII.closeBracket) {
        index += 1
        close(container)
        continue
      }
      if !isFirst {
        guard found == ASCII.comma else {
          throw expected(container.isObject ? "',' or '}' after a member" : "',' or ']' after an element")
        }
        index += 1
        skipWhitespace()
      }
      if container.isObject { try writeName(isFirst: isFirst) }
      return true
    }
    return false
  }

  private mutating func close(_ container: Container) {
    tape[container.node].end = UInt32(truncatingIfNeeded: tape.count)
    open.removeLast()
    if container.names > Self.manyNames { nameHashes[open.count] = nil }
  }

  /// Writes a member's name and reads the colon after it.
  private mutating func writeName(isFirst: Bool) throws(InputError) {
    guard byte(at: index) == ASCII.quote else {
      throw expected(isFirst ? "a member name in double quotes or '}'" : "a member name in double quotes")
    }
    let name = try scanString()
    try noteName(name)
    tape.append(name)
    skipWhitespace()
    guard byte(at: index) == ASCII.colon else { throw expected("':' after a member name") }
    index += 1
    skipWhitespace()
  }

  private mutating func writeLiteral(_ word: String, _ tag: Node.Tag) throws(InputError) {
    var end = index
    for letter in word.utf8 {
      guard byte(at: end) == letter else {
        throw malformed("expected a value, found a word that is not \(word)", at: index)
      }
      end += 1
    }
    tape.append(Node(tag, start: index, end: end))
    index = end
  }

  /// Skips what may stand between tokens, noting where lines end.
  ///
  /// Nowhere else in a valid text may a line feed stand.
  mutating func skipWhitespace() {
    var at = index
    while at < bytes.count {
      let byte = bytes[at]
      if byte == ASCII.lineFeed {
        lines.lineFeeds.append(UInt32(truncatingIfNeeded: at))
      } else if byte != ASCII.space, byte != ASCII.carriageReturn, byte != ASCII.tab {
        break
      }
      at += 1
    }
    index = at
  }

  /// A byte of the text, and NUL, which no grammar rule accepts, past its end.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  /// The error of a byte at `index` that is not what it must be.
  func expected(_ what: String) -> InputError {
    guard index < bytes.count else { return endsTooEarly() }
    return malformed("expected \(what), found \(ASCII.describe(bytes[index]))", at: index)
  }

  /// The error of a text that ends inside a value, as files cut short do.
  func endsTooEarly() -> InputError {
    guard let container = open.last else { return malformed("the text ends too early", at: bytes.count) }
    let start = lines.position(of: Int(tape[container.node].start))
    let kind = container.isObject ? "object" : "array"
    return malformed(
      "the text ends inside the \(kind) that begins at \(start.line):\(start.column)", at: bytes.count)
  }

  func malformed(_ message: String, at offset: Int) -> InputError {
    InputError(.malformed, message, at: Origin(file: file, position: lines.position(of: offset)))
  }
}
