/// A firewall of AWS Network Firewall (`describe-firewall`): a policy, and the endpoints at which it is met
/// (NFW-1), in its own VPC or by association in others (NFW-4), or at a transit gateway (NFW-3).
package struct NetworkFirewall: Resource, Hashable {
  package static let kindName = "network firewall"

  /// The ARN.
  package var id: NetworkFirewallID
  package var info: ResourceInfo
  /// Nil for one that is attached to a transit gateway.
  package var vpc: VPCID?
  package var policy: FirewallPolicyID
  /// Its endpoints, one a zone, those of `describe-vpc-endpoint-association` among them.
  package var endpoints: [VPCEndpointID]
  /// Its attachment to a transit gateway.
  package var attachment: TransitGatewayAttachmentID?
  /// Whether `FirewallStatus.Status` is `READY`.
  package var isAvailable: Bool

  package init(
    id: NetworkFirewallID, info: ResourceInfo = ResourceInfo(), vpc: VPCID?, policy: FirewallPolicyID,
    endpoints: [VPCEndpointID] = [], attachment: TransitGatewayAttachmentID? = nil, isAvailable: Bool = true
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.policy = policy
    self.endpoints = endpoints
    self.attachment = attachment
    self.isAvailable = isAvailable
  }
}
