import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// Route tables become `ForwardingTable`s: the winner of each prefix, compiled once a table (A4).
extension GraphBuilder {
  /// The compiled form of a VPC's route table, by its place in the topology.
  mutating func table(compiling place: Int) -> TableID {
    if let known = compiledRouteTables[place] { return known }
    let table = topology.routeTables[place]
    let element = ElementRef(.routeTable, place)
    // Reserved first: a route may lead to an element that looks up this very table.
    let id = TableID(tables.count)
    compiledRouteTables[place] = id
    tables.append(
      ForwardingTable(
        element: element, entries: [], trie: RouteTrie([]), missCode: .noRoute, unknown: nil))

    var unknown: InputID?
    if !table.isComplete {
      unknown = missingInput(
        "a route of route table \(table.displayName) that could not be read", element)
    }
    let locals = index.vpcs[table.vpc].map { topology.vpcs[$0].prefixes } ?? []
    var candidates: [IPPrefix: [RouteCandidate]] = [:]
    for (position, route) in table.routes.enumerated() where route.state != .filtered {
      let rank = rank(of: route)
      switch route.destination {
      case .prefix(let prefix):
        // A local route beats any propagated one, however specific (RT-4.2).
        if rank >= RouteCandidate.propagated, locals.contains(where: { $0.contains(prefix) }) { continue }
        candidates[prefix, default: []].append(RouteCandidate(route: position, rank: rank))
      case .prefixList(let id):
        guard let list = index.prefixLists[id], let entries = topology.prefixLists[list].entries else {
          unknown = missingInput(
            "the entries of prefix list \(id)", remedy: remedy(for: .prefixLists), element)
          continue
        }
        for prefix in Set(entries) {
          candidates[prefix, default: []].append(RouteCandidate(route: position, rank: rank))
        }
      }
    }

    var entries: [ForwardingTable.Entry] = []
    for prefix in Set(locals) {
      // The local route is a static one: only another static route stands in its place (RT-4.4, RT-5).
      let listed = (candidates[prefix] ?? []).sorted { ($0.rank, $0.route) < ($1.rank, $1.route) }
      if let first = listed.first, first.rank < RouteCandidate.prefixList { continue }
      candidates[prefix] = nil
      let target = index.vpcs[table.vpc].map { vpcLocal[$0] }
      guard let target else { continue }
      entries.append(
        ForwardingTable.Entry(prefix: prefix, port: target, route: nil, beaten: listed.map(\.route)))
    }
    if let vpc = index.vpcs[table.vpc] {
      // VPC Lattice's addresses lead to it, whatever a table says of them (LAT-1).
      for prefix in lattice {
        let listed = candidates.removeValue(forKey: prefix) ?? []
        entries.append(
          ForwardingTable.Entry(
            prefix: prefix, port: latticeOut[vpc], route: nil, beaten: listed.map(\.route)))
      }
    }
    for prefix in candidates.keys.sorted() {
      let ranked = (candidates[prefix] ?? []).sorted { ($0.rank, $0.route) < ($1.rank, $1.route) }
      guard let best = ranked.first else { continue }
      let tied = ranked.filter { $0.rank == best.rank && best.rank == RouteCandidate.prefixList }
      let targets = Set(tied.map { table.routes[$0.route].target })
      var port =
        targets.count > 1
        ? ambiguous(tied.map(\.route), of: place) : port(for: table.routes[best.route], in: table, element)
      if beatsAdvertised(ranked.map { table.routes[$0.route] }) {
        let start = makePort(element, subnet: ports[port.value].subnet)
        define(start, [.assume(.staticBeatsAdvertised, unless: nil), .go(port)])
        port = start
      }
      entries.append(
        ForwardingTable.Entry(
          prefix: prefix, port: port, route: best.route, beaten: ranked.dropFirst().map(\.route)))
    }
    reserve(&entries, element)
    entries.sort { $0.prefix < $1.prefix }
    tables[id.value].entries = entries
    tables[id.value].trie = RouteTrie(
      entries.enumerated().lazy.map { (prefix: $1.prefix, value: UInt32($0)) })
    tables[id.value].unknown = unknown
    return id
  }

