import PacketWalkAddressing

/// An address of either family as two words, quick to compare and to hash.
struct FlatAddress: Equatable, Sendable, BitwiseCopyable {
  var high: UInt64
  var low: UInt64
  var isIPv6: Bool

  init(high: UInt64, low: UInt64, isIPv6: Bool) { (self.high, self.low, self.isIPv6) = (high, low, isIPv6) }

  init(_ address: IPAddress) {
    switch address {
    case .v4(let address): (high, low, isIPv6) = (0, UInt64(address.bits), false)
    case .v6(let address):
      high = UInt64(truncatingIfNeeded: address.bits >> 64)
      low = UInt64(truncatingIfNeeded: address.bits)
      isIPv6 = true
    }
  }

  /// Where there has to be something.
  static var zero: FlatAddress { FlatAddress(high: 0, low: 0, isIPv6: false) }

  var address: IPAddress {
    isIPv6
      ? .v6(IPv6Address(bits: UInt128(high) << 64 | UInt128(low)))
      : .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: low)))
  }
}

/// A prefix with its mask at hand.
struct FlatPrefix: Sendable, BitwiseCopyable {
  private var first: FlatAddress
  private var highMask: UInt64
  private var lowMask: UInt64

  init(_ prefix: IPPrefix) {
    first = FlatAddress(prefix.address)
    let mask = ~prefix.sizeMinusOne
    highMask = UInt64(truncatingIfNeeded: mask >> 64)
    lowMask = UInt64(truncatingIfNeeded: mask)
  }

  @inline(__always)
  func contains(_ address: FlatAddress) -> Bool {
    // Of IPv4 the upper word is zero on both sides.
    address.low & lowMask == first.low && address.high & highMask == first.high
      && address.isIPv6 == first.isIPv6
  }
}

/// Places in a flat array that belong to one owner.
struct FlatSpan: Sendable, BitwiseCopyable {
  var first: UInt32
  var count: UInt32

  static let empty = FlatSpan(first: 0, count: 0)

  var range: Range<Int> {
    @inline(__always) get { Int(first)..<Int(first) + Int(count) }
  }
}

extension Array {
  /// Adds the elements of an owner and says where they are.
  mutating func appendSpan(_ elements: some Sequence<Element>) -> FlatSpan {
    let first = count
    append(contentsOf: elements)
    return FlatSpan(first: UInt32(first), count: UInt32(count - first))
  }
}
