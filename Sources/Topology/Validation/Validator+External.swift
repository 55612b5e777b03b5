import PacketWalkDiagnostics

extension Validator {
  /// What leads outside AWS's VPCs, and what is declared to be there.
  mutating func checkExternalReferences() {
    for gateway in topology.vpnGateways { expectVPC(gateway.vpc, from: gateway) }
    for connection in topology.vpnConnections {
      if let gateway = connection.vpnGateway {
        expect(gateway, in: vpnGateways, .vpnGateways, from: connection)
      }
      if let gateway = connection.transitGateway {
        expect(gateway, in: transitGateways, .transitGateways, from: connection)
      }
    }
    for gateway in topology.directConnectGateways {
      for association in gateway.associations {
        switch association.gateway {
        case .vpnGateway(let id):
          // Those of other Regions and accounts are no part of this network.
          expect(id, in: vpnGateways, .vpnGateways, from: gateway, otherwise: .note)
        case .transitGateway(let id):
          expect(id, in: transitGateways, .transitGateways, from: gateway, otherwise: .note)
        }
      }
    }
    for endpoint in topology.clientVPNEndpoints {
      expectVPC(endpoint.vpc, from: endpoint)
      for subnet in endpoint.subnets + (endpoint.routes ?? []).map(\.subnet) {
        expect(subnet, in: subnets, .subnets, from: endpoint)
      }
      for interface in endpoint.interfaces {
        expect(interface, in: networkInterfaces, .networkInterfaces, from: endpoint)
      }
    }
    for network in topology.externalNetworks {
      for way in network.ways { check(way, of: network) }
    }
  }

  private mutating func check(_ way: ExternalNetwork.Way, of network: ExternalNetwork) {
    switch way {
    case .vpnGateway(let id): expect(id, in: vpnGateways, .vpnGateways, from: network)
    case .vpnConnection(let id): expect(id, in: vpnConnections, .vpnConnections, from: network)
    case .directConnectGateway(let id):
      expect(id, in: directConnectGateways, .directConnectGateways, from: network)
    case .clientVPNEndpoint(let id): expect(id, in: clientVPNEndpoints, nil, from: network)
    case .transitGatewayAttachment(let id):
      expect(id, in: transitGatewayAttachments, .transitGatewayAttachments, from: network)
      guard let place = transitGatewayAttachments[id] else { break }
      switch topology.transitGatewayAttachments[place].kind {
      case .other: break
      case .vpc, .peering:
        report(
          .noWayOut, about: network,
          "transit gateway attachment \(topology.transitGatewayAttachments[place].displayName) leads to a VPC or to"
            + " another transit gateway, and no external network is behind it")
      }
    case .unmodelled(let id):
      guard !isRouteTarget(id) else { break }
      report(
        .noWayOut, about: network, "no route leads to \(id), so that nothing reaches the network that way")
    }
  }

  private func isRouteTarget(_ wanted: String) -> Bool {
    topology.routeTables.contains { table in
      table.routes.contains { if case .unmodelled(_, wanted) = $0.target { true } else { false } }
    }
  }
}
