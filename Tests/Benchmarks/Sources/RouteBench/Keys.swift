import PacketWalkAddressing

/// What is looked up.
enum KeyKind: String, CaseIterable {
  /// Any address of the space; of IPv6 any of 2000::/3.
  case uniform
  /// A random address of a random prefix.
  case hit
  /// 65,536 flows drawn as hits, as often as Zipf's law says, in trains of packets.
  case skewed

  static let count = 1 << 20

  func addresses(of table: Table) -> [IPAddress] {
    var random = SplitMix64(seed: 7)
    func any() -> UInt128 { UInt128(random.next()) << 64 | UInt128(random.next()) }
    func hit() -> IPAddress {
      let prefix = table.routes[Int(random.next() % UInt64(table.routes.count))].prefix
      return IPAddress(family: prefix.family, bits: prefix.address.bits | any() & prefix.sizeMinusOne)
    }
    switch self {
    case .uniform:
      return (0..<Self.count).map { _ in
        table.family == .ipv4
          ? IPAddress(family: .ipv4, bits: any() >> 96)
          : IPAddress(family: .ipv6, bits: any() >> 3 | 1 << 125)
      }
    case .hit:
      return (0..<Self.count).map { _ in hit() }
    case .skewed:
      let flows = (0..<65_536).map { _ in hit() }
      var sums: [Double] = []
      var sum = 0.0
      for place in flows.indices {
        sum += 1 / Double(place + 1)
        sums.append(sum)
      }
      var flow = 0
      return (0..<Self.count).map { _ in
        if random.next() & 1 == 0 {
          let draw = Double(random.next() >> 11) / 9_007_199_254_740_992 * sum
          var (low, high) = (0, sums.count - 1)
          while low < high {
            let middle = (low + high) / 2
            if sums[middle] < draw { low = middle + 1 } else { high = middle }
          }
          flow = low
        }
        return flows[flow]
      }
    }
  }
}
