/// The bits of an address of one family, as the tables take them apart.
@usableFromInline
protocol RouteBits: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {
  /// The leading bits that a search compares at once, with a sign, since old processors compare no other integers
  /// in vectors.
  associatedtype Head: FixedWidthInteger & SignedInteger & BitwiseCopyable & Sendable
  /// The leading bits, the first one inverted, so that heads ascend as addresses do.
  var head: Head { get }
}

extension UInt32: RouteBits {
  @inlinable @inline(__always)
  var head: Int32 { Int32(bitPattern: self ^ 0x8000_0000) }
}

extension UInt128: RouteBits {
  @inlinable @inline(__always)
  var head: Int64 { Int64(bitPattern: UInt64(truncatingIfNeeded: self >> 64) ^ 0x8000_0000_0000_0000) }
}

extension RouteBits {
  /// How many bits a head holds.
  @inlinable @inline(__always)
  static var headWidth: Int { Head.bitWidth }
}
