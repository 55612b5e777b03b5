import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeExternal() {
    for gateway in topology.vpnGateways {
      add(
        "VpnGateways", gateway.info,
        .object([
          "VpnGatewayId": .id(gateway.id), "State": "available",
          "VpcAttachments": .list(
            gateway.vpc.map { [.object(["State": "attached", "VpcId": .id($0)])] } ?? []),
          "Tags": Self.tags(gateway.info),
        ]))
    }
    for connection in topology.vpnConnections {
      add(
        "VpnConnections", connection.info,
        .object([
          "VpnConnectionId": .id(connection.id), "VpnGatewayId": .id(connection.vpnGateway),
          "TransitGatewayId": .id(connection.transitGateway),
          "CustomerGatewayId": .optional(connection.customerGateway),
          "State": connection.isAvailable ? "available" : "deleted",
          "VgwTelemetry": connection.tunnels.map { tunnels in
            .list(tunnels.map { .object(["Status": $0 ? "UP" : "DOWN"]) })
          }, "Options": .object(["StaticRoutesOnly": .flag(connection.staticRoutes != nil)]),
          "Routes": connection.staticRoutes.map { routes in
            .list(
              routes.map {
                .object(["DestinationCidrBlock": .text($0.description), "State": "available"])
              })
          }, "Tags": Self.tags(connection.info),
        ]))
    }
    writeDirectConnect()
    writeClientVPN()
  }

  private mutating func writeDirectConnect() {
    for gateway in topology.directConnectGateways {
      let tags = gateway.info.tags.sorted { $0.key < $1.key }.map {
        OutputJSON.object(["key": .text($0.key), "value": .text($0.value)])
      }
      add(
        "directConnectGateways", gateway.info,
        .object([
          "directConnectGatewayId": .id(gateway.id), "ownerAccount": Self.owner(gateway.info),
          "directConnectGatewayName": .optional(gateway.info.name), "tags": .list(tags),
        ]))
      for association in gateway.associations {
        let (id, type) =
          switch association.gateway {
          case .vpnGateway(let id): (id.rawValue, "virtualPrivateGateway")
          case .transitGateway(let id): (id.rawValue, "transitGateway")
          }
        add(
          "directConnectGatewayAssociations", gateway.info,
          .object([
            "directConnectGatewayId": .id(gateway.id), "associationState": "associated",
            "associatedGateway": .object(["id": .text(id), "type": .text(type)]),
            "allowedPrefixesToDirectConnectGateway": .list(
              (association.allowed ?? []).map { .object(["cidr": .text($0.description)]) }),
          ]))
      }
      for (index, isUp) in (gateway.interfaces ?? []).enumerated() {
        add(
          "virtualInterfaces", gateway.info,
          .object([
            "virtualInterfaceId": .text("dxvif-\(gateway.id)-\(index + 1)"),
            "directConnectGatewayId": .id(gateway.id), "virtualInterfaceType": "private",
            "virtualInterfaceState": isUp ? "available" : "down",
          ]))
      }
    }
  }

  private mutating func writeClientVPN() {
    for endpoint in topology.clientVPNEndpoints {
      let id = endpoint.id.rawValue
      for interface in endpoint.interfaces {
        let words = interfaces[interface]?.interfaceDescription ?? ""
        if !words.hasPrefix("ClientVPN Endpoint") {
          descriptions[interface] = "ClientVPN Endpoint resource \(id)"
        }
      }
      let clients = topology.externalNetworks.first {
        $0.id.rawValue == "\(id)/clients" && $0.ranges.count == 1
          && $0.ways == [.clientVPNEndpoint(endpoint.id)]
          && $0.isUp && $0.routes == nil
      }
      if let clients { clientNetworks.insert(clients.id) }
      add(
        "ClientVpnEndpoints", endpoint.info,
        .object([
          "ClientVpnEndpointId": .text(id), "VpcId": .id(endpoint.vpc),
          "Status": .object(["Code": endpoint.isAvailable ? "available" : "deleted"]),
          "ClientCidrBlock": .optional(clients?.ranges.first?.description),
          "SecurityGroupIds": .ids(
            endpoint.interfaces.first.flatMap { interfaces[$0]?.securityGroups } ?? []),
          "Tags": Self.tags(endpoint.info),
        ]))
      let owner: (String, OutputJSON?) = ("ClientVpnEndpointId", .text(id))
      func list(_ call: String, _ key: String, _ elements: [[(String, OutputJSON?)]]) {
        let items = elements.map { members in
          OutputJSON.members(([owner] + members).compactMap { key, value in value.map { (key, $0) } })
        }
        detail(
          "ec2-describe-client-vpn-\(call)", endpoint.info, "ClientVpnEndpointId", id,
          .members([(key, .list(items))]))
      }
      list(
        "target-networks", "ClientVpnTargetNetworks",
        endpoint.subnets.map {
          [
            ("TargetNetworkId", .id($0)), ("VpcId", .id(endpoint.vpc)),
            ("Status", .object(["Code": "associated"])),
          ]
        })
      if let rules = endpoint.authorizationRules {
        list(
          "authorization-rules", "AuthorizationRules",
          rules.map {
            [
              ("DestinationCidr", .text($0.destination.description)), ("GroupId", .optional($0.group)),
              ("AccessAll", .flag($0.group == nil)), ("Status", .object(["Code": "active"])),
            ]
          })
      }
      if let routes = endpoint.routes {
        list(
          "routes", "Routes",
          routes.map {
            [
              ("DestinationCidr", .text($0.destination.description)), ("TargetSubnet", .id($0.subnet)),
              ("Status", .object(["Code": "active"])),
            ]
          })
      }
    }
  }
}
