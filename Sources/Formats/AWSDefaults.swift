import PacketWalkAddressing
import PacketWalkTopology

/// What the things that AWS makes by itself contain.
enum AWSDefaults {
  /// Everything to everywhere, in each of the VPC's families (SG-2).
  static func openEgress(_ families: [AddressFamily]) -> [SecurityGroupRule] {
    families.map { SecurityGroupRule(direction: .egress, traffic: .all, peer: .prefix(.all($0))) }
  }

  /// From its own members, everything (SG-3).
  static func ownIngress(_ group: SecurityGroupID) -> [SecurityGroupRule] {
    [SecurityGroupRule(direction: .ingress, traffic: .all, peer: .group(group))]
  }

  /// Entries 100 and 101 of a VPC's first ACL (ACL-4).
  static func openEntries(_ families: [AddressFamily], _ direction: RuleDirection) -> [NetworkACLEntry] {
    families.map {
      NetworkACLEntry(
        number: $0 == .ipv4 ? 100 : 101, direction: direction, isAllow: true, traffic: .all, prefix: .all($0))
    }
  }

  /// IPv4, and IPv6 where the VPC has a range of it.
  static func families(of prefixes: [IPPrefix]) -> [AddressFamily] {
    prefixes.contains { $0.family == .ipv6 } ? [.ipv4, .ipv6] : [.ipv4]
  }
}
