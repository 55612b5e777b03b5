/// Values of fields without a branch: what is wrong is collected and looked at once a record.
///
/// Each agrees with its slow twin in `FieldValues` wherever it finds nothing wrong.
enum QuickValues {
  /// A number of 1 to 8 digits.
  @inline(__always)
  static func decimal8(_ bytes: FlowBytes, _ start: Int, _ length: Int, _ wrong: inout UInt64) -> UInt64 {
    wrong |= UInt64(truncatingIfNeeded: (length &- 1) & ~7)
    let bits = UInt64(truncatingIfNeeded: length &* 8)
    // The digits at the top, and zeros before them.
    let digits = bytes.word(at: start) &<< (64 &- bits)
    return number(digits | (0x0030_3030_3030_3030 &>> (bits &- 8)), &wrong)
  }

  /// A number of 1 to 16 digits.
  @inline(__always)
  static func decimal16(_ bytes: FlowBytes, _ start: Int, _ length: Int, _ wrong: inout UInt64) -> UInt64 {
    if length <= 8 { return decimal8(bytes, start, length, &wrong) }
    wrong |= UInt64(truncatingIfNeeded: (length &- 1) & ~15)
    // The last eight, and those before them; a length beyond 16 must not read beyond the text.
    let head = min(length &- 8, 8)
    let upper = decimal8(bytes, start, head, &wrong)
    return upper &* 100_000_000 &+ number(bytes.word(at: start &+ head), &wrong)
  }

  /// Eight digits, the first of them in the lowest byte.
  @inline(__always)
  private static func number(_ text: UInt64, _ wrong: inout UInt64) -> UInt64 {
    let above = text &- 0x3030_3030_3030_3030
    wrong |= ((text &+ 0x4646_4646_4646_4646) | above) & 0x8080_8080_8080_8080
    let pairs = above &* 10 &+ above &>> 8
    let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = (pairs &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (low &+ high) &>> 32
  }

  /// An IPv4 address in strict dotted decimal; `wrong` is not 0 where the text is none.
  @inline(__always)
  static func ipv4(_ bytes: FlowBytes, _ start: Int, _ length: Int, _ wrong: inout UInt32) -> UInt32 {
    let classes = bytes.classes(at: start)
    let inside = (1 as UInt32) &<< UInt32(truncatingIfNeeded: length) &- 1
    let digits = classes.digits & inside
    let dots = classes.dots & inside
    let starts = dots &<< 1 | 1
    // Three full stops.
    let second = dots & (dots &- 1)
    let third = second & (second &- 1)
    let end0 = dots.trailingZeroBitCount
    let end1 = second.trailingZeroBitCount
    let end2 = third.trailingZeroBitCount
    wrong |= UInt32(truncatingIfNeeded: length) & ~15
    wrong |= third & (third &- 1) | (third == 0 ? 1 : 0)
    // Nothing but digits and full stops; one to three digits; no zero before another digit.
    wrong |= (digits | dots) ^ inside
    wrong |= starts & ~digits
    wrong |= digits & digits &>> 1 & digits &>> 2 & digits &>> 3
    wrong |= classes.zeros & starts & digits &>> 1
    let octet0 = octet(bytes, start &+ end0, end0, &wrong)
    let octet1 = octet(bytes, start &+ end1, end1 &- end0 &- 1, &wrong)
    let octet2 = octet(bytes, start &+ end2, end2 &- end1 &- 1, &wrong)
    let octet3 = octet(bytes, start &+ min(length, 32), length &- end2 &- 1, &wrong)
    return octet0 &<< 24 | octet1 &<< 16 | octet2 &<< 8 | octet3
  }

  /// The number of one to three digits that end here.
  @inline(__always)
  private static func octet(_ bytes: FlowBytes, _ end: Int, _ length: Int, _ wrong: inout UInt32) -> UInt32 {
    let mask = (0x0F0F_0F0F as UInt32) &<< UInt32(truncatingIfNeeded: 32 &- 8 &* length)
    // The ones in the highest byte, the tens and the hundreds below.
    let digits = bytes.half(at: end &- 4) & mask
    // Read as letters, 255 is the last.
    wrong |= (0x020505 &- digits.byteSwapped) & 0x8000_0000
    return (digits &* (1 | 10 << 8 | 100 << 16)) &>> 24
  }
}
