import PacketWalkAddressing
package import PacketWalkServiceSets

/// Pairs of members that nothing tells apart, and how services fare between any of them.
package struct PathGroup: Sendable {
  package var outcome: PathOutcome
  /// Equal outcomes of one table mostly have the same number.
  package var number: Int
  package var senders: PathBundle
  package var receivers: PathBundle
  /// The pairs of different members.
  package var pairs: Int

  package var sources: [PathMember] { senders.members }
  package var destinations: [PathMember] { receivers.members }
  /// Members without an address in the input are on one side: nothing is known of the pairs.
  package var isUnplaced: Bool { senders.isUnplaced || receivers.isUnplaced }
}

/// One member by its names.
package struct PathMember: Hashable, Sendable {
  /// An interface's name; for the outside the network's.
  package var name: String
  /// `sg:web`, `internet`.
  package var party: String
  /// What it is known by whatever it is called: an address in a declaration, an identifier.
  package var identity: String
  /// Of a part of the outside.
  package var addresses: AddressSet
  /// The addresses that alone are meant of a host; none for all.
  let picked: [IPAddress]
  let kind: ReachNode.Kind
  /// Its number in the table.
  let number: Int
}

extension PathMember: Comparable {
  package static func < (left: PathMember, right: PathMember) -> Bool {
    (left.name, left.identity) < (right.name, right.identity)
  }
}

extension PathMember {
  /// Whether both are one host, which sends itself nothing.
  func isSame(as other: PathMember) -> Bool { kind.isHost && kind == other.kind }

  /// How many pairs there are of a sender and another host.
  package static func pairs(_ senders: some Collection<PathMember>, _ receivers: some Collection<PathMember>)
    -> Int
  {
    var hosts: [ReachNode.Kind: Int] = [:]
    for sender in senders where sender.kind.isHost { hosts[sender.kind, default: 0] += 1 }
    let same = receivers.reduce(0) { $0 + hosts[$1.kind, default: 0] }
    return senders.count * receivers.count - same
  }
}
