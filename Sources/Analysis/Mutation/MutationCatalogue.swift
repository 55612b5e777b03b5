import PacketWalkAddressing
package import PacketWalkTopology

/// All mutants of a topology, in its order: no two of the same edits.
package struct MutationCatalogue {
  let topology: Topology
  /// The VPCs by identifier.
  let vpcs: [VPCID: VPC]
  let subnets: [SubnetID: Subnet]

  init(_ topology: Topology) {
    self.topology = topology
    vpcs = Dictionary(topology.vpcs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    subnets = Dictionary(topology.subnets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The mutants of some kinds.
  ///
  /// - Complexity: O(*n*) for *n* rules, entries, routes and interfaces.
  package static func mutants(
    of topology: Topology, kinds: Set<Mutant.Kind> = Set(Mutant.Kind.allCases)
  ) -> [Mutant] {
    let catalogue = MutationCatalogue(topology)
    var seen: Set<[Edit]> = []
    return Mutant.Kind.allCases.filter(kinds.contains).flatMap { kind in
      catalogue.mutants(kind).filter { seen.insert($0.edits.map(\.withoutPlace)).inserted }
    }
  }

  private func mutants(_ kind: Mutant.Kind) -> [Mutant] {
    switch kind {
    case .ruleSource: ruleSources()
    case .rulePorts: rulePorts()
    case .ruleDrop: ruleDrops()
    case .ruleAdd: ruleAdditions()
    case .accessList: accessLists()
    case .route: routes()
    case .association: associations()
    case .membership: memberships()
    case .publicAddress: publicAddresses()
    }
  }

  /// The families that a VPC has.
  func families(of vpc: VPCID) -> [AddressFamily] {
    let held = Set(vpcs[vpc]?.prefixes.map(\.family) ?? [.ipv4])
    return AddressFamily.allCases.filter(held.contains)
  }

  /// The internet gateway that is attached to a VPC.
  func gateway(of vpc: VPCID) -> InternetGatewayID? {
    topology.internetGateways.first { $0.vpc == vpc }?.id
  }

  /// One interface for each set of facts, in order: mutants of one stand for those of all that are alike.
  func hosts(alikeBy facts: (NetworkInterface) -> [String]) -> [NetworkInterface] {
    var seen: Set<[String]> = []
    return topology.networkInterfaces.filter { interface in
      isHost(interface) && seen.insert(facts(interface)).inserted
    }
  }

  private func isHost(_ interface: NetworkInterface) -> Bool {
    guard interface.isAttached, interface.primaryAddress != nil else { return false }
    switch interface.kind {
    case .interface, .lambda, .other: return true
    default: return false
    }
  }
}

extension Edit {
  /// The same wherever rules and routes were written and however they are called.
  fileprivate var withoutPlace: Edit {
    switch self {
    case .addSecurityGroupRule(let group, let rule):
      .addSecurityGroupRule(
        group, SecurityGroupRule(direction: rule.direction, traffic: rule.traffic, peer: rule.peer))
    case .removeSecurityGroupRule(let group, let rule):
      .removeSecurityGroupRule(
        group, SecurityGroupRule(direction: rule.direction, traffic: rule.traffic, peer: rule.peer))
    default: self
    }
  }
}
