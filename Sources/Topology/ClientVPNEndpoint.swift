package import PacketWalkAddressing

/// A Client VPN endpoint (`describe-client-vpn-endpoints`, `…-target-networks`, `…-authorization-rules`,
/// `…-routes`): remote users enter a VPC by its interfaces, under the interfaces' addresses (CVPN-1).
package struct ClientVPNEndpoint: Resource, Hashable {
  package static let kindName = "Client VPN endpoint"

  /// What users may reach.
  package struct AuthorizationRule: Hashable, Sendable {
    package var destination: IPPrefix
    /// The directory's group that the user has to be in; nil for all users (`AccessAll`).
    package var group: String?

    package init(_ destination: IPPrefix, group: String? = nil) {
      self.destination = destination
      self.group = group
    }
  }

  /// Through which associated subnet users' packets leave.
  package struct Route: Hashable, Sendable {
    package var destination: IPPrefix
    package var subnet: SubnetID

    package init(_ destination: IPPrefix, subnet: SubnetID) {
      self.destination = destination
      self.subnet = subnet
    }
  }

  package var id: ClientVPNEndpointID
  package var info: ResourceInfo
  /// Nil for one that is associated with no subnet yet.
  package var vpc: VPCID?
  /// Associated subnets.
  package var subnets: [SubnetID]
  /// Its own interfaces there, which hold the association's security groups.
  package var interfaces: [NetworkInterfaceID]
  /// Nil when the input doesn't hold them.
  package var authorizationRules: [AuthorizationRule]?
  /// Nil when the input doesn't hold them.
  package var routes: [Route]?
  /// Whether `Status.Code` is `available`.
  package var isAvailable: Bool

  package init(
    id: ClientVPNEndpointID, info: ResourceInfo = ResourceInfo(), vpc: VPCID?, subnets: [SubnetID] = [],
    interfaces: [NetworkInterfaceID] = [], authorizationRules: [AuthorizationRule]?, routes: [Route]?,
    isAvailable: Bool = true
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.subnets = subnets
    self.interfaces = interfaces
    self.authorizationRules = authorizationRules
    self.routes = routes
    self.isAvailable = isAvailable
  }
}
