import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// What AWS refuses, or refuses until a quota is raised ("Amazon VPC quotas" of the VPC user guide). No verdict
/// depends on it.
extension Linter {
  /// A quota as it is by default, and as far as it may be raised.
  private struct Quota {
    var usual: Int
    var most: Int
  }

  private mutating func check(
    _ count: Int, _ quota: Quota, _ check: LintCheck, about element: ElementRef, _ what: String
  ) {
    guard count > quota.usual else { return }
    let component = graph.component(element)
    let isBeyond = count > quota.most
    report(
      check, isBeyond ? .error : .note, about: element,
      isBeyond
        ? "it has \(count) \(what); AWS admits \(quota.most) at most"
        : "it has \(count) \(what); AWS admits \(quota.usual) unless the quota is raised",
      evidence: [LintEvidence("\(component.kind) \(component.display)", component.origin)],
      fix: isBeyond
        ? "join what can be joined, or spread it over several" : "see that the quota of the account is raised"
    )
  }

  // MARK: Access lists (ACL-16)

  mutating func checkACLQuotas() {
    for (place, list) in topology.networkACLs.enumerated() {
      for direction in RuleDirection.allCases {
        for family in AddressFamily.allCases {
          let count = list.entries.count {
            $0.direction == direction && $0.prefix.family == family && $0.number < 32767
          }
          // The implied deny counts as one of them.
          check(
            count == 0 ? 0 : count + 1, Quota(usual: 20, most: 40), .aclQuota,
            about: ElementRef(.networkACL, place),
            "\(direction.rawValue) entries for \(family.name), the implied deny included")
        }
      }
    }
  }

  // MARK: Groups (SG-19)

  private static let rulesOfGroup = Quota(usual: 60, most: 1000)
  private static let groupsOfInterface = Quota(usual: 5, most: 16)
  /// Groups of an interface times rules of a group.
  private static let rulesOfInterface = 1000

  mutating func checkGroupQuotas() {
    var mostRules: [SecurityGroupID: Int] = [:]
    for (place, group) in topology.securityGroups.enumerated() {
      for direction in RuleDirection.allCases {
        for family in AddressFamily.allCases {
          let count = group.rules.reduce(0) { $1.direction == direction ? $0 + weight($1.peer, family) : $0 }
          mostRules[group.id] = max(mostRules[group.id] ?? 0, count)
          check(
            count, Self.rulesOfGroup, .groupQuota, about: ElementRef(.securityGroup, place),
            "\(direction.rawValue) rules for \(family.name)")
        }
      }
    }
    for (place, interface) in topology.networkInterfaces.enumerated() {
      let groups = Set(interface.securityGroups)
      check(
        groups.count, Self.groupsOfInterface, .groupQuota, about: ElementRef(.networkInterface, place),
        "security groups")
      let most = groups.compactMap { mostRules[$0] }.max() ?? 0
      guard groups.count * most > Self.rulesOfInterface, most <= Self.rulesOfGroup.most else { continue }
      report(
        .groupQuota, .error, about: ElementRef(.networkInterface, place),
        "it has \(groups.count) security groups of up to \(most) rules; AWS admits groups times rules up to"
          + " \(Self.rulesOfInterface)",
        evidence: [LintEvidence("network interface \(interface.displayName)", interface.info.origin)],
        fix: "give it fewer groups, or the groups fewer rules")
    }
  }

  /// How many rules a peer counts as: a group or a list of AWS's own is one of each family, a list of the
  /// customer's as many as it may have entries, and it has these at least.
  private func weight(_ peer: SecurityGroupRule.Peer, _ family: AddressFamily) -> Int {
    switch peer {
    case .prefix(let prefix): return prefix.family == family ? 1 : 0
    case .group: return 1
    case .prefixList(let id):
      guard let list = index.prefixLists[id] else { return 0 }
      if topology.prefixLists[list].listName?.hasPrefix("com.amazonaws.") == true { return 1 }
      let entries = topology.prefixLists[list].entries ?? []
      return entries.contains { $0.family == family } ? entries.count : 0
    }
  }

  // MARK: Route tables (RT-15)

  mutating func checkRouteQuotas() {
    for (place, table) in topology.routeTables.enumerated() {
      for family in AddressFamily.allCases {
        let own = table.routes.count {
          $0.source == .static && $0.target != .local && isOf(family, $0.destination)
        }
        check(
          own, Quota(usual: 500, most: 1000), .routeQuota, about: ElementRef(.routeTable, place),
          "routes for \(family.name)")
        let propagated = table.routes.count { $0.source == .propagated && isOf(family, $0.destination) }
        check(
          propagated, Quota(usual: 100, most: 100), .routeQuota, about: ElementRef(.routeTable, place),
          "propagated routes for \(family.name)")
      }
    }
  }

  private func isOf(_ family: AddressFamily, _ destination: RouteDestination) -> Bool {
    switch destination {
    case .prefix(let prefix): prefix.family == family
    // It counts for the family of its entries; unknown ones for none.
    case .prefixList(let id):
      index.prefixLists[id].flatMap { topology.prefixLists[$0].entries }?.first?.family == family
    }
  }
}

extension AddressFamily {
  fileprivate var name: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
