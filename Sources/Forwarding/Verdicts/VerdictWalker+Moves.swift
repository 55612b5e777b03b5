/// Ops that pick the next place, and those that end a direction.
extension VerdictWalker {
  func locate(_ state: inout VerdictState) {
    state.sourceAtom = tables.graph.atoms.atom(of: state.header.source.address)
    state.destinationAtom = tables.graph.atoms.atom(of: state.header.destination.address)
    (state.sourceHolder, state.destinationHolder) = (FlatOp.none, FlatOp.none)
  }

  // MARK: Addresses and routes

  @inline(__always)
  mutating func exempt(_ vpc: Int, _ state: inout VerdictState) -> Outcome {
    guard !state.isReply else { return .goesOn }
    for place in tables.vpcs[vpc].exempt.range where tables.addresses[place] == state.header.destination {
      state.isDelivered = true
      return arrive(state)
    }
    return .goesOn
  }

  @inline(__always)
  mutating func onLink(_ place: Int, _ state: inout VerdictState) -> Outcome {
    let subnet = tables.subnets[place]
    guard tables.contains(subnet.prefixes, state.header.destination) else { return .goesOn }
    guard let owner = tables.owner(Int(subnet.vpc), state.header.destination) else {
      return nobody(Int(subnet.vpc), state)
    }
    state.destinationHolder = owner.interface
    enter(owner.neighbour, &state)
    return .goesOn
  }

  @inline(__always)
  mutating func local(_ vpc: Int, _ state: inout VerdictState) -> Outcome {
    guard let owner = tables.owner(vpc, state.header.destination) else { return nobody(vpc, state) }
    state.destinationHolder = owner.interface
    enter(owner.arrival, &state)
    return .goesOn
  }

  private mutating func nobody(_ vpc: Int, _ state: VerdictState) -> Outcome {
    tables.vpcs[vpc].isMissingOwners ? endUnknown(state) : stop(state)
  }

  @inline(__always)
  func leadsToNeighbour(_ op: FlatOp, _ state: VerdictState) -> Bool {
    guard let entry = entry(Int(op.c), state) else { return false }
    return entry.subnet == op.a
  }

  @inline(__always)
  private func entry(_ table: Int, _ state: VerdictState) -> RouteRows.Entry? {
    tables.routes.entry(table, state.header.destination, atom: state.destinationAtom)
  }

  @inline(__always)
  mutating func lookup(_ table: Int, _ state: inout VerdictState) -> Outcome {
    let entry = entry(table, state)
    if tables.routes.isUnknown(table), entry?.isRoute ?? true { return endUnknown(state) }
    guard let entry, !entry.stops else { return stop(state) }
    enter(entry.pc, &state)
    return .goesOn
  }

  // MARK: Changes

  mutating func rewrite(_ place: Int, _ state: inout VerdictState) -> Outcome {
    let change = tables.rewrites[place]
    guard !change.needsWholeWalk, Int(state.variableCount) < VerdictState.variableLimit else {
      return .needsWholeWalk
    }
    let before = state.header
    state.beforeRewrite = before
    switch change.source {
    case .keep: break
    case .constant: state.header.source = change.newSource
    case .mapped:
      let vpc = Int(change.sourceVPC)
      if before.source.isIPv6 {
        guard tables.owner(vpc, before.source) != nil else { return stop(state) }
      } else {
        if tables.vpcs[vpc].hasPublicPools { return .needsWholeWalk }
        guard let address = tables.publicAddresses.value(vpc, before.source) else { return stop(state) }
        state.header.source = address
      }
    }
    switch change.destination {
    case .keep: break
    case .constant: state.header.destination = change.newDestination
    case .mapped:
      let vpc = Int(change.destinationVPC)
      if before.destination.isIPv6 {
        guard tables.owner(vpc, before.destination) != nil else { return nobody(vpc, state) }
      } else {
        guard let address = tables.privateAddresses.value(vpc, before.destination) else { return stop(state) }
        state.header.destination = address
      }
    }
    if change.isFresh, before.sourcePort != .none {
      state.header.sourcePort = state.open(change.firstFresh, change.lastFresh)
    }
    if change.destinationPort != .none, before.destinationPort != .none {
      state.header.destinationPort = change.destinationPort
    }
    locate(&state)
    return .goesOn
  }

  // MARK: Ends

  mutating func deliver(_ place: UInt32, _ state: inout VerdictState) -> Outcome {
    guard !state.isReply else {
      // Right only at the sender, looking as expected.
      let isExpected = place == origin && state.header.answers(request)
      return isExpected ? arrive(state) : stop(state)
    }
    state.isObliged = false
    state.isDelivered = true
    let reply = tables.places[Int(place)].replyPC
    guard state.header.expectsReply, reply != FlatOp.none else { return arrive(state) }
    state.header = state.header.reversed
    (state.sourceAtom, state.destinationAtom) = (state.destinationAtom, state.sourceAtom)
    (state.sourceHolder, state.destinationHolder) = (state.destinationHolder, state.sourceHolder)
    state.isReply = true
    state.hops = 0
    state.link = FlatOp.none
    state.zone = FlatOp.none
    state.identity = FlatOp.none
    enter(reply, &state)
    return .goesOn
  }
}
