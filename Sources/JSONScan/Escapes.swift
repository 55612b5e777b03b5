/// The escapes of strings (RFC 8259 section 7).
enum Escapes {
  /// The text of a string's content, whose escapes have been validated.
  static func decode(_ bytes: Span<UInt8>, _ content: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var index = content.lowerBound
    while index < content.upperBound {
      let byte = bytes[index]
      guard byte == ASCII.backslash, index + 1 < content.upperBound else {
        text.append(byte)
        index += 1
        continue
      }
      let escape = bytes[index + 1]
      if escape == UInt8(ascii: "u"), let unit = unit(in: bytes, at: index + 2) {
        index += 6
        if Surrogate.isHigh(unit), let low = Self.unit(in: bytes, at: index + 2) {
          index += 6
          UTF8Text.append(Surrogate.scalar(high: unit, low: low), to: &text)
        } else {
          UTF8Text.append(unit, to: &text)
        }
        continue
      }
      text.append(single(escape) ?? escape)
      index += 2
    }
    return text
  }

  /// What a backslash and one letter stand for.
  static func single(_ letter: UInt8) -> UInt8? {
    switch letter {
    case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// The four hexadecimal digits at `start`.
  static func unit(in bytes: Span<UInt8>, at start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for index in start..<start + 4 {
      guard let digit = ASCII.hexadecimal(bytes[index]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }
}
