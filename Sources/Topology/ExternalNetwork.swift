package import PacketWalkAddressing

/// A network outside AWS's VPCs: an office, a data centre, remote users. No call of AWS's describes it; it is
/// declared, with the gateways that it hangs behind.
package struct ExternalNetwork: Resource, Hashable {
  package static let kindName = "external network"

  /// What a network hangs behind.
  package enum Way: Hashable, Sendable {
    /// Any VPN connection or Direct Connect of the gateway.
    case vpnGateway(VPNGatewayID)
    case vpnConnection(VPNConnectionID)
    /// Also a private virtual interface that ends at a virtual private gateway.
    case directConnectGateway(DirectConnectGatewayID)
    /// For remote users; nothing begins on AWS's side.
    case clientVPNEndpoint(ClientVPNEndpointID)
    /// A transit gateway's attachment of any kind but a VPC's or a peering's.
    case transitGatewayAttachment(TransitGatewayAttachmentID)
    /// A gateway without a model of its own, by the identifier that routes have.
    case unmodelled(String)
  }

  package var id: ExternalNetworkID
  package var info: ResourceInfo
  /// The addresses in it, of both families.
  package var ranges: [IPPrefix]
  package var ways: [Way]
  package var isUp: Bool
  /// What it routes towards AWS; nil for all that AWS tells it of.
  package var routes: [IPPrefix]?

  package init(
    id: ExternalNetworkID, info: ResourceInfo = ResourceInfo(), ranges: [IPPrefix], ways: [Way],
    isUp: Bool = true, routes: [IPPrefix]? = nil
  ) {
    self.id = id
    self.info = info
    self.ranges = ranges
    self.ways = ways
    self.isUp = isUp
    self.routes = routes
  }
}
