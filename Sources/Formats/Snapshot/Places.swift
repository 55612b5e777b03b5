import PacketWalkTopology

extension SnapshotReader {
  /// VPCs, gateways and tables don't print their Region. Where no folder says it either, it is that of the
  /// VPC's subnets, and what belongs to a VPC is where the VPC is.
  func settlePlaces() {
    var places: [VPCID: ResourceInfo] = [:]
    for subnet in topology.subnets where places[subnet.vpc] == nil && subnet.info.region != nil {
      places[subnet.vpc] = subnet.info
    }
    for peering in topology.vpcPeeringConnections {
      for end in [peering.requester, peering.accepter] where places[end.vpc] == nil {
        places[end.vpc] = ResourceInfo(account: end.account, region: end.region)
      }
    }
    let only = onlyPlace(places)
    func settle(_ info: inout ResourceInfo, _ vpc: VPCID?) {
      let place = vpc.flatMap { places[$0] }
      if info.region == nil { info.region = place?.region ?? only.region }
      if info.account == nil { info.account = place?.account ?? only.account }
    }
    for index in topology.vpcs.indices {
      settle(&topology.vpcs[index].info, topology.vpcs[index].id)
      places[topology.vpcs[index].id] = topology.vpcs[index].info
    }
    for index in topology.subnets.indices {
      settle(&topology.subnets[index].info, topology.subnets[index].vpc)
    }
    for index in topology.routeTables.indices {
      settle(&topology.routeTables[index].info, topology.routeTables[index].vpc)
    }
    for index in topology.networkACLs.indices {
      settle(&topology.networkACLs[index].info, topology.networkACLs[index].vpc)
    }
    for index in topology.securityGroups.indices {
      settle(&topology.securityGroups[index].info, topology.securityGroups[index].vpc)
    }
    for index in topology.networkInterfaces.indices { settle(&topology.networkInterfaces[index].info, nil) }
    for index in topology.instances.indices { settle(&topology.instances[index].info, nil) }
    for index in topology.internetGateways.indices {
      settle(&topology.internetGateways[index].info, topology.internetGateways[index].vpc)
    }
    for index in topology.egressOnlyInternetGateways.indices {
      settle(
        &topology.egressOnlyInternetGateways[index].info, topology.egressOnlyInternetGateways[index].vpc)
    }
    for index in topology.vpnGateways.indices {
      settle(&topology.vpnGateways[index].info, topology.vpnGateways[index].vpc)
    }
    for index in topology.clientVPNEndpoints.indices {
      settle(&topology.clientVPNEndpoints[index].info, topology.clientVPNEndpoints[index].vpc)
    }
    for index in topology.vpnConnections.indices { settle(&topology.vpnConnections[index].info, nil) }
    for index in topology.carrierGateways.indices {
      settle(&topology.carrierGateways[index].info, topology.carrierGateways[index].vpc)
    }
    for index in topology.natGateways.indices {
      settle(&topology.natGateways[index].info, topology.natGateways[index].vpc)
    }
    for index in topology.vpcPeeringConnections.indices {
      settle(
        &topology.vpcPeeringConnections[index].info, topology.vpcPeeringConnections[index].requester.vpc)
    }
    for index in topology.vpcEndpoints.indices {
      settle(&topology.vpcEndpoints[index].info, topology.vpcEndpoints[index].vpc)
    }
    for index in topology.transitGateways.indices { settle(&topology.transitGateways[index].info, nil) }
    for index in topology.transitGatewayAttachments.indices {
      var vpc: VPCID?
      if case .vpc(let id, _) = topology.transitGatewayAttachments[index].kind { vpc = id }
      settle(&topology.transitGatewayAttachments[index].info, vpc)
    }
    for index in topology.transitGatewayRouteTables.indices {
      settle(&topology.transitGatewayRouteTables[index].info, nil)
    }
    for index in topology.prefixLists.indices { settle(&topology.prefixLists[index].info, nil) }
    for index in topology.resourceGateways.indices {
      settle(&topology.resourceGateways[index].info, topology.resourceGateways[index].vpc)
    }
    for index in topology.resourceConfigurations.indices {
      settle(&topology.resourceConfigurations[index].info, nil)
    }
    for index in topology.instanceConnectEndpoints.indices {
      settle(&topology.instanceConnectEndpoints[index].info, topology.instanceConnectEndpoints[index].vpc)
    }
    for index in topology.managedServices.indices {
      settle(&topology.managedServices[index].info, topology.managedServices[index].vpc)
    }
    for index in topology.serviceNetworkAssociations.indices {
      settle(&topology.serviceNetworkAssociations[index].info, topology.serviceNetworkAssociations[index].vpc)
    }
    for index in topology.networkFirewalls.indices {
      settle(&topology.networkFirewalls[index].info, topology.networkFirewalls[index].vpc)
    }
    for index in topology.firewallPolicies.indices { settle(&topology.firewallPolicies[index].info, nil) }
    for index in topology.ruleGroups.indices { settle(&topology.ruleGroups[index].info, nil) }
    for index in topology.endpointServices.indices { settle(&topology.endpointServices[index].info, nil) }
    for index in topology.loadBalancers.indices {
      settle(&topology.loadBalancers[index].info, topology.loadBalancers[index].vpc)
    }
    for index in topology.unmodelled.indices {
      settle(&topology.unmodelled[index].info, topology.unmodelled[index].vpc)
    }
  }

  /// The one Region, and the one account, that everything is in; nil where there are several.
  private func onlyPlace(_ places: [VPCID: ResourceInfo]) -> (region: String?, account: String?) {
    let infos = topology.vpcs.map(\.info) + topology.subnets.map(\.info) + places.values
    let scopes = sections.values.joined().map(\.scope)
    let regions = Set(infos.compactMap(\.region)).union(scopes.compactMap(\.region))
    let accounts = Set(infos.compactMap(\.account)).union(scopes.compactMap(\.account))
    return (regions.count == 1 ? regions.first : nil, accounts.count == 1 ? accounts.first : nil)
  }
}
