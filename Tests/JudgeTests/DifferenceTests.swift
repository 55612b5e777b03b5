import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// What a difference of two networks says opens or closes between two interfaces must be what walks of single packets
/// find, on both sides of every rule's edges: no more pairs and no fewer.
@Suite struct DifferenceTests {
  static let seed: UInt64 = 300

  @Test func everyChangeIsTheWalks() throws {
    var pairs = 0
    var changed = 0
    for seed in Self.seed..<Self.seed + 12 {
      var generator = TopologyGenerator(seed: seed)
      _ = generator.make()
      generator.addTwins()
      let topology = generator.topology
      guard let edit = generator.edit() else { continue }
      let before = Network(topology)
      let after = Network(try topology.applying([edit]))
      let changes = before.difference(to: after, ReachOptions(by: .interface)).changes
      let probes = Set(ServiceProbe.edges(of: before.graph) + ServiceProbe.edges(of: after.graph))
      let ends = ExploreEnd.all(of: topology)
      let names = topology.networkInterfaces.map(\.id.rawValue)
      for _ in 0..<25 {
        guard let from = topology.networkInterfaces.indices.randomElement(using: &generator.random),
          let to = topology.networkInterfaces.indices.randomElement(using: &generator.random), from != to,
          !topology.networkInterfaces[from].kind.isGateway, !topology.networkInterfaces[to].kind.isGateway
        else { continue }
        pairs += 1
        let ways = ends.sources.filter { $0.holder == .interface(InterfaceIndex(from)) }.flatMap { source in
          ends.destinations.filter {
            $0.holder == .interface(InterfaceIndex(to))
              && $0.addresses[0].family == source.addresses[0].family
          }.map { (source, $0) }
        }
        var found: Set<ReachDifference.Kind> = []
        for probe in probes {
          let old = Working(before.graph, ways, probe)
          let new = Working(after.graph, ways, probe)
          if new.delivered && !old.delivered || new.answered && !old.answered { found.insert(.opens) }
          if old.delivered && !new.delivered || old.answered && !new.answered { found.insert(.closes) }
        }
        let told = Set(
          changes.filter { $0.source == names[from] && $0.destination == names[to] }.map(\.kind))
        if !found.isEmpty { changed += 1 }
        #expect(told == found, "seed \(seed) \(edit) \(names[from]) -> \(names[to])")
      }
    }
    print("compared \(pairs) pairs, \(changed) of them changed")
    #expect(changed > 5)
  }

  @Test func sameNetworksDoNotDiffer() {
    for seed in Self.seed..<Self.seed + 5 {
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.make()
      #expect(Network(topology).difference(to: Network(topology)).changes.isEmpty, "seed \(seed)")
    }
  }
}

/// What one service does between two interfaces by whichever addresses it fares best.
private struct Working {
  var delivered = false
  var answered = false

  init(_ graph: PacketGraph, _ ways: [(ExploreEnd, ExploreEnd)], _ probe: ServiceProbe) {
    // The best verdict decides, as it does for a whole answer.
    let parts = ways.map { graph.walk(probe.question(graph.pair($0, $1))).parts[0] }
    let order: [Verdict] = [.reachable, .intermittent, .undetermined, .noReply, .unreachable]
    guard
      let best = parts.min(by: {
        (order.firstIndex(of: $0.verdict) ?? 9) < (order.firstIndex(of: $1.verdict) ?? 9)
      })
    else { return }
    delivered = best.delivered == .all || best.delivered == .some
    answered = best.verdict == .reachable || best.verdict == .intermittent
  }
}

extension TopologyGenerator {
  /// The tables that a VPC's subnets may use.
  private func tables(_ vpc: VPCID) -> [RouteTable] {
    topology.routeTables.filter { $0.vpc == vpc && $0.gateways.isEmpty }
  }

  /// A change of some rule, entry, membership or association.
  fileprivate mutating func edit() -> Edit? {
    switch count(0...6) {
    case 0:
      return pick(topology.securityGroups).flatMap { group in
        group.rules.first.map { .removeSecurityGroupRule(group.id, $0) }
      }
    case 1:
      guard let list = pick(topology.networkACLs), let entry = list.entries.first else { return nil }
      return .removeNetworkACLEntry(list.id, entry.direction, number: entry.number)
    case 2:
      return pick(topology.networkInterfaces.filter { !$0.securityGroups.isEmpty && $0.kind == .interface })
        .map {
          .detachSecurityGroup($0.securityGroups[0], from: $0.id)
        }
    case 3:
      guard let subnet = pick(topology.subnets), let table = pick(tables(subnet.vpc)) else { return nil }
      return .associateRouteTable(table.id, with: subnet.id)
    case 4:
      guard let subnet = pick(topology.subnets),
        let list = pick(topology.networkACLs.filter { $0.vpc == subnet.vpc })
      else { return nil }
      return .associateNetworkACL(list.id, with: subnet.id)
    default:
      // Whatever a group lets in, another one does.
      guard let group = pick(topology.securityGroups),
        let rule = pick(topology.securityGroups.filter { $0.vpc == group.vpc }.flatMap(\.rules))
      else { return nil }
      return .addSecurityGroupRule(group.id, rule)
    }
  }
}
