import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// The interfaces of which groups and access lists say the same, of neighbours and of others: one stands for all.
struct LocalProfiles: Sendable {
  /// By interface.
  let numbers: FixedTable<UInt32>

  private struct Profile: Hashable {
    /// Where a balancer's own addresses are asked about, which may be neighbours.
    var subnet: Int?
    var filters: [FilterID]
    var isStateful: [Bool]
    var balancers: [IPAddress]
  }

  init(_ graph: PacketGraph, balancers: [[IPAddress]]) {
    var known: [Profile: UInt32] = [:]
    let found = balancers.indices.map { place in
      let facts = graph.interfaces[place]
      var profile = Profile(
        subnet: balancers[place].isEmpty ? nil : facts.subnet.value, filters: [], isStateful: [],
        balancers: balancers[place])
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
    numbers = FixedTable(found)
  }

  func deallocate() { numbers.deallocate() }
}
