/// A checksum of bytes, for files that must not be read when they were damaged: quick, and no protection from somebody
/// who means harm.
package enum ByteChecksum {
  /// It differs whenever one bit, or one word of 8 bytes, does: each step keeps different sums different.
  ///
  /// - Complexity: O(*n*), 8 bytes a multiplication.
  package static func of(_ bytes: Span<UInt8>) -> UInt64 {
    var sum = UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15
    unsafe bytes.withUnsafeBufferPointer { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      var place = 0
      while place + 8 <= raw.count {
        mix(&sum, UInt64(littleEndian: unsafe raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        place += 8
      }
      var rest: UInt64 = 0
      while place < raw.count {
        rest = rest << 8 | UInt64(unsafe raw[place])
        place += 1
      }
      mix(&sum, rest)
    }
    return sum
  }

  private static func mix(_ sum: inout UInt64, _ word: UInt64) {
    sum = (sum ^ word) &* 0xFF51_AFD7_ED55_8CCD
    sum ^= sum >> 32
  }
}
