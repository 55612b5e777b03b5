import PacketWalkAddressing
import PacketWalkTopology

extension JudgedWalk {
  // MARK: Internet gateways

  static let privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]
    .compactMap(IPPrefix.init)

  static func isPrivate(_ address: IPAddress) -> Bool { privateRanges.contains { $0.contains(address) } }

  mutating func leaveByInternetGateway(_ id: InternetGatewayID, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    guard topology.internetGateways.contains(where: { $0.id == id && $0.vpc == place.vpc }) else {
      throw Dropped("\(id) is not attached")
    }
    if Self.isPrivate(packet.destination) { throw Dropped("\(id): private destination (IGW-5)") }
    guard owner(of: packet.source, in: place.vpc) != nil else { throw Dropped("\(id): source elsewhere") }
    if let subnet = place.subnet { try keepToMiddlebox(id, packet, subnet) }
    let inside = packet
    var packet = packet
    if packet.family == .ipv4 {
      guard let outside = publicAddress(of: packet.source, in: place.vpc) else {
        throw Dropped("\(id): \(packet.source) has no public address")
      }
      packet.source = outside
    }
    try letOut(place, inside)
    try loseIdentity(id.rawValue)
    return try world(packet)
  }

  /// What comes in for the subnet passes a middlebox by the gateway's table; so must what it sends (RT-12).
  private mutating func keepToMiddlebox(_ id: InternetGatewayID, _ packet: JudgedPacket, _ subnet: Subnet)
    throws(Dropped)
  {
    guard subnet.prefixes.contains(where: { $0.contains(packet.source) }),
      let edge = topology.routeTables.first(where: { $0.gateways.contains(id.rawValue) })
    else { return }
    switch try lookup(edge, packet.source) {
    case .networkInterface(let middlebox):
      if case .interface(let sender)? = owner(of: packet.source, in: subnet.vpc), sender.id == middlebox {
        return
      }
      throw Dropped("\(id): goes round \(middlebox) (RT-12)")
    case .vpcEndpoint(let endpoint): throw Dropped("\(id): goes round \(endpoint) (RT-12)")
    default: return
    }
  }

  /// The internet carries a packet to whoever has its destination.
  mutating func world(_ packet: JudgedPacket) throws(Dropped) -> Arrival {
    try hop("internet \(packet)")
    carrier = nil
    isCarriedByNAT = false
    if packet.family == .ipv6 {
      guard
        let vpc = topology.vpcs.first(where: { $0.prefixes.contains { $0.contains(packet.destination) } })
      else {
        // The prefix of NAT64 is nobody's on the internet (RFC 6052).
        if Self.isAmazons(packet.destination) { throw Dropped("no internet knows \(packet.destination)") }
        return .internet(packet)
      }
      if egressOnly.contains(packet.reply) {
        if case .interface(let interface)? = owner(of: packet.destination, in: vpc.id),
          try access(Place(subnet(interface.subnet))) == .blocked
        {
          throw Dropped("BPA")
        }
        return try arrive(vpc.id, packet, from: nil)
      }
      return try enter(vpc.id, packet)
    }
    for interface in topology.networkInterfaces {
      for address in interface.addresses where address.publicAddress == packet.destination {
        var packet = packet
        packet.destination = address.address
        return try enter(vpc(of: interface), packet)
      }
    }
    for gateway in topology.natGateways {
      for address in gateway.allAddresses where address.publicAddress == packet.destination {
        var packet = packet
        packet.destination = address.address
        return try enter(gateway.vpc, packet)
      }
    }
    if Self.isPrivate(packet.destination) || Self.isAmazons(packet.destination) {
      throw Dropped("no internet knows \(packet.destination)")
    }
    return .internet(packet)
  }

  private mutating func enter(_ vpc: VPCID, _ packet: JudgedPacket) throws(Dropped) -> Arrival {
    guard let gateway = topology.internetGateways.first(where: { $0.vpc == vpc }) else {
      throw Dropped("\(vpc) has no internet gateway")
    }
    if Self.isPrivate(packet.source) { throw Dropped("\(gateway.id): private source (IGW-5)") }
    guard let owner = owner(of: packet.destination, in: vpc) else { throw Dropped("nobody (IGW-4)") }
    if case .interface(let interface) = owner, interface.deniesInternetGatewayTraffic {
      throw Dropped("\(interface.id) denies (IGW-6)")
    }
    // A regional NAT gateway is in none of the VPC's ranges (NAT-9).
    if let edge = topology.routeTables.first(where: { $0.gateways.contains(gateway.id.rawValue) }),
      try self.vpc(vpc).prefixes.contains(where: { $0.contains(packet.destination) })
    {
      switch try lookup(edge, packet.destination) {
      case .local: break
      case .networkInterface(let id):
        guard let middlebox = topology.networkInterfaces.first(where: { $0.id == id }) else {
          throw Dropped("no \(id)")
        }
        let isPublic = middlebox.addresses.contains {
          packet.family == .ipv6 ? $0.address.family == .ipv6 : $0.publicAddress != nil
        }
        guard isPublic else { throw Dropped("\(id) has no public address (RT-11)") }
        try letIn(Place(subnet(middlebox.subnet)), packet)
        return try receive(middlebox, packet, from: nil)
      case .vpcEndpoint(let id):
        guard let steering = topology.vpcEndpoints.first(where: { $0.id == id }) else {
          throw Dropped("no \(id)")
        }
        let own = try steering.subnets.first.map { id throws(Dropped) in Place(try subnet(id)) }
        let isFirewalled = topology.networkFirewalls.contains { $0.endpoints.contains(id) }
        try letIn(own ?? Place(vpc: vpc, zone: ""), packet, isFirewalled: isFirewalled)
        return try steer(steering, packet, Place(vpc: vpc, zone: ""))
      default: throw Dropped("edge target")
      }
    }
    switch owner {
    case .interface(let interface):
      try letIn(Place(subnet(interface.subnet)), packet)
    case .gateway(let gateway):
      // It takes nothing but answers (NAT-3).
      let place = try gateway.subnet.map { id throws(Dropped) in Place(try subnet(id)) }
      if try access(place ?? Place(vpc: vpc, zone: "")) == .blocked { throw Dropped("BPA of \(gateway.id)") }
    }
    return try arrive(vpc, packet, from: nil)
  }
}
