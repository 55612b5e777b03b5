import PacketWalkAddressing
import PacketWalkTopology

/// What a filter does with a packet whose destination port may be any of a set.
struct FilterOutcome {
  /// The part that passes and the first rule that lets some of it.
  var allowed: (ports: PortSet?, rule: Int)?
  /// The part that is stopped, and the rule that stops it; nil for the implied deny.
  var denied: (ports: PortSet?, rule: Int?)?
  /// The part that passes by group references alone, and the first of them.
  var byReference: (ports: PortSet?, rule: Int)?
  /// The part that depends on what the input does not hold.
  var unknown: PortSet??
}

extension Walker {
  /// Evaluates a filter for the packet of the state.
  ///
  /// - Complexity: O(rules); a fixed port allocates nothing.
  func evaluate(_ id: FilterID, _ state: WalkState, at interface: InterfaceIndex?) -> FilterOutcome {
    guard case .variable(let place) = state.header.destinationPort else {
      return evaluateFixed(graph.filters[id.value], state, interface)
    }
    return evaluateSet(graph.filters[id.value], state, interface, state.variables[place].set)
  }

  /// The rules that match the packet of the state, some of its ports at least, in their order.
  func matching(_ id: FilterID, _ state: WalkState, at interface: InterfaceIndex?) -> [Int] {
    let filter = graph.filters[id.value]
    var ports: PortSet?
    switch state.header.destinationPort {
    case .variable(let place): ports = state.variables[place].set
    case .fixed(let port): ports = PortSet(PortRange(port))
    case .none: break
    }
    return filter.rules.indices.filter { place in
      let rule = filter.rules[place]
      guard !rule.isUnknown, matches(rule, filter, state, interface) else { return false }
      guard let ports, let range = portRange(rule) else { return true }
      return !ports.intersection(range).isEmpty
    }
  }

  private func evaluateFixed(_ filter: Filter, _ state: WalkState, _ interface: InterfaceIndex?)
    -> FilterOutcome
  {
    let port: UInt16? = if case .fixed(let port) = state.header.destinationPort { port } else { nil }
    var outcome = FilterOutcome()
    var reference: Int?
    var mayMatch = filter.hasUnknownRules
    for (index, rule) in filter.rules.enumerated() {
      guard matches(rule, filter, state, interface), covers(rule, port) else { continue }
      if rule.isUnknown {
        mayMatch = true
        if filter.kind == .accessList { break }
        continue
      }
      if rule.group != Filter.noGroup, filter.direction == .egress {
        reference = reference ?? index
        continue
      }
      if rule.isAllow {
        outcome.allowed = (nil, index)
      } else {
        outcome.denied = (nil, index)
      }
      return outcome
    }
    if let reference {
      outcome.byReference = (nil, reference)
    } else if mayMatch {
      outcome.unknown = .some(nil)
    } else {
      outcome.denied = (nil, nil)
    }
    return outcome
  }

