import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension FixCandidates {
  /// Routes to gateways that are there and may lead on: a new one where there is none, another target where
  /// the route leads nowhere.
  func routes(_ id: TableID, _ entry: Int?, _ site: FixSite) -> [Bundle] {
    let compiled = graph.tables[id.value]
    let table = topology.routeTables[Int(compiled.element.index)]
    guard table.gateways.isEmpty, table.publicPools.isEmpty, let need = site.needs.first else { return [] }
    var standing: Route?
    if let entry {
      // What is implied is not anybody's to change.
      guard let place = compiled.entries[entry].route else { return [] }
      standing = table.routes[place]
    }
    var bundles: [Bundle] = []
    for (target, destination) in targets(table, need) where target != standing?.target {
      let destinations =
        standing.map { [$0.destination] }
        ?? Array(Set(site.needs.map { self.destination(for: target, destination, $0) })).sorted(
          by: Self.precedes)
      let bundle = destinations.map {
        FixStep.edit(.setRoute(table.id, Route(destination: $0, target: target)))
      }
      if !bundles.contains(bundle) { bundles.append(bundle) }
    }
    return Array(bundles.prefix(4))
  }

  /// Routes that are more specific than those that led to a dead end, and lead elsewhere.
  func detours(_ site: FixSite) -> [Bundle] {
    guard let code = site.code, Self.isDeadEnd(code) else { return [] }
    var bundles: [Bundle] = []
    for turn in site.turns {
      let compiled = graph.tables[turn.table.value]
      let table = topology.routeTables[Int(compiled.element.index)]
      let taken = compiled.entries[turn.entry]
      guard table.gateways.isEmpty, table.publicPools.isEmpty, let route = taken.route,
        let need = turn.needs.first
      else { continue }
      for (target, fixed) in targets(table, need) where target != table.routes[route].target {
        let destinations = Set(
          turn.needs.map { need in
            // Where another network has the same range, nothing wider than the host tells the two apart (PCX-4).
            code == .replyMisdelivered
              ? .prefix(IPPrefix(host: need.destination)) : destination(for: target, fixed, need)
          })
        guard destinations.allSatisfy({ isWithin($0, taken.prefix, table.vpc) }) else { continue }
        bundles.append(
          destinations.sorted(by: Self.precedes).map {
            .edit(.setRoute(table.id, Route(destination: $0, target: target)))
          })
      }
    }
    return Array(bundles.prefix(4))
  }

  /// Whether packets end there because they were led to the wrong place. What a firewall or somebody's decision
  /// stops is not gone round.
  private static func isDeadEnd(_ code: Code) -> Bool {
    switch code {
    case .privateDestinationAtInternetGateway, .sharedDestinationAtInternetGateway,
      .noPublicAddressForEgress, .unroutableOnTheInternet, .egressOnlyFamily, .carrierFamily,
      .noCarrierAddress, .natFamily, .natWithoutSession, .protocolRestriction, .peeringAddress,
      .transitGatewayZone, .transitGatewayNoAssociation, .transitGatewayNoRoute, .transitGatewayBlackhole,
      .transitGatewayFamily, .badStateAttachment, .badState, .vpnGatewayEgress, .badStateVPN,
      .transitGatewayBadStateVPN, .directConnectDown, .vpnFamily, .vpnGatewayNoRoute,
      .gatewayEndpointProtocol, .loop, .unknownDestination, .replyMisdelivered:
      true
    default: false
    }
  }

  /// Whether a route of the destination wins over one of the prefix, and may stand in a table of the VPC.
  private func isWithin(_ destination: RouteDestination, _ prefix: IPPrefix, _ vpc: VPCID) -> Bool {
    guard case .prefix(let own) = destination else { return true }
    let locals = network.index.vpcs[vpc].map { topology.vpcs[$0].prefixes } ?? []
    return own != prefix && prefix.contains(own) && !locals.contains { $0.contains(own) }
  }

  private static func precedes(_ left: RouteDestination, _ right: RouteDestination) -> Bool {
    switch (left, right) {
    case (.prefix(let left), .prefix(let right)): left < right
    case (.prefixList(let left), .prefixList(let right)): left < right
    case (.prefix, .prefixList): true
    case (.prefixList, .prefix): false
    }
  }

  /// The range that a route to the target is for: one of the far network's, the internet's, a service's list.
  private func destination(for target: RouteTarget, _ fixed: RouteDestination?, _ need: FixNeed)
    -> RouteDestination
  {
    if let fixed { return fixed }
    if Int(need.destinationRange.length) < need.destination.family.bitWidth {
      return .prefix(need.destinationRange)
    }
    if let range = subnetRange(of: need.destination) { return .prefix(range) }
    if let place = network.externalRange(holding: need.destination) { return .prefix(place) }
    return .prefix(need.destinationRange)
  }

  /// Gateways of the table's VPC towards the destination, and the destination that goes with one of them.
  private func targets(_ table: RouteTable, _ need: FixNeed) -> [(RouteTarget, RouteDestination?)] {
    let address = need.destination
    let homes = Set(
      topology.vpcs.indices.filter { graph.vpcs[$0].owner(of: address) != nil }.map { topology.vpcs[$0].id })
    if homes.isEmpty, network.externalRange(holding: address) == nil, SpecialRanges.isPublic(address) {
      return outside(table, need)
    }
    var found: [(RouteTarget, RouteDestination?)] = []
    for peering in topology.vpcPeeringConnections where peering.isActive {
      let ends = [peering.requester.vpc, peering.accepter.vpc]
      guard let other = ends.first(where: { $0 != table.vpc }), ends.contains(table.vpc),
        homes.contains(other)
      else { continue }
      found.append((.vpcPeeringConnection(peering.id), nil))
    }
    found += transitGateways(of: table.vpc)
    for gateway in topology.vpnGateways where gateway.vpc == table.vpc && homes.isEmpty {
      found.append((.vpnGateway(gateway.id), nil))
    }
    return found
  }

  /// Ways to public addresses.
  private func outside(_ table: RouteTable, _ need: FixNeed) -> [(RouteTarget, RouteDestination?)] {
    var found: [(RouteTarget, RouteDestination?)] = []
    for endpoint in topology.vpcEndpoints where endpoint.vpc == table.vpc && endpoint.kind == .gateway {
      guard let list = list(of: endpoint, holding: need.destination) else { continue }
      found.append((.vpcEndpoint(endpoint.id), .prefixList(list)))
    }
    let gateways = topology.internetGateways.filter { $0.vpc == table.vpc }
    let internet = gateways.map { (RouteTarget.internetGateway($0.id), RouteDestination?.none) }
    let vpc = network.index.vpcs[table.vpc].map { graph.vpcs[$0] }
    let isKnownOutside =
      need.source.family == .ipv6 || vpc?.publicAddress[need.source] != nil || need.isReply
    var natted: [(RouteTarget, RouteDestination?)] = []
    if !need.isReply, need.source.family == .ipv4 {
      natted = natGateways(of: table.vpc, servingLike: need.source).map { (.natGateway($0.id), nil) }
    }
    if !need.isReply, need.source.family == .ipv6 {
      natted = topology.egressOnlyInternetGateways.filter { $0.vpc == table.vpc }
        .map { (.egressOnlyInternetGateway($0.id), nil) }
    }
    found += isKnownOutside ? internet + natted : natted + internet
    return found + transitGateways(of: table.vpc)
  }

  /// Public NAT gateways, those of the sender's zone first.
  private func natGateways(of vpc: VPCID, servingLike source: IPAddress) -> [NATGateway] {
    let zone = network.index.vpcs[vpc].flatMap { graph.vpcs[$0].owner(of: source)?.interface }
      .map { graph.subnets[graph.interfaces[$0.value].subnet.value].zone }
    func isNear(_ gateway: NATGateway) -> Bool {
      guard let subnet = gateway.subnet, let place = network.index.subnets[subnet] else { return true }
      return graph.subnets[place].zone == zone
    }
    return topology.natGateways
      .filter { $0.vpc == vpc && $0.isAvailable && $0.connectivity == .public }
      .sorted { (isNear($0) ? 0 : 1, $0.id) < (isNear($1) ? 0 : 1, $1.id) }
  }

  private func transitGateways(of vpc: VPCID) -> [(RouteTarget, RouteDestination?)] {
    var found: [(RouteTarget, RouteDestination?)] = []
    for attachment in topology.transitGatewayAttachments where attachment.isAvailable {
      guard case .vpc(vpc, _) = attachment.kind else { continue }
      let target = RouteTarget.transitGateway(attachment.transitGateway)
      if !found.contains(where: { $0.0 == target }) { found.append((target, nil)) }
    }
    return found
  }

  /// The prefix list by which other tables lead to the endpoint, or that is called as its service is.
  private func list(of endpoint: VPCEndpoint, holding address: IPAddress) -> PrefixListID? {
    let routed = topology.routeTables.flatMap(\.routes).compactMap { route -> PrefixListID? in
      guard route.target == .vpcEndpoint(endpoint.id), case .prefixList(let list) = route.destination else {
        return nil
      }
      return list
    }
    let named = topology.prefixLists.filter { $0.listName == endpoint.serviceName }.map(\.id)
    return (named + routed).first { id in
      guard let place = network.index.prefixLists[id] else { return false }
      return topology.prefixLists[place].entries?.contains { $0.contains(address) } ?? false
    }
  }

  // MARK: To stop

  func routeRemoval(_ id: TableID, _ entry: Int?) -> [Bundle] {
    let compiled = graph.tables[id.value]
    guard let entry, let place = compiled.entries[entry].route else { return [] }
    let table = topology.routeTables[Int(compiled.element.index)]
    guard table.routes[place].target != .local else { return [] }
    return [[.edit(.removeRoute(table.id, table.routes[place].destination))]]
  }
}
