import PacketWalkAddressing
import PacketWalkTopology

/// The interpreter: one case an op.
extension Walker {
  /// Performs one op; false when the branch has ended.
  mutating func perform(_ op: Op, _ state: inout WalkState) -> Bool {
    state.pc += 1
    state.position += 1
    switch op {
    case .require(let condition, let code, let isFatal):
      if holds(condition, state) { return true }
      return block(code, .guard(condition), isFatal: isFatal, &state)
    case .filter(let id, let tracking):
      return filter(id, tracking, &state)
    case .leave(let subnet, let id, let table):
      if leadsToNeighbour(table, in: subnet, state.header.destination) { return true }
      return filter(id, .stateless, &state)
    case .enter(let subnet, let id):
      if state.link == subnet { return true }
      return filter(id, .stateless, &state)
    case .sent(let subnet):
      state.link = subnet
      if let subnet { state.zone = graph.subnets[subnet.value].zone }
      return true
    case .identity(let rule):
      return apply(rule, &state)
    case .exempt(let vpc):
      guard let service = graph.vpcs[vpc.value].exempt[state.header.destination], !state.isReply else {
        return true
      }
      return deliverExempt(service, &state)
    case .onLink(let subnet):
      return onLink(subnet, &state)
    case .local(let vpc):
      return local(vpc, &state)
    case .lookup(let table):
      return lookup(table, &state)
    case .zone(let zone):
      state.zone = zone
      return true
    case .goIf(let condition, let port):
      if holds(condition, state) { enter(port, &state) }
      return true
    case .byZone(let table):
      return byZone(table, &state)
    case .rewrite(let id):
      return rewrite(graph.rewrites[id.value], &state)
    case .remember(let kind, let resume):
      remember(kind, resume, &state)
      return true
    case .recall(let kind, let port):
      recall(kind, port, &state)
      return true
    case .inspect(let id):
      return inspect(id, &state)
    case .choose(let id):
      return choose(id, &state)
    case .listen(let id):
      return listen(id, &state)
    case .relay(let id, let place):
      return relay(id, place, &state)
    case .assume(let assumption, let condition):
      if let condition, holds(condition, state) { return true }
      return assume(assumption, &state)
    case .ifAssumed(let assumption, let condition):
      if holds(condition, state) { return true }
      if options.settled[assumption] == false { state.pc += 1 }
      if options.settled[assumption] == nil { state.assumptions.insert(assumption) }
      return true
    case .go(let port):
      enter(port, &state)
      return true
    case .deliverIfReply(let place):
      return state.isReply ? deliver(place, &state) : true
    case .deliverIfOwn(let interface, let place):
      return owns(interface, state.header.destination) ? deliver(place, &state) : true
    case .deliver(let place):
      return deliver(place, &state)
    case .drop(let code):
      return block(code, .drop, isFatal: true, &state)
    case .missing(let input):
      endUnknown(input, &state)
      return false
    }
  }

  // MARK: Filters

  private mutating func filter(_ id: FilterID, _ tracking: Tracking, _ state: inout WalkState) -> Bool {
    var interface: InterfaceIndex?
    if case .interface(let index) = tracking {
      interface = index
      if hasSession(.filter(index), state) {
        record(.filter(id, rule: nil, state.header), .byState, &state)
        return true
      }
    }
    if let ends = options.openEnds, let goesOn = passOpen(interface, graph.filters[id.value], ends, &state) {
      return goesOn
    }
    watch?.note(id, state, in: graph)
    reads?.insert(id)
    let outcome = evaluate(id, state, at: interface)
    if outcome.denied != nil || outcome.unknown != nil { divert(id, outcome, interface, state) }
    guard let allowed = outcome.allowed else {
      guard let referring = outcome.byReference else { return false }
      return admit(id, referring, isByReference: true, interface, &state)
    }
    if let referring = outcome.byReference {
      var branch = state
      if admit(id, referring, isByReference: true, interface, &branch) { fork(branch) }
    }
    return admit(id, allowed, isByReference: false, interface, &state)
  }

