import PacketWalkAddressing
import PacketWalkTopology

extension JudgedWalk {
  // MARK: Choosing a route

  private struct Candidate {
    var length: UInt8
    var rank: Int
    var state: Route.State
    var target: RouteTarget
  }

  /// RT-2 and RT-4, over all routes of the table.
  func lookup(_ table: RouteTable, _ address: IPAddress) throws(Dropped) -> RouteTarget {
    // Whatever covers them, AWS's own ranges are not forwarded (RT-8).
    for text in ["169.254.168.0/22", "fd00:ec2::/32"] where IPPrefix(text)?.contains(address) ?? false {
      throw Dropped("\(address) is AWS's (RT-8)")
    }
    let vpc = try vpc(table.vpc)
    var candidates: [Candidate] = []
    for prefix in vpc.prefixes where prefix.contains(address) {
      // A route of the range itself stands for the local one (RT-5).
      let stands = table.routes.contains {
        $0.destination == .prefix(prefix) && $0.state != .filtered && $0.source != .propagated
      }
      if stands { continue }
      candidates.append(Candidate(length: prefix.length, rank: 0, state: .active, target: .local))
    }
    let isLocal = vpc.prefixes.contains { $0.contains(address) }
    for route in table.routes where route.state != .filtered {
      if route.source == .propagated, isLocal { continue }
      switch route.destination {
      case .prefix(let prefix):
        guard prefix.contains(address) else { continue }
        candidates.append(
          Candidate(
            length: prefix.length, rank: route.source == .static ? 0 : 2, state: route.state,
            target: route.target))
      case .prefixList(let id):
        for entry in topology.prefixLists.first(where: { $0.id == id })?.entries ?? []
        where entry.contains(address) {
          candidates.append(
            Candidate(length: entry.length, rank: 1, state: route.state, target: route.target))
        }
      }
    }
    let longest = candidates.map(\.length).max()
    let best = candidates.filter { $0.length == longest }
    let first = best.map(\.rank).min()
    var equal: [Candidate] = []
    for candidate in best where candidate.rank == first {
      if !equal.contains(where: { $0.target == candidate.target && $0.state == candidate.state }) {
        equal.append(candidate)
      }
    }
    guard !equal.isEmpty else { throw Dropped("\(table.id) has no route to \(address)") }
    // Two prefix lists: AWS picks one, and stays with it (RT-4.5).
    let chosen =
      equal[
        equal.count == 1
          ? 0
          : chooser.choose(equal.count, named: "\(table.id) \(IPPrefix(address, length: Int(longest ?? 0)))")]
    if chosen.state == .blackhole { throw Dropped("\(table.id) blackhole for \(address)") }
    return chosen.target
  }

  /// Where a table is asked: in a subnet, or at a gateway that has none (NAT-9).
  struct Place {
    var vpc: VPCID
    var subnet: Subnet?
    var zone: String

    init(_ subnet: Subnet) { (vpc, self.subnet, zone) = (subnet.vpc, subnet, subnet.zone.identity) }

    init(vpc: VPCID, zone: String) { (self.vpc, self.zone) = (vpc, zone) }
  }

