/// An internet gateway (`describe-internet-gateways`).
package struct InternetGateway: Resource, Hashable {
  package static let kindName = "internet gateway"
  package var id: InternetGatewayID
  package var info: ResourceInfo
  /// The VPC it is attached to (state `available`), or nil.
  package var vpc: VPCID?

  package init(id: InternetGatewayID, info: ResourceInfo = ResourceInfo(), vpc: VPCID?) {
    self.id = id
    self.info = info
    self.vpc = vpc
  }
}
