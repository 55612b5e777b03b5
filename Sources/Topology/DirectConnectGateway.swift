package import PacketWalkAddressing

/// A Direct Connect gateway (`directconnect describe-direct-connect-gateways`, `…-associations`,
/// `describe-virtual-interfaces`). A private virtual interface that ends at a virtual private gateway directly is
/// one as well, with one association.
package struct DirectConnectGateway: Resource, Hashable {
  package static let kindName = "Direct Connect gateway"

  /// A gateway of AWS's networks that it serves.
  package struct Association: Hashable, Sendable {
    package enum Gateway: Hashable, Sendable {
      case vpnGateway(VPNGatewayID)
      case transitGateway(TransitGatewayID)
    }

    package var gateway: Gateway
    /// `allowedPrefixesToDirectConnectGateway`: what may be advertised to the other end (VPN-4); nil for
    /// everything.
    package var allowed: [IPPrefix]?

    package init(gateway: Gateway, allowed: [IPPrefix]? = nil) {
      self.gateway = gateway
      self.allowed = allowed
    }
  }

  package var id: DirectConnectGatewayID
  package var info: ResourceInfo
  package var associations: [Association]
  /// Whether each of its virtual interfaces was up when the input was taken; nil when the input doesn't say.
  package var interfaces: [Bool]?

  package init(
    id: DirectConnectGatewayID, info: ResourceInfo = ResourceInfo(), associations: [Association] = [],
    interfaces: [Bool]? = nil
  ) {
    self.id = id
    self.info = info
    self.associations = associations
    self.interfaces = interfaces
  }

  /// One interface is enough; interfaces of which nothing is known are taken to be up.
  package var isUp: Bool { interfaces.map { $0.isEmpty || $0.contains(true) } ?? true }
}
