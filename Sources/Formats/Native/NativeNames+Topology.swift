import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeNames {
  /// The names of a topology of any format: so that edits refer to a snapshot's resources as well.
  init(_ topology: Topology) {
    self.init()
    let scopes = NativeScopes(topology)
    add(topology.vpcs, .vpc) { _ in nil }
    add(topology.instances, .instance) { _ in nil }
    add(topology.vpcPeeringConnections, .peering) { _ in nil }
    add(topology.transitGateways, .transitGateway) { _ in nil }
    add(topology.subnets, .subnet) { scopes.vpc($0.vpc) }
    add(topology.routeTables, .routeTable) { scopes.vpc($0.vpc) }
    add(topology.networkACLs, .networkACL) { scopes.vpc($0.vpc) }
    add(topology.networkInterfaces, .interface) { scopes.subnet($0.subnet) }
    add(topology.natGateways, .natGateway) { scopes.vpc($0.vpc) }
    add(topology.vpcEndpoints, .endpoint) { scopes.vpc($0.vpc) }
    add(topology.endpointServices, .endpointService) { _ in nil }
    add(topology.resourceGateways, .resourceGateway) { scopes.vpc($0.vpc) }
    add(topology.resourceConfigurations, .resourceConfiguration) { _ in nil }
    add(topology.instanceConnectEndpoints, .connectEndpoint) { scopes.vpc($0.vpc) }
    add(topology.managedServices, .managedService) { scopes.vpc($0.vpc) }
    add(topology.serviceNetworkAssociations, .serviceNetwork) { scopes.vpc($0.vpc) }
    add(topology.networkFirewalls, .networkFirewall) { _ in nil }
    add(topology.firewallPolicies, .firewallPolicy) { _ in nil }
    add(topology.ruleGroups, .ruleGroup) { _ in nil }
    add(topology.accelerators, .accelerator) { _ in nil }
    add(topology.loadBalancers, .loadBalancer) { scopes.vpc($0.vpc) }
    add(topology.targetGroups, .targetGroup) { scopes.vpc($0.vpc) }
    add(topology.internetGateways, .internetGateway) { scopes.vpc($0.vpc) }
    add(topology.egressOnlyInternetGateways, .egressOnlyGateway) { scopes.vpc($0.vpc) }
    add(topology.carrierGateways, .carrierGateway) { scopes.vpc($0.vpc) }
    add(topology.transitGatewayAttachments, .attachment) { scopes.transitGateway($0.transitGateway) }
    add(topology.transitGatewayRouteTables, .transitRouteTable) { scopes.transitGateway($0.transitGateway) }
    for group in topology.securityGroups {
      // A group goes by its Name tag and by its GroupName.
      add(.securityGroup, group.id, [group.shortName, group.groupName], scopes.vpc(group.vpc), group.info)
    }
    for list in topology.prefixLists {
      add(.prefixList, list.id, [list.shortName, list.listName], nil, list.info)
    }
    add(topology.vpnGateways, .vpnGateway) { scopes.vpc($0.vpc) }
    add(topology.vpnConnections, .vpnConnection) { _ in nil }
    add(topology.directConnectGateways, .directConnectGateway) { _ in nil }
    add(topology.clientVPNEndpoints, .clientVPNEndpoint) { scopes.vpc($0.vpc) }
    add(topology.externalNetworks, .externalNetwork) { _ in nil }
    for thing in topology.unmodelled { add(thing, scopes.vpc(thing.vpc)) }
  }

  private mutating func add<R: Resource>(_ resources: [R], _ kind: NativeKind, _ scope: (R) -> String?) {
    for resource in resources { add(kind, resource.id, [resource.shortName], scope(resource), resource.info) }
  }

  private mutating func add<Kind>(
    _ kind: NativeKind, _ id: ResourceID<Kind>, _ keys: [String?], _ scope: String?, _ info: ResourceInfo
  ) {
    // In this order, so that what is written with these names is always the same.
    for (place, key) in keys.enumerated() {
      guard let key, !keys[..<place].contains(key) else { continue }
      add(kind, Entry(id: id.rawValue, key: key, scope: scope, origin: info.origin))
    }
  }

  /// Adds a thing without a model.
  mutating func add(_ thing: UnmodelledResource, _ scope: String?) {
    let name = thing.info.name.flatMap { $0.isEmpty ? nil : $0 } ?? thing.id
    add(.unmodelled, Entry(id: thing.id, key: name, scope: scope, origin: thing.info.origin))
  }
}

/// The words by which a topology's VPCs and transit gateways qualify names: their own names where those
/// are unique, else their identifiers.
struct NativeScopes {
  private var vpcs: [VPCID: String] = [:]
  private var subnets: [SubnetID: VPCID] = [:]
  private var transitGateways: [TransitGatewayID: String] = [:]

  init(_ topology: Topology) {
    vpcs = Self.unique(topology.vpcs)
    transitGateways = Self.unique(topology.transitGateways)
    for subnet in topology.subnets { subnets[subnet.id] = subnet.vpc }
  }

  func vpc(_ id: VPCID?) -> String? { id.map { vpcs[$0] ?? $0.rawValue } }
  func subnet(_ id: SubnetID) -> String? { vpc(subnets[id]) }
  func transitGateway(_ id: TransitGatewayID) -> String? { transitGateways[id] ?? id.rawValue }

  private static func unique<R: Resource>(_ resources: [R]) -> [ResourceID<R>: String] {
    var uses: [String: Int] = [:]
    for resource in resources { uses[resource.shortName, default: 0] += 1 }
    var names: [ResourceID<R>: String] = [:]
    for resource in resources {
      names[resource.id] = uses[resource.shortName] == 1 ? resource.shortName : resource.id.rawValue
    }
    return names
  }
}
