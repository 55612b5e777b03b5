import PacketWalkDiagnostics

// A name that appears twice is refused, because readers differ on which of the two counts (RFC 8259
// section 4). Almost every name is proved new by one bit; the rest is compared, and objects with many
// names keep hashes, so that no object takes quadratic time.

extension TapeWriter {
  /// Beyond how many names an object keeps hashes.
  static var manyNames: Int { 32 }

  /// Notes the name of a member of the innermost object.
  mutating func noteName(_ name: Node, in bytes: Span<UInt8>) throws(InputError) {
    let depth = outer.count
    container.names += 1
    if container.names <= Self.manyNames {
      let bit = fingerprint(of: name, in: bytes)
      if container.fingerprints & bit == 0 {
        container.fingerprints |= bit
        return
      }
    } else {
      if container.names == Self.manyNames + 1 { nameHashes[depth] = hashesOfNames(in: bytes) }
      if nameHashes[depth, default: []].insert(hash(of: name, in: bytes)).inserted { return }
    }
    guard let first = firstName(equalTo: name, in: bytes) else { return }
    let place = lines.position(of: Int(first.start))
    let text = String(decoding: text(of: name, in: bytes).prefix(80), as: UTF8.self)
    throw malformed(
      "the member \"\(text)\" is here a second time, the first is at \(place.line):\(place.column)",
      at: Int(name.start))
  }

  private func firstName(equalTo name: Node, in bytes: Span<UInt8>) -> Node? {
    var index = container.node + 1
    while index < tape.count {
      if areEqual(tape[index], name, in: bytes) { return tape[index] }
      index = tape[index + 1].next(after: index + 1)
    }
    return nil
  }

  private func hashesOfNames(in bytes: Span<UInt8>) -> Set<Int> {
    var hashes: Set<Int> = []
    var index = container.node + 1
    while index < tape.count {
      hashes.insert(hash(of: tape[index], in: bytes))
      index = tape[index + 1].next(after: index + 1)
    }
    return hashes
  }

  private func areEqual(_ left: Node, _ right: Node, in bytes: Span<UInt8>) -> Bool {
    guard left.tag == .plainString, right.tag == .plainString else {
      return text(of: left, in: bytes) == text(of: right, in: bytes)
    }
    guard left.content.count == right.content.count else { return false }
    var offset = right.content.lowerBound
    for index in left.content {
      if bytes[index] != bytes[offset] { return false }
      offset += 1
    }
    return true
  }

  private func text(of name: Node, in bytes: Span<UInt8>) -> [UInt8] { Escapes.decode(bytes, name.content) }

  private func fingerprint(of name: Node, in bytes: Span<UInt8>) -> UInt64 {
    guard name.tag == .escapedString else { return Self.fingerprint(of: bytes, name.content) }
    let text = text(of: name, in: bytes)
    return Self.fingerprint(of: text.span, text.indices)
  }

  private static func fingerprint(of bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    guard !range.isEmpty else { return 1 }
    let first = UInt64(bytes[range.lowerBound])
    let middle = UInt64(bytes[range.lowerBound + range.count / 2])
    let last = UInt64(bytes[range.upperBound - 1])
    let all = first | middle << 8 | last << 16 | UInt64(truncatingIfNeeded: range.count) << 24
    return 1 &<< (all &* 0x9E37_79B9_7F4A_7C15 &>> 58)
  }

  private func hash(of name: Node, in bytes: Span<UInt8>) -> Int {
    guard name.tag == .escapedString else { return Self.hash(of: bytes, name.content) }
    let text = text(of: name, in: bytes)
    return Self.hash(of: text.span, text.indices)
  }

  /// Hashed with the process's own seed, so that no text can be made to collide.
  private static func hash(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var hasher = Hasher()
    var word: UInt64 = 0
    for (place, index) in range.enumerated() {
      word = word << 8 | UInt64(bytes[index])
      // Eight bytes at a time: a hasher takes as long for one.
      if place & 7 == 7 {
        hasher.combine(word)
        word = 0
      }
    }
    hasher.combine(word)
    hasher.combine(range.count)
    return hasher.finalize()
  }
}
