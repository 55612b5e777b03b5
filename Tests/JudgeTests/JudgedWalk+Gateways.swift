import PacketWalkAddressing
import PacketWalkTopology

extension JudgedWalk {
  // MARK: Internet gateways

  static let privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]
    .compactMap(IPPrefix.init)

  static func isPrivate(_ address: IPAddress) -> Bool { privateRanges.contains { $0.contains(address) } }

  mutating func leaveByInternetGateway(_ id: InternetGatewayID, _ packet: JudgedPacket, _ subnet: Subnet)
    throws(Dropped) -> Arrival
  {
    guard topology.internetGateways.contains(where: { $0.id == id && $0.vpc == subnet.vpc }) else {
      throw Dropped("\(id) is not attached")
    }
    if Self.isPrivate(packet.destination) { throw Dropped("\(id): private destination (IGW-5)") }
    switch subnet.blockPublicAccess ?? .off {
    case .bidirectional: throw Dropped("BPA of \(subnet.id)")
    case .ingress where !isCarriedByNAT: throw Dropped("BPA of \(subnet.id)")
    default: break
    }
    guard owner(of: packet.source, in: subnet.vpc) != nil else { throw Dropped("\(id): source elsewhere") }
    try keepToMiddlebox(id, packet, subnet)
    var packet = packet
    if packet.family == .ipv4 {
      guard let outside = publicAddress(of: packet.source, in: subnet.vpc) else {
        throw Dropped("\(id): \(packet.source) has no public address")
      }
      packet.source = outside
    }
    try loseIdentity(id.rawValue)
    return try world(packet)
  }

  /// What comes in for the subnet passes a middlebox by the gateway's table; so must what it sends (RT-12).
  private mutating func keepToMiddlebox(_ id: InternetGatewayID, _ packet: JudgedPacket, _ subnet: Subnet)
    throws(Dropped)
  {
    guard subnet.prefixes.contains(where: { $0.contains(packet.source) }),
      let edge = topology.routeTables.first(where: { $0.gateways.contains(id.rawValue) }),
      case .networkInterface(let middlebox) = try lookup(edge, packet.source)
    else { return }
    if case .interface(let sender)? = owner(of: packet.source, in: subnet.vpc), sender.id == middlebox {
      return
    }
    throw Dropped("\(id): goes round \(middlebox) (RT-12)")
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
          try subnet(interface.subnet).blockPublicAccess == .bidirectional
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
      for address in gateway.addresses where address.publicAddress == packet.destination {
        var packet = packet
        packet.destination = address.address
        return try enter(gateway.vpc, packet)
      }
    }
    if Self.isPrivate(packet.destination) { throw Dropped("no internet knows \(packet.destination)") }
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
    if let edge = topology.routeTables.first(where: { $0.gateways.contains(gateway.id.rawValue) }) {
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
        guard try subnet(middlebox.subnet).blockPublicAccess ?? .off == .off else { throw Dropped("BPA") }
        return try receive(middlebox, packet, from: nil)
      default: throw Dropped("edge target")
      }
    }
    switch owner {
    case .interface(let interface):
      guard try subnet(interface.subnet).blockPublicAccess ?? .off == .off else { throw Dropped("BPA") }
    case .gateway(let gateway):
      guard let id = gateway.subnet, try subnet(id).blockPublicAccess != .bidirectional else {
        throw Dropped("BPA")
      }
    }
    return try arrive(vpc, packet, from: nil)
  }

  // MARK: NAT gateways

  static let nat64 = IPPrefix("64:ff9b::/96")

  /// A new flow gets one of the gateway's addresses and a port (NAT-1, NAT-2, NAT-8, NAT-10).
  mutating func translate(_ id: NATGatewayID, _ packet: JudgedPacket, _ subnet: Subnet)
    throws(Dropped) -> Arrival
  {
    try hop("\(id) \(packet)")
    guard let gateway = topology.natGateways.first(where: { $0.id == id && $0.vpc == subnet.vpc }),
      gateway.isAvailable, let place = gateway.subnet
    else { throw Dropped("\(id) is not available") }
    let own = try self.subnet(place)
    if own.id != subnet.id { try checkACL(own, .ingress, packet) }
    guard [.tcp, .udp, .icmp, .icmpv6].contains(packet.protocol) else { throw Dropped("\(id): protocol") }
    var sent = packet
    if packet.family == .ipv6 {
      guard Self.nat64?.contains(packet.destination) ?? false else { throw Dropped("\(id): IPv6") }
      sent.destination = IPAddress(family: .ipv4, bits: packet.destination.bits & 0xFFFF_FFFF)
      if packet.protocol == .icmpv6 {
        sent.protocol = .icmp
        sent.icmpType = packet.icmpType == 128 ? 8 : 0
      }
    }
    let addresses = gateway.addresses.map(\.address)
    guard !addresses.isEmpty else { throw Dropped("\(id) has no address") }
    sent.source = addresses[addresses.count == 1 ? 0 : chooser.choose(addresses.count)]
    if sent.protocol == .tcp || sent.protocol == .udp { sent.sourcePort = port(in: .anyEphemeral) }
    try loseIdentity(id.rawValue)
    translated[Translated(gateway: id, packet: sent)] = packet
    carrier = nil
    isCarriedByNAT = true
    // Its own subnet's access list and table come next (NAT-4).
    return try leave(own, sent)
  }

  /// Only what answers a flow gets in (NAT-3).
  mutating func answer(_ gateway: NATGateway, _ packet: JudgedPacket, from previous: Subnet?)
    throws(Dropped) -> Arrival
  {
    try hop("\(gateway.id) gets \(packet)")
    guard let place = gateway.subnet else { throw Dropped("regional") }
    let own = try subnet(place)
    if own.id != previous?.id { try checkACL(own, .ingress, packet) }
    guard let original = translated[Translated(gateway: gateway.id, packet: packet.reply)] else {
      throw Dropped("\(gateway.id): unsolicited")
    }
    try loseIdentity(gateway.id.rawValue)
    carrier = nil
    isCarriedByNAT = true
    return try leave(own, original.reply)
  }
}
