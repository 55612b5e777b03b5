/// Base64 (RFC 4648 section 4).
package enum Base64 {
  /// The bytes of a text; nil where it is none.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    let digits = text.prefix { $0 != UInt8(ascii: "=") }
    guard text.count - digits.count <= 2, text[digits.endIndex...].allSatisfy({ $0 == UInt8(ascii: "=") }),
      digits.count % 4 != 1
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3 + 3)
    var (bits, count): (UInt32, Int) = (0, 0)
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  /// Words as text, the highest byte of each first.
  package static func encode(_ words: some Collection<UInt64>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(words.count * 11 + 4)
    var (bits, count): (UInt32, Int) = (0, 0)
    for word in words {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bits = (bits << 8 | UInt32(word >> shift & 0xFF)) & 0xFFFF
        count += 8
        while count >= 6 {
          count -= 6
          text.append(digits[Int(bits >> UInt32(count) & 63)])
        }
      }
    }
    if count > 0 { text.append(digits[Int(bits << UInt32(6 - count) & 63)]) }
    while !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
