package import PacketWalkTopology

/// A compiled access list (ordered, stateless) or set of groups (a union), for one direction.
///
/// A rule's remote range is an interval of atoms, so that matching an address of either family is two
/// comparisons; family is part of the atom's number.
package struct Filter: Equatable, Sendable {
  package enum Kind: Sendable {
    /// First match decides; nothing matches: denied.
    case accessList
    /// Any match allows.
    case groups
    /// A stage of a network firewall: `firewall` holds its rules.
    case firewall
  }

  package struct Rule: Equatable, Sendable {
    package var firstAtom: UInt32
    package var lastAtom: UInt32
    package var firstPort: UInt16
    package var lastPort: UInt16
    /// -1 for all.
    package var protocolNumber: Int16
    package var icmpType: Int16
    package var icmpCode: Int16
    package var isAllow: Bool
    /// The referenced group, by its number in the graph, or `noGroup`.
    package var group: UInt32
    /// The remote is a prefix list whose entries are not in the input.
    package var isUnknown: Bool
    /// The group or access list it stands in, and its place there.
    package var resource: UInt32
    package var rule: UInt32
  }

  package static let noGroup = UInt32.max

  package var kind: Kind
  package var direction: RuleDirection
  package var rules: [Rule]
  /// The groups of the set, or the one access list.
  package var resources: [UInt32]
  /// Set when part of the filter's rules is not in the input.
  package var unknown: InputID?
  /// Whether that part is whole rules, which might match anything; else it is the remote of known rules.
  package var hasUnknownRules = false
  /// What it is called when it stops a packet, where that is not the code of its kind.
  package var denyCode: Code?
  package var firewall: [FirewallRule] = []

  /// Whether any rule is about a group's members.
  var hasReferences: Bool { rules.contains { $0.group != Filter.noGroup } }
}
