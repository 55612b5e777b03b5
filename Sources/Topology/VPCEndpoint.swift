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
  /// `ServiceRegion`, where it is another than the endpoint's own (VPCE-7).
  package var serviceRegion: String?
  /// `PrivateDnsEnabled`: whether the service's own name leads to the endpoint inside the VPC (VPCE-5).
  package var isPrivateDNS: Bool
  /// `DnsEntries`: names of the endpoint's own.
  package var dnsNames: [String]
  /// Whether `PolicyDocument` lets everybody do everything, which is AWS's default (VPCE-8).
  package var allowsFullAccess: Bool

  package init(
    id: VPCEndpointID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, kind: Kind, serviceName: String,
    isAvailable: Bool = true, interfaces: [NetworkInterfaceID] = [], subnets: [SubnetID] = [],
    serviceRegion: String? = nil, isPrivateDNS: Bool = false, dnsNames: [String] = [],
    allowsFullAccess: Bool = true
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.kind = kind
    self.serviceName = serviceName
    self.isAvailable = isAvailable
    self.interfaces = interfaces
    self.subnets = subnets
    self.serviceRegion = serviceRegion
    self.isPrivateDNS = isPrivateDNS
    self.dnsNames = dnsNames
    self.allowsFullAccess = allowsFullAccess
  }
}
