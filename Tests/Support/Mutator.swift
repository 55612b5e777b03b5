/// Damages inputs the way disks, networks and people do: to show that a reader refuses, and never crashes.
package struct Mutator: Sendable {
  private var random: SplitMix64
  private let tokens: [[UInt8]]

  /// Creates a mutator.
  ///
  /// - Parameters:
  ///   - seed: The same seed damages the same inputs the same way.
  ///   - tokens: Words of the format, which random bytes would hardly ever spell.
  package init(seed: UInt64, tokens: [String] = []) {
    random = SplitMix64(seed: seed)
    self.tokens = Self.bytes + tokens.map { Array($0.utf8) }
  }

  /// Words of JSON, good ones and bad.
  package static let jsonTokens = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "true", "false", "null", "0", "-", "1e9", "-0.0", "1e", "01",
    "\\u0000", "\\ud83d", "\\ude00", "\\ud83d\\ude00", "{}", "[]", "\"\"", "\"a\":", "\n", "\t", "NaN", "//",
    "9223372036854775808", "\u{FEFF}", "é", "😀", "'",
  ]

  /// Bytes that readers get wrong.
  private static let bytes: [[UInt8]] = [
    [0x00], [0x1F], [0x7F], [0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF],
    [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFF, 0xFE], [0x0D, 0x0A],
  ]

  /// One to four damages, at random places.
  package mutating func mutate(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes) }
    return bytes
  }

  /// Puts one to four words of the input into the places of others: the grammar mostly survives, and what the
  /// text says makes no sense.
  package mutating func exchangeWords(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      guard let place = word(in: bytes), let other = word(in: bytes) else { return bytes }
      bytes.replaceSubrange(place, with: Array(bytes[other]))
    }
    return bytes
  }

  /// A run of bytes between the signs of YAML, JSON and CSV, around a random place.
  private mutating func word(in bytes: [UInt8]) -> Range<Int>? {
    guard !bytes.isEmpty else { return nil }
    for _ in 0..<16 {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      var start = place
      while start > 0, !isSign(bytes[start - 1]) { start -= 1 }
      var end = place
      while end < bytes.count, !isSign(bytes[end]) { end += 1 }
      // A key's colon is a sign, one inside an address or a reference isn't.
      if end > start, bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
      if start < end { return start..<end }
    }
    return nil
  }

  private func isSign(_ byte: UInt8) -> Bool {
    byte <= 0x20 || "{}[],\"\\".utf8.contains(byte)
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0 where place < bytes.count:
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1 where place < bytes.count:
      bytes[place] = .random(in: 0...255, using: &random)
    case 2:
      bytes.removeSubrange(slice(of: bytes, from: place))
    case 3:
      bytes.removeSubrange(place...)
    case 4:
      bytes.insert(contentsOf: Array(bytes[slice(of: bytes, from: place)]), at: place)
    case 5:
      let target = Int.random(in: 0...bytes.count, using: &random)
      bytes.insert(contentsOf: Array(bytes[slice(of: bytes, from: place)]), at: target)
    case 6:
      let token = tokens.randomElement(using: &random) ?? []
      bytes.replaceSubrange(place..<min(place + token.count, bytes.count), with: token)
    default:
      bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: place)
    }
  }

  /// Mostly a few bytes, at times all that are left.
  private mutating func slice(of bytes: [UInt8], from start: Int) -> Range<Int> {
    let most = random.oneIn(4) ? bytes.count - start : min(bytes.count - start, 16)
    return start..<start + Int.random(in: 0...most, using: &random)
  }
}
