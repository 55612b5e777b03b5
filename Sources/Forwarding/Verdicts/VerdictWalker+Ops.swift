/// The interpreter of flat ops: what `Walker.perform` does, as far as verdicts go.
extension VerdictWalker {
  @inline(__always)
  mutating func perform(_ state: inout VerdictState) -> Outcome {
    let op = tables.ops[Int(state.pc)]
    state.pc += 1
    switch op.code {
    case .filter: return filter(op, &state)
    case .go:
      enter(op.a, &state)
      return .goesOn
    case .sent:
      state.link = op.a
      if op.a != FlatOp.none { state.zone = op.b }
      return .goesOn
    case .onLink: return onLink(Int(op.a), &state)
    case .leave:
      if leadsToNeighbour(op, state) { return .goesOn }
      return pass(Int(op.b), at: FlatOp.none, &state)
    case .enter:
      if state.link == op.a { return .goesOn }
      return pass(Int(op.b), at: FlatOp.none, &state)
    case .lookup: return lookup(Int(op.a), &state)
    case .local: return local(Int(op.a), &state)
    case .require: return holds(op, state) ? .goesOn : stop(state)
    case .exempt: return exempt(Int(op.a), &state)
    case .sender:
      if ownsSource(op.a, state) {
        state.identity = op.a
        return .goesOn
      }
      return lose(&state)
    case .deliverIfOwn:
      return ownsDestination(op.a, state) ? deliver(op.b, &state) : .goesOn
    case .deliver: return deliver(op.a, &state)
    case .deliverIfReply: return state.isReply ? deliver(op.a, &state) : .goesOn
    case .become:
      state.identity = op.a
      state.isObliged = false
      return .goesOn
    case .lose: return lose(&state)
    case .arrive:
      state.isObliged = false
      return lose(&state)
    case .goIf:
      if holds(op, state) { enter(op.c, &state) }
      return .goesOn
    case .note:
      if !holds(op, state) { noteAssumption() }
      return .goesOn
    case .noteAndStop:
      if holds(op, state) { return .goesOn }
      noteAssumption()
      return stop(state)
    case .skip:
      if !holds(op, state) { state.pc += 1 }
      return .goesOn
    case .zone:
      state.zone = op.a
      return .goesOn
    case .byZone: return byZone(Int(op.a), &state)
    case .choose: return choose(op.a, &state)
    case .listen: return listen(Int(op.a), &state)
    case .rewrite: return rewrite(Int(op.a), &state)
    case .remember:
      let key = op.session
      let before = key.isOfRewrite ? state.beforeRewrite : state.header
      remember(key, before: before, resume: op.b, &state)
      return .goesOn
    case .recall:
      recall(op, &state)
      return .goesOn
    case .drop: return stop(state)
    case .missing: return endUnknown(state)
    case .nothing: return .goesOn
    case .whole: return .needsWholeWalk
    }
  }

  /// Whether the packet meets an op's condition, as `Walker.holds`.
  @inline(__always)
  func holds(_ op: FlatOp, _ state: VerdictState) -> Bool {
    // Most conditions of most walks.
    switch op.condition {
    case .sourceOwned where state.sourceHolder == op.a: true
    case .destinationOwned where state.destinationHolder == op.a: true
    default: holdsAny(op, state)
    }
  }

  private func holdsAny(_ op: FlatOp, _ state: VerdictState) -> Bool {
    switch op.condition {
    case .never: return false
    case .always: return true
    case .sourceOwned: return ownsSource(op.a, state)
    case .sourceNotOwned: return !ownsSource(op.a, state)
    case .destinationOwned: return ownsDestination(op.a, state)
    case .addressesIn:
      return tables.contains(tables.vpcs[Int(op.a)].ranges, state.header.source)
        && tables.contains(tables.vpcs[Int(op.b)].ranges, state.header.destination)
    case .sourceIn: return tables.contains(tables.vpcs[Int(op.a)].ranges, state.header.source)
    case .sourceIsInterface: return tables.owner(Int(op.a), state.header.source) != nil
    case .destinationIsInterface: return tables.owner(Int(op.a), state.header.destination) != nil
    case .destinationAcceptsInternetGateway:
      guard let owner = tables.owner(Int(op.a), state.header.destination), owner.interface != FlatOp.none
      else { return true }
      return !tables.interfaces[Int(owner.interface)].deniesInternetGatewayTraffic
    case .destinationNotPrivate: return !tables.atomKinds[Int(state.destinationAtom)].isPrivate
    case .destinationNotShared: return !tables.atomKinds[Int(state.destinationAtom)].isShared
    case .sourceNotPrivate: return !tables.atomKinds[Int(state.sourceAtom)].isPrivate
    case .sourceNotShared: return !tables.atomKinds[Int(state.sourceAtom)].isShared
    case .natProtocol:
      let `protocol` = state.header.protocol
      return `protocol` == FlatHeader.tcp || `protocol` == FlatHeader.udp || `protocol` == FlatHeader.icmp
    case .isTCP: return state.header.protocol == FlatHeader.tcp
    case .gatewayEndpointProtocol:
      return state.header.protocol == FlatHeader.tcp
        || state.header.protocol == FlatHeader.icmp
          && (state.header.icmpType == 0 || state.header.icmpType == 8)
    case .family4: return !state.header.source.isIPv6
    case .family6: return state.header.source.isIPv6
    case .isReply: return state.isReply
    case .isRequest: return !state.isReply
    case .mayBeginSession: return !state.isReply || state.header.protocol == FlatHeader.udp
    case .destinationIsNot: return state.header.destination != tables.addresses[Int(op.a)]
    case .destinationIn: return tables.prefixes[Int(op.a)].contains(state.header.destination)
    }
  }

  @inline(__always)
  private func ownsSource(_ interface: UInt32, _ state: VerdictState) -> Bool {
    state.sourceHolder == interface || tables.owns(Int(interface), state.header.source)
  }

  @inline(__always)
  private func ownsDestination(_ interface: UInt32, _ state: VerdictState) -> Bool {
    state.destinationHolder == interface || tables.owns(Int(interface), state.header.destination)
  }

  /// As `Walker.lose`.
  @inline(__always)
  private mutating func lose(_ state: inout VerdictState) -> Outcome {
    guard state.identity != FlatOp.none else { return .goesOn }
    state.identity = FlatOp.none
    let isObliged = state.isObliged
    state.isObliged = false
    // A rule that matched by reference alone does not hold if the identity is lost (SG-8).
    return isObliged && !state.isReply ? stop(state) : .goesOn
  }
}
