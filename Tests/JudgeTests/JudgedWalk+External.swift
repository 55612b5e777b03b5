import PacketWalkAddressing
import PacketWalkTopology

/// Networks behind virtual private gateways and transit gateways (A13).
extension JudgedWalk {
  /// The network that has the address, where no VPC has it.
  func external(_ address: IPAddress) -> ExternalNetwork? {
    topology.externalNetworks.first { $0.ranges.contains { $0.contains(address) } }
  }

  // MARK: From AWS

  /// From the VPC's own interfaces only (VPN-1), by a connection that is up (VPN-2).
  mutating func leaveByVPNGateway(_ id: VPNGatewayID, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    guard topology.vpnGateways.contains(where: { $0.id == id && $0.vpc == place.vpc }) else {
      throw Dropped("\(id) is not attached")
    }
    guard owner(of: packet.source, in: place.vpc) != nil else { throw Dropped("\(id): source elsewhere") }
    try loseIdentity(id.rawValue)
    guard let network = external(packet.destination),
      network.ways.contains(where: { !connections($0, id).isEmpty || !directs($0, .vpnGateway(id)).isEmpty })
    else {
      isUndecided = true
      throw Dropped("\(id): nobody says who has \(packet.destination)")
    }
    guard network.isUp else { throw Dropped("\(network.id) is down") }
    let isReached = network.ways.contains { way in
      connections(way, id).contains { connection in
        connection.isUp && packet.family == .ipv4
          && (connection.staticRoutes?.contains { $0.contains(packet.destination) } ?? true)
      } || directs(way, .vpnGateway(id)).contains { $0.isUp }
    }
    guard isReached else { throw Dropped("\(id): no way to \(network.id)") }
    try hop("\(network.id) \(packet)")
    return .external(network.id, packet)
  }

  /// The table of the transit gateway has decided; nothing else filters (VPN-5).
  mutating func leaveByAttachment(_ attachment: TransitGatewayAttachment, _ packet: JudgedPacket)
    throws(Dropped) -> Arrival
  {
    identity = nil
    guard let network = external(packet.destination), network.ways.contains(where: { goes($0, attachment) })
    else {
      isUndecided = true
      throw Dropped("\(attachment.id): nobody says who has \(packet.destination)")
    }
    guard network.isUp, network.ways.contains(where: { leads($0, attachment) }) else {
      throw Dropped("\(network.id) is down")
    }
    try hop("\(network.id) \(packet)")
    return .external(network.id, packet)
  }

  /// The gateway's VPN connections that a way stands for.
  private func connections(_ way: ExternalNetwork.Way, _ gateway: VPNGatewayID) -> [VPNConnection] {
    let own = topology.vpnConnections.filter { $0.vpnGateway == gateway }
    switch way {
    case .vpnGateway(gateway): return own
    case .vpnConnection(let id): return own.filter { $0.id == id }
    default: return []
    }
  }

  private func directs(_ way: ExternalNetwork.Way, _ gateway: DirectConnectGateway.Association.Gateway)
    -> [DirectConnectGateway]
  {
    let own = topology.directConnectGateways.filter { $0.associations.contains { $0.gateway == gateway } }
    switch (way, gateway) {
    case (.vpnGateway(let id), .vpnGateway(let other)): return id == other ? own : []
    case (.directConnectGateway(let id), _): return own.filter { $0.id == id }
    default: return []
    }
  }

  /// Whether a way goes by the attachment, and what the attachment stands for is up.
  private func leads(_ way: ExternalNetwork.Way, _ attachment: TransitGatewayAttachment) -> Bool {
    guard attachment.isAvailable, case .other(_, let resource) = attachment.kind else { return false }
    if topology.vpnConnections.contains(where: { $0.id.rawValue == resource && !$0.isUp }) { return false }
    if topology.directConnectGateways.contains(where: { $0.id.rawValue == resource && !$0.isUp }) {
      return false
    }
    return goes(way, attachment)
  }

  private func goes(_ way: ExternalNetwork.Way, _ attachment: TransitGatewayAttachment) -> Bool {
    guard case .other(_, let resource) = attachment.kind else { return false }
    switch way {
    case .transitGatewayAttachment(let id): return id == attachment.id
    case .vpnConnection(let id): return id.rawValue == resource
    case .directConnectGateway(let id): return id.rawValue == resource
    default: return false
    }
  }

