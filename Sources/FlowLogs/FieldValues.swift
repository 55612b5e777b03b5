/// Values of fields, the plain way.
enum FieldValues {
  static func isDash(_ text: Range<Int>, in bytes: FlowBytes) -> Bool {
    text.count == 1 && bytes[text.lowerBound] == UInt8(ascii: "-")
  }

  /// A number in decimal digits, up to a most; nil for anything else.
  static func number(_ text: Range<Int>, in bytes: FlowBytes, atMost most: UInt64 = .max) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var value: UInt64 = 0
    for place in text {
      let digit = bytes[place] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      let (tens, tooGreat) = value.multipliedReportingOverflow(by: 10)
      let (sum, stillTooGreat) = tens.addingReportingOverflow(UInt64(digit))
      guard !tooGreat, !stillTooGreat else { return nil }
      value = sum
    }
    return value <= most ? value : nil
  }

  /// An IPv4 address in strict dotted decimal, as `IPv4Address` reads it.
  static func ipv4(_ text: Range<Int>, in bytes: FlowBytes) -> UInt32? {
    guard text.count <= 15 else { return nil }
    var (bits, octet): (UInt32, UInt32) = (0, 0)
    var (digits, stops) = (0, 0)
    for place in text {
      let byte = bytes[place]
      if byte == UInt8(ascii: ".") {
        guard digits > 0, stops < 3 else { return nil }
        bits = bits << 8 | octet
        (octet, digits) = (0, 0)
        stops += 1
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9, digits == 0 || octet > 0 else { return nil }
      octet = octet * 10 + UInt32(digit)
      digits += 1
      guard octet <= 255 else { return nil }
    }
    return stops == 3 && digits > 0 ? bits << 8 | octet : nil
  }

  /// An IPv6 address in the forms of RFC 4291 section 2.2, as two halves; nil for anything else.
  static func ipv6(_ text: Range<Int>, in bytes: FlowBytes) -> (high: UInt64, low: UInt64)? {
    guard text.count >= 2, text.count <= 45 else { return nil }
    var groups = IPv6Groups()
    var place = text.lowerBound
    if bytes[place] == UInt8(ascii: ":") {
      guard bytes[place + 1] == UInt8(ascii: ":") else { return nil }
      guard groups.gap() else { return nil }
      place += 2
    }
    while place < text.upperBound {
      let start = place
      var value: UInt32 = 0
      while place < text.upperBound, place - start < 5, let digit = hexDigit(bytes[place]) {
        value = value << 4 | UInt32(digit)
        place += 1
      }
      if place < text.upperBound, bytes[place] == UInt8(ascii: ".") {
        guard let tail = ipv4(start..<text.upperBound, in: bytes), groups.append(tail >> 16),
          groups.append(tail & 0xFFFF)
        else { return nil }
        break
      }
      guard place > start, place - start <= 4, groups.append(value) else { return nil }
      guard place < text.upperBound else { break }
      guard bytes[place] == UInt8(ascii: ":"), place + 1 < text.upperBound else { return nil }
      place += 1
      if bytes[place] == UInt8(ascii: ":") {
        guard groups.gap() else { return nil }
        place += 1
      }
    }
    return groups.address
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    let digit = byte &- UInt8(ascii: "0")
    if digit <= 9 { return digit }
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter <= 5 ? letter + 10 : nil
  }
}

/// The groups of an IPv6 address as they are read: those before the gap, if there is one, and those after it.
private struct IPv6Groups {
  private var (high, low): (UInt64, UInt64) = (0, 0)
  private var count = 0
  private var countBeforeGap: Int?
  private var (highBefore, lowBefore): (UInt64, UInt64) = (0, 0)

  mutating func append(_ group: UInt32) -> Bool {
    guard count < 8 else { return false }
    high = high << 16 | low >> 48
    low = low << 16 | UInt64(group)
    count += 1
    return true
  }

  mutating func gap() -> Bool {
    guard countBeforeGap == nil else { return false }
    countBeforeGap = count
    (highBefore, lowBefore) = (high, low)
    (high, low) = (0, 0)
    return true
  }

  var address: (high: UInt64, low: UInt64)? {
    guard let countBeforeGap else { return count == 8 ? (high, low) : nil }
    guard count < 8 else { return nil }
    // Those before the gap move up to the front.
    let shift = 16 * (8 - countBeforeGap)
    let value = UInt128(highBefore) << 64 | UInt128(lowBefore)
    let moved = shift == 128 ? 0 : value << UInt128(shift)
    return (high | UInt64(truncatingIfNeeded: moved >> 64), low | UInt64(truncatingIfNeeded: moved))
  }
}
