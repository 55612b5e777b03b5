import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkRouting
import PacketWalkServiceSets
import PacketWalkTopology

/// A VPC that peers with two whose ranges overlap: hosts of the one may send to it, and its replies go to the
/// other (VPC peering guide, "One VPC peered with two VPCs with overlapping ranges").
extension Linter {
  mutating func checkPeeringOverlaps() {
    let ends = activeEnds()
    for (hub, peers) in ends.sorted(by: { $0.key < $1.key }) where peers.count > 1 {
      for sender in peers {
        for taker in peers where taker.peering != sender.peering {
          check(hub: hub, sender: sender, taker: taker)
        }
      }
    }
  }

  /// The far end of an active peering connection.
  private struct FarEnd {
    var peering: Int
    var vpc: Int
  }

  private func activeEnds() -> [Int: [FarEnd]] {
    var ends: [Int: [FarEnd]] = [:]
    for (place, peering) in topology.vpcPeeringConnections.enumerated() where peering.isActive {
      guard let left = index.vpcs[peering.requester.vpc], let right = index.vpcs[peering.accepter.vpc] else {
        continue
      }
      ends[left, default: []].append(FarEnd(peering: place, vpc: right))
      ends[right, default: []].append(FarEnd(peering: place, vpc: left))
    }
    return ends
  }

  /// Whether hosts of one peer reach a subnet of the hub whose replies to their addresses go to another peer.
  private mutating func check(hub: Int, sender: FarEnd, taker: FarEnd) {
    let shared = AddressSet(topology.vpcs[sender.vpc].prefixes)
      .intersection(AddressSet(topology.vpcs[taker.vpc].prefixes))
    guard !shared.isEmpty else { return }
    for subnet in topology.subnets.indices
    where topology.subnets[subnet].vpc == topology.vpcs[hub].id && !facts.interfacesOfSubnet[subnet].isEmpty {
      guard let table = facts.tableOfSubnet[subnet] else { continue }
      for host in topology.subnets.indices
      where topology.subnets[host].vpc == topology.vpcs[sender.vpc].id
        && !facts.interfacesOfSubnet[host].isEmpty
      {
        guard let from = facts.tableOfSubnet[host],
          let target = facts.interfacesOfSubnet[subnet].compactMap({ primary($0) }).first,
          let out = route(at: from, towards: target), isPeering(out, sender.peering),
          let source = facts.interfacesOfSubnet[host].compactMap({ primary($0) }).first(where: {
            shared.contains($0)
          }), let back = route(at: table, towards: source), isPeering(back, taker.peering)
        else { continue }
        let names = (topology.vpcs[sender.vpc].displayName, topology.vpcs[taker.vpc].displayName)
        report(
          .peeringOverlap, .warning, about: ElementRef(.vpc, hub),
          "it peers with \(names.0) and \(names.1), which both have \(shared): what \(names.0) sends from"
            + " \(source) is answered to \(names.1)",
          evidence: [
            LintEvidence(network.text(out), out.origin), LintEvidence(network.text(back), back.origin),
          ],
          fix: "route the exact ranges that are in use to each, or give one of them addresses of its own")
        return
      }
    }
  }

  private func primary(_ interface: Int) -> IPAddress? {
    topology.networkInterfaces[interface].primaryAddress
  }

  private func isPeering(_ route: Route, _ peering: Int) -> Bool {
    route.state == .active
      && route.target == .vpcPeeringConnection(topology.vpcPeeringConnections[peering].id)
  }

  /// The route that a table surely takes towards an address.
  private func route(at table: Int, towards address: IPAddress) -> Route? {
    guard topology.routeTables[table].isComplete, let compiled = facts.compiledTables[table],
      compiled.unknown == nil, let found = compiled.trie.lookup(address)
    else { return nil }
    return compiled.entries[Int(found.value)].route.map { topology.routeTables[table].routes[$0] }
  }
}
