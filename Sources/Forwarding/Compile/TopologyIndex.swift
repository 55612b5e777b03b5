package import PacketWalkTopology

/// Identifier to place in the topology's arrays: the only strings of compilation.
package struct TopologyIndex: Sendable {
  package let vpcs: [VPCID: Int]
  package let subnets: [SubnetID: Int]
  package let groups: [SecurityGroupID: Int]
  package let prefixLists: [PrefixListID: Int]
  package let interfaces: [NetworkInterfaceID: Int]
  package let internetGateways: [InternetGatewayID: Int]
  package let egressOnlyGateways: [EgressOnlyInternetGatewayID: Int]
  package let carrierGateways: [CarrierGatewayID: Int]
  package let natGateways: [NATGatewayID: Int]
  package let peerings: [VPCPeeringConnectionID: Int]
  package let transitGateways: [TransitGatewayID: Int]
  package let attachments: [TransitGatewayAttachmentID: [Int]]
  package let vpnGateways: [VPNGatewayID: Int]
  package let vpnConnections: [VPNConnectionID: Int]
  package let directConnectGateways: [DirectConnectGatewayID: Int]
  package let clientVPNEndpoints: [ClientVPNEndpointID: Int]
  package let externals: [ExternalNetworkID: Int]
  package let endpoints: [VPCEndpointID: Int]
  package let loadBalancers: [LoadBalancerID: Int]
  /// By service name, as endpoints refer to them.
  package let endpointServices: [String: Int]
  package let resourceGateways: [ResourceGatewayID: Int]
  package let resourceConfigurations: [ResourceConfigurationID: Int]
  package let targetGroups: [TargetGroupID: Int]
  package let primaryInterface: [InstanceID: Int]

  package init(_ topology: Topology) {
    func index<R: Resource>(_ resources: [R]) -> [ResourceID<R>: Int] {
      var places: [ResourceID<R>: Int] = [:]
      places.reserveCapacity(resources.count)
      // In a span, since a copy of a whole resource would count references to all that it holds.
      let span = resources.span
      for place in resources.indices.reversed() { places[span[place].id] = place }
      return places
    }
    vpcs = index(topology.vpcs)
    subnets = index(topology.subnets)
    groups = index(topology.securityGroups)
    prefixLists = index(topology.prefixLists)
    interfaces = index(topology.networkInterfaces)
    internetGateways = index(topology.internetGateways)
    egressOnlyGateways = index(topology.egressOnlyInternetGateways)
    carrierGateways = index(topology.carrierGateways)
    natGateways = index(topology.natGateways)
    peerings = index(topology.vpcPeeringConnections)
    transitGateways = index(topology.transitGateways)
    // The two ends of a transit gateway peering may carry one identifier.
    attachments = Dictionary(
      grouping: topology.transitGatewayAttachments.indices, by: { topology.transitGatewayAttachments[$0].id })
    vpnGateways = index(topology.vpnGateways)
    vpnConnections = index(topology.vpnConnections)
    directConnectGateways = index(topology.directConnectGateways)
    clientVPNEndpoints = index(topology.clientVPNEndpoints)
    externals = index(topology.externalNetworks)
    endpoints = index(topology.vpcEndpoints)
    loadBalancers = index(topology.loadBalancers)
    endpointServices = Dictionary(
      topology.endpointServices.indices.map { (topology.endpointServices[$0].serviceName, $0) },
      uniquingKeysWith: { first, _ in first })
    resourceGateways = index(topology.resourceGateways)
    resourceConfigurations = index(topology.resourceConfigurations)
    targetGroups = index(topology.targetGroups)
    var primary: [InstanceID: Int] = [:]
    primary.reserveCapacity(topology.networkInterfaces.count)
    for place in topology.networkInterfaces.indices {
      guard let instance = topology.networkInterfaces[place].instance,
        let known = primary.updateValue(place, forKey: instance)
      else { continue }
      let first = topology.networkInterfaces[known].deviceIndex
      if first <= topology.networkInterfaces[place].deviceIndex { primary[instance] = known }
    }
    primaryInterface = primary
  }
}
