/// An egress-only internet gateway (`describe-egress-only-internet-gateways`): IPv6, outbound only.
package struct EgressOnlyInternetGateway: Resource, Hashable {
  package static let kindName = "egress-only internet gateway"
  package var id: EgressOnlyInternetGatewayID
  package var info: ResourceInfo
  /// The VPC it is attached to, or nil.
  package var vpc: VPCID?

  package init(id: EgressOnlyInternetGatewayID, info: ResourceInfo = ResourceInfo(), vpc: VPCID?) {
    self.id = id
    self.info = info
    self.vpc = vpc
  }
}
