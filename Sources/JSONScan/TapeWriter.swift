import PacketWalkDiagnostics

/// Reads a text once, front to back, and writes its tape; no recursion, so that no depth hurts.
///
/// The bytes are a parameter of every method rather than a property: a span stays in registers, which
/// makes the loops over them a third faster than those over a stored array, with the same bounds checks.
struct TapeWriter {
  /// An object or array whose end is still to come.
  struct Container {
    /// Its place on the tape; negative for the document as a whole, which is in none.
    var node: Int
    var isObject: Bool
    /// How many member names were read.
    var names = 0
    /// One bit for each name's fingerprint: a name whose bit is not set is new.
    var fingerprints: UInt64 = 0
  }

  let file: String
  /// The byte to read next.
  var index: Int
  var tape: [Node] = []
  var lines: LineIndex
  /// The innermost open container.
  var container = Container(node: -1, isObject: false)
  /// What `container` is in, outermost first.
  var outer: [Container] = []
  /// The hashes of the names of large open objects, by depth.
  var nameHashes: [Int: Set<Int>] = [:]

  init(startingAt start: Int, file: String) {
    index = start
    lines = LineIndex(start: start)
    self.file = file
  }

  mutating func writeDocument(_ bytes: Span<UInt8>) throws(InputError) {
    // About what minified snapshots need; what stays unused is never touched, so costs no memory.
    tape.reserveCapacity(bytes.count / 12)
    skipWhitespace(bytes)
    guard index < bytes.count else { throw malformed("the document is empty", at: index) }
    repeat { try writeValue(bytes) } while try moveToNextValue(bytes)
    skipWhitespace(bytes)
    guard index == bytes.count else { throw expected("nothing after the document's one value", in: bytes) }
  }

  /// Writes a scalar or opens a container; `moveToNextValue` closes it.
  @inline(__always)
  private mutating func writeValue(_ bytes: Span<UInt8>) throws(InputError) {
    switch Self.byte(index, of: bytes) {
    case ASCII.quote:
      tape.append(try scanString(bytes))
    case ASCII.openBrace:
      try openContainer(.object)
    case ASCII.openBracket:
      try openContainer(.array)
    case ASCII.minus, ASCII.zero...ASCII.nine:
      tape.append(try scanNumber(bytes))
    case UInt8(ascii: "t"):
      try writeLiteral("true", .true, bytes)
    case UInt8(ascii: "f"):
      try writeLiteral("false", .false, bytes)
    case UInt8(ascii: "n"):
      try writeLiteral("null", .null, bytes)
    default:
      throw expected("a value", in: bytes)
    }
  }

  private mutating func openContainer(_ tag: Node.Tag) throws(InputError) {
    guard outer.count < JSONDocument.maximumDepth else {
      throw malformed("nested deeper than \(JSONDocument.maximumDepth) levels", at: index)
    }
    outer.append(container)
    container = Container(node: tape.count, isObject: tag == .object)
    tape.append(Node(tag, start: index, end: 0))
    index += 1
  }

  /// Closes what ends here and moves to the value that is next; false at the end of the document's value.
  @inline(__always)
  private mutating func moveToNextValue(_ bytes: Span<UInt8>) throws(InputError) -> Bool {
    while container.node >= 0 {
      skipWhitespace(bytes)
      let isFirst = tape.count == container.node + 1
      let found = Self.byte(index, of: bytes)
      if found == (container.isObject ? ASCII.closeBrace : ASCII.closeBracket) {
        index += 1
        closeContainer()
        continue
      }
      if !isFirst {
        guard found == ASCII.comma else {
          let what = container.isObject ? "',' or '}' after a member" : "',' or ']' after an element"
          throw expected(what, in: bytes)
        }
        index += 1
        skipWhitespace(bytes)
      }
      if container.isObject { try writeName(bytes, isFirst: isFirst) }
      return true
    }
    return false
  }

  private mutating func closeContainer() {
    tape[container.node].end = UInt32(truncatingIfNeeded: tape.count)
    if container.names > Self.manyNames { nameHashes[outer.count] = nil }
    container = outer.popLast() ?? Container(node: -1, isObject: false)
  }

  /// Writes a member's name and reads the colon after it.
  @inline(__always)
  private mutating func writeName(_ bytes: Span<UInt8>, isFirst: Bool) throws(InputError) {
    guard Self.byte(index, of: bytes) == ASCII.quote else {
      throw expected("a member name in double quotes" + (isFirst ? " or '}'" : ""), in: bytes)
    }
    let name = try scanString(bytes)
    try noteName(name, in: bytes)
    tape.append(name)
    skipWhitespace(bytes)
    guard Self.byte(index, of: bytes) == ASCII.colon else {
      throw expected("':' after a member name", in: bytes)
    }
    index += 1
    skipWhitespace(bytes)
  }

  private mutating func writeLiteral(
    _ word: String, _ tag: Node.Tag, _ bytes: Span<UInt8>
  ) throws(InputError) {
    var end = index
    for letter in word.utf8 {
      guard Self.byte(end, of: bytes) == letter else {
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
  @inline(__always)
  mutating func skipWhitespace(_ bytes: Span<UInt8>) {
    if Self.byte(index, of: bytes) <= ASCII.space { skipRun(bytes) }
  }

  private mutating func skipRun(_ bytes: Span<UInt8>) {
    var at = index
    while at < bytes.count {
      let byte = bytes[at]
      if byte == ASCII.lineFeed {
        lines.lineFeeds.append(UInt32(truncatingIfNeeded: at))
        // Indented texts are mostly indentation.
        while at &+ 1 <= bytes.count &- 8, EightBytes(bytes, from: at &+ 1).areSpaces { at &+= 8 }
      } else if byte != ASCII.space, byte != ASCII.carriageReturn, byte != ASCII.tab {
        break
      }
      at += 1
    }
    index = at
  }

  /// A byte of the text, and NUL, which no grammar rule accepts, past its end.
  @inline(__always)
  static func byte(_ offset: Int, of bytes: Span<UInt8>) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  /// The error of a byte at `index` that is not what it must be.
  func expected(_ what: String, in bytes: Span<UInt8>) -> InputError {
    if index < bytes.count {
      return malformed("expected \(what), found \(ASCII.describe(bytes[index]))", at: index)
    }
    // The text ends inside a value, as files cut short do.
    guard container.node >= 0 else { return malformed("the text ends too early", at: bytes.count) }
    let start = lines.position(of: Int(tape[container.node].start))
    let kind = container.isObject ? "object" : "array"
    return malformed(
      "the text ends inside the \(kind) that begins at \(start.line):\(start.column)", at: bytes.count)
  }

  func malformed(_ message: String, at offset: Int) -> InputError {
    InputError(.malformed, message, at: Origin(file: file, position: lines.position(of: offset)))
  }
}
