package import PacketWalkAddressing
package import PacketWalkTopology

/// What rules and routes speak of: graphs compiled with the same mentions number address ranges and groups alike.
package struct Mentions: Hashable, Sendable {
  /// Prefixes that groups' rules mention, by themselves or by a prefix list.
  package private(set) var ruled: Set<IPPrefix>
  /// Prefixes that anything else mentions, and the ranges that AWS treats apart.
  package private(set) var routed: Set<IPPrefix>
  /// Groups that the input refers to and does not hold, in order.
  package private(set) var absentGroups: [SecurityGroupID]

  package init(_ topology: Topology, _ index: TopologyIndex) {
    ruled = Self.ruled(topology)
    routed = Self.routed(topology)
    var absent: Set<SecurityGroupID> = []
    func note(_ id: SecurityGroupID) { if index.groups[id] == nil { absent.insert(id) } }
    for group in topology.securityGroups {
      for rule in group.rules { if case .group(let id) = rule.peer { note(id) } }
    }
    // By place, since a copy of a whole interface would count references to all that it holds.
    for place in topology.networkInterfaces.indices {
      for id in topology.networkInterfaces[place].securityGroups { note(id) }
    }
    absentGroups = absent.sorted()
  }

  package func union(_ other: Mentions) -> Mentions {
    var union = self
    union.ruled.formUnion(other.ruled)
    union.routed.formUnion(other.routed)
    union.absentGroups = Set(absentGroups + other.absentGroups).sorted()
    return union
  }

  private static func ruled(_ topology: Topology) -> Set<IPPrefix> {
    var mentioned: Set<IPPrefix> = []
    for list in topology.prefixLists { mentioned.formUnion(list.entries ?? []) }
    for group in topology.securityGroups {
      for rule in group.rules { if case .prefix(let prefix) = rule.peer { mentioned.insert(prefix) } }
    }
    return mentioned
  }

  private static func routed(_ topology: Topology) -> Set<IPPrefix> {
    var mentioned = Set(SpecialRanges.all)
    for vpc in topology.vpcs { mentioned.formUnion(vpc.prefixes) }
    for list in topology.prefixLists { mentioned.formUnion(list.entries ?? []) }
    for list in topology.networkACLs { mentioned.formUnion(list.entries.lazy.map(\.prefix)) }
    for group in topology.ruleGroups { mentioned.formUnion(group.mentionedPrefixes) }
    for policy in topology.firewallPolicies { mentioned.formUnion(policy.mentionedPrefixes) }
    for table in topology.routeTables {
      for route in table.routes {
        if case .prefix(let prefix) = route.destination { mentioned.insert(prefix) }
      }
    }
    mentioned.formUnion(GraphBuilder.externalPrefixes(topology))
    return mentioned
  }
}
