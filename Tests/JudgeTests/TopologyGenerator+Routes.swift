import PacketWalkAddressing
import PacketWalkTopology

extension TopologyGenerator {
  mutating func tables() {
    for vpc in topology.vpcs {
      let subnets = topology.subnets.filter { $0.vpc == vpc.id }
      var free = subnets.map(\.id)
      for number in 0...count(0...2) {
        let own = number == 0 ? [] : free.filter { _ in chance(60) }
        free.removeAll { own.contains($0) }
        topology.routeTables.append(
          RouteTable(
            id: .init("rtb-\(vpc.id.rawValue.last ?? "0")\(number)"), vpc: vpc.id, isMain: number == 0,
            subnets: own, routes: routes(vpc, subnets)))
      }
      for id in topology.natGateways.filter({ $0.vpc == vpc.id }).compactMap(\.routeTable) {
        // To itself it leads no traffic; and whether its packets count as the VPC's for a gateway endpoint, AWS shows no
        // private address of it, nobody says.
        let own = routes(vpc, []).filter { route in
          switch route.target {
          case .natGateway: false
          case .vpcEndpoint(let id):
            topology.vpcEndpoints.contains { $0.id == id && $0.kind == .gatewayLoadBalancer }
          default: true
          }
        }
        topology.routeTables.append(RouteTable(id: id, vpc: vpc.id, routes: own))
      }
      let gateways =
        topology.internetGateways.filter { $0.vpc == vpc.id }.map(\.id.rawValue)
        + topology.vpnGateways.filter { $0.vpc == vpc.id }.map(\.id.rawValue)
      for (number, gateway) in gateways.enumerated() where chance(20) {
        var routes: [Route] = []
        for subnet in subnets where chance(50) {
          let hosts = plain(in: vpc.id).filter { $0.subnet != subnet.id }.map(\.id)
          guard let middlebox = pick(hosts) else { continue }
          let endpoint = chance(40) ? pick(steering(in: vpc.id)) : nil
          for prefix in subnet.prefixes where chance(80) {
            routes.append(
              Route(
                destination: .prefix(prefix),
                target: endpoint.map { .vpcEndpoint($0) } ?? .networkInterface(middlebox)))
          }
        }
        topology.routeTables.append(
          RouteTable(
            id: .init("rtb-\(vpc.id.rawValue.last ?? "0")-edge\(number)"), vpc: vpc.id,
            gateways: [gateway], routes: routes))
      }
    }
  }

  private func steering(in vpc: VPCID) -> [VPCEndpointID] {
    topology.vpcEndpoints.filter { $0.vpc == vpc && $0.kind == .gatewayLoadBalancer }.map(\.id)
  }

  private func plain(in vpc: VPCID) -> [NetworkInterface] {
    let own = Set(topology.subnets.filter { $0.vpc == vpc }.map(\.id))
    return topology.networkInterfaces.filter { own.contains($0.subnet) && $0.kind == .interface }
  }