  /// Goes on with the part of the packet's ports that a rule lets pass.
  private mutating func admit(
    _ id: FilterID, _ part: (ports: PortSet?, rule: Int), isByReference: Bool, _ interface: InterfaceIndex?,
    _ state: inout WalkState
  ) -> Bool {
    narrow(part.ports, &state)
    record(.filter(id, rule: part.rule, state.header), .pass, &state)
    if isByReference {
      state.obligations.append(
        Obligation(filter: id, rule: part.rule, element: state.element, header: state.header))
    }
    pass(interface, &state)
    guard graph.filters[id.value].hasReferences, isAtSecondaryAddress(graph.filters[id.value], state) else {
      return true
    }
    return restOnSecondaryAddress(graph.filters[id.value], &state)
  }

  /// What only a reference admits rests on an assumption; ports that a range admits go on without.
  private mutating func restOnSecondaryAddress(_ filter: Filter, _ state: inout WalkState) -> Bool {
    guard case .variable(let place) = state.header.destinationPort else {
      return isAdmittedByRange(filter, state) || assume(.secondaryAddressHoldsGroups, isNoted: false, &state)
    }
    let all = state.variables[place].set
    let resting = portsBeyondRanges(filter, state, all)
    if resting.isEmpty { return true }
    if resting == all { return assume(.secondaryAddressHoldsGroups, isNoted: false, &state) }
    var branch = state
    narrow(resting, &branch)
    if assume(.secondaryAddressHoldsGroups, isNoted: false, &branch) { fork(branch) }
    narrow(all.subtracting(resting), &state)
    return true
  }

  /// The parts of the packet's ports that do not simply pass go their own ways.
  private mutating func divert(
    _ id: FilterID, _ outcome: FilterOutcome, _ interface: InterfaceIndex?, _ state: WalkState
  ) {
    if let unknown = outcome.unknown {
      var branch = state
      narrow(unknown, &branch)
      forkUnknown(id, branch, interface)
    }
    if let denied = outcome.denied {
      var branch = state
      narrow(denied.ports, &branch)
      let goesOn = deny(id, denied.rule, &branch)
      if goesOn {
        pass(interface, &branch)
        fork(branch)
      }
    }
  }

  // MARK: Assumptions

  /// What the question says of an assumption, else notes that the answer rests on it.
  ///
  /// - Parameter isNoted: whether it is a step of its own.
  private mutating func assume(_ assumption: Assumption, isNoted: Bool = true, _ state: inout WalkState)
    -> Bool
  {
    let settled = options.settled[assumption]
    if settled == nil { state.assumptions.insert(assumption) }
    if let code = assumption.stops {
      return settled == false || block(code, .assumption(assumption), isFatal: false, &state)
    }
    switch settled {
    case true?: return true
    case false?: return block(.assumedNo, .assumption(assumption), isFatal: false, &state)
    case nil:
      if isNoted { record(.assumption(assumption), .pass, &state) }
      return true
    }
  }

  /// Whether references compare an address which is its interface's, but not the primary one.
  private func isAtSecondaryAddress(_ filter: Filter, _ state: WalkState) -> Bool {
    let address = filter.direction == .ingress ? state.header.source : state.header.destination
    guard address.family == .ipv4 else { return false }
    let holder: InterfaceIndex?
    if filter.direction == .ingress, case .interface(let index) = state.identity {
      holder = index
    } else {
      holder = graph.vpcs.indices.lazy.compactMap { graph.vpcs[$0].owner(of: address)?.interface }.first
    }
    guard let holder else { return false }
    return owns(holder, address)
      && graph.topology.networkInterfaces[holder.value].primaryAddress != address
  }

  /// Whether a rule that names no group admits the packet, whose port is known or nothing.
  private func isAdmittedByRange(_ filter: Filter, _ state: WalkState) -> Bool {
    guard let ports = state.ports(of: state.header.destinationPort) else {
      return filter.rules.contains { isRangeRule($0) && matches($0, filter, state, nil) }
    }
    return portsBeyondRanges(filter, state, ports).isEmpty
  }

