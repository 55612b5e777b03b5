/// Something to be done with the resources of every kind.
package protocol ResourceVisitor {
  mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>)
}

extension Topology {
  /// Shows a visitor every array of resources, in the order of the topology's fields.
  package static func visitResources(_ visitor: inout some ResourceVisitor) {
    visitor.visit(\.vpcs)
    visitor.visit(\.subnets)
    visitor.visit(\.routeTables)
    visitor.visit(\.networkACLs)
    visitor.visit(\.securityGroups)
    visitor.visit(\.prefixLists)
    visitor.visit(\.networkInterfaces)
    visitor.visit(\.instances)
    visitor.visit(\.blockPublicAccessExclusions)
    visitor.visit(\.publicAddressPools)
    visitor.visit(\.internetGateways)
    visitor.visit(\.egressOnlyInternetGateways)
    visitor.visit(\.carrierGateways)
    visitor.visit(\.natGateways)
    visitor.visit(\.vpcPeeringConnections)
    visitor.visit(\.transitGateways)
    visitor.visit(\.transitGatewayAttachments)
    visitor.visit(\.transitGatewayRouteTables)
    visitor.visit(\.vpnGateways)
    visitor.visit(\.vpnConnections)
    visitor.visit(\.directConnectGateways)
    visitor.visit(\.clientVPNEndpoints)
    visitor.visit(\.externalNetworks)
    visitor.visit(\.vpcEndpoints)
    visitor.visit(\.endpointServices)
    visitor.visit(\.resourceGateways)
    visitor.visit(\.resourceConfigurations)
    visitor.visit(\.instanceConnectEndpoints)
    visitor.visit(\.managedServices)
    visitor.visit(\.serviceNetworkAssociations)
    visitor.visit(\.networkFirewalls)
    visitor.visit(\.firewallPolicies)
    visitor.visit(\.ruleGroups)
    visitor.visit(\.accelerators)
    visitor.visit(\.loadBalancers)
    visitor.visit(\.targetGroups)
  }
}
