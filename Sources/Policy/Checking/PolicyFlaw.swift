package import PacketWalkDiagnostics

/// Something that is wrong with a policy itself, whatever becomes of it.
package struct PolicyFlaw: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// What one assertion asks for another forbids: they can't both hold.
    case contradiction
    /// A group holds nobody in this network.
    case emptyGroup = "empty-group"
    /// An assertion cannot be judged.
    case unusable
    /// Another assertion says as much, or more.
    case implied
    /// No assertion is about the group.
    case unusedGroup = "unused-group"

    /// Whether the policy cannot be meant so.
    package var isError: Bool {
      switch self {
      case .contradiction, .emptyGroup, .unusable: true
      case .implied, .unusedGroup: false
      }
    }
  }

  package var kind: Kind
  /// The assertions' or the group's names, the one that is to be changed first.
  package var names: [String]
  package var message: String
  package var origin: Origin
}
