package import PacketWalkAddressing

/// A VPC peering connection (`describe-vpc-peering-connections`).
package struct VPCPeeringConnection: Resource, Hashable {
  package static let kindName = "peering connection"

  /// One end. Its VPC need not be in the input; then `prefixes` is all that is known of it.
  package struct End: Hashable, Sendable {
    package var vpc: VPCID
    package var account: String?
    package var region: String?
    package var prefixes: [IPPrefix]
    /// `AllowDnsResolutionFromRemoteVpc`: whether names of this end's public addresses mean private ones to the
    /// other end. Packets do not see it (PCX-7).
    package var allowsDNSResolution: Bool

    package init(
      vpc: VPCID, account: String? = nil, region: String? = nil, prefixes: [IPPrefix] = [],
      allowsDNSResolution: Bool = false
    ) {
      self.vpc = vpc
      self.account = account
      self.region = region
      self.prefixes = prefixes
      self.allowsDNSResolution = allowsDNSResolution
    }
  }

  package var id: VPCPeeringConnectionID
  package var info: ResourceInfo
  package var requester: End
  package var accepter: End
  /// Whether `Status.Code` is `active` (PCX-1).
  package var isActive: Bool

  package init(
    id: VPCPeeringConnectionID, info: ResourceInfo = ResourceInfo(), requester: End, accepter: End,
    isActive: Bool = true
  ) {
    self.id = id
    self.info = info
    self.requester = requester
    self.accepter = accepter
    self.isActive = isActive
  }

  /// Whether both ends are in one Region, as far as the input says (SG-11).
  package var isSameRegion: Bool {
    guard let left = requester.region, let right = accepter.region else { return true }
    return left == right
  }
}
