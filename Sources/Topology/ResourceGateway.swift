/// Where traffic for shared resources enters their VPC (`vpc-lattice get-resource-gateway`).
package struct ResourceGateway: Resource, Hashable {
  package static let kindName = "resource gateway"

  package var id: ResourceGatewayID
  package var info: ResourceInfo
  package var vpc: VPCID
  package var subnets: [SubnetID]
  /// Their groups judge what goes to the resources.
  package var interfaces: [NetworkInterfaceID]
  /// Whether `status` is `ACTIVE`.
  package var isAvailable: Bool

  package init(
    id: ResourceGatewayID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, subnets: [SubnetID] = [],
    interfaces: [NetworkInterfaceID] = [], isAvailable: Bool = true
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.subnets = subnets
    self.interfaces = interfaces
    self.isAvailable = isAvailable
  }
}
