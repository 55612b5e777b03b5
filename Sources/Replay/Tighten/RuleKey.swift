import PacketWalkForwarding
import PacketWalkTopology

/// A rule as its resource has it: several filters of the graph may share it.
package struct RuleKey: Hashable, Sendable, Comparable {
  package enum Holder: UInt8, Hashable, Sendable {
    case securityGroup
    case networkACL
  }

  package var holder: Holder
  /// The places of the group or access list in the topology, and of the rule in it.
  package var resource: Int
  package var rule: Int

  package static func < (left: Self, right: Self) -> Bool {
    (left.holder.rawValue, left.resource, left.rule) < (right.holder.rawValue, right.resource, right.rule)
  }
}

extension RuleKey {
  /// Nil for what stands in no resource, or in one that is not in the input.
  init?(_ place: RulePlace, in graph: PacketGraph) {
    let filter = graph.filters[place.filter.value]
    let rule = filter.rules[place.rule]
    guard rule.rule != .max, filter.kind != .firewall else { return nil }
    self.init(
      holder: filter.kind == .groups ? .securityGroup : .networkACL, resource: Int(rule.resource),
      rule: Int(rule.rule))
  }

  /// What a rule of either kind says.
  func content(in topology: Topology) -> RuleContent {
    switch holder {
    case .securityGroup:
      let rule = topology.securityGroups[resource].rules[self.rule]
      return RuleContent(direction: rule.direction, traffic: rule.traffic, peer: rule.peer, isAllow: true)
    case .networkACL:
      let entry = topology.networkACLs[resource].entries[rule]
      return RuleContent(
        direction: entry.direction, traffic: entry.traffic, peer: .prefix(entry.prefix),
        isAllow: entry.isAllow)
    }
  }
}

/// What a group's rule or an access list's entry says.
struct RuleContent: Hashable {
  var direction: RuleDirection
  var traffic: TrafficSelector
  var peer: SecurityGroupRule.Peer
  var isAllow: Bool
}
