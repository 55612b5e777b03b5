package import PacketWalkAddressing
package import PacketWalkDiagnostics

/// A network ACL (`describe-network-acls`): stateless, ordered, at the subnet's boundary.
package struct NetworkACL: Resource, Hashable {
  package static let kindName = "network ACL"
  package var id: NetworkACLID
  package var info: ResourceInfo
  package var vpc: VPCID
  /// Whether subnets without an association use it (ACL-1).
  package var isDefault: Bool
  package var subnets: [SubnetID]
  /// Numbered entries in any order; the final deny is implied (ACL-3).
  package var entries: [NetworkACLEntry]
  /// Entries of the input that are not in `entries`: from their number on, the answer is unknown.
  package var unreadableEntries: [UnreadableRule]

  package init(
    id: NetworkACLID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, isDefault: Bool = false,
    subnets: [SubnetID] = [], entries: [NetworkACLEntry] = [], unreadableEntries: [UnreadableRule] = []
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.isDefault = isDefault
    self.subnets = subnets
    self.entries = entries
    self.unreadableEntries = unreadableEntries
  }
}

/// The way a rule looks: `ingress` filters by source, `egress` by destination.
package enum RuleDirection: String, Hashable, Sendable, CaseIterable {
  case ingress
  case egress
}

/// One numbered entry of a network ACL.
package struct NetworkACLEntry: Hashable, Sendable {
  /// 1 to 32766; lower numbers first.
  package var number: Int
  package var direction: RuleDirection
  package var isAllow: Bool
  package var traffic: TrafficSelector
  /// The remote range; its family is the entry's family (ACL-5).
  package var prefix: IPPrefix
  package var origin: Origin

  package init(
    number: Int, direction: RuleDirection, isAllow: Bool, traffic: TrafficSelector, prefix: IPPrefix,
    origin: Origin = .implied
  ) {
    self.number = number
    self.direction = direction
    self.isAllow = isAllow
    self.traffic = traffic
    self.prefix = prefix
    self.origin = origin
  }
}
