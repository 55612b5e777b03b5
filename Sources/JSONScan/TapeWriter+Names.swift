import PacketWalkDiagnostics

// A name that appears twice is refused, because readers differ on which of the two counts (RFC 8259
// section 4). Almost every name is proved new by one bit; the rest is compared, and objects with many
// names keep hashes, so that no object takes quadratic time.

extension TapeWriter {
  /// Beyond how many names an object keeps hashes.
  static var manyNames: Int { 32 }

  /// Notes the name of a member of the innermost object.
  mutating func noteName(_ name: Node) throws(InputError) {
    let depth = open.count - 1
    open[depth].names += 1
    if open[depth].names <= Self.manyNames {
      let bit = fingerprint(of: name)
      if open[depth].fingerprints & bit == 0 {
        open[depth].fingerprints |= bit
        return
      }
    } else {
      if open[depth].names == Self.manyNames + 1 { nameHashes[depth] = hashesOfNames(in: open[depth]) }
      if nameHashes[depth, default: []].insert(hash(of: name)).inserted { return }
    }
    guard let first = firstName(equalTo: name, in: open[depth]) else { return }
    let place = lines.position(of: Int(first.start))
    let text = String(decoding: text(of: name).prefix(80), as: UTF8.self)
    throw malformed(
      "the member \"\(text)\" is here a second time, the first is at \(place.line):\(place.column)",
      at: Int(name.start))
  }

  private func firstName(equalTo name: Node, in container: Container) -> Node? {
    var index = container.node + 1
    while index < tape.count {
      if areEqual(tape[index], name) { return tape[index] }
      index = tape[index + 1].next(after: index + 1)
    }
    return nil
  }

  private func hashesOfNames(in container: Container) -> Set<Int> {
    var hashes: Set<Int> = []
    var index = container.node + 1
    while index < tape.count {
      hashes.insert(hash(of: tape[index]))
      index = tape[index + 1].next(after: index + 1)
    }
    return hashes
  }

  private func areEqual(_ left: Node, _ right: Node) -> Bool {
    guard left.tag == .plainString, right.tag == .plainString else {
      return text(of: left) == text(of: right)
    }
    guard left.content.count == right.content.count else { return false }
    var offset = right.content.lowerBound
    for index in left.content {
      if bytes[index] != bytes[offset] { return false }
      offset += 1
    }
    return true
  }

  private func text(of name: Node) -> [UInt8] {
    name.tag == .escapedString ? Escapes.decode(bytes, name.content) : Array(bytes[name.content])
  }

  private func fingerprint(of name: Node) -> UInt64 {
    if name.tag == .escapedString {
      let text = text(of: name)
      return Self.fingerprint(of: text, text.indices)
    }
    return Self.fingerprint(of: bytes, name.content)
  }

  private static func fingerprint(of bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    guard !range.isEmpty else { return 1 }
    let first = UInt64(bytes[range.lowerBound])
    let middle = UInt64(bytes[range.lowerBound + range.count / 2])
    let last = UInt64(bytes[range.upperBound - 1])
    let mixed = (first &+ middle << 8 &+ last << 16 &+ UInt64(range.count) << 24) &* 0x9E37_79B9_7F4A_7C15
    return 1 << (mixed >> 58)
  }

  /// Hashed with the process's own seed, so that no text can be made to collide.
  private func hash(of name: Node) -> Int {
    var hasher = Hasher()
    var word: UInt64 = 0
    let text = name.tag == .escapedString ? self.text(of: name) : []
    let range = name.tag == .escapedString ? text.indices : name.content
    for (place, index) in range.enumerated() {
      word = word << 8 | UInt64(name.tag == .escapedString ? text[index] : bytes[index])
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
