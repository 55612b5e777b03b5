/// Where the network may go several ways.
extension VerdictWalker {
  /// The alternative that this branch has settled on.
  private func settled(_ id: UInt32, _ state: VerdictState) -> UInt32? {
    let isReply = tables.choices[Int(id)].isPerDirection && state.isReply
    var place = state.decided
    while place >= 0 {
      let decision = decisions[Int(place)]
      if decision.choice == id, decision.isReply == isReply { return decision.alternative }
      place = decision.previous
    }
    return nil
  }

  private mutating func decide(_ id: UInt32, _ alternative: Int, _ state: inout VerdictState) {
    decisions.append(
      FlatDecision(
        choice: id, alternative: UInt32(alternative),
        isReply: tables.choices[Int(id)].isPerDirection && state.isReply, previous: state.decided))
    state.decided = Int32(decisions.count - 1)
  }

  /// Whether a balancer may take it (LB-2).
  private func isAlternative(_ place: Int) -> Bool {
    !(tables.respectsHealth && tables.alternatives[place].isUnhealthy)
  }

  mutating func choose(_ id: UInt32, _ state: inout VerdictState) -> Outcome {
    let choice = tables.choices[Int(id)]
    if let known = settled(id, state) {
      enter(tables.alternatives[choice.alternatives.range.lowerBound + Int(known)].pc, &state)
      return .goesOn
    }
    if choice.needsWholeWalk { return .needsWholeWalk }
    if choice.isUnknown { return endUnknown(state) }
    var count = 0
    for place in choice.alternatives.range where isAlternative(place) { count += 1 }
    guard count > 0 else { return stop(state) }
    let original = state
    var isFirst = true
    for place in choice.alternatives.range where isAlternative(place) {
      var branch = original
      if count > 1 || choice.isNoted {
        decide(id, place - choice.alternatives.range.lowerBound, &branch)
      }
      enter(tables.alternatives[place].pc, &branch)
      if isFirst { state = branch } else { fork(branch) }
      isFirst = false
    }
    return .goesOn
  }

  mutating func byZone(_ id: Int, _ state: inout VerdictState) -> Outcome {
    let table = tables.zoneTables[id]
    guard table.otherwise == .any else {
      for place in table.ports.range where tables.zonePorts[place].zone == state.zone {
        enter(tables.zonePorts[place].pc, &state)
        return .goesOn
      }
      return table.otherwise == .drop ? stop(state) : endUnknown(state)
    }
    let first = table.ports.range.lowerBound
    if table.isSticky, let known = settled(table.choice, state) {
      enter(tables.zonePorts[first + Int(known)].pc, &state)
      return .goesOn
    }
    guard let ends = candidates(table, state) else { return .needsWholeWalk }
    guard ends != 0 else { return stop(state) }
    if ends.nonzeroBitCount == 1, !table.isSticky {
      enter(tables.zonePorts[first + ends.trailingZeroBitCount].pc, &state)
      return .goesOn
    }
    let original = state
    var rest = ends
    while rest != 0 {
      let alternative = rest.trailingZeroBitCount
      rest &= rest - 1
      var branch = original
      if ends.nonzeroBitCount > 1 || tables.choices[Int(table.choice)].isNoted {
        decide(table.choice, alternative, &branch)
      }
      enter(tables.zonePorts[first + alternative].pc, &branch)
      if alternative == ends.trailingZeroBitCount { state = branch } else { fork(branch) }
    }
    return .goesOn
  }

  /// As `Walker.zoneCandidates` (TGW-8), a bit each; nil for more than there are bits.
  private func candidates(_ table: FlatZoneTable, _ state: VerdictState) -> UInt64? {
    let ports = table.ports.range
    guard ports.count <= 64 else { return nil }
    let all: UInt64 = ports.count == 64 ? .max : (1 << UInt64(ports.count)) - 1
    func inZone(_ zone: UInt32) -> UInt64 {
      var bits: UInt64 = 0
      for (bit, place) in ports.enumerated() where tables.zonePorts[place].zone == zone {
        bits |= 1 << UInt64(bit)
      }
      return bits
    }
    let origin = state.zone == FlatOp.none ? 0 : inZone(state.zone)
    guard table.isSticky else { return origin == 0 ? all : origin & (0 &- origin) }
    // What comes from no zone is spread by its hash alone.
    guard state.zone != FlatOp.none else { return all }
    var ends = origin
    if let owner = tables.owner(Int(table.vpc), state.header.destination), owner.subnet != FlatOp.none {
      ends |= inZone(tables.graph.subnets[Int(owner.subnet)].zone.rawValue)
    }
    return ends == 0 ? all : ends
  }

  /// By protocol and port.
  mutating func listen(_ id: Int, _ state: inout VerdictState) -> Outcome {
    guard state.header.destinationPort != .none else { return stop(state) }
    // No port is chosen by anyone that a listener sees, unless somebody answers one.
    guard let port = state.header.destinationPort.fixed else { return .needsWholeWalk }
    for place in tables.listeners[id].entries.range {
      let entry = tables.listenerEntries[place]
      guard entry.protocol == state.header.protocol,
        state.header.destination.isIPv6 ? entry.takesIPv6 : entry.takesIPv4, entry.first <= port,
        port <= entry.last
      else { continue }
      enter(entry.pc, &state)
      return .goesOn
    }
    return stop(state)
  }
}
