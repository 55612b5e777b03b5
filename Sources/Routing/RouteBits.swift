import PacketWalkCRouting

/// The bits of an address of one family, as the tables take them apart.
@usableFromInline
protocol RouteBits: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {
  /// The leading bits that a search compares at once.
  associatedtype Head: FixedWidthInteger & BitwiseCopyable & Sendable
  /// The leading bits; heads ascend as addresses do.
  var head: Head { get }
  /// The code of an address in a table of the search form.
  static func searchedCode(_ address: Self, in table: FlatMemory) -> UInt32
}

extension UInt32: RouteBits {
  /// With a sign, since processors without wide vectors compare no other integers in vectors: the first bit inverted.
  @inlinable @inline(__always)
  var head: Int32 { Int32(bitPattern: self ^ 0x8000_0000) }

  @usableFromInline
  static func searchedCode(_ address: UInt32, in memory: FlatMemory) -> UInt32 {
    var table = unsafe memory.kernelTable
    return unsafe packetwalk_find4(&table, address)
  }
}

extension UInt128: RouteBits {
  @inlinable @inline(__always)
  var head: UInt64 { UInt64(truncatingIfNeeded: self >> 64) }

  @usableFromInline
  static func searchedCode(_ address: UInt128, in memory: FlatMemory) -> UInt32 {
    var table = unsafe memory.kernelTable
    return unsafe packetwalk_find6(&table, address.head)
  }
}

extension RouteBits {
  /// How many bits a head holds.
  @inlinable @inline(__always)
  static var headWidth: Int { Head.bitWidth }
}
