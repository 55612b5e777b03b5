package import PacketWalkAddressing

/// Flows that were seen at some interface, as one or, where they are too many, as all within a range.
package struct SeenFlow: Hashable, Sendable {
  /// The other end: one address, or those that it was merged with.
  package var remote: IPPrefix
  /// The interface that holds it, by its place in the topology; -1 for none that groups could refer to.
  package var member: Int32
  package var protocolNumber: UInt8
  /// Destination ports; 0 for protocols that have none.
  package var firstPort: UInt16
  package var lastPort: UInt16

  var hasPorts: Bool { protocolNumber == 6 || protocolNumber == 17 }

  /// `tcp/443`, `icmp`.
  package var service: String {
    let first = FlowText.service(protocolNumber, firstPort)
    return hasPorts && lastPort > firstPort ? "\(first)-\(lastPort)" : first
  }
}

/// How often flows were seen.
package struct SeenCount: Hashable, Sendable {
  package var flows: Int
  /// One of the interfaces that logged them: the first in the topology.
  package var interface: Int
}

/// Different flows, up to a limit: past it far ends are merged into ranges, and then ports.
///
/// How much is merged depends on the flows alone, not on their order or on how they were split, since a level that is too
/// fine for a part is too fine for the whole.
struct SeenFlows: Sendable {
  private(set) var flows: [SeenFlow: SeenCount] = [:]
  private(set) var level = 0

  static let limit = 4_096

  /// How much of addresses is kept, and how many bits of ports are given up.
  private static let levels: [(ipv4: Int, ipv6: Int, ports: Int)] = [
    (32, 128, 0), (28, 64, 0), (24, 56, 0), (20, 48, 0), (16, 32, 0), (12, 28, 0), (8, 24, 0), (8, 24, 6),
    (8, 24, 8), (4, 16, 10), (0, 0, 16),
  ]

  /// Whether every flow is there as it was seen.
  var isComplete: Bool { level == 0 }

  mutating func add(_ flow: SeenFlow, _ count: SeenCount) {
    let flow = level == 0 ? flow : Self.merged(flow, level)
    put(flow, count)
    while flows.count > Self.limit, level + 1 < Self.levels.count { raise(to: level + 1) }
  }

  mutating func add(_ other: SeenFlows) {
    if other.level > level { raise(to: other.level) }
    for (flow, count) in other.flows { add(flow, count) }
  }

  private mutating func put(_ flow: SeenFlow, _ count: SeenCount) {
    if let known = flows[flow] {
      flows[flow] = SeenCount(
        flows: known.flows + count.flows, interface: min(known.interface, count.interface))
    } else {
      flows[flow] = count
    }
  }

  private mutating func raise(to level: Int) {
    let old = flows
    flows = [:]
    self.level = level
    for (flow, count) in old { put(Self.merged(flow, level), count) }
  }

  private static func merged(_ flow: SeenFlow, _ number: Int) -> SeenFlow {
    let level = levels[number]
    var flow = flow
    // What the model knows is few.
    if flow.member < 0 || level.ports == 16 {
      let kept = flow.remote.family == .ipv4 ? level.ipv4 : level.ipv6
      flow.remote = IPPrefix(flow.remote.address, length: min(kept, Int(flow.remote.length)))
      if Int(flow.remote.length) < flow.remote.family.bitWidth { flow.member = -1 }
    }
    if flow.hasPorts, level.ports > 0 {
      let mask = UInt16(truncatingIfNeeded: (1 << level.ports) - 1)
      flow.firstPort &= ~mask
      flow.lastPort |= mask
    }
    return flow
  }
}
