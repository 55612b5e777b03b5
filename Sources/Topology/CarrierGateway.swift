/// A carrier gateway of a Wavelength Zone (`describe-carrier-gateways`): IPv4 to a carrier's network and, by it, the
/// internet (OUT-1).
package struct CarrierGateway: Resource, Hashable {
  package static let kindName = "carrier gateway"
  package var id: CarrierGatewayID
  package var info: ResourceInfo
  /// The VPC that it serves (state `available`), or nil.
  package var vpc: VPCID?

  package init(id: CarrierGatewayID, info: ResourceInfo = ResourceInfo(), vpc: VPCID?) {
    self.id = id
    self.info = info
    self.vpc = vpc
  }
}