  /// Those of some ports that no rule without a group admits.
  private func portsBeyondRanges(_ filter: Filter, _ state: WalkState, _ ports: PortSet) -> PortSet {
    var rest = ports
    for rule in filter.rules where isRangeRule(rule) && matches(rule, filter, state, nil) {
      guard rule.protocolNumber >= 0, let range = PortRange(rule.firstPort, rule.lastPort) else {
        return PortSet([])
      }
      rest = rest.subtracting(range)
    }
    return rest
  }

  private func isRangeRule(_ rule: Filter.Rule) -> Bool {
    rule.group == Filter.noGroup && rule.isAllow && !rule.isUnknown
  }

  private mutating func deny(_ id: FilterID, _ rule: Int?, _ state: inout WalkState) -> Bool {
    let filter = graph.filters[id.value]
    var code = filter.denyCode ?? .accessListRestriction
    if filter.kind == .groups {
      code = filter.rules.isEmpty ? .groupHasNoRules : .groupRulesMismatch
      if let lost = lostReference(filter, state) { code = lost }
    }
    return block(code, .filter(id, rule: rule, state.header), isFatal: false, &state)
  }

  /// The code of the loss, if the rule that would have matched needs an identity lost on the way (SG-8).
  private func lostReference(_ filter: Filter, _ state: WalkState) -> Code? {
    guard filter.direction == .ingress, case .lost(let code, let former?) = state.identity else { return nil }
    var restored = state
    restored.identity = .interface(former)
    let ports = state.ports(of: state.header.destinationPort)
    let wouldMatch = filter.rules.contains { rule in
      rule.group != Filter.noGroup && matches(rule, filter, restored, nil)
        && (rule.protocolNumber < 0
          || ports.map { !$0.intersection(PortRange(rule.firstPort, rule.lastPort) ?? .all).isEmpty } ?? true)
    }
    return wouldMatch ? code : nil
  }

  /// The filter may pass or stop the packet: one branch each, under one unknown.
  private mutating func forkUnknown(_ id: FilterID, _ state: WalkState, _ interface: InterfaceIndex?) {
    guard let input = graph.filters[id.value].unknown else { return }
    for passes in [false, true] {
      var branch = state
      branch.decisions.append(
        .unknown(input, filter: id, leg: state.leg, isReply: state.isReply, passes: passes))
      record(.missing(input), .unknown, &branch)
      if passes {
        pass(interface, &branch)
        fork(branch)
      } else {
        if branch.failedPhase == nil { branch.failedPhase = (branch.leg, branch.isReply) }
        finish(&branch)
      }
    }
  }

  func pass(_ interface: InterfaceIndex?, _ state: inout WalkState) {
    guard let interface else { return }
    state.trail.append(
      Session(key: .filter(interface), before: state.header, after: state.header, resume: PortID(0)))
  }

  private func narrow(_ ports: PortSet?, _ state: inout WalkState) {
    guard let ports, case .variable(let place) = state.header.destinationPort else { return }
    state.variables[place].set = ports
  }

  // MARK: Identity

  private mutating func apply(_ rule: IdentityRule, _ state: inout WalkState) -> Bool {
    switch rule {
    case .become(let interface):
      state.identity = .interface(interface)
      settleReferences(&state)
      return true
    case .sender(let interface):
      if owns(interface, state.header.source) {
        state.identity = .interface(interface)
        return true
      }
      return lose(.groupReferenceNotPreserved, &state)
    case .lose(let code):
      return lose(code, &state)
    case .arrive(let code):
      settleReferences(&state)
      return lose(code, &state)
    }
  }

  /// What rules matched by reference has arrived with its identity.
  func settleReferences(_ state: inout WalkState) {
    state.obligations = []
    state.isReferenceOpen = false
  }

  private mutating func lose(_ code: Code, _ state: inout WalkState) -> Bool {
    guard case .interface(let former) = state.identity else { return true }
    state.identity = .lost(code, of: former)
    record(.identityLost(code), .pass, &state)
    let owed = state.obligations
    state.obligations = []
    guard !state.isReply else { return true }
    if state.isReferenceOpen {
      state.isReferenceOpen = false
      for place in state.openFilters.indices where state.openFilters[place].direction == .egress {
        state.openFilters[place].keepsReferences = false
      }
    }
    // A rule that matched by reference alone does not hold if the identity is lost (SG-8).
    for obligation in owed {
      let goesOn = block(
        code, .filter(obligation.filter, rule: obligation.rule, obligation.header), isFatal: false,
        element: obligation.element, &state)
      if !goesOn { return false }
    }
    return true
  }