  /// RT-8: whatever route covers the ranges of AWS's own services does not forward them; VPC Lattice's are among
  /// them and lead to it.
  private mutating func reserve(_ entries: inout [ForwardingTable.Entry], _ element: ElementRef) {
    for range in SpecialRanges.reserved where entries.contains(where: { $0.prefix.overlaps(range) }) {
      entries.removeAll { entry in
        range.contains(entry.prefix) && !lattice.contains { $0.contains(entry.prefix) }
      }
      guard !entries.contains(where: { $0.prefix == range }) else { continue }
      entries.append(
        ForwardingTable.Entry(
          prefix: range, port: port(element, .drop(.reservedRange)), route: nil, beaten: []))
    }
  }

  /// Where a route leads, without its prefix.
  mutating func port(for route: Route, in table: RouteTable, _ element: ElementRef) -> PortID {
    if route.state == .blackhole { return port(element, .drop(.badStateRoute)) }
    let vpc = table.vpc
    switch route.target {
    case .local:
      guard let place = index.vpcs[vpc] else {
        let input = missingInput("the ranges of VPC \(vpc)", remedy: "aws ec2 describe-vpcs", element)
        return port(element, .missing(input))
      }
      return vpcLocal[place]
    case .internetGateway(let id):
      guard let place = index.internetGateways[id] else {
        return unknownTarget("internet gateway \(id)", .internetGateways, element)
      }
      guard topology.internetGateways[place].vpc == vpc else { return port(element, .drop(.badStateRoute)) }
      return internetGatewayOut[place]
    case .egressOnlyInternetGateway(let id):
      guard let place = index.egressOnlyGateways[id] else {
        return unknownTarget("egress-only internet gateway \(id)", .egressOnlyInternetGateways, element)
      }
      guard topology.egressOnlyInternetGateways[place].vpc == vpc else {
        return port(element, .drop(.badStateRoute))
      }
      return egressOnlyOut[place]
    case .carrierGateway(let id):
      guard let place = index.carrierGateways[id] else {
        return unknownTarget("carrier gateway \(id)", .carrierGateways, element)
      }
      guard topology.carrierGateways[place].vpc == vpc else { return port(element, .drop(.badStateRoute)) }
      return carrierOut[place]
    case .natGateway(let id):
      guard let place = index.natGateways[id] else {
        return unknownTarget("NAT gateway \(id)", .natGateways, element)
      }
      let gateway = topology.natGateways[place]
      guard gateway.vpc == vpc, gateway.isAvailable else { return port(element, .drop(.badStateRoute)) }
      return natArrival[place]
    case .networkInterface(let id):
      guard let place = index.interfaces[id] else {
        return unknownTarget("network interface \(id)", .networkInterfaces, element)
      }
      if let endpoint = endpointOfInterface[place], steeringSubnet(endpoint) != nil {
        return endpointOut[endpoint]
      }
      let facts = interfaces[place]
      guard index.vpcs[vpc] == facts.vpc.value, topology.networkInterfaces[place].isAttached else {
        return port(element, .drop(.badStateRoute))
      }
      if lacksPublicAddress(place, for: route, in: table) {
        return edgeAppliance(facts.arrival, element)
      }
      return facts.arrival
    case .vpcPeeringConnection(let id):
      guard let place = index.peerings[id] else {
        return unknownTarget("peering connection \(id)", .vpcPeeringConnections, element)
      }
      return peeringPorts[place][vpc] ?? port(element, .drop(.badStateRoute))
    case .transitGateway(let id):
      return transitGatewayPort(id, from: vpc, element)
    case .vpcEndpoint(let id):
      guard let place = index.endpoints[id] else {
        return unknownTarget("VPC endpoint \(id)", .vpcEndpoints, element)
      }
      guard topology.vpcEndpoints[place].vpc == vpc else { return port(element, .drop(.badStateRoute)) }
      return endpointOut[place]
    case .address(let address):
      guard let place = index.vpcs[vpc], let owner = vpcs[place].owner(of: address) else {
        return port(element, .drop(.badStateRoute))
      }
      if let interface = owner.interface, lacksPublicAddress(interface.value, for: route, in: table) {
        return edgeAppliance(owner.arrival, element)
      }
      return owner.arrival
    case .vpnGateway(let id):
      guard let place = index.vpnGateways[id] else {
        let what = "the VPN connection or Direct Connect behind virtual private gateway \(id)"
        return port(element, .missing(missingInput(what, remedy: remedy(for: .vpnGateways), element)))
      }
      guard topology.vpnGateways[place].vpc == vpc else { return port(element, .drop(.badStateRoute)) }
      return vpnGatewayOut[place]
    case .unmodelled(let kind, let id):
      let name = topology.unmodelled.first { $0.id == id }?.info.name ?? id
      let input = missingInput(
        "what lies behind \(kind) \(name)", remedy: Self.externalRemedy(name),
        unmodelledElement(id) ?? element)
      if let beyond = beyond(.gateway(id), unmodelledElement(id) ?? element, unknown: input) {
        return port(unmodelledElement(id) ?? element, .lookup(beyond))
      }
      return port(unmodelledElement(id) ?? element, .missing(input))
    }
  }

