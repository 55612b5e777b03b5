package import PacketWalkDiagnostics
package import PacketWalkTopology

/// A small change that somebody might make to a network, to see whether anybody would notice.
package struct Mutant: Hashable, Sendable {
  /// What is done; the raw value is the word on the command line.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A group's rule for more than it was: for the whole VPC, for the internet.
    case ruleSource = "rule-source"
    /// A group's rule for all ports.
    case rulePorts = "rule-ports"
    case ruleDrop = "rule-drop"
    /// A rule that groups are often given in a hurry.
    case ruleAdd = "rule-add"
    /// Entries of access lists: dropped, narrowed, or all let pass before them.
    case accessList = "acl"
    /// Routes: dropped, turned into a blackhole, a way to the internet that was not there.
    case route
    /// Subnets given another route table or access list, or the main table of their VPC.
    case association
    /// Groups attached to interfaces and taken off them.
    case membership
    /// Public addresses given and taken away.
    case publicAddress = "public-address"
  }

  package var kind: Kind
  package var edits: [Edit]
  /// Where what is changed stands.
  package var origin: Origin

  package init(_ kind: Kind, _ edits: [Edit], at origin: Origin) {
    self.kind = kind
    self.edits = edits
    self.origin = origin
  }
}
