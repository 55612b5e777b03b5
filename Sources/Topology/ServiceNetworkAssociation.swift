/// A VPC's place in a VPC Lattice service network (`vpc-lattice get-service-network-vpc-association`): its
/// hosts reach the network's services at addresses of Lattice's own (LAT-1).
package struct ServiceNetworkAssociation: Resource, Hashable {
  package static let kindName = "service network association"

  package var id: ServiceNetworkAssociationID
  package var info: ResourceInfo
  /// The service network's ARN or name.
  package var serviceNetwork: String
  package var vpc: VPCID
  /// They judge what the VPC's hosts send to the network; none lets everything pass.
  package var securityGroups: [SecurityGroupID]
  /// Whether `status` is `ACTIVE`.
  package var isAvailable: Bool

  package init(
    id: ServiceNetworkAssociationID, info: ResourceInfo = ResourceInfo(), serviceNetwork: String, vpc: VPCID,
    securityGroups: [SecurityGroupID] = [], isAvailable: Bool = true
  ) {
    self.id = id
    self.info = info
    self.serviceNetwork = serviceNetwork
    self.vpc = vpc
    self.securityGroups = securityGroups
    self.isAvailable = isAvailable
  }
}
