/// Eight neighbouring bytes in one integer, the first lowest, to look at all of them at once.
///
/// Each test marks bytes by their highest bits. A byte above a marked one may be marked wrongly, since
/// subtraction borrows, so only the first mark counts.
struct EightBytes {
  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highs: UInt64 { 0x8080_8080_8080_8080 }

  let bits: UInt64

  /// The eight bytes from `start`, which must all be there.
  ///
  /// Extracting first leaves one bounds check for the eight, so that they compile to one load.
  @inline(__always)
  init(_ bytes: Span<UInt8>, from start: Int) {
    let eight = bytes.extracting(start..<start &+ 8)
    let low =
      UInt64(eight[0]) | UInt64(eight[1]) &<< 8 | UInt64(eight[2]) &<< 16 | UInt64(eight[3]) &<< 24
    let high =
      UInt64(eight[4]) &<< 32 | UInt64(eight[5]) &<< 40 | UInt64(eight[6]) &<< 48 | UInt64(eight[7]) &<< 56
    bits = low | high
  }

  /// How many bytes come before the first that a string's scan must look at: a quote, a backslash, a
  /// control character, a byte beyond ASCII.
  @inline(__always)
  var plainPrefix: Int {
    let quotes = bits ^ Self.ones &* UInt64(ASCII.quote)
    let backslashes = bits ^ Self.ones &* UInt64(ASCII.backslash)
    let controls = bits &- Self.ones &* 0x20
    // Less one, a byte of zero has its highest bit set; bytes that had it before are marked as such.
    let marks = (quotes &- Self.ones) | (backslashes &- Self.ones) | controls | bits
    return (marks & Self.highs).trailingZeroBitCount / 8
  }

  /// Whether all are spaces.
  @inline(__always)
  var areSpaces: Bool { bits == Self.ones &* UInt64(ASCII.space) }
}
