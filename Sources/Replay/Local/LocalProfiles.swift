import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// The interfaces of which groups and access lists say the same: one stands for all.
struct LocalProfiles: Sendable {
  /// By interface.
  let numbers: [UInt32]

  private struct Profile: Hashable {
    var subnet: Int
    var filters: [FilterID]
    var isStateful: [Bool]
    var balancers: [IPAddress]
    var hasTaker: Bool
    var hasSender: Bool
  }

  init(_ graph: PacketGraph, balancers: [[IPAddress]], hasTaker: [Bool], hasSender: [Bool]) {
    var known: [Profile: UInt32] = [:]
    numbers = hasTaker.indices.map { place in
      let facts = graph.interfaces[place]
      var profile = Profile(
        subnet: facts.subnet.value, filters: [], isStateful: [], balancers: balancers[place],
        hasTaker: hasTaker[place], hasSender: hasSender[place])
      for side in [RuleDirection.ingress, .egress] {
        for isNeighbour in [false, true] {
          let found = graph.filters(of: facts, side, isNeighbour: isNeighbour)
          profile.filters += found.map(\.0)
          profile.isStateful += found.map(\.1) + [isNeighbour]
        }
      }
      let number = known[profile] ?? UInt32(known.count)
      known[profile] = number
      return number
    }
  }
}