  // MARK: To AWS

  /// By any gateway that told the network of the destination, or that has it, if the network has routes of its own.
  mutating func send(_ network: ExternalNetwork, _ packet: JudgedPacket) throws(Dropped) -> Arrival {
    try hop("\(network.id) sends \(packet)")
    let isRouted = network.routes?.contains { $0.contains(packet.destination) }
    guard network.isUp, isRouted ?? true else { throw Dropped("\(network.id) has no route") }
    // Each with the length of the prefix that it told the network.
    var gateways: [(gateway: VPNGateway, told: UInt8)] = []
    for gateway in topology.vpnGateways {
      guard let vpc = gateway.vpc else { continue }
      let ranges = try self.vpc(vpc).prefixes.filter { $0.contains(packet.destination) }
      let isTold = network.ways.contains { way in
        connections(way, gateway.id).contains { $0.isUp && packet.family == .ipv4 && !ranges.isEmpty }
          || directs(way, .vpnGateway(gateway.id)).contains { direct in
            direct.isUp
              && direct.associations.contains { association in
                association.gateway == .vpnGateway(gateway.id)
                  && ranges.contains { range in
                    isRouted ?? association.allowed?.contains { $0.contains(range) } ?? true
                  }
              }
          }
      }
      if isTold { gateways.append((gateway, ranges.map(\.length).max() ?? 0)) }
    }
    var attachments: [(attachment: TransitGatewayAttachment, told: UInt8)] = []
    for attachment in topology.transitGatewayAttachments
    where network.ways.contains(where: { leads($0, attachment) }) {
      let told = told(attachment, packet.destination)
      if isRouted ?? (told != nil) { attachments.append((attachment, told ?? 0)) }
    }
    // Without routes of its own the network goes by the longest prefix that it was told, and any of equal ones.
    if isRouted == nil, let best = (gateways.map(\.told) + attachments.map(\.told)).max() {
      gateways.removeAll { $0.told < best }
      attachments.removeAll { $0.told < best }
    }
    let count = gateways.count + attachments.count
    guard count > 0 else { throw Dropped("\(network.id): nobody told of \(packet.destination)") }
    let chosen = count == 1 ? 0 : chooser.choose(count)
    if chosen < gateways.count { return try enter(gateways[chosen].gateway, packet) }
    return try transit(attachments[chosen - gateways.count].attachment, packet, zone: nil)
  }

  /// The length of the prefix that an attachment told: of a Direct Connect gateway's allowed ones (VPN-4); else of the
  /// routes that the transit gateway has for it, and it takes everything.
  private func told(_ attachment: TransitGatewayAttachment, _ address: IPAddress) -> UInt8? {
    if case .other(_, let resource) = attachment.kind,
      let direct = topology.directConnectGateways.first(where: { $0.id.rawValue == resource })
    {
      let own = direct.associations.filter { $0.gateway == .transitGateway(attachment.transitGateway) }
      guard !own.isEmpty else { return nil }
      if own.allSatisfy({ $0.allowed != nil }) {
        return own.flatMap { $0.allowed ?? [] }.filter { $0.contains(address) }.map(\.length).max()
      }
    }
    let table = topology.transitGatewayRouteTables.first { $0.associations.contains(attachment.id) }
    let lengths = (table?.routes ?? []).compactMap { route -> UInt8? in
      guard case .prefix(let prefix) = route.destination, prefix.contains(address) else { return nil }
      return prefix.length
    }
    return lengths.max() ?? 0
  }

  /// The gateway's own table steers what comes in (RT-11); there is no other door than the VPC's interfaces (VPN-1).
  private mutating func enter(_ gateway: VPNGateway, _ packet: JudgedPacket) throws(Dropped) -> Arrival {
    guard let vpc = gateway.vpc, owner(of: packet.destination, in: vpc) != nil else {
      throw Dropped("\(gateway.id): nobody has \(packet.destination)")
    }
    guard let edge = topology.routeTables.first(where: { $0.gateways.contains(gateway.id.rawValue) }) else {
      return try arrive(vpc, packet, from: nil)
    }
    return try follow(lookup(edge, packet.destination), packet, Place(vpc: vpc, zone: ""))
  }
}
