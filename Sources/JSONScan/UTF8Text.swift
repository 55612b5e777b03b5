/// UTF-8 as RFC 3629 has it.
enum UTF8Text {
  /// The end of the well-formed sequence of two to four bytes that begins at `start`, or nil where there
  /// is none: a stray continuation, an overlong form, a surrogate, a value beyond U+10FFFF, a cut sequence.
  ///
  /// The ranges are Unicode's table 3-7.
  static func sequenceEnd(in bytes: Span<UInt8>, at start: Int) -> Int? {
    let second: ClosedRange<UInt8>
    let length: Int
    switch bytes[start] {
    case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
    case 0xE0: (second, length) = (0xA0...0xBF, 3)
    case 0xED: (second, length) = (0x80...0x9F, 3)
    case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
    case 0xF0: (second, length) = (0x90...0xBF, 4)
    case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
    case 0xF4: (second, length) = (0x80...0x8F, 4)
    default: return nil
    }
    let end = start + length
    guard end <= bytes.count, second.contains(bytes[start + 1]) else { return nil }
    for index in start + 2..<max(end, start + 2) where bytes[index] & 0xC0 != 0x80 { return nil }
    return end
  }

  /// Appends a scalar value, which must not be a surrogate.
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    func byte(_ mark: UInt32, _ shift: UInt32, _ mask: UInt32) -> UInt8 {
      UInt8(truncatingIfNeeded: mark | scalar >> shift & mask)
    }
    switch scalar {
    case ..<0x80:
      bytes.append(byte(0, 0, 0x7F))
    case ..<0x800:
      bytes.append(byte(0xC0, 6, 0x1F))
      bytes.append(byte(0x80, 0, 0x3F))
    case ..<0x10000:
      bytes.append(byte(0xE0, 12, 0x0F))
      bytes.append(byte(0x80, 6, 0x3F))
      bytes.append(byte(0x80, 0, 0x3F))
    default:
      bytes.append(byte(0xF0, 18, 0x07))
      bytes.append(byte(0x80, 12, 0x3F))
      bytes.append(byte(0x80, 6, 0x3F))
      bytes.append(byte(0x80, 0, 0x3F))
    }
  }
}
