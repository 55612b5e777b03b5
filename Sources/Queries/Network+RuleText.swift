import PacketWalkAddressing
import PacketWalkForwarding
package import PacketWalkTopology

/// Rules and routes in the words of the native format.
extension Network {
  package func text(_ rule: SecurityGroupRule) -> String {
    let preposition = rule.direction == .ingress ? "from" : "to"
    let peer: String
    switch rule.peer {
    case .prefix(let prefix): peer = "\(prefix)"
    case .prefixList(let id):
      peer = "pl:" + (index.prefixLists[id].map { topology.prefixLists[$0].shortName } ?? id.rawValue)
    case .group(let id):
      peer = "sg:" + (index.groups[id].map { topology.securityGroups[$0].shortName } ?? id.rawValue)
    }
    let note = rule.description.map { " \"\($0)\"" } ?? ""
    return "\(rule.traffic) \(preposition) \(peer)\(note)"
  }

  package func text(_ entry: NetworkACLEntry) -> String {
    let preposition = entry.direction == .ingress ? "from" : "to"
    return
      "\(entry.number) \(entry.isAllow ? "allow" : "deny") \(entry.traffic) \(preposition) \(entry.prefix)"
  }

  package func text(_ route: Route) -> String {
    let state = route.state == .blackhole ? " (blackhole)" : ""
    return "\(text(route.destination)) -> \(text(route.target))\(state)"
  }

  package func text(_ route: TransitGatewayRoute) -> String {
    if route.isBlackhole { return "\(text(route.destination)) -> blackhole" }
    let next = route.attachments.map { id in
      index.attachments[id]?.first.map { topology.transitGatewayAttachments[$0].shortName } ?? id.rawValue
    }
    return "\(text(route.destination)) -> \(next.joined(separator: ", "))"
  }

  private func text(_ destination: RouteDestination) -> String {
    switch destination {
    case .prefix(let prefix): return "\(prefix)"
    case .prefixList(let id):
      return "pl:" + (index.prefixLists[id].map { topology.prefixLists[$0].shortName } ?? id.rawValue)
    }
  }

  private func text(_ target: RouteTarget) -> String {
    func name<R: PacketWalkTopology.Resource>(
      _ places: [ResourceID<R>: Int], _ resources: [R], _ id: ResourceID<R>
    ) -> String {
      places[id].map { resources[$0].shortName } ?? id.rawValue
    }
    switch target {
    case .local: return "local"
    case .internetGateway(let id): return name(index.internetGateways, topology.internetGateways, id)
    case .egressOnlyInternetGateway(let id):
      return name(index.egressOnlyGateways, topology.egressOnlyInternetGateways, id)
    case .carrierGateway(let id): return name(index.carrierGateways, topology.carrierGateways, id)
    case .natGateway(let id): return name(index.natGateways, topology.natGateways, id)
    case .networkInterface(let id): return name(index.interfaces, topology.networkInterfaces, id)
    case .vpcPeeringConnection(let id): return name(index.peerings, topology.vpcPeeringConnections, id)
    case .transitGateway(let id): return name(index.transitGateways, topology.transitGateways, id)
    case .vpnGateway(let id): return name(index.vpnGateways, topology.vpnGateways, id)
    case .vpcEndpoint(let id): return name(index.endpoints, topology.vpcEndpoints, id)
    case .address(let address): return "\(address)"
    case .unmodelled(let kind, let id): return "\(kind) \(id)"
    }
  }
}
