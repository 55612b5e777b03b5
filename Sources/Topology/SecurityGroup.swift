package import PacketWalkAddressing
package import PacketWalkDiagnostics

/// A security group (`describe-security-groups`): stateful, allow-only, at the interface.
package struct SecurityGroup: Resource, Hashable {
  package static let kindName = "security group"
  package var id: SecurityGroupID
  package var info: ResourceInfo
  /// `GroupName`; `info.name` is the Name tag, or this where there is no tag.
  package var groupName: String?
  package var vpc: VPCID
  /// Further VPCs whose interfaces may hold it (`describe-security-group-vpc-associations`, SG-13).
  package var associatedVPCs: [VPCID]
  /// Whether AWS made it with the VPC (`GroupName` is `default`).
  package var isDefault: Bool
  package var rules: [SecurityGroupRule]
  /// Rules of the input that are not in `rules`: where no rule matches, the answer is unknown.
  package var unreadableRules: [UnreadableRule]

  package init(
    id: SecurityGroupID, info: ResourceInfo = ResourceInfo(), groupName: String? = nil, vpc: VPCID,
    associatedVPCs: [VPCID] = [], isDefault: Bool = false, rules: [SecurityGroupRule] = [],
    unreadableRules: [UnreadableRule] = []
  ) {
    self.id = id
    self.info = info
    self.groupName = groupName
    self.vpc = vpc
    self.associatedVPCs = associatedVPCs
    self.isDefault = isDefault
    self.rules = rules
    self.unreadableRules = unreadableRules
  }
}

/// One rule of a security group: exactly one peer (SG-5).
package struct SecurityGroupRule: Hashable, Sendable {
  package enum Peer: Hashable, Sendable {
    case prefix(IPPrefix)
    case prefixList(PrefixListID)
    /// Members of a group, by the private addresses of their interfaces (SG-7).
    case group(SecurityGroupID)
  }

  /// `SecurityGroupRuleId` where the input has it.
  package var id: String?
  package var direction: RuleDirection
  package var traffic: TrafficSelector
  package var peer: Peer
  package var description: String?
  package var origin: Origin

  package init(
    id: String? = nil, direction: RuleDirection, traffic: TrafficSelector, peer: Peer,
    description: String? = nil, origin: Origin = .implied
  ) {
    self.id = id
    self.direction = direction
    self.traffic = traffic
    self.peer = peer
    self.description = description
    self.origin = origin
  }
}

/// A managed prefix list (`describe-managed-prefix-lists` and its entries).
package struct PrefixList: Resource, Hashable {
  package static let kindName = "prefix list"
  package var id: PrefixListID
  package var info: ResourceInfo
  /// `PrefixListName`, such as `com.amazonaws.eu-west-1.s3`.
  package var listName: String?
  /// Nil when the input names the list and doesn't hold its entries.
  package var entries: [IPPrefix]?

  package init(
    id: PrefixListID, info: ResourceInfo = ResourceInfo(), listName: String? = nil, entries: [IPPrefix]?
  ) {
    self.id = id
    self.info = info
    self.listName = listName
    self.entries = entries
  }
}