  mutating func follow(_ target: RouteTarget, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    switch target {
    case .local:
      return try arrive(place.vpc, packet, from: place.subnet)
    case .networkInterface(let id):
      guard let interface = topology.networkInterfaces.first(where: { $0.id == id }),
        try vpc(of: interface) == place.vpc
      else { throw Dropped("no \(id)") }
      return try receive(interface, packet, from: place.subnet)
    case .address(let hop):
      guard case .interface(let interface)? = owner(of: hop, in: place.vpc) else {
        throw Dropped("nobody holds \(hop)")
      }
      return try receive(interface, packet, from: place.subnet)
    case .internetGateway(let id):
      return try leaveByInternetGateway(id, packet, place)
    case .egressOnlyInternetGateway(let id):
      guard topology.egressOnlyInternetGateways.contains(where: { $0.id == id && $0.vpc == place.vpc }),
        packet.family == .ipv6, owner(of: packet.source, in: place.vpc) != nil
      else { throw Dropped("\(id)") }
      // What the internet began does not go on through it (EIGW-1).
      if isReply, !egressOnly.contains(packet) { throw Dropped("\(id): unsolicited") }
      if try access(place) == .blocked { throw Dropped("\(id): BPA") }
      try loseIdentity(id.rawValue)
      egressOnly.insert(packet)
      return try world(packet)
    case .natGateway(let id):
      return try translate(id, packet, place)
    case .vpcPeeringConnection(let id):
      return try cross(id, packet, place)
    case .transitGateway(let id):
      return try enterTransit(id, packet, place)
    case .vpcEndpoint(let id):
      return try reachService(id, packet, place)
    case .vpnGateway(let id):
      return try leaveByVPNGateway(id, packet, place)
    case .carrierGateway(let id): throw Dropped("\(id): not judged")
    case .unmodelled(let kind, let id):
      throw Dropped("\(kind) \(id)")
    }
  }

  // MARK: Peering

  private mutating func cross(_ id: VPCPeeringConnectionID, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    guard let peering = topology.vpcPeeringConnections.first(where: { $0.id == id }), peering.isActive else {
      throw Dropped("\(id) is not active")
    }
    let far: VPCID
    if peering.requester.vpc == place.vpc {
      far = peering.accepter.vpc
    } else if peering.accepter.vpc == place.vpc {
      far = peering.requester.vpc
    } else {
      throw Dropped("\(id) is elsewhere")
    }
    // No transit and no edge to edge (PCX-2).
    guard try vpc(far).prefixes.contains(where: { $0.contains(packet.destination) }),
      try vpc(place.vpc).prefixes.contains(where: { $0.contains(packet.source) })
    else { throw Dropped("\(id): not in the VPC's ranges") }
    if peering.requester.region != peering.accepter.region { try loseIdentity(id.rawValue) }
    try hop("\(id)")
    // No table is asked on arrival (PCX-6).
    return try arrive(far, packet, from: nil)
  }

  // MARK: Gateway endpoints

  private mutating func reachService(_ id: VPCEndpointID, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    if let steering = topology.vpcEndpoints.first(where: { $0.id == id && $0.kind == .gatewayLoadBalancer }) {
      return try steer(steering, packet, place)
    }
    guard
      let endpoint = topology.vpcEndpoints.first(where: {
        $0.id == id && $0.vpc == place.vpc && $0.kind == .gateway
      }), endpoint.isAvailable
    else { throw Dropped("\(id)") }
    // TCP or an echo, over IPv4, and only from inside (VPCE-2).
    guard packet.family == .ipv4,
      packet.protocol == .tcp || (packet.protocol == .icmp && (packet.icmpType == 8 || packet.icmpType == 0))
    else { throw Dropped("\(id): protocol") }
    guard owner(of: packet.source, in: place.vpc) != nil else { throw Dropped("\(id): source elsewhere") }
    try loseIdentity(id.rawValue)
    return .service(place.vpc, packet)
  }

  // MARK: Transit gateways

  private mutating func enterTransit(_ id: TransitGatewayID, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    for attachment in topology.transitGatewayAttachments
    where attachment.transitGateway == id && attachment.isAvailable {
      guard case .vpc(place.vpc, let subnets) = attachment.kind else { continue }
      for id in subnets {
        let own = try self.subnet(id)
        // An attachment serves the zones of its subnets (TGW-1).
        guard own.zone.identity == place.zone else { continue }
        // Inbound rules by source, in whichever subnet it stands (ACL-14, ACL-15).
        try checkACL(own, .ingress, packet)
        return try transit(attachment, packet, zone: own.zone.identity)
      }
      throw Dropped("\(id): no attachment in \(place.zone)")
    }
    throw Dropped("\(id) is not attached to \(place.vpc)")
  }

