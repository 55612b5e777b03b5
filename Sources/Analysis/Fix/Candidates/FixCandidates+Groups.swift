import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension FixCandidates {
  // MARK: To let pass

  /// A rule for exactly the service: from or to the group of the other end where its identity survives
  /// (SG-7), else its address.
  func groupRules(_ id: FilterID, _ site: FixSite) -> [Bundle] {
    let filter = graph.filters[id.value]
    let holders = filter.resources.map { topology.securityGroups[Int($0)] }
      .sorted { (members[$0.id] ?? 0, $0.id) < (members[$1.id] ?? 0, $1.id) }
    guard let holder = holders.first else { return [] }
    let byAddress = rules(holder.id, filter.direction, site) { _ in nil }
    // A reference that was tried and did not carry, or was lost on the way, is no alternative any more.
    guard site.code != .groupReferenceNotPreserved, site.code != .groupReferencingUnsupported else {
      return [byAddress]
    }
    let byGroup = rules(holder.id, filter.direction, site) { needs in
      referenced(by: needs, filter.direction, site)
    }
    guard done.isDisjoint(with: byGroup) else { return [byAddress] }
    return [byGroup] + memberships(filter, site)
  }

  /// For one sender, groups that a rule of the filter admits for the service already: those that say who
  /// somebody is and let nothing in themselves.
  private func memberships(_ filter: Filter, _ site: FixSite) -> [Bundle] {
    guard filter.direction == .ingress, site.needs.count == 1, let need = site.needs.first,
      let sender = need.identity.map({ topology.networkInterfaces[$0.value] }),
      // What AWS runs gets its groups from there.
      sender.requester == nil, sender.kind == .interface
    else { return [] }
    var groups: [SecurityGroupID] = []
    for rule in filter.rules where rule.group != Filter.noGroup && !rule.isUnknown && admits(rule, need) {
      let group = topology.securityGroups[Int(rule.group)]
      let mayHold = index(of: sender).map { group.vpc == $0 || group.associatedVPCs.contains($0) } ?? false
      guard mayHold, group.unreadableRules.isEmpty,
        !group.rules.contains(where: { $0.direction == .ingress }),
        !sender.securityGroups.contains(group.id), !groups.contains(group.id)
      else { continue }
      groups.append(group.id)
    }
    return groups.prefix(2).map { [.edit(.attachSecurityGroup($0, to: sender.id))] }
  }

  private func index(of interface: NetworkInterface) -> VPCID? {
    network.index.subnets[interface.subnet].map { topology.subnets[$0].vpc }
  }

  /// Whether the rule is about all of the packet's service.
  private func admits(_ rule: Filter.Rule, _ need: FixNeed) -> Bool {
    guard rule.isAllow else { return false }
    guard rule.protocolNumber >= 0 else { return true }
    guard rule.protocolNumber == Int16(need.protocol.rawValue) else { return false }
    if need.protocol.hasICMPType {
      return (rule.icmpType < 0 || rule.icmpType == Int16(need.icmpType))
        && (rule.icmpCode < 0 || rule.icmpCode == Int16(need.icmpCode))
    }
    guard let ports = need.ports, let range = PortRange(rule.firstPort, rule.lastPort) else { return true }
    return ports.subtracting(range).isEmpty
  }

  /// One rule for each service and other end of the needs.
  private func rules(
    _ group: SecurityGroupID, _ direction: RuleDirection, _ site: FixSite,
    _ reference: ([FixNeed]) -> [SecurityGroupID]?
  ) -> Bundle {
    var services: [TrafficSelector] = []
    for need in site.needs where !services.contains(need.traffic) { services.append(need.traffic) }
    return services.flatMap { traffic -> [FixStep] in
      let needs = site.needs.filter { $0.traffic == traffic }
      let peers: [SecurityGroupRule.Peer] =
        if let groups = reference(needs) {
          groups.map { .group($0) }
        } else {
          peers(of: needs, direction)
        }
      return peers.map {
        .edit(
          .addSecurityGroupRule(group, SecurityGroupRule(direction: direction, traffic: traffic, peer: $0)))
      }
    }
  }

  private func peers(of needs: [FixNeed], _ direction: RuleDirection) -> [SecurityGroupRule.Peer] {
    var lists: Set<PrefixListID> = []
    var others: [IPPrefix] = []
    for need in needs {
      let remote = need.remote(direction)
      if let list = serviceList(holding: remote) { lists.insert(list) } else { others.append(remote) }
    }
    return lists.sorted().map { .prefixList($0) } + ranges(others).map { .prefix($0) }
  }

  /// The prefix list of a gateway endpoint's service, whose addresses change, where it holds the range.
  func serviceList(holding range: IPPrefix) -> PrefixListID? {
    guard Int(range.length) == range.family.bitWidth else { return nil }
    for table in topology.routeTables {
      for route in table.routes {
        guard case .vpcEndpoint = route.target, case .prefixList(let list) = route.destination,
          let place = network.index.prefixLists[list],
          topology.prefixLists[place].entries?.contains(where: { $0.contains(range) }) == true
        else { continue }
        return list
      }
    }
    return nil
  }

  /// The fewest groups that between them all the other ends hold, small groups first; nil where an end has
  /// none that a rule could name.
  private func referenced(by needs: [FixNeed], _ direction: RuleDirection, _ site: FixSite)
    -> [SecurityGroupID]?
  {
    var choices: [Set<SecurityGroupID>] = []
    for need in needs {
      let interface: InterfaceIndex?
      if direction == .ingress {
        interface = need.identity
      } else {
        interface = network.holder(of: need.destination, near: site.element)
      }
      guard let interface else { return nil }
      let groups = graph.interfaces[interface.value].groups.map { topology.securityGroups[Int($0)].id }
      guard !groups.isEmpty else { return nil }
      choices.append(Set(groups))
    }
    var chosen: [SecurityGroupID] = []
    var rest = choices
    while !rest.isEmpty {
      let all = Set(rest.flatMap { $0 })
      let best = all.min { left, right in
        let (a, b) = (rest.count { $0.contains(left) }, rest.count { $0.contains(right) })
        return (-a, members[left] ?? 0, left) < (-b, members[right] ?? 0, right)
      }
      guard let best else { return nil }
      chosen.append(best)
      rest.removeAll { $0.contains(best) }
    }
    return chosen.sorted()
  }

  // MARK: To stop

  /// The rule that decided; where another one admits the packet too, that is the next to go.
  func ruleRemoval(_ id: FilterID, _ place: Int?) -> [Bundle] {
    guard let place else { return [] }
    let compiled = graph.filters[id.value].rules[place]
    guard compiled.rule != .max else { return [] }
    let group = topology.securityGroups[Int(compiled.resource)]
    return [[.edit(.removeSecurityGroupRule(group.id, group.rules[Int(compiled.rule)]))]]
  }
}
