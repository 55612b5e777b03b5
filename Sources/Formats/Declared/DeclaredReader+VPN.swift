import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Site-to-Site VPN connections, and what is propagated from their gateways.
extension DeclaredReader {
  /// A name of the other end, and nothing that packets meet.
  func mapCustomerGateway(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      network.customerGateways[resource.id] =
        info(resource, name: name(resource, key("DeviceName"))).name
    }
  }

  func mapVPNConnection(_ resource: DeclaredResource) {
    network.map(resource, .vpnConnections) { () throws(DeclaredError) in
      let properties = resource.properties
      let customer = properties.knownText(key("CustomerGatewayId"))
      var connection = VPNConnection(
        id: VPNConnectionID(resource.id), info: info(resource, name: nil),
        vpnGateway: try properties.id(key("VpnGatewayId")),
        transitGateway: try properties.id(key("TransitGatewayId")),
        customerGateway: customer.map { network.customerGateways[$0] ?? $0 })
      if try properties.declaredFlag(key("StaticRoutesOnly")) ?? false {
        var routes: [IPPrefix] = []
        if !properties["routes"].isUnknown {
          for route in try properties.list("routes") {
            if let prefix = try route.prefix("destination_cidr_block") { routes.append(prefix) }
          }
        }
        connection.staticRoutes = routes
      }
      if !properties["vgw_telemetry"].isUnknown {
        let tunnels = try properties.list("vgw_telemetry").compactMap { $0.knownText("status") }
        if !tunnels.isEmpty { connection.tunnels = tunnels.map { $0 == "UP" } }
      }
      network.topology.vpnConnections.append(connection)
      guard let gateway = connection.transitGateway else { return }
      let known = properties.knownText("transit_gateway_attachment_id")
      network.attach(
        TransitGatewayAttachment(
          id: TransitGatewayAttachmentID(known ?? "\(resource.id)#attachment"), info: connection.info,
          transitGateway: gateway, kind: .other("vpn", resource: resource.id)), at: resource.origin)
    }
  }

  /// A static route of a connection (VPN-2).
  func mapVPNConnectionRoute(_ resource: DeclaredResource) {
    network.map(resource, .vpnConnections) { () throws(DeclaredError) in
      let id: VPNConnectionID = try resource.properties.requiredID(key("VpnConnectionId"))
      guard let place = network.place(of: id, in: \.vpnConnections) else { return }
      do throws(DeclaredError) {
        try requireCertain(resource)
        guard let prefix = try resource.properties.prefix(key("DestinationCidrBlock")) else {
          throw DeclaredError("it has no destination", at: resource.origin)
        }
        if network.topology.vpnConnections[place].staticRoutes?.contains(prefix) == false {
          network.topology.vpnConnections[place].staticRoutes?.append(prefix)
        }
      } catch {
        network.topology.vpnConnections[place].staticRoutes = nil
        throw error
      }
    }
  }
}

extension DeclaredNetwork {
  /// A gateway whose routes a table takes.
  struct VPNPropagation {
    var gateway: VPNGatewayID
    var table: RouteTableID
  }

  /// Propagated routes are those that connections have statically; what others announce stands in no declaration.
  func settleVPNPropagations() {
    for propagation in vpnPropagations {
      guard let place = place(of: propagation.table, in: \.routeTables) else { continue }
      let gateway = propagation.gateway
      let origin = topology.routeTables[place].info.origin
      let connections = topology.vpnConnections.filter { $0.vpnGateway == gateway }
      let hasDirectConnect = topology.directConnectGateways.contains { direct in
        direct.associations.contains { $0.gateway == .vpnGateway(gateway) }
      }
      if !connections.isEmpty, !hasDirectConnect, connections.allSatisfy({ $0.staticRoutes != nil }) {
        for prefix in connections.flatMap({ $0.staticRoutes ?? [] }) {
          let route = Route(
            destination: .prefix(prefix), target: .vpnGateway(gateway), source: .propagated, origin: origin)
          if !topology.routeTables[place].routes.contains(route) {
            topology.routeTables[place].routes.append(route)
          }
        }
        continue
      }
      topology.routeTables[place].isComplete = false
      report(
        "PW_ROUTES_NOT_DECLARED", .warning, topology.routeTables[place].displayName,
        "routes are propagated from \(gateway), and which is not in the input", at: origin)
    }
  }
}
