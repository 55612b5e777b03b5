import PacketWalkAddressing
import PacketWalkForwarding

/// The IPv4 addresses cut into intervals, within each of which no VPC's rules, subnets and holders tell addresses apart.
///
/// A table of the networks of 16 bits leads to one of those of 24 bits, and that to how many intervals begin within such a
/// network up to an address: three reads, whatever the intervals are, and no branch that a processor could guess wrong.
final class FarIntervals: Sendable {
  /// The first address of each, in order; the first one is 0.
  private let starts: FixedTable<UInt32>
  /// By network of 16 bits a place among the networks of 24 bits, and in the lowest bit whether they are told apart there.
  private let networks: FixedTable<UInt32>
  /// The interval of a network's first address, and above it the place of its offsets.
  private let subnets: FixedTable<UInt64>
  /// By 256 the intervals that begin behind a network's first address, up to each; the first are all 0.
  private let offsets: FixedTable<UInt8>
  /// False where the tables would be too large.
  private let hasTables: Bool

  /// More networks than these are searched.
  private static let mostSubnets = 1 << 21
  private static let mostOffsets = 1 << 24

  convenience init(_ graph: PacketGraph) {
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
    self.init(starts: cuts)
  }

  /// - Parameters:
  ///   - starts: the first addresses of intervals, with or without 0.
  ///   - mostOffsets: how much room there is at most for offsets.
  init(starts: Set<UInt32>, mostOffsets: Int = FarIntervals.mostOffsets) {
    let starts = starts.union([0]).sorted()
    var networks: [UInt32] = []
    var subnets: [UInt64] = []
    var offsets = [UInt8](repeating: 0, count: 256)
    // The interval of the address that is looked at, and the place of the last network that has but one.
    var number = 0
    var whole: (number: Int, place: Int)?
    func reach(_ address: UInt32) {
      while number + 1 < starts.count, starts[number + 1] <= address { number += 1 }
    }
    /// Whether another interval begins within a network of so many bits, whose first address was reached.
    func isCut(_ first: UInt32, _ bits: UInt32) -> Bool {
      number + 1 < starts.count && starts[number + 1] >> (32 - bits) == first >> (32 - bits)
    }
    for network in 0..<65_536 as Range<UInt32> {
      guard subnets.count <= Self.mostSubnets, offsets.count <= mostOffsets else { break }
      let first = network << 16
      reach(first)
      guard isCut(first, 16) else {
        let place = whole?.number == number ? whole?.place : nil
        if place == nil { subnets.append(UInt64(number)) }
        whole = (number, place ?? subnets.count - 1)
        networks.append(UInt32(place ?? subnets.count - 1) << 1)
        continue
      }
      networks.append(UInt32(subnets.count) << 1 | 1)
      for part in 0..<256 as Range<UInt32> {
        let first = first | part << 8
        reach(first)
        guard isCut(first, 24) else {
          subnets.append(UInt64(number))
          continue
        }
        let base = number
        subnets.append(UInt64(base) | UInt64(offsets.count / 256) << 32)
        for last in 0..<256 as Range<UInt32> {
          reach(first | last)
          offsets.append(UInt8(number - base))
        }
      }
    }
    hasTables = networks.count == 65_536
    self.starts = FixedTable(starts)
    self.networks = FixedTable(networks)
    self.subnets = FixedTable(subnets)
    self.offsets = FixedTable(offsets)
  }

  deinit {
    starts.deallocate()
    networks.deallocate()
    subnets.deallocate()
    offsets.deallocate()
  }

  var count: Int { starts.count }

  /// The number of the interval that holds an address.
  @inline(__always)
  func interval(of address: UInt32) -> Int {
    guard hasTables else { return search(address) }
    let network = networks[Int(address >> 16)]
    // All ones where the networks within are told apart.
    let within = 0 &- (network & 1)
    let subnet = subnets[Int(network >> 1 &+ (address >> 8 & 0xFF & within))]
    let offset = offsets[Int(truncatingIfNeeded: subnet >> 32) << 8 | Int(address & 0xFF)]
    return Int(truncatingIfNeeded: subnet & 0xFFFF_FFFF) &+ Int(offset)
  }

  /// The same without tables.
  ///
  /// - Complexity: O(log intervals).
  func search(_ address: UInt32) -> Int {
    var low = 0
    var size = starts.count
    // The greatest start that is not greater.
    while size > 1 {
      let half = size >> 1
      low = starts[low + half] <= address ? low + half : low
      size -= half
    }
    return low
  }
}
