package import PacketWalkAddressing

/// A Site-to-Site VPN connection (`describe-vpn-connections`), on a virtual private gateway or a transit gateway.
package struct VPNConnection: Resource, Hashable {
  package static let kindName = "VPN connection"
  package var id: VPNConnectionID
  package var info: ResourceInfo
  package var vpnGateway: VPNGatewayID?
  package var transitGateway: TransitGatewayID?
  /// The customer gateway at the other end, by name where the input has one.
  package var customerGateway: String?
  /// Whether `State` is `available`.
  package var isAvailable: Bool
  /// Whether each tunnel was up when the input was taken (`VgwTelemetry`); nil when the input doesn't say.
  package var tunnels: [Bool]?
  /// The ranges that a virtual private gateway sends this way; nil where BGP says so (`StaticRoutesOnly`).
  package var staticRoutes: [IPPrefix]?

  package init(
    id: VPNConnectionID, info: ResourceInfo = ResourceInfo(), vpnGateway: VPNGatewayID? = nil,
    transitGateway: TransitGatewayID? = nil, customerGateway: String? = nil, isAvailable: Bool = true,
    tunnels: [Bool]? = nil, staticRoutes: [IPPrefix]? = nil
  ) {
    self.id = id
    self.info = info
    self.vpnGateway = vpnGateway
    self.transitGateway = transitGateway
    self.customerGateway = customerGateway
    self.isAvailable = isAvailable
    self.tunnels = tunnels
    self.staticRoutes = staticRoutes
  }

  /// VPN-2: one tunnel is enough; tunnels of which nothing is known are taken to be up.
  package var isUp: Bool { isAvailable && (tunnels.map { $0.isEmpty || $0.contains(true) } ?? true) }
}