  // MARK: Rewriting and sessions

  private mutating func rewrite(_ change: Rewrite, _ state: inout WalkState) -> Bool {
    let before = state.header
    state.beforeRewrite = before
    switch change.source {
    case .keep: break
    case .constant(let address): state.header.source = address
    case .publicAddress(let vpc, let code):
      if before.source.family == .ipv6 {
        guard graph.vpcs[vpc.value].owner(of: before.source) != nil else {
          return block(code, .drop, isFatal: true, &state)
        }
      } else if !graph.vpcs[vpc.value].publicPools.contains(where: { $0.contains(before.source) }) {
        guard let address = graph.vpcs[vpc.value].publicAddress[before.source] else {
          return block(code, .drop, isFatal: true, &state)
        }
        state.header.source = address
      }
    case .carrierAddress(let vpc, let code):
      guard let address = graph.vpcs[vpc.value].carrierAddress[before.source] else {
        return block(code, .drop, isFatal: true, &state)
      }
      state.header.source = address
    }
    switch change.destination {
    case .keep: break
    case .constant(let address): state.header.destination = address
    case .embeddedIPv4: state.header = before.translatedToIPv4(source: state.header.source)
    case .carrierPrivateAddress(let vpc, let code):
      guard let address = graph.vpcs[vpc.value].carrierPrivateAddress[before.destination] else {
        return block(code, .drop, isFatal: true, &state)
      }
      state.header.destination = address
    case .privateAddress(let vpc, let code):
      if before.destination.family == .ipv6 {
        guard graph.vpcs[vpc.value].owner(of: before.destination) != nil else {
          if let input = graph.vpcs[vpc.value].missingOwner {
            endUnknown(input, &state)
            return false
          }
          return block(code, .drop, isFatal: true, &state)
        }
      } else {
        guard let address = graph.vpcs[vpc.value].privateAddress[before.destination] else {
          return block(code, .drop, isFatal: true, &state)
        }
        state.header.destination = address
      }
    }
    if case .fresh(let range) = change.sourcePort, before.sourcePort != .none {
      state.header.sourcePort = freshPort(range, &state)
    }
    if let port = change.destinationPort, before.destinationPort != .none {
      state.header.destinationPort = .fixed(port)
    }
    locate(&state)
    if state.header != before { record(.translate(from: before, to: state.header), .pass, &state) }
    return true
  }

  func freshPort(_ range: PortRange, _ state: inout WalkState) -> PortTerm {
    state.variables.append(
      PortVariable(role: .element(state.element), full: PortSet(range), set: PortSet(range)))
    return .variable(state.variables.count - 1)
  }

  private func remember(_ kind: SessionKind, _ resume: PortID, _ state: inout WalkState) {
    let before: Header
    switch kind {
    case .nat, .natInstance, .balancer, .accelerator, .clientVPN: before = state.beforeRewrite
    case .egressOnly, .steer, .privateLink, .connectEndpoint, .inspection, .transit: before = state.header
    }
    state.trail.append(
      Session(key: .element(kind), before: before, after: state.header, resume: resume))
  }

  private func recall(_ kind: SessionKind, _ port: PortID?, _ state: inout WalkState) {
    let arrived = state.header
    guard
      let session = state.trail.last(where: { $0.key == .element(kind) && $0.after.reversed == arrived })
    else { return }
    state.header = session.before.reversed
    if state.header != arrived {
      locate(&state)
      record(.restore(from: arrived, to: state.header), .byState, &state)
    }
    enter(port ?? session.resume, &state)
  }

  private func hasSession(_ key: Session.Key, _ state: WalkState) -> Bool {
    let wanted = state.header.reversed
    return state.trail.contains { $0.key == key && $0.after == wanted }
  }
}
