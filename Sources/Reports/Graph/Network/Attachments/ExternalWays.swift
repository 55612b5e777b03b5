import PacketWalkTopology

/// By what a network outside is joined to VPCs and transit gateways.
struct ExternalWays {
  /// A VPN connection, a Direct Connect gateway, an attachment: at one place.
  struct Tunnel: Hashable {
    var place: AttachedPlace
    var name: String
    var isUp: Bool
  }

  private(set) var tunnels: [Tunnel] = []
  /// Attachments of transit gateways that they come in by.
  private(set) var attachments: Set<TransitGatewayAttachmentID> = []
  private let topology: Topology
  private let isUp: Bool

  init(_ topology: Topology, _ external: ExternalNetwork) {
    self.topology = topology
    isUp = external.isUp
    for way in external.ways {
      switch way {
      case .vpnGateway(let id): follow(id)
      case .vpnConnection(let id):
        for connection in topology.vpnConnections where connection.id == id { follow(connection) }
      case .directConnectGateway(let id):
        for gateway in topology.directConnectGateways where gateway.id == id { follow(gateway) }
      case .clientVPNEndpoint(let id):
        for endpoint in topology.clientVPNEndpoints where endpoint.id == id {
          guard let vpc = endpoint.vpc else { continue }
          add(.vpc(vpc), "client vpn \(endpoint.shortName)", endpoint.isAvailable)
        }
      case .transitGatewayAttachment(let id):
        for attachment in topology.transitGatewayAttachments where attachment.id == id {
          follow(attachment)
        }
      case .unmodelled: break
      }
    }
  }

  private mutating func add(_ place: AttachedPlace, _ name: String, _ isUp: Bool) {
    tunnels.append(Tunnel(place: place, name: name, isUp: isUp && self.isUp))
  }

  /// One that works is enough; of one without connections in the input nothing is known.
  private mutating func follow(_ id: VPNGatewayID) {
    guard let gateway = topology.vpnGateways.first(where: { $0.id == id }), let vpc = gateway.vpc else {
      return
    }
    let states =
      topology.vpnConnections.filter { $0.vpnGateway == id }.map(\.isUp)
      + topology.directConnectGateways.filter { connect in
        connect.associations.contains { $0.gateway == .vpnGateway(id) }
      }.map(\.isUp)
    add(.vpc(vpc), "vgw \(gateway.shortName)", states.isEmpty || states.contains(true))
  }

  private mutating func follow(_ connection: VPNConnection) {
    let name = "vpn \(connection.shortName)"
    if let id = connection.vpnGateway, let vpc = topology.vpnGateways.first(where: { $0.id == id })?.vpc {
      add(.vpc(vpc), name, connection.isUp)
    }
    if let id = connection.transitGateway {
      add(.gateway(id), name, connection.isUp && isAttached(connection.id.rawValue, to: id))
    }
  }

  private mutating func follow(_ connect: DirectConnectGateway) {
    let name = "direct connect \(connect.shortName)"
    for association in connect.associations {
      switch association.gateway {
      case .vpnGateway(let id):
        guard let vpc = topology.vpnGateways.first(where: { $0.id == id })?.vpc else { continue }
        add(.vpc(vpc), name, connect.isUp)
      case .transitGateway(let id):
        add(.gateway(id), name, connect.isUp && isAttached(connect.id.rawValue, to: id))
      }
    }
  }

  private mutating func follow(_ attachment: TransitGatewayAttachment) {
    guard case .other(let kind, let resource) = attachment.kind else { return }
    attachments.insert(attachment.id)
    var isUp = attachment.isAvailable
    for connection in topology.vpnConnections where connection.id.rawValue == resource {
      isUp = isUp && connection.isUp
    }
    for connect in topology.directConnectGateways where connect.id.rawValue == resource {
      isUp = isUp && connect.isUp
    }
    add(.gateway(attachment.transitGateway), "\(kind) \(attachment.shortName)", isUp)
  }

  /// Whether the attachment of a resource is available, as far as the input has it.
  private mutating func isAttached(_ resource: String, to gateway: TransitGatewayID) -> Bool {
    let own = topology.transitGatewayAttachments.filter { attachment in
      guard attachment.transitGateway == gateway, case .other(_, resource) = attachment.kind else {
        return false
      }
      return true
    }
    attachments.formUnion(own.map(\.id))
    return own.isEmpty || own.contains(where: \.isAvailable)
  }
}
