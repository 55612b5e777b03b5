import PacketWalkTopology

extension Topology: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init()
    vpcs = try reader.read()
    subnets = try reader.read()
    routeTables = try reader.read()
    networkACLs = try reader.read()
    securityGroups = try reader.read()
    prefixLists = try reader.read()
    networkInterfaces = try reader.records(reader.selection?.interfaces)
    instances = try reader.records(reader.selection?.instances)
    unassociatedAddresses = try reader.read()
    blockPublicAccessOptions = try reader.read()
    blockPublicAccessExclusions = try reader.read()
    publicAddressPools = try reader.read()
    internetGateways = try reader.read()
    egressOnlyInternetGateways = try reader.read()
    carrierGateways = try reader.read()
    natGateways = try reader.read()
    vpcPeeringConnections = try reader.read()
    transitGateways = try reader.read()
    transitGatewayAttachments = try reader.read()
    transitGatewayRouteTables = try reader.read()
    vpnGateways = try reader.read()
    vpnConnections = try reader.read()
    directConnectGateways = try reader.read()
    clientVPNEndpoints = try reader.read()
    externalNetworks = try reader.read()
    vpcEndpoints = try reader.read()
    endpointServices = try reader.read()
    resourceGateways = try reader.read()
    resourceConfigurations = try reader.read()
    instanceConnectEndpoints = try reader.read()
    managedServices = try reader.read()
    serviceNetworkAssociations = try reader.read()
    networkFirewalls = try reader.read()
    firewallPolicies = try reader.read()
    ruleGroups = try reader.read()
    accelerators = try reader.read()
    loadBalancers = try reader.read()
    targetGroups = try reader.read()
    unmodelled = try reader.read()
    coverage = try reader.read()
  }

  func write(to writer: inout PackedWriter) {
    writer.write(vpcs, subnets, routeTables, networkACLs, securityGroups, prefixLists)
    writer.records(networkInterfaces)
    writer.records(instances)
    writer.write(
      unassociatedAddresses, blockPublicAccessOptions, blockPublicAccessExclusions, publicAddressPools,
      internetGateways, egressOnlyInternetGateways, carrierGateways, natGateways, vpcPeeringConnections,
      transitGateways, transitGatewayAttachments, transitGatewayRouteTables, vpnGateways, vpnConnections,
      directConnectGateways, clientVPNEndpoints, externalNetworks, vpcEndpoints, endpointServices,
      resourceGateways, resourceConfigurations, instanceConnectEndpoints, managedServices,
      serviceNetworkAssociations, networkFirewalls, firewallPolicies, ruleGroups, accelerators, loadBalancers,
      targetGroups, unmodelled, coverage)
  }
}
