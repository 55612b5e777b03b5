import PacketWalkAddressing

/// Puts prefixes in order: IPv4 first, a covering prefix before everything inside it, the last of equal ones alone.
enum RouteOrder {
  /// As many entries as a table may have.
  static var limit: Int { 1 << 26 }

  /// The places of the entries that count, in order, and how many of them are of IPv4.
  ///
  /// - Complexity: O(*n*) for IPv4 and for prefixes in order, O(*n* log *n*) for others of IPv6.
  static func ascending(_ prefixes: some Collection<IPPrefix>) -> (order: [Int], ipv4Count: Int) {
    precondition(prefixes.count < limit, "too many entries for one table")
    var keys4: [UInt64] = []
    var keys6: [Key6] = []
    for (place, prefix) in prefixes.enumerated() {
      switch prefix.address {
      case .v4(let address):
        keys4.append(UInt64(address.bits) << 32 | UInt64(prefix.length) << 26 | UInt64(place))
      case .v6(let address):
        let bits = address.bits
        keys6.append(
          Key6(
            high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits),
            rest: UInt64(prefix.length) << 32 | UInt64(place)))
      }
    }
    if !isAscending(keys4) { sort(&keys4) }
    if !isAscending(keys6) { keys6.sort() }
    var order: [Int] = []
    order.reserveCapacity(prefixes.count)
    for index in keys4.indices where index + 1 == keys4.count || keys4[index] >> 26 != keys4[index + 1] >> 26
    {
      order.append(Int(keys4[index] & (1 << 26 - 1)))
    }
    let ipv4Count = order.count
    for index in keys6.indices
    where index + 1 == keys6.count || !keys6[index].isSamePrefix(as: keys6[index + 1]) {
      order.append(Int(keys6[index].rest & 0xFFFF_FFFF))
    }
    return (order, ipv4Count)
  }

  private struct Key6: Comparable {
    var high: UInt64
    var low: UInt64
    /// The length, then the place.
    var rest: UInt64

    static func < (left: Self, right: Self) -> Bool {
      left.high != right.high
        ? left.high < right.high : left.low != right.low ? left.low < right.low : left.rest < right.rest
    }

    func isSamePrefix(as other: Self) -> Bool {
      high == other.high && low == other.low && rest >> 32 == other.rest >> 32
    }
  }

  private static func isAscending(_ keys: [some Comparable]) -> Bool {
    for index in keys.indices.dropFirst() where keys[index] < keys[index - 1] { return false }
    return true
  }

  /// Sorts by address and length, the leading 38 bits; what is equal stays in order, which is that of the places.
  private static func sort(_ keys: inout [UInt64]) {
    guard keys.count > 4_096 else { return keys.sort() }
    var other = [UInt64](repeating: 0, count: keys.count)
    for shift: UInt64 in [26, 39, 52] {
      var places = [Int](repeating: 0, count: 8_193)
      for key in keys { places[Int(key >> shift & 8_191) + 1] += 1 }
      for digit in 1..<8_192 { places[digit] += places[digit - 1] }
      for key in keys {
        let digit = Int(key >> shift & 8_191)
        other[places[digit]] = key
        places[digit] += 1
      }
      swap(&keys, &other)
    }
  }
}
