import PacketWalkAddressing
import PacketWalkTopology

extension JudgedWalk {
  static let nat64 = IPPrefix("64:ff9b::/96")

  /// A new flow gets one of the gateway's addresses and a port (NAT-1, NAT-2, NAT-8, NAT-10).
  mutating func translate(_ id: NATGatewayID, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    try hop("\(id) \(packet)")
    guard let gateway = topology.natGateways.first(where: { $0.id == id && $0.vpc == place.vpc }),
      gateway.isAvailable
    else { throw Dropped("\(id) is not available") }
    // A route may also lead what answers a flow to it.
    if gateway.allAddresses.contains(where: { $0.address == packet.destination }) {
      return try answer(gateway, packet, from: place.subnet)
    }
    let served = try serve(gateway, place)
    if let own = served.place.subnet, own.id != place.subnet?.id { try checkACL(own, .ingress, packet) }
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
    let addresses = served.addresses
    guard !addresses.isEmpty else { throw Dropped("\(id) has no address") }
    sent.source = addresses[addresses.count == 1 ? 0 : chooser.choose(addresses.count)]
    if sent.protocol == .tcp || sent.protocol == .udp { sent.sourcePort = port(in: .anyEphemeral) }
    try loseIdentity(id.rawValue)
    translated[Translated(gateway: id, packet: sent)] = packet
    return try leave(gateway, served.place, sent)
  }

  /// Where a gateway works for a packet, and the addresses that it has there: a regional one in the packet's zone or,
  /// if it finds its zones itself and has not got that far, in any that it has (NAT-9).
  private func serve(_ gateway: NATGateway, _ place: Place) throws(Dropped)
    -> (place: Place, addresses: [IPAddress])
  {
    guard gateway.isRegional else {
      guard let id = gateway.subnet else { throw Dropped("\(gateway.id) is nowhere") }
      return (Place(try subnet(id)), gateway.addresses.map(\.address))
    }
    if gateway.zones.isEmpty {
      return (Place(vpc: gateway.vpc, zone: place.zone), gateway.addresses.map(\.address))
    }
    let own = gateway.zones.filter { $0.zone.identity == place.zone }
    guard gateway.isAutomatic || !own.isEmpty else { throw Dropped("\(gateway.id): not in \(place.zone)") }
    let zones = own.isEmpty ? gateway.zones : own
    let zone = zones[zones.count == 1 ? 0 : chooser.choose(zones.count)]
    return (
      Place(vpc: gateway.vpc, zone: place.zone), (zone.addresses + gateway.addresses).map(\.address)
    )
  }

  /// By its own subnet's access list and table (NAT-4), or by its own table (NAT-9).
  private mutating func leave(_ gateway: NATGateway, _ place: Place, _ packet: JudgedPacket)
    throws(Dropped) -> Arrival
  {
    carrier = nil
    isCarriedByNAT = true
    if let own = place.subnet { return try leave(own, packet) }
    if let id = gateway.routeTable {
      guard let table = topology.routeTables.first(where: { $0.id == id }) else { throw Dropped("no \(id)") }
      return try follow(lookup(table, packet.destination), packet, place)
    }
    // The one that AWS makes: the VPC's ranges, and everything else to the internet.
    if try vpc(gateway.vpc).prefixes.contains(where: { $0.contains(packet.destination) }) {
      return try arrive(gateway.vpc, packet, from: nil)
    }
    guard packet.family == .ipv4,
      let internet = topology.internetGateways.first(where: { $0.vpc == gateway.vpc })
    else { throw Dropped("\(gateway.id) has no route") }
    return try follow(.internetGateway(internet.id), packet, place)
  }

  /// Only what answers a flow gets in (NAT-3).
  mutating func answer(_ gateway: NATGateway, _ packet: JudgedPacket, from previous: Subnet?)
    throws(Dropped) -> Arrival
  {
    try hop("\(gateway.id) gets \(packet)")
    let own = try gateway.subnet.map { id throws(Dropped) in try subnet(id) }
    if let own, own.id != previous?.id { try checkACL(own, .ingress, packet) }
    guard let original = translated[Translated(gateway: gateway.id, packet: packet.reply)] else {
      throw Dropped("\(gateway.id): unsolicited")
    }
    try loseIdentity(gateway.id.rawValue)
    let zone = zoneOf(original.source) ?? gateway.zones.first?.zone.identity ?? ""
    return try leave(gateway, own.map { Place($0) } ?? Place(vpc: gateway.vpc, zone: zone), original.reply)
  }
}
