/// A NAT gateway (`describe-nat-gateways`).
package struct NATGateway: Resource, Hashable {
  package static let kindName = "NAT gateway"

  /// `ConnectivityType`; absent means public.
  package enum Connectivity: Hashable, Sendable {
    case `public`
    case `private`
  }

  /// A zone that a regional NAT gateway serves, and the addresses that it has there (NAT-9).
  package struct Zone: Hashable, Sendable {
    package var zone: AvailabilityZone
    package var addresses: [InterfaceAddress]

    package init(zone: AvailabilityZone, addresses: [InterfaceAddress]) {
      self.zone = zone
      self.addresses = addresses
    }
  }

  package var id: NATGatewayID
  package var info: ResourceInfo
  package var vpc: VPCID
  /// Nil for a regional NAT gateway, which has none (NAT-9), and where the input doesn't say.
  package var subnet: SubnetID?
  package var connectivity: Connectivity
  /// Whether `State` is `available` (NAT-7).
  package var isAvailable: Bool
  /// Its private addresses, the primary first, each with its Elastic IP (NAT-8). Of a regional one those whose
  /// zone the input doesn't say; where it prints no private address, the Elastic IP stands for it.
  package var addresses: [InterfaceAddress]
  /// `AvailabilityMode` is `regional`.
  package var isRegional: Bool
  /// The table by which a regional one forwards (`RouteTableId`); nil for the one that AWS makes with it.
  package var routeTable: RouteTableID?
  /// The zones that a regional one serves by now; empty for all of its VPC.
  package var zones: [Zone]
  /// Whether a regional one finds its zones itself (`AutoProvisionZones`): until it has, it serves others from
  /// the zones that it has.
  package var isAutomatic: Bool
  /// ARNs of the proxies attached to it (`AttachedAppliances`, NAT-11).
  package var proxies: [String]

  package init(
    id: NATGatewayID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, subnet: SubnetID?,
    connectivity: Connectivity = .public, isAvailable: Bool = true, addresses: [InterfaceAddress],
    isRegional: Bool = false, routeTable: RouteTableID? = nil, zones: [Zone] = [], isAutomatic: Bool = true,
    proxies: [String] = []
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.subnet = subnet
    self.connectivity = connectivity
    self.isAvailable = isAvailable
    self.addresses = addresses
    self.isRegional = isRegional
    self.routeTable = routeTable
    self.zones = zones
    self.isAutomatic = isAutomatic
    self.proxies = proxies
  }

  /// The addresses of all zones.
  package var allAddresses: [InterfaceAddress] { addresses + zones.flatMap(\.addresses) }
}
