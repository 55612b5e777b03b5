/// A VPC endpoint (`describe-vpc-endpoints`).
package struct VPCEndpoint: Resource, Hashable {
  package static let kindName = "VPC endpoint"

  /// `VpcEndpointType`.
  package enum Kind: Hashable, Sendable {
    case interface
    case gateway
    case gatewayLoadBalancer
    /// Leads to one shared resource (VPCE-7).
    case resource
    /// Leads to everything of a VPC Lattice service network.
    case serviceNetwork
    case other(String)
  }

  package var id: VPCEndpointID
  package var info: ResourceInfo
  package var vpc: VPCID
  package var kind: Kind
  /// `com.amazonaws.eu-west-1.s3`; empty for a resource or a service network.
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
  /// The resource that a resource endpoint leads to (`ResourceConfigurationArn`).
  package var resourceConfiguration: ResourceConfigurationID?
  /// `ServiceNetworkArn`.
  package var serviceNetwork: String?
  /// Whether `PolicyDocument` lets everybody do everything, which is AWS's default (VPCE-8).
  package var allowsFullAccess: Bool

  package init(
    id: VPCEndpointID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, kind: Kind, serviceName: String,
    isAvailable: Bool = true, interfaces: [NetworkInterfaceID] = [], subnets: [SubnetID] = [],
    serviceRegion: String? = nil, isPrivateDNS: Bool = false, dnsNames: [String] = [],
    resourceConfiguration: ResourceConfigurationID? = nil, serviceNetwork: String? = nil,
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
    self.resourceConfiguration = resourceConfiguration
    self.serviceNetwork = serviceNetwork
    self.allowsFullAccess = allowsFullAccess
  }
}
