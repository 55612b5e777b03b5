import PacketWalkAddressing
import PacketWalkForwarding

/// The IPv4 addresses cut into intervals, within each of which no VPC's rules, subnets and holders tell addresses apart.
final class FarIntervals: Sendable {
  /// The first address of each, in order; the first one is 0.
  private let starts: FixedTable<UInt32>
  /// For each of the 65,536 networks of 16 bits the interval of its first address, and one more.
  private let first: FixedTable<UInt32>

  init(_ graph: PacketGraph) {
    var cuts: Set<UInt32> = [0]
    func cut(_ low: UInt32, _ high: UInt32) {
      cuts.insert(low)
      if high < .max { cuts.insert(high + 1) }
    }
    func cut(_ prefix: IPPrefix) {
      guard case .v4(let low) = prefix.address, case .v4(let high) = prefix.lastAddress else { return }
      cut(low.bits, high.bits)
    }
    for prefix in graph.atoms.prefixes { cut(prefix) }
    for prefix in graph.subnets.flatMap(\.prefixes) { cut(prefix) }
    for vpc in graph.vpcs {
      for prefix in vpc.prefixes { cut(prefix) }
      for delegated in vpc.delegated { cut(delegated.prefix) }
      for case .v4(let address) in vpc.owners.keys { cut(address.bits, address.bits) }
    }
    let starts = cuts.sorted()
    var first = [UInt32](repeating: 0, count: 65_537)
    var number = 0
    for network in 0..<65_536 {
      while number + 1 < starts.count, starts[number + 1] <= UInt32(network) << 16 { number += 1 }
      first[network] = UInt32(number)
    }
    first[65_536] = UInt32(starts.count - 1)
    self.starts = FixedTable(starts)
    self.first = FixedTable(first)
  }

  deinit {
    starts.deallocate()
    first.deallocate()
  }

  var count: Int { starts.count }

  /// The number of the interval that holds an address.
  ///
  /// - Complexity: O(log intervals) of its network of 16 bits.
  @inline(__always)
  func interval(of address: UInt32) -> Int {
    let network = Int(address >> 16)
    var low = Int(first[network])
    var size = Int(first[network + 1]) - low + 1
    // The greatest start that is not greater; no branch that a processor could guess wrong.
    while size > 1 {
      let half = size >> 1
      low = starts[low &+ half] <= address ? low &+ half : low
      size &-= half
    }
    return low
  }
}
