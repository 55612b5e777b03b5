/// The identifier of one kind of resource: what AWS calls `SubnetId`, or the name that a native topology
/// gives instead. `Kind` only keeps a subnet's identifier from being used as a route table's.
package struct ResourceID<Kind>: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }

  package var description: String { rawValue }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension ResourceID: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

package typealias VPCID = ResourceID<VPC>
package typealias SubnetID = ResourceID<Subnet>
package typealias RouteTableID = ResourceID<RouteTable>
package typealias NetworkACLID = ResourceID<NetworkACL>
package typealias SecurityGroupID = ResourceID<SecurityGroup>
package typealias PrefixListID = ResourceID<PrefixList>
package typealias NetworkInterfaceID = ResourceID<NetworkInterface>
package typealias InstanceID = ResourceID<Instance>
package typealias InternetGatewayID = ResourceID<InternetGateway>
package typealias EgressOnlyInternetGatewayID = ResourceID<EgressOnlyInternetGateway>
package typealias CarrierGatewayID = ResourceID<CarrierGateway>
package typealias NATGatewayID = ResourceID<NATGateway>
package typealias VPCPeeringConnectionID = ResourceID<VPCPeeringConnection>
package typealias VPNGatewayID = ResourceID<VPNGateway>
package typealias VPNConnectionID = ResourceID<VPNConnection>
package typealias DirectConnectGatewayID = ResourceID<DirectConnectGateway>
package typealias ClientVPNEndpointID = ResourceID<ClientVPNEndpoint>
package typealias ExternalNetworkID = ResourceID<ExternalNetwork>
package typealias TransitGatewayID = ResourceID<TransitGateway>
package typealias TransitGatewayAttachmentID = ResourceID<TransitGatewayAttachment>
package typealias TransitGatewayRouteTableID = ResourceID<TransitGatewayRouteTable>
package typealias VPCEndpointID = ResourceID<VPCEndpoint>
package typealias EndpointServiceID = ResourceID<EndpointService>
package typealias ResourceGatewayID = ResourceID<ResourceGateway>
package typealias ResourceConfigurationID = ResourceID<ResourceConfiguration>
package typealias InstanceConnectEndpointID = ResourceID<InstanceConnectEndpoint>
package typealias ManagedServiceID = ResourceID<ManagedService>
package typealias ServiceNetworkAssociationID = ResourceID<ServiceNetworkAssociation>
package typealias NetworkFirewallID = ResourceID<NetworkFirewall>
package typealias FirewallPolicyID = ResourceID<FirewallPolicy>
package typealias RuleGroupID = ResourceID<RuleGroup>
package typealias LoadBalancerID = ResourceID<LoadBalancer>
package typealias TargetGroupID = ResourceID<TargetGroup>

extension ResourceID<SecurityGroup> {
  /// Stands for groups that the input should name and doesn't: a reference that leads nowhere, whose
  /// effect is unknown.
  package static let notInInput: Self = "groups not in the input"
}
