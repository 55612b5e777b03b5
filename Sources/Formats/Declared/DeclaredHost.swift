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

  mutating func addGroup(_ group: SecurityGroupID) {
    if !interface.securityGroups.contains(group) { interface.securityGroups.append(group) }
  }
}
