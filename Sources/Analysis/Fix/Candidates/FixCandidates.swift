import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Makes changes for a place that decides: alternatives, the preferred one first.
struct FixCandidates {
  /// Steps that belong together.
  typealias Bundle = [FixStep]

  let network: Network
  /// What was done already: what did not help is not proposed again.
  let done: Set<FixStep>
  /// Interfaces that hold each group.
  let members: [SecurityGroupID: Int]
  /// Numbers of access list entries that other sites of the same round have taken.
  var taken: [NetworkACLID: [RuleDirection: Set<Int>]] = [:]

  var topology: Topology { network.topology }
  var graph: PacketGraph { network.graph }

  init(_ network: Network, done: [FixStep], members: [SecurityGroupID: Int]) {
    self.network = network
    self.done = Set(done)
    self.members = members
  }

  /// What lets the packets of a site pass; empty where no edit does.
  mutating func passing(_ site: FixSite) -> [Bundle] {
    let bundles: [Bundle]
    switch site.kind {
    case .groups(let filter, _): bundles = groupRules(filter, site)
    case .accessList(let filter, let rule): bundles = entries(filter, rule, site)
    case .route(let table, let entry): bundles = routes(table, entry, site)
    case .publicAddress(let gateway, let isIngress):
      bundles = addresses(gateway, isIngress, site) + detours(site)
    case .other: bundles = detours(site)
    }
    return bundles.filter { !$0.isEmpty && !done.isSuperset(of: $0) }
  }

  /// What stops the packets of a site, all of them.
  mutating func stopping(_ site: FixSite) -> [Bundle] {
    let bundles: [Bundle]
    switch site.kind {
    case .groups(let filter, let rule): bundles = ruleRemoval(filter, rule)
    case .accessList(let filter, let rule): bundles = denials(filter, rule, site)
    case .route(let table, let entry): bundles = routeRemoval(table, entry)
    case .publicAddress(let gateway, let isIngress): bundles = addressRemoval(gateway, isIngress, site)
    case .other: bundles = []
    }
    return bundles.filter { !$0.isEmpty && !done.isSuperset(of: $0) }
  }

  /// One range for ends of which each would need a rule of its own: the subnet's, where several are in one.
  func ranges(_ ranges: [IPPrefix]) -> [IPPrefix] {
    var bySubnet: [IPPrefix: Set<IPPrefix>] = [:]
    var kept: Set<IPPrefix> = []
    for range in ranges {
      let isHost = Int(range.length) == range.family.bitWidth
      if isHost, let subnet = subnetRange(of: range.address) {
        bySubnet[subnet, default: []].insert(range)
      } else {
        kept.insert(range)
      }
    }
    for (subnet, hosts) in bySubnet {
      if hosts.count > 1 { kept.insert(subnet) } else { kept.formUnion(hosts) }
    }
    return kept.filter { range in !kept.contains { $0 != range && $0.contains(range) } }.sorted()
  }

  /// The range of the subnet that holds an address which somebody has.
  func subnetRange(of address: IPAddress) -> IPPrefix? {
    for (place, vpc) in graph.vpcs.enumerated() where vpc.owner(of: address) != nil {
      for subnet in graph.subnets where subnet.vpc.value == place {
        if let range = subnet.prefixes.first(where: { $0.contains(address) }) { return range }
      }
    }
    return nil
  }
}
