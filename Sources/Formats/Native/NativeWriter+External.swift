import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func vpnGateways(of vpc: VPCID?, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for gateway in topology.vpnGateways where gateway.vpc == vpc {
      member(.vpnGateway, gateway, in: place, YAMLMembers(), into: &section)
    }
    return section
  }

  func vpnConnections() -> YAMLMembers {
    var section = YAMLMembers()
    for connection in topology.vpnConnections {
      var fields = YAMLMembers()
      if let gateway = connection.vpnGateway {
        fields.add("vpn-gateway", names.reference(.vpnGateway, gateway, from: nil))
      }
      if let gateway = connection.transitGateway {
        fields.add("transit-gateway", names.reference(.transitGateway, gateway, from: nil))
      }
      fields.add("customer-gateway", connection.customerGateway)
      fields.add("available", connection.isAvailable, unless: true)
      if let tunnels = connection.tunnels { fields.add("tunnels", states(tunnels)) }
      if let routes = connection.staticRoutes {
        fields.add("static-routes", .items(routes.map(\.description)))
      }
      member(.vpnConnection, connection, in: filePlace, fields, into: &section)
    }
    return section
  }

  private func states(_ states: [Bool]) -> YAMLValue { .items(states.map { $0 ? "up" : "down" }) }

  func directConnectGateways() -> YAMLMembers {
    var section = YAMLMembers()
    for gateway in topology.directConnectGateways {
      var fields = YAMLMembers()
      let associations = gateway.associations.map { association -> YAMLValue in
        var parts = YAMLMembers()
        switch association.gateway {
        case .vpnGateway(let id): parts.add("vpn-gateway", names.reference(.vpnGateway, id, from: nil))
        case .transitGateway(let id):
          parts.add("transit-gateway", names.reference(.transitGateway, id, from: nil))
        }
        if let allowed = association.allowed { parts.add("allowed", .items(allowed.map(\.description))) }
        return parts.value
      }
      if !associations.isEmpty { fields.add("associations", .list(associations)) }
      if let interfaces = gateway.interfaces { fields.add("interfaces", states(interfaces)) }
      member(.directConnectGateway, gateway, in: filePlace, fields, into: &section)
    }
    return section
  }

  func clientVPNEndpoints(of vpc: VPCID?, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for endpoint in topology.clientVPNEndpoints where endpoint.vpc == vpc {
      var fields = YAMLMembers()
      nodes("interfaces", endpoint.interfaces, endpoint.subnets, place, into: &fields)
      if let rules = endpoint.authorizationRules {
        let values = rules.map { rule -> YAMLValue in
          guard let group = rule.group else { return .scalar(rule.destination.description) }
          var parts = YAMLMembers()
          parts.add("to", rule.destination.description)
          parts.add("group", group)
          return parts.value
        }
        if !values.isEmpty { fields.add("authorize", .list(values)) }
      } else {
        fields.add("authorize", "unknown")
      }
      clientRoutes(endpoint.routes, place, into: &fields)
      fields.add("available", endpoint.isAvailable, unless: true)
      member(.clientVPNEndpoint, endpoint, in: place, fields, into: &section)
    }
    return section
  }

  private func clientRoutes(
    _ routes: [ClientVPNEndpoint.Route]?, _ place: Place, into fields: inout YAMLMembers
  ) {
    guard let routes else {
      fields.add("routes", "unknown")
      return
    }
    var order: [IPPrefix] = []
    var subnets: [IPPrefix: [String]] = [:]
    for route in routes {
      if subnets[route.destination] == nil { order.append(route.destination) }
      let name = names.reference(.subnet, route.subnet.rawValue, from: place.scope, except: ["unknown"])
      subnets[route.destination, default: []].append(name)
    }
    var section = YAMLMembers()
    for destination in order { section.add(destination.description, .items(subnets[destination] ?? [])) }
    fields.add("routes", section: section)
  }

  func externalNetworks() -> YAMLMembers {
    var section = YAMLMembers()
    for network in topology.externalNetworks {
      var fields = YAMLMembers()
      fields.add("ranges", .items(network.ranges.map(\.description)))
      fields.add("via", .items(network.ways.map(word)))
      if !network.isUp { fields.add("state", "down") }
      if let routes = network.routes { fields.add("routes", .items(routes.map(\.description))) }
      member(.externalNetwork, network, in: filePlace, fields, into: &section)
    }
    return section
  }

  private func word(_ way: ExternalNetwork.Way) -> String {
    switch way {
    case .vpnConnection(let id): "vpn:\(names.reference(.vpnConnection, id, from: nil))"
    case .vpnGateway(let id): "vpn-gateway:\(names.reference(.vpnGateway, id, from: nil))"
    case .directConnectGateway(let id):
      "direct-connect:\(names.reference(.directConnectGateway, id, from: nil))"
    case .clientVPNEndpoint(let id): "client-vpn:\(names.reference(.clientVPNEndpoint, id, from: nil))"
    case .transitGatewayAttachment(let id): "attachment:\(names.reference(.attachment, id, from: nil))"
    case .unmodelled(let id): "unmodelled:\(names.reference(.unmodelled, id, from: nil))"
    }
  }
}
