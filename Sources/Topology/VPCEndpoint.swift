/// A VPC endpoint (`describe-vpc-endpoints`).
package struct VPCEndpoint: Resource, Hashable {
  package static let kindName = "VPC endpoint"

  /// `VpcEndpointType`.
  package enum Kind: Hashable, Sendable {
    case interface
    case gateway
    case gatewayLoadBalancer
    case other(String)
  }

  package let id: VPCEndpointID
  package var info: ResourceInfo
  package var vpc: VPCID
  package var kind: Kind
  /// `com.amazonaws.eu-west-1.s3`.
  package var serviceName: String
  /// Whether `State` is `available`.
  package var isAvailable: Bool
  /// The interfaces of an interface endpoint.
  package var interfaces: [NetworkInterfaceID]
  package var subnets: [SubnetID]

  package init(
    id: VPCEndpointID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, kind: Kind, serviceName: String,
    isAvailable: Bool = true, interfaces: [NetworkInterfaceID] = [], subnets: [SubnetID] = []
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.kind = kind
    self.serviceName = serviceName
    self.isAvailable = isAvailable
    self.interfaces = interfaces
    self.subnets = subnets
  }
}