  /// From one attachment to the next by the table that the first is associated with (TGW-2, TGW-4).
  mutating func transit(
    _ attachment: TransitGatewayAttachment, _ packet: JudgedPacket, zone: String?
  ) throws(Dropped) -> Arrival {
    try hop("\(attachment.id)")
    // Egress rules never match over a transit gateway (SG-9).
    if !obligations.isEmpty { throw Dropped("egress reference over \(attachment.transitGateway)") }
    if case .vpc = attachment.kind, packet.family == .ipv6, !attachment.supportsIPv6 {
      throw Dropped("\(attachment.id): IPv6")
    }
    guard
      let table = topology.transitGatewayRouteTables.first(where: {
        $0.transitGateway == attachment.transitGateway && $0.associations.contains(attachment.id)
      })
    else { throw Dropped("\(attachment.id) has no table") }
    var best: (length: UInt8, route: TransitGatewayRoute)?
    for route in table.routes ?? [] {
      let prefixes: [IPPrefix] =
        switch route.destination {
        case .prefix(let prefix): [prefix]
        case .prefixList(let id): topology.prefixLists.first { $0.id == id }?.entries ?? []
        }
      for prefix in prefixes where prefix.contains(packet.destination) {
        if let found = best,
          (found.length, route.source.rawValue) > (prefix.length, found.route.source.rawValue)
            || (found.length == prefix.length && found.route.source <= route.source)
        {
          continue
        }
        best = (prefix.length, route)
      }
    }
    guard let route = best?.route, !route.isBlackhole, !route.attachments.isEmpty else {
      throw Dropped("\(table.id): nowhere to \(packet.destination)")
    }
    let next = route.attachments[route.attachments.count == 1 ? 0 : chooser.choose(route.attachments.count)]
    guard
      let exit = topology.transitGatewayAttachments.first(where: {
        $0.id == next && $0.transitGateway == attachment.transitGateway
      }), exit.isAvailable
    else { throw Dropped("no \(next)") }
    switch exit.kind {
    case .vpc(_, let subnets):
      if packet.family == .ipv6, !exit.supportsIPv6 { throw Dropped("\(exit.id): IPv6") }
      let gateway = topology.transitGateways.first { $0.id == attachment.transitGateway }
      if !(gateway?.referencesSecurityGroups ?? false) || !attachment.referencesSecurityGroups
        || !exit.referencesSecurityGroups
      {
        identity = nil
      }
      carrier = nil
      isCarriedByNAT = false
      // It comes out in the attachment's subnet and is routed by that subnet's table (TGW-7).
      return try leave(try exitSubnet(exit, subnets, packet, zone), packet)
    case .peering(let far, let end):
      identity = nil
      guard
        let entry = topology.transitGatewayAttachments.first(where: {
          $0.transitGateway == far && $0.id == end
        }), entry.isAvailable
      else { throw Dropped("no \(end)") }
      return try transit(entry, packet, zone: nil)
    case .other:
      return try leaveByAttachment(exit, packet)
    }
  }

  /// The zone in which a packet comes out (TGW-8).
  private func exitSubnet(
    _ exit: TransitGatewayAttachment, _ subnets: [SubnetID], _ packet: JudgedPacket, _ zone: String?
  ) throws(Dropped) -> Subnet {
    var places: [Subnet] = []
    for id in subnets { places.append(try subnet(id)) }
    guard !places.isEmpty else { throw Dropped("\(exit.id) has no subnet") }
    let same = places.first { $0.zone.identity == zone }
    if exit.isApplianceMode {
      let destination = zoneOf(packet.destination)
      if let same, destination == nil || destination == zone { return same }
      return places[places.count == 1 ? 0 : chooser.choose(places.count, named: "\(exit.id) \(packet.flow)")]
    }
    if let same { return same }
    return places[places.count == 1 ? 0 : chooser.choose(places.count)]
  }

  func zoneOf(_ address: IPAddress) -> String? {
    for subnet in topology.subnets where subnet.prefixes.contains(where: { $0.contains(address) }) {
      return subnet.zone.identity
    }
    return nil
  }
}
