/// A virtual private gateway (`describe-vpn-gateways`): where Site-to-Site VPN connections and Direct Connect
/// meet a VPC.
package struct VPNGateway: Resource, Hashable {
  package static let kindName = "virtual private gateway"
  package var id: VPNGatewayID
  package var info: ResourceInfo
  /// The VPC it is attached to, or nil.
  package var vpc: VPCID?

  package init(id: VPNGatewayID, info: ResourceInfo = ResourceInfo(), vpc: VPCID?) {
    self.id = id
    self.info = info
    self.vpc = vpc
  }
}