  private mutating func routes(_ vpc: VPC, _ subnets: [Subnet]) -> [Route] {
    var routes: [Route] = []
    func add(
      _ destination: RouteDestination, _ target: RouteTarget, _ state: Route.State,
      _ source: Route.Source = .static
    ) {
      guard !routes.contains(where: { $0.destination == destination && $0.source == source }) else { return }
      routes.append(Route(destination: destination, target: target, state: state, source: source))
    }
    for gateway in topology.vpnGateways where gateway.vpc == vpc.id {
      // A propagated one beats none inside the VPC (RT-4, RT-10).
      for text in Self.beyond + ["10.1.0.0/16", "10.2.1.0/24"] where chance(text.hasPrefix("192") ? 75 : 20) {
        for prefix in prefix(text) { add(.prefix(prefix), .vpnGateway(gateway.id), .active, .propagated) }
      }
      for text in Self.beyond where chance(20) {
        for prefix in prefix(text) { add(.prefix(prefix), .vpnGateway(gateway.id), state()) }
      }
    }
    for text in Self.beyond where chance(60) {
      for prefix in prefix(text) {
        guard let target = target(vpc.id, .ipv4, isDefault: false) else { continue }
        add(.prefix(prefix), target, state())
      }
    }
    for text in ["0.0.0.0/0", "::/0"] where chance(85) {
      for prefix in prefix(text) {
        guard let target = target(vpc.id, prefix.family, isDefault: true) else { continue }
        add(.prefix(prefix), target, state())
      }
    }
    if chance(50) {
      for prefix in prefix("64:ff9b::/96") {
        if let nat = pick(topology.natGateways.filter { $0.vpc == vpc.id }.map(\.id)) {
          add(.prefix(prefix), .natGateway(nat), .active)
        }
      }
    }
    for far in topology.vpcs where far.id != vpc.id {
      for prefix in far.prefixes where chance(80) {
        if let target = target(vpc.id, prefix.family, isDefault: false, towards: far.id) {
          add(.prefix(prefix), target, state())
        }
      }
    }
    for text in ["169.254.0.0/16", "198.51.100.0/24", "198.51.100.64/26", "10.3.1.0/24", "192.0.2.0/26"]
    where chance(12) {
      for prefix in prefix(text) {
        if let target = target(vpc.id, prefix.family, isDefault: true) {
          add(.prefix(prefix), target, state())
        }
      }
    }
    // More specific than local: a whole subnet, to a middlebox or a NAT gateway (RT-5).
    for subnet in subnets {
      for prefix in subnet.prefixes where chance(8) {
        let hosts = plain(in: vpc.id).filter { $0.subnet != subnet.id }.map(\.id)
        let nats = topology.natGateways.filter { $0.vpc == vpc.id }.map(\.id)
        if chance(25), prefix.family == .ipv4, let nat = pick(nats) {
          add(.prefix(prefix), .natGateway(nat), .active)
        } else if chance(50), let endpoint = pick(steering(in: vpc.id)) {
          add(.prefix(prefix), .vpcEndpoint(endpoint), .active)
        } else if let host = pick(hosts) {
          add(.prefix(prefix), .networkInterface(host), .active)
        }
      }
    }
    for list in ["pl-a", "pl-b"] where chance(12) {
      if let target = target(vpc.id, .ipv4, isDefault: true) {
        add(.prefixList(.init(list)), target, state())
      }
    }
    for endpoint in topology.vpcEndpoints
    where endpoint.vpc == vpc.id && endpoint.kind == .gateway && chance(70) {
      add(.prefixList("pl-s3"), .vpcEndpoint(endpoint.id), .active)
    }
    return routes.shuffled(using: &random)
  }

  private mutating func state() -> Route.State {
    chance(96) ? .active : chance(70) ? .blackhole : .filtered
  }

  private mutating func target(
    _ vpc: VPCID, _ family: AddressFamily, isDefault: Bool, towards far: VPCID? = nil
  ) -> RouteTarget? {
    var choices: [RouteTarget] = []
    let peerings = topology.vpcPeeringConnections.filter { $0.requester.vpc == vpc || $0.accepter.vpc == vpc }
    if chance(18), let endpoint = pick(steering(in: vpc)) { return .vpcEndpoint(endpoint) }
    if isDefault {
      let gateways = topology.internetGateways.filter { $0.vpc == vpc }
      choices += gateways.map { .internetGateway($0.id) } + gateways.map { .internetGateway($0.id) }
      choices += topology.natGateways.filter { $0.vpc == vpc }.map { .natGateway($0.id) }
      if family == .ipv6 {
        choices += topology.egressOnlyInternetGateways.filter { $0.vpc == vpc }
          .map { .egressOnlyInternetGateway($0.id) }
      }
      if chance(10) { choices += peerings.map { .vpcPeeringConnection($0.id) } }
    } else {
      let direct = peerings.filter { $0.requester.vpc == far || $0.accepter.vpc == far }
      choices += direct.map { .vpcPeeringConnection($0.id) } + direct.map { .vpcPeeringConnection($0.id) }
      if chance(10) { choices += topology.natGateways.filter { $0.vpc == vpc }.map { .natGateway($0.id) } }
    }
    for attachment in topology.transitGatewayAttachments {
      if case .vpc(vpc, _) = attachment.kind { choices.append(.transitGateway(attachment.transitGateway)) }
    }
    if chance(12), let host = pick(plain(in: vpc)) {
      choices.append(
        chance(20)
          ? host.primaryAddress.map { .address($0) } ?? .networkInterface(host.id)
          : .networkInterface(host.id))
    }
    return pick(choices)
  }
}