  /// RT-11: the VPC guide asks for a public address on a middlebox that an internet gateway's table leads to,
  /// of the route's family.
  private func lacksPublicAddress(_ interface: Int, for route: Route, in table: RouteTable) -> Bool {
    guard table.gateways.contains(where: { index.internetGateways[InternetGatewayID($0)] != nil }) else {
      return false
    }
    let addresses = topology.networkInterfaces[interface].addresses
    if case .prefix(let prefix) = route.destination, prefix.family == .ipv6 {
      return !addresses.contains { $0.address.family == .ipv6 }
    }
    return !addresses.contains { $0.publicAddress != nil }
  }

  /// In the appliance's subnet, which Block Public Access asks for (BPA-2).
  private mutating func edgeAppliance(_ arrival: PortID, _ element: ElementRef) -> PortID {
    let start = makePort(element, subnet: ports[arrival.value].subnet)
    define(start, [.assume(.edgeApplianceNeedsPublicAddress, unless: nil), .go(arrival)])
    return start
  }

  /// A target that the input does not hold: a route that AWS would show as a blackhole where the input
  /// has all of the kind, else unknown.
  mutating func unknownTarget(_ what: String, _ kind: ResourceKind, _ element: ElementRef) -> PortID {
    guard topology.isMissing(kind) else { return port(element, .drop(.badStateRoute)) }
    return port(element, .missing(missingInput(what, remedy: remedy(for: kind), element)))
  }

  func unmodelledElement(_ id: String) -> ElementRef? {
    topology.unmodelled.firstIndex { $0.id == id }.map { ElementRef(.unmodelled, $0) }
  }

  /// Two prefix lists with one range and different targets: AWS picks one, stably but arbitrarily (RT-4.5).
  private mutating func ambiguous(_ routes: [Int], of place: Int) -> PortID {
    let table = topology.routeTables[place]
    let element = ElementRef(.routeTable, place)
    let alternatives = routes.map { route in
      Choice.Alternative(
        port: port(for: table.routes[route], in: table, element), element: element, rule: route)
    }
    let choice = choice(
      Choice(
        kind: .ambiguousRoute, element: element, alternatives: alternatives, isPerDirection: false,
        emptyCode: .noRoute))
    return port(element, .choose(choice))
  }

  /// Whether the first of equal prefixes is static and leads elsewhere than one of a route server's (RT-14).
  private func beatsAdvertised(_ ranked: [Route]) -> Bool {
    guard let best = ranked.first, best.source == .static else { return false }
    return ranked.contains { $0.source == .advertised && $0.target != best.target }
  }

  /// The order of equal prefixes (RT-4.4, RT-14).
  private func rank(of route: Route) -> Int {
    switch route.source {
    case .static:
      if case .prefixList = route.destination { return RouteCandidate.prefixList }
      return RouteCandidate.static
    case .propagated, .advertised:
      return RouteCandidate.propagated
    }
  }
}

/// A route that competes for a prefix; the lowest rank wins.
private struct RouteCandidate {
  static let `static` = 0
  static let prefixList = 1
  static let propagated = 2

  var route: Int
  var rank: Int
}
