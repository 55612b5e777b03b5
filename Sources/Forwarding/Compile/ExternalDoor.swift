import PacketWalkAddressing
import PacketWalkTopology

/// One place at which an external network meets AWS.
struct ExternalDoor {
  enum Place: Hashable {
    case vpnGateway(Int)
    case clientVPN(Int)
    case attachment(Int)
    /// A gateway without a model of its own, by the identifier that routes have.
    case gateway(String)
  }

  var place: Place
  /// Where packets of the network enter.
  var entrance: PortID
  /// What connects both.
  var element: ElementRef
  /// Why nothing passes, if nothing does.
  var down: Code?
  /// A VPN connection of a virtual private gateway (VPN-2).
  var isIPv4Only = false
  /// The ranges that the gateway sends this way; nil for all that the network has.
  var accepted: [IPPrefix]?
  /// What the network learns of the ranges on AWS's side.
  var advertised: [IPPrefix]

  func carries(_ prefix: IPPrefix) -> Bool { !isIPv4Only || prefix.family == .ipv4 }
  func accepts(_ prefix: IPPrefix) -> Bool { accepted?.contains { $0.contains(prefix) } ?? true }
}

extension GraphBuilder {
  /// Every door of a declared network, each once.
  mutating func findDoors(of network: ExternalNetwork) -> [ExternalDoor] {
    var found: [ExternalDoor] = []
    for way in network.ways {
      switch way {
      case .vpnConnection(let id):
        if let place = index.vpnConnections[id] { found += doors(ofConnection: place) }
      case .vpnGateway(let id):
        if let place = index.vpnGateways[id] { found += doors(ofGateway: place) }
      case .directConnectGateway(let id):
        if let place = index.directConnectGateways[id] { found += doors(ofDirectConnect: place) }
      case .clientVPNEndpoint(let id):
        guard let place = index.clientVPNEndpoints[id] else { break }
        found.append(
          ExternalDoor(
            place: .clientVPN(place), entrance: clientVPNIn[place],
            element: ElementRef(.clientVPNEndpoint, place),
            // What the endpoint has no route for is refused there, by its own code.
            advertised: AddressFamily.allCases.map { .all($0) }))
      case .transitGatewayAttachment(let id):
        for place in index.attachments[id] ?? [] { found += doors(ofAttachment: place) }
      case .unmodelled(let id):
        found += doors(ofUnmodelled: id)
      }
    }
    return found
  }

  private func doors(ofConnection place: Int) -> [ExternalDoor] {
    let connection = topology.vpnConnections[place]
    let element = ElementRef(.vpnConnection, place)
    if let id = connection.vpnGateway, let gateway = index.vpnGateways[id] {
      return [
        ExternalDoor(
          place: .vpnGateway(gateway), entrance: vpnGatewayIn[gateway], element: element,
          down: connection.isUp ? nil : .badStateVPN, isIPv4Only: true, accepted: connection.staticRoutes,
          advertised: ranges(behind: gateway).filter { $0.family == .ipv4 })
      ]
    }
    return topology.transitGatewayAttachments.indices.filter {
      topology.transitGatewayAttachments[$0].kind == .other("vpn", resource: connection.id.rawValue)
    }
    .flatMap { doors(ofAttachment: $0) }
  }

  private func doors(ofDirectConnect place: Int) -> [ExternalDoor] {
    let direct = topology.directConnectGateways[place]
    var doors: [ExternalDoor] = []
    for association in direct.associations {
      guard case .vpnGateway(let id) = association.gateway, let gateway = index.vpnGateways[id] else {
        continue
      }
      doors.append(
        ExternalDoor(
          place: .vpnGateway(gateway), entrance: vpnGatewayIn[gateway],
          element: ElementRef(.directConnectGateway, place), down: direct.isUp ? nil : .directConnectDown,
          // The list is a filter: as wide as the VPC's range, or wider (VPN-4).
          advertised: ranges(behind: gateway).filter { range in
            association.allowed?.contains { $0.contains(range) } ?? true
          }))
    }
    let attached = topology.transitGatewayAttachments.indices.filter {
      topology.transitGatewayAttachments[$0].kind
        == .other("direct-connect-gateway", resource: direct.id.rawValue)
    }
    return doors + attached.flatMap { self.doors(ofAttachment: $0) }
  }

