import PacketWalkAddressing

/// Members of one side that nothing tells apart.
package final class PathBundle: Sendable {
  package let members: [PathMember]
  /// Of the sets that were asked to be told apart those that hold them, by their places.
  package let marks: Set<Int>
  /// Whether they are hosts without any address in the input: nothing is known of them.
  package let isUnplaced: Bool
  /// The same by their parties.
  package let parties: [(party: String, members: [PathMember])]
  /// What they are known by, in order.
  package let identities: [String]
  /// Their class by all addresses, or by one of each family.
  let whole: Int
  let primary: PathTable.PrimaryNumbers?

  init(_ key: PathTable.BundleKey, _ members: [PathMember]) {
    (whole, primary, marks, isUnplaced) = (key.whole, key.primary, key.marks, key.isUnplaced)
    self.members = members
    parties = Dictionary(grouping: members, by: \.party).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    identities = members.flatMap(\.identities).sorted()
  }

  var classes: [Int] {
    guard let primary else { return [whole] }
    return Array(primary.inside.values) + Array(primary.fromInternet.values)
  }
}
