import PacketWalkTopology

/// What happens to whole subnets: to one of each kind.
extension MutationCatalogue {
  /// How many tables, and how many lists, a subnet is given, one at a time.
  private static let others = 4

  func associations() -> [Mutant] {
    let held = SubnetAssociations(topology)
    return alike(held).flatMap { place in tables(held, place) + lists(held, place) }
  }

  /// The places of one subnet for each table, list and set of groups: those without an interface are nobody's.
  private func alike(_ held: SubnetAssociations) -> [Int] {
    var groups: [SubnetID: Set<String>] = [:]
    for interface in topology.networkInterfaces {
      groups[interface.subnet, default: []].formUnion(
        interface.securityGroups.map(\.rawValue) + ["\(interface.kind)"])
    }
    var seen: Set<[String]> = []
    return topology.subnets.indices.filter { place in
      guard let inside = groups[topology.subnets[place].id] else { return false }
      let facts = [held.routeTables[place], held.networkACLs[place]].map { $0?.description ?? "" }
      return seen.insert(facts + inside.sorted()).inserted
    }
  }

  private func tables(_ held: SubnetAssociations, _ place: Int) -> [Mutant] {
    let subnet = topology.subnets[place]
    guard let own = held.routeTables[place] else { return [] }
    let main = topology.routeTables.firstIndex { $0.vpc == subnet.vpc && $0.isMain }
    let hasOwn = topology.routeTables[own].subnets.contains(subnet.id)
    // Tables of gateways are nobody else's.
    let others = topology.routeTables.indices.filter { other in
      let table = topology.routeTables[other]
      return table.vpc == subnet.vpc && other != own && other != main && table.gateways.isEmpty
    }
    let chosen =
      others.filter { topology.routeTables[$0].leadsToInternet }
      + others.filter { !topology.routeTables[$0].leadsToInternet }
    return (hasOwn && main != nil && main != own ? [.disassociateRouteTable(from: subnet.id)] : []).map {
      Mutant(.association, [$0], at: subnet.info.origin)
    }
      + chosen.prefix(Self.others).map {
        Mutant(
          .association, [.associateRouteTable(topology.routeTables[$0].id, with: subnet.id)],
          at: subnet.info.origin)
      }
  }

  private func lists(_ held: SubnetAssociations, _ place: Int) -> [Mutant] {
    let subnet = topology.subnets[place]
    guard let own = held.networkACLs[place] else { return [] }
    return topology.networkACLs.indices.filter {
      topology.networkACLs[$0].vpc == subnet.vpc && $0 != own
    }.prefix(Self.others).map {
      Mutant(
        .association, [.associateNetworkACL(topology.networkACLs[$0].id, with: subnet.id)],
        at: subnet.info.origin)
    }
  }
}

extension RouteTable {
  fileprivate var leadsToInternet: Bool {
    routes.contains { if case .internetGateway = $0.target { true } else { false } }
  }
}
