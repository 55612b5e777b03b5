package import PacketWalkAddressing
package import PacketWalkDiagnostics

/// A route table (`describe-route-tables`). The local routes are implied by the VPC's ranges (RT-2) and
/// need not stand in `routes`; one that does stands for a local route whose target was kept.
package struct RouteTable: Resource, Hashable {
  package static let kindName = "route table"
  package var id: RouteTableID
  package var info: ResourceInfo
  package var vpc: VPCID
  /// Whether subnets without an association of their own use it (RT-1).
  package var isMain: Bool
  package var subnets: [SubnetID]
  /// Internet or virtual private gateways whose incoming traffic it steers (RT-11).
  package var gateways: [String]
  /// Pools of the owner's public addresses whose incoming traffic it steers (`PublicIpv4Pool`, RT-13).
  package var publicPools: [PublicAddressPoolID]
  package var routes: [Route]
  /// Whether `routes` holds every route of the input: false when the destination of one could not be
  /// read, so that it may be a longer match for any address.
  package var isComplete: Bool

  package init(
    id: RouteTableID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, isMain: Bool = false,
    subnets: [SubnetID] = [], gateways: [String] = [],
    publicPools: [PublicAddressPoolID] = [], routes: [Route] = [], isComplete: Bool = true
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.isMain = isMain
    self.subnets = subnets
    self.gateways = gateways
    self.publicPools = publicPools
    self.routes = routes
    self.isComplete = isComplete
  }
}

/// One route of a subnet's or gateway's route table.
package struct Route: Hashable, Sendable {
  /// `RouteOrigin`, in the order in which equal prefixes are chosen (RT-4.4).
  package enum Source: Hashable, Sendable {
    /// `CreateRouteTable`, `CreateRoute`.
    case `static`
    /// `EnableVgwRoutePropagation`.
    case propagated
    /// `Advertisement`, by a VPC route server.
    case advertised
  }

  /// `State`.
  package enum State: Hashable, Sendable {
    case active
    case blackhole
    case filtered
  }

  package var destination: RouteDestination
  package var target: RouteTarget
  package var state: State
  package var source: Source
  package var origin: Origin

  package init(
    destination: RouteDestination, target: RouteTarget, state: State = .active,
    source: Source = .static, origin: Origin = .implied
  ) {
    self.destination = destination
    self.target = target
    self.state = state
    self.source = source
    self.origin = origin
  }
}

package enum RouteDestination: Hashable, Sendable {
  case prefix(IPPrefix)
  case prefixList(PrefixListID)
}

/// Where a route points: each kind that `describe-route-tables` can print has a case (RT-6).
package enum RouteTarget: Hashable, Sendable {
  case local
  case internetGateway(InternetGatewayID)
  case egressOnlyInternetGateway(EgressOnlyInternetGatewayID)
  case carrierGateway(CarrierGatewayID)
  case natGateway(NATGatewayID)
  case networkInterface(NetworkInterfaceID)
  case vpcPeeringConnection(VPCPeeringConnectionID)
  case transitGateway(TransitGatewayID)
  case vpnGateway(VPNGatewayID)
  /// A gateway endpoint or a gateway load balancer endpoint.
  case vpcEndpoint(VPCEndpointID)
  /// The next hop of a route-server route (RT-14).
  case address(IPAddress)
  /// A kind that is known to AWS and not modelled: its word and its identifier. Also a target that the
  /// input doesn't name (`unknown target`).
  case unmodelled(kind: String, id: String)
}
