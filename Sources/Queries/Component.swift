public import PacketWalkDiagnostics
package import PacketWalkForwarding
import PacketWalkTopology

/// A resource as people know it.
public struct Component: Hashable, Sendable {
  /// The field's word for the kind: `security group`.
  public var kind: String
  /// The name if there is one, else the identifier.
  public var name: String
  /// The identifier.
  public var id: String
  /// Where it was read.
  public var origin: Origin

  /// Creates a component.
  public init(kind: String, name: String, id: String, origin: Origin = .implied) {
    self.kind = kind
    self.name = name
    self.id = id
    self.origin = origin
  }

  /// `web (sg-0123)`, or the name alone where it is the identifier.
  public var display: String { name == id ? name : "\(name) (\(id))" }
}

extension PacketGraph {
  /// The resource behind an element of the graph.
  package func component(_ element: ElementRef) -> Component {
    let at = Int(element.index)
    func named<R: PacketWalkTopology.Resource>(_ resources: [R]) -> Component {
      guard at < resources.count else {
        return Component(kind: R.kindName, name: "not in the input", id: "not in the input")
      }
      let resource = resources[at]
      return Component(
        kind: R.kindName, name: resource.shortName, id: resource.id.rawValue, origin: resource.info.origin)
    }
    switch element.kind {
    case .internet: return Component(kind: "internet", name: "internet", id: "internet")
    case .vpc: return named(topology.vpcs)
    case .subnet: return named(topology.subnets)
    case .networkInterface: return named(topology.networkInterfaces)
    case .routeTable: return named(topology.routeTables)
    case .networkACL: return named(topology.networkACLs)
    case .securityGroup: return named(topology.securityGroups)
    case .internetGateway: return named(topology.internetGateways)
    case .egressOnlyInternetGateway: return named(topology.egressOnlyInternetGateways)
    case .carrierGateway: return named(topology.carrierGateways)
    case .natGateway: return named(topology.natGateways)
    case .vpcPeeringConnection: return named(topology.vpcPeeringConnections)
    case .transitGateway: return named(topology.transitGateways)
    case .transitGatewayAttachment: return named(topology.transitGatewayAttachments)
    case .transitGatewayRouteTable: return named(topology.transitGatewayRouteTables)
    case .vpnGateway: return named(topology.vpnGateways)
    case .vpnConnection: return named(topology.vpnConnections)
    case .directConnectGateway: return named(topology.directConnectGateways)
    case .clientVPNEndpoint: return named(topology.clientVPNEndpoints)
    case .externalNetwork: return named(topology.externalNetworks)
    case .vpcEndpoint: return named(topology.vpcEndpoints)
    case .endpointService: return named(topology.endpointServices)
    case .resourceGateway: return named(topology.resourceGateways)
    case .resourceConfiguration: return named(topology.resourceConfigurations)
    case .serviceNetworkAssociation: return named(topology.serviceNetworkAssociations)
    case .networkFirewall: return named(topology.networkFirewalls)
    case .firewallPolicy: return named(topology.firewallPolicies)
    case .ruleGroup: return named(topology.ruleGroups)
    case .loadBalancer: return named(topology.loadBalancers)
    case .targetGroup: return named(topology.targetGroups)
    case .prefixList: return named(topology.prefixLists)
    case .unmodelled:
      guard at < topology.unmodelled.count else { break }
      let resource = topology.unmodelled[at]
      return Component(
        kind: resource.kind, name: resource.info.name ?? resource.id, id: resource.id,
        origin: resource.info.origin)
    case .exemptService:
      guard let service = ExemptService(rawValue: element.index) else { break }
      return Component(kind: "AWS service", name: service.name, id: service.name)
    }
    return Component(kind: "resource", name: "not in the input", id: "not in the input")
  }
}