  private func ranges(behind gateway: Int) -> [IPPrefix] {
    topology.vpnGateways[gateway].vpc.flatMap { index.vpcs[$0] }.map { topology.vpcs[$0].prefixes } ?? []
  }

  private func doors(ofGateway place: Int) -> [ExternalDoor] {
    let id = topology.vpnGateways[place].id
    let own =
      topology.vpnConnections.indices.filter { topology.vpnConnections[$0].vpnGateway == id }
      .flatMap { doors(ofConnection: $0) }
      + topology.directConnectGateways.indices.flatMap { doors(ofDirectConnect: $0) }.filter {
        $0.place == .vpnGateway(place)
      }
    guard own.isEmpty else { return own }
    return [
      ExternalDoor(
        place: .vpnGateway(place), entrance: vpnGatewayIn[place], element: ElementRef(.vpnGateway, place),
        advertised: ranges(behind: place))
    ]
  }

  private func doors(ofAttachment place: Int) -> [ExternalDoor] {
    let attachment = topology.transitGatewayAttachments[place]
    guard case .other(let kind, let resource) = attachment.kind else { return [] }
    var door = ExternalDoor(
      place: .attachment(place), entrance: attachmentOut[place],
      element: ElementRef(.transitGatewayAttachment, place),
      down: attachment.isAvailable ? nil : .badStateAttachment,
      // What the associated table doesn't hold is refused there, by its own code.
      advertised: AddressFamily.allCases.map { .all($0) } + associatedPrefixes(of: place))
    if kind == "vpn", let connection = index.vpnConnections[VPNConnectionID(resource)] {
      door.element = ElementRef(.vpnConnection, connection)
      if !topology.vpnConnections[connection].isUp { door.down = .transitGatewayBadStateVPN }
    }
    if kind == "direct-connect-gateway", let place = index.directConnectGateways[.init(resource)] {
      let direct = topology.directConnectGateways[place]
      door.element = ElementRef(.directConnectGateway, place)
      if !direct.isUp { door.down = .directConnectDown }
      // Of a transit gateway, the list itself is what is advertised (VPN-4).
      let own = direct.associations.first { $0.gateway == .transitGateway(attachment.transitGateway) }
      if let allowed = own?.allowed { door.advertised = allowed }
    }
    return [door]
  }

  private func associatedPrefixes(of place: Int) -> [IPPrefix] {
    let attachment = topology.transitGatewayAttachments[place]
    let table = topology.transitGatewayRouteTables.first {
      $0.transitGateway == attachment.transitGateway && $0.associations.contains(attachment.id)
    }
    return (table?.routes ?? []).compactMap {
      if case .prefix(let prefix) = $0.destination { prefix } else { nil }
    }
  }

  /// One for each VPC whose routes lead to the gateway.
  private mutating func doors(ofUnmodelled id: String) -> [ExternalDoor] {
    var found: [ExternalDoor] = []
    for place in topology.vpcs.indices {
      let vpc = topology.vpcs[place]
      let isUsed = topology.routeTables.contains { table in
        table.vpc == vpc.id
          && table.routes.contains { if case .unmodelled(_, id) = $0.target { true } else { false } }
      }
      guard isUsed else { continue }
      let element = unmodelledElement(id) ?? ElementRef(.vpc, place)
      found.append(
        ExternalDoor(
          place: .gateway(id), entrance: port(element, .sent(from: nil), .local(VPCIndex(place))),
          element: element, advertised: vpc.prefixes))
    }
    return found
  }
}
