/// A door for administrators into a VPC (`describe-instance-connect-endpoints`): AWS's service opens TCP
/// connections from its interface (MS-4).
package struct InstanceConnectEndpoint: Resource, Hashable {
  package static let kindName = "instance connect endpoint"

  package var id: InstanceConnectEndpointID
  package var info: ResourceInfo
  package var vpc: VPCID
  package var interfaces: [NetworkInterfaceID]
  /// `PreserveClientIp`: whether instances see the administrator's own address.
  package var preservesClientIP: Bool
  /// Whether `State` is `create-complete` or `update-complete`.
  package var isAvailable: Bool
  package var dnsName: String?

  package init(
    id: InstanceConnectEndpointID, info: ResourceInfo = ResourceInfo(), vpc: VPCID,
    interfaces: [NetworkInterfaceID] = [], preservesClientIP: Bool = false, isAvailable: Bool = true,
    dnsName: String? = nil
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.interfaces = interfaces
    self.preservesClientIP = preservesClientIP
    self.isAvailable = isAvailable
    self.dnsName = dnsName
  }
}
