import PacketWalkAddressing
import PacketWalkQueries
import PacketWalkTopology

/// Subnets of a VPC that are alike, as one: so that two hundred are a handful.
struct SubnetKinds {
  /// By what subnets are told apart, the finest first.
  enum Measure: CaseIterable {
    /// Who is in them and how they fare.
    case fate
    /// Who is in them.
    case parties
    /// What they are called, but for numbers and zones.
    case name
  }

  /// Alike subnets of one VPC.
  struct Kind {
    var vpc: VPCID
    /// In the order of their addresses.
    var subnets: [Subnet]
    /// Places in the map's members, by party.
    var parties: [(name: String, members: [Int])]

    var isEmpty: Bool { parties.isEmpty }

    /// `subnet app-a`, `12 subnets app-*`.
    var name: String {
      guard subnets.count > 1 else { return "subnet " + (subnets.first?.shortName ?? "") }
      let names = subnets.map(\.shortName)
      var stem = names.dropFirst().reduce(names[0]) { $0.commonPrefix(with: $1) }
      while let last = stem.last, !last.isLetter { stem.removeLast() }
      return stem.count < 2 ? "\(subnets.count) subnets" : "\(subnets.count) subnets \(stem)*"
    }
  }

  private(set) var kinds: [Kind] = []

  /// How many boxes there are with a party in each kind.
  var partyCount: Int { kinds.reduce(0) { $0 + $1.parties.count } }

  init(_ topology: Topology, _ members: [ReachMap.Member], by measure: Measure) {
    var inside: [SubnetID: [Int]] = [:]
    for (number, member) in members.enumerated() {
      if case .interface(let place) = member.place {
        inside[topology.networkInterfaces[place].subnet, default: []].append(number)
      }
    }
    struct Key: Hashable {
      var vpc: VPCID
      var facts: [String]
    }
    var groups: [Key: [Subnet]] = [:]
    for subnet in topology.subnets {
      let own = inside[subnet.id] ?? []
      let facts: Set<String> =
        switch measure {
        case .fate: Set(own.map { "\(members[$0].likeness) \(members[$0].party)" })
        case .parties: Set(own.map { members[$0].party })
        case .name: own.isEmpty ? [] : [Self.stem(subnet.shortName)]
        }
      groups[Key(vpc: subnet.vpc, facts: facts.sorted()), default: []].append(subnet)
    }
    for (key, subnets) in groups {
      let subnets = subnets.sorted(by: Self.precedes)
      var parties: [String: [Int]] = [:]
      for member in subnets.flatMap({ inside[$0.id] ?? [] }) {
        parties[members[member].party, default: []].append(member)
      }
      kinds.append(
        Kind(
          vpc: key.vpc, subnets: subnets,
          parties: parties.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }))
    }
    // Those without hosts come last.
    kinds.sort { left, right in
      left.isEmpty == right.isEmpty
        ? Self.precedes(left.subnets[0], right.subnets[0]) : right.isEmpty
    }
  }

  /// Interfaces whose subnet the input does not hold.
  static func strays(_ topology: Topology, _ members: [ReachMap.Member]) -> [Int] {
    let known = Set(topology.subnets.map(\.id))
    return members.indices.filter { number in
      guard case .interface(let place) = members[number].place else { return false }
      return !known.contains(topology.networkInterfaces[place].subnet)
    }
  }

  /// The letters of a name without a zone's letter at its end.
  private static func stem(_ name: String) -> String {
    let words = name.lowercased().split(whereSeparator: { !$0.isLetter }).filter { $0.count > 1 }
    return words.map { String($0) }.joined(separator: "-")
  }

  private static func precedes(_ left: Subnet, _ right: Subnet) -> Bool {
    if let one = left.prefixes.first, let other = right.prefixes.first, one != other { return one < other }
    return (left.shortName, left.id) < (right.shortName, right.id)
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
