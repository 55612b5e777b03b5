import PacketWalkDiagnostics

extension TapeWriter {
  /// Scans the string whose opening quote is at `index`.
  mutating func scanString(_ bytes: Span<UInt8>) throws(InputError) -> Node {
    let start = index
    var tag = Node.Tag.plainString
    var at = start + 1
    while at < bytes.count {
      if at <= bytes.count &- 8 {
        let plain = EightBytes(bytes, from: at).plainPrefix
        at &+= plain
        if plain == 8 { continue }
      }
      let byte = bytes[at]
      if byte == ASCII.quote {
        index = at + 1
        return Node(tag, start: start, end: at)
      }
      if byte == ASCII.backslash {
        tag = .escapedString
        guard at + 1 < bytes.count else { break }
        at = try escapeEnd(in: bytes, at: at)
      } else if byte < 0x20 {
        throw malformed("\(ASCII.describe(byte)) must be escaped in a string", at: at)
      } else if byte < 0x80 {
        at += 1
      } else {
        guard let end = UTF8Text.sequenceEnd(in: bytes, at: at) else {
          throw malformed("\(ASCII.describe(byte)) begins no UTF-8 sequence here", at: at)
        }
        at = end
      }
    }
    throw malformed("the string that begins here has no end", at: start)
  }

  /// The end of the escape whose backslash is at `start`; of both halves where it is a surrogate pair.
  private func escapeEnd(in bytes: Span<UInt8>, at start: Int) throws(InputError) -> Int {
    let letter = Self.byte(start + 1, of: bytes)
    guard letter == UInt8(ascii: "u") else {
      guard Escapes.single(letter) != nil else {
        throw malformed(
          "no escape of a string begins with a backslash and \(ASCII.describe(letter))", at: start)
      }
      return start + 2
    }
    guard let unit = Escapes.unit(in: bytes, at: start + 2) else {
      throw malformed("expected four hexadecimal digits after \\u", at: start)
    }
    guard Surrogate.isAny(unit) else { return start + 6 }
    guard Surrogate.isHigh(unit), Self.byte(start + 6, of: bytes) == ASCII.backslash,
      Self.byte(start + 7, of: bytes) == UInt8(ascii: "u"), let low = Escapes.unit(in: bytes, at: start + 8),
      Surrogate.isLow(low)
    else { throw malformed("a lone surrogate is no text", at: start) }
    return start + 12
  }

  /// Scans the number that begins at `index` with a minus or a digit (RFC 8259 section 6).
  mutating func scanNumber(_ bytes: Span<UInt8>) throws(InputError) -> Node {
    let start = index
    var tag = Node.Tag.integer
    if Self.byte(index, of: bytes) == ASCII.minus { index += 1 }
    if Self.byte(index, of: bytes) == ASCII.zero {
      index += 1
      if ASCII.isDigit(Self.byte(index, of: bytes)) {
        throw malformed("a number may not begin with 0 and a digit", at: index)
      }
    } else {
      try skipDigits(bytes)
    }
    if Self.byte(index, of: bytes) == UInt8(ascii: ".") {
      tag = .decimal
      index += 1
      try skipDigits(bytes)
    }
    if Self.byte(index, of: bytes) | 0x20 == UInt8(ascii: "e") {
      tag = .decimal
      index += 1
      if Self.byte(index, of: bytes) == ASCII.minus || Self.byte(index, of: bytes) == UInt8(ascii: "+") {
        index += 1
      }
      try skipDigits(bytes)
    }
    return Node(tag, start: start, end: index)
  }

  private mutating func skipDigits(_ bytes: Span<UInt8>) throws(InputError) {
    var at = index
    while ASCII.isDigit(Self.byte(at, of: bytes)) { at += 1 }
    guard at > index else { throw expected("a digit", in: bytes) }
    index = at
  }
}
