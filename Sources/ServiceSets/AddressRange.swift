package import PacketWalkAddressing

/// A closed range of addresses of one family.
package struct AddressRange: Hashable, Sendable, Comparable {
  /// The lowest address.
  package let first: IPAddress
  /// The highest address; never below `first`, and of its family.
  package let last: IPAddress

  /// Creates the range, or nil when the ends are of two families or stand the wrong way round.
  package init?(_ first: IPAddress, _ last: IPAddress) {
    guard first.family == last.family, first <= last else { return nil }
    self.init(unchecked: first, last)
  }

  /// The addresses of a prefix.
  package init(_ prefix: IPPrefix) { self.init(unchecked: prefix.address, prefix.lastAddress) }

  init(unchecked first: IPAddress, _ last: IPAddress) {
    self.first = first
    self.last = last
  }

  package func contains(_ address: IPAddress) -> Bool { first <= address && address <= last }

  /// Whether `other` begins right after this range, so that the two are one.
  func isBefore(_ other: AddressRange) -> Bool { last.advanced(by: 1) == other.first }

  package static func < (left: Self, right: Self) -> Bool {
    left.first == right.first ? left.last < right.last : left.first < right.first
  }

  /// The fewest prefixes that make up the range, in order.
  ///
  /// - Complexity: O(*b*) prefixes for *b* bits of an address.
  package var prefixes: [IPPrefix] {
    var prefixes: [IPPrefix] = []
    var next: IPAddress? = first
    while let start = next, start <= last {
      // The largest prefix that begins here and doesn't pass the end.
      var bits = min(start.bits.trailingZeroBitCount, start.family.bitWidth)
      while bits > 0, IPPrefix(start, length: start.family.bitWidth - bits).lastAddress > last { bits -= 1 }
      let prefix = IPPrefix(start, length: start.family.bitWidth - bits)
      prefixes.append(prefix)
      next = prefix.lastAddress.advanced(by: 1)
    }
    return prefixes
  }
}
