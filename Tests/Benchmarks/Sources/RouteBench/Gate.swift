import PacketWalkAddressing
import PacketWalkRouting

/// Work of a fixed size, of which the instructions are counted.
enum Gate {
  static func run(_ work: String) {
    var random = SplitMix64(seed: 1)
    let small = Table.vpc(200)
    // Drawn in every run, so that it can be taken off.
    let keys = (0..<32_768).map { _ in IPv4Address(bits: UInt32(truncatingIfNeeded: random.next())) }
    let wide = (0..<32_768).map { _ in IPv6Address(bits: UInt128(random.next()) << 61 | 1 << 125) }
    let large = Table.synthetic(20_000)
    let large6 = Table.vpc6(5_000)
    var sum: UInt64 = 0
    switch work {
    case "nothing": break
    case "build":
      sum = UInt64(ForwardingTable(large.routes, budget: .fast).byteCount(of: .ipv4))
    case "small":
      sum = batch(ForwardingTable(small.routes, budget: .bytes(100_000)), keys)
    case "batch":
      sum = batch(ForwardingTable(large.routes, budget: .compact), keys)
    case "single":
      let table = ForwardingTable(small.routes, budget: .compact)
      for _ in 0..<8 { for key in keys { sum &+= UInt64(table.nextHop(key) &+ 1) } }
    case "search6":
      let table = ForwardingTable(large6.routes, budget: .compact)
      var labels = [UInt32](repeating: 0, count: wide.count)
      for _ in 0..<8 {
        var span = labels.mutableSpan
        table.lookup(wide.span, into: &span)
        sum &+= UInt64(labels[7])
      }
    case "serialized":
      let bytes = ForwardingTable(large.routes, budget: .compact).serialized()
      sum = (try? ForwardingTable(serialized: bytes)).map { UInt64($0.byteCount(of: .ipv4)) } ?? 0
    default: Files.fail("no such work: \(work)")
    }
    print(work, sum)
  }

  private static func batch(_ table: ForwardingTable, _ keys: [IPv4Address]) -> UInt64 {
    var labels = [UInt32](repeating: 0, count: keys.count)
    var sum: UInt64 = 0
    for _ in 0..<64 {
      var span = labels.mutableSpan
      table.lookup(keys.span, into: &span)
      sum &+= UInt64(labels[7])
    }
    return sum
  }
}
