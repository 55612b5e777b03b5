import PacketWalkAddressing
import PacketWalkTopology

/// An interface that a declaration makes, with addresses or without.
struct DeclaredHost {
  /// The public address that goes with the primary private one.
  enum PublicAddress {
    case none
    case known(IPAddress)
    /// AWS gives one when it makes the interface.
    case assigned
  }

  var interface: NetworkInterface
  var publicAddress = PublicAddress.none
  /// Whether it has an IPv4 address that the input does not say, and how many IPv6 ones.
  var needsIPv4 = false
  var unknownIPv6 = 0

  /// The ports that AWS's services open connections from, or those of an instance.
  static func ephemeralPorts(of kind: InterfaceKind) -> PortRange {
    switch kind {
    case .natGateway, .networkLoadBalancer, .applicationLoadBalancer, .classicLoadBalancer,
      .gatewayLoadBalancer, .lambda:
      .anyEphemeral
    default: .linuxEphemeral
    }
  }

  mutating func addGroup(_ group: SecurityGroupID) {
    if !interface.securityGroups.contains(group) { interface.securityGroups.append(group) }
  }
}
