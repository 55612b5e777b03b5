/// A NAT gateway (`describe-nat-gateways`).
package struct NATGateway: Resource, Hashable {
  package static let kindName = "NAT gateway"

  /// `ConnectivityType`; absent means public.
  package enum Connectivity: Hashable, Sendable {
    case `public`
    case `private`
  }

  package let id: NATGatewayID
  package var info: ResourceInfo
  package var vpc: VPCID
  /// Nil for a regional NAT gateway, which has none (NAT-9), and where the input doesn't say.
  package var subnet: SubnetID?
  package var connectivity: Connectivity
  /// Whether `State` is `available` (NAT-7).
  package var isAvailable: Bool
  /// Its private addresses, the primary first, each with its Elastic IP (NAT-8).
  package var addresses: [InterfaceAddress]
  /// `AvailabilityMode` is `regional`.
  package var isRegional: Bool

  package init(
    id: NATGatewayID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, subnet: SubnetID?,
    connectivity: Connectivity = .public, isAvailable: Bool = true, addresses: [InterfaceAddress],
    isRegional: Bool = false
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.subnet = subnet
    self.connectivity = connectivity
    self.isAvailable = isAvailable
    self.addresses = addresses
    self.isRegional = isRegional
  }
}
