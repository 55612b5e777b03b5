/// A network as AWS's nouns, values only: what every format reads and the compiler takes.
///
/// Arrays keep the order of the input, so that the same input always gives the same bytes. References
/// are identifiers; one that leads nowhere is a finding (`validate()`), and its effect is unknown rather
/// than empty.
package struct Topology: Hashable, Sendable {
  package var vpcs: [VPC] = []
  package var subnets: [Subnet] = []
  package var routeTables: [RouteTable] = []
  package var networkACLs: [NetworkACL] = []
  package var securityGroups: [SecurityGroup] = []
  package var prefixLists: [PrefixList] = []
  package var networkInterfaces: [NetworkInterface] = []
  package var instances: [Instance] = []
  package var unassociatedAddresses: [UnassociatedAddress] = []
  package var blockPublicAccessOptions: [BlockPublicAccessOptions] = []
  package var blockPublicAccessExclusions: [BlockPublicAccessExclusion] = []
  package var internetGateways: [InternetGateway] = []
  package var egressOnlyInternetGateways: [EgressOnlyInternetGateway] = []
  package var carrierGateways: [CarrierGateway] = []
  package var natGateways: [NATGateway] = []
  package var vpcPeeringConnections: [VPCPeeringConnection] = []
  package var transitGateways: [TransitGateway] = []
  package var transitGatewayAttachments: [TransitGatewayAttachment] = []
  package var transitGatewayRouteTables: [TransitGatewayRouteTable] = []
  package var vpnGateways: [VPNGateway] = []
  package var vpnConnections: [VPNConnection] = []
  package var directConnectGateways: [DirectConnectGateway] = []
  package var clientVPNEndpoints: [ClientVPNEndpoint] = []
  package var externalNetworks: [ExternalNetwork] = []
  package var vpcEndpoints: [VPCEndpoint] = []
  package var endpointServices: [EndpointService] = []
  package var resourceGateways: [ResourceGateway] = []
  package var resourceConfigurations: [ResourceConfiguration] = []
  package var instanceConnectEndpoints: [InstanceConnectEndpoint] = []
  package var managedServices: [ManagedService] = []
  package var serviceNetworkAssociations: [ServiceNetworkAssociation] = []
  package var networkFirewalls: [NetworkFirewall] = []
  package var firewallPolicies: [FirewallPolicy] = []
  package var ruleGroups: [RuleGroup] = []
  package var loadBalancers: [LoadBalancer] = []
  package var targetGroups: [TargetGroup] = []
  package var unmodelled: [UnmodelledResource] = []
  package var coverage = Coverage()

  package init() {}

  /// Whether the input left out this kind or members of it, so that nothing can be said about those it doesn't
  /// hold.
  package func isMissing(_ kind: ResourceKind) -> Bool { coverage.missing.contains { $0.kind == kind } }
}