  private func evaluateSet(
    _ filter: Filter, _ state: WalkState, _ interface: InterfaceIndex?, _ ports: PortSet
  ) -> FilterOutcome {
    var outcome = FilterOutcome()
    var rest = ports
    var allowed = PortSet([])
    var denied = PortSet([])
    var unknown = PortSet([])
    var allowedRule: Int?
    var deniedRule: Int?
    var references: [Int] = []
    // Of groups' rules whose remote is unknown: what they would allow if it matched.
    var allowedIfMatching = filter.hasUnknownRules ? ports : PortSet([])
    func take(_ rule: Filter.Rule) -> PortSet {
      guard let range = portRange(rule) else {
        defer { rest = PortSet([]) }
        return rest
      }
      defer { rest = rest.subtracting(range) }
      return rest.intersection(range)
    }
    for (index, rule) in filter.rules.enumerated() where !rest.isEmpty {
      guard matches(rule, filter, state, interface) else { continue }
      if rule.isUnknown {
        if filter.kind == .accessList {
          unknown = unknown.union(take(rule))
        } else {
          allowedIfMatching = allowedIfMatching.union(portRange(rule).map { PortSet($0) } ?? ports)
        }
        continue
      }
      if rule.group != Filter.noGroup, filter.direction == .egress {
        references.append(index)
        continue
      }
      if rest == ports, covers(rule, ports) {
        // The first rule about any of the ports decides them all, as most do: nothing to take apart.
        if rule.isAllow { outcome.allowed = (nil, index) } else { outcome.denied = (nil, index) }
        return outcome
      }
      let taken = take(rule)
      guard !taken.isEmpty else { continue }
      if rule.isAllow {
        allowed = allowed.union(taken)
        allowedRule = allowedRule ?? index
      } else {
        denied = denied.union(taken)
        deniedRule = deniedRule ?? index
      }
    }
    var referred = PortSet([])
    var referringRule: Int?
    for index in references where !rest.isEmpty {
      let taken = take(filter.rules[index])
      guard !taken.isEmpty else { continue }
      referred = referred.union(taken)
      referringRule = referringRule ?? index
    }
    for range in allowedIfMatching.ranges where !rest.isEmpty {
      unknown = unknown.union(rest.intersection(range))
      rest = rest.subtracting(range)
    }
    denied = denied.union(rest)
    if let allowedRule, !allowed.isEmpty { outcome.allowed = (allowed, allowedRule) }
    if let referringRule, !referred.isEmpty { outcome.byReference = (referred, referringRule) }
    if !denied.isEmpty { outcome.denied = (denied, deniedRule) }
    if !unknown.isEmpty { outcome.unknown = .some(unknown) }
    return outcome
  }

  /// Whether everything but the port matches.
  func matches(_ rule: Filter.Rule, _ filter: Filter, _ state: WalkState, _ interface: InterfaceIndex?)
    -> Bool
  {
    let header = state.header
    if rule.protocolNumber >= 0 {
      guard rule.protocolNumber == Int16(header.protocol.rawValue) else { return false }
      if header.protocol.hasICMPType {
        if rule.icmpType >= 0, rule.icmpType != Int16(header.icmpType) { return false }
        if rule.icmpCode >= 0, rule.icmpCode != Int16(header.icmpCode) { return false }
      }
    }
    let atom = filter.direction == .ingress ? state.sourceAtom : state.destinationAtom
    guard rule.firstAtom <= atom, atom <= rule.lastAtom else { return false }
    guard rule.group != Filter.noGroup else { return true }
    return filter.direction == .ingress
      ? holds(state.identity, rule.group) : isMember(header.destination, of: rule.group, from: interface)
  }

  private func covers(_ rule: Filter.Rule, _ port: UInt16?) -> Bool {
    guard let port, let range = portRange(rule) else { return true }
    return range.contains(port)
  }

  private func covers(_ rule: Filter.Rule, _ ports: PortSet) -> Bool {
    guard let range = portRange(rule) else { return true }
    guard let first = ports.ranges.first, let last = ports.ranges.last else { return false }
    return range.first <= first.first && last.last <= range.last
  }

  /// The ports that the rule is about, or nil where it doesn't look at them.
  private func portRange(_ rule: Filter.Rule) -> PortRange? {
    rule.protocolNumber < 0 ? nil : PortRange(rule.firstPort, rule.lastPort)
  }

  /// SG-7: the packet still carries the groups of an interface that holds this one.
  private func holds(_ identity: Identity, _ group: UInt32) -> Bool {
    guard case .interface(let index) = identity else { return false }
    return graph.interfaces[index.value].groups.contains(group)
  }

  /// SG-7, SG-11: the destination is a private address of a member, delegated ranges included, here or
  /// over an active peering.
  private func isMember(_ address: IPAddress, of group: UInt32, from interface: InterfaceIndex?) -> Bool {
    guard let interface else { return false }
    return referable(address, from: interface).contains {
      graph.interfaces[$0.value].groups.contains(group)
    }
  }

  /// The interfaces whose groups a rule of this one's sees behind an address.
  func referable(_ address: IPAddress, from interface: InterfaceIndex) -> [InterfaceIndex] {
    let vpc = graph.interfaces[interface.value].vpc
    if let owner = graph.vpcs[vpc.value].owner(of: address)?.interface { return [owner] }
    return graph.referencingVPCs.compactMap { pair in
      pair.first == vpc ? graph.vpcs[pair.second.value].owner(of: address)?.interface : nil
    }
  }
}
