import PacketWalkTopology

/// Access lists and groups.
extension VerdictWalker {
  private enum Judgement {
    case allowed
    /// By group references of an egress rule alone.
    case byReference
    case denied
    case needsWholeWalk
  }

  /// A filter that keeps state for an interface, or none.
  @inline(__always)
  mutating func filter(_ op: FlatOp, _ state: inout VerdictState) -> Outcome {
    if op.b != FlatOp.none, hasSession(FlatSession.Key(filter: op.b), state) { return .goesOn }
    return pass(Int(op.a), at: op.b, &state)
  }

  /// Asks a filter, on behalf of an interface or of nobody.
  mutating func pass(_ place: Int, at interface: UInt32, _ state: inout VerdictState) -> Outcome {
    let filter = tables.filters[place]
    switch judge(filter, interface, &state) {
    case .denied: return stop(state)
    case .needsWholeWalk: return .needsWholeWalk
    case .byReference: state.isObliged = true
    case .allowed: break
    }
    if interface != FlatOp.none {
      remember(FlatSession.Key(filter: interface), before: nil, resume: 0, &state)
    }
    if filter.hasReferences, tables.hasSecondaryAddresses, isAtSecondaryAddress(filter, state) {
      return .needsWholeWalk
    }
    return .goesOn
  }

  /// As `Walker.evaluate`, for a range of ports that is cut where the rules cut it: then the rest goes its own way, back
  /// to this op.
  private mutating func judge(_ filter: FlatFilter, _ interface: UInt32, _ state: inout VerdictState)
    -> Judgement
  {
    if filter.needsWholeWalk { return .needsWholeWalk }
    let atom = filter.isIngress ? state.sourceAtom : state.destinationAtom
    let `protocol` = Int16(state.header.protocol)
    var (low, high) = numbers(state)
    var isReferred = false
    var mayMatch = filter.hasUnknownRules
    var holder = Holder.notAsked
    for place in filter.rules.range {
      let key = tables.ruleKeys[place]
      guard key.firstNumber <= high, low <= key.lastNumber,
        key.protocolNumber == `protocol` || key.protocolNumber < 0
      else { continue }
      let rule = tables.rules[place]
      guard rule.firstAtom <= atom, atom <= rule.lastAtom else { continue }
      if rule.group != Filter.noGroup {
        if filter.isIngress {
          guard state.identity != FlatOp.none, tables.isMember(state.identity, of: rule.group) else {
            continue
          }
        } else {
          if case .notAsked = holder { holder = self.holder(of: state.header.destination, from: interface) }
          switch holder {
          case .interface(let member) where tables.isMember(member, of: rule.group): break
          case .several: return .needsWholeWalk
          default: continue
          }
        }
      }
      if low < key.firstNumber || key.lastNumber < high {
        cut(&state, low, high, key)
        (low, high) = (max(low, key.firstNumber), min(high, key.lastNumber))
      }
      if rule.isUnknown {
        if filter.isAccessList { return .needsWholeWalk }
        mayMatch = true
      } else if rule.group != Filter.noGroup, !filter.isIngress {
        isReferred = true
      } else {
        return rule.isAllow ? .allowed : .denied
      }
    }
    if isReferred { return .byReference }
    return mayMatch ? .needsWholeWalk : .denied
  }

  /// The ports that the packet may be for, or ICMP's type and code as one number.
  @inline(__always)
  private func numbers(_ state: VerdictState) -> (low: UInt16, high: UInt16) {
    let port = state.header.destinationPort
    if let fixed = port.fixed { return (fixed, fixed) }
    if port != .none { return (state.lows[port.variable], state.highs[port.variable]) }
    let number = UInt16(state.header.icmpType) << 8 | UInt16(state.header.icmpCode)
    return (number, number)
  }

  /// Leaves a branch with the ports that a rule is about, and sends those below and above it back to this op.
  private mutating func cut(_ state: inout VerdictState, _ low: UInt16, _ high: UInt16, _ rule: FlatRuleKey) {
    let place = state.header.destinationPort.variable
    if low < rule.firstNumber {
      var below = state
      below.pc -= 1
      below.highs[place] = rule.firstNumber - 1
      fork(below)
      state.lows[place] = rule.firstNumber
    }
    if rule.lastNumber < high {
      var above = state
      above.pc -= 1
      above.lows[place] = rule.lastNumber + 1
      fork(above)
      state.highs[place] = rule.lastNumber
    }
  }

  // MARK: References

  /// Whose groups a rule sees behind an address.
  private enum Holder {
    case notAsked
    case nobody
    case interface(UInt32)
    case several
  }

  /// As `Walker.referable`.
  private func holder(of address: FlatAddress, from interface: UInt32) -> Holder {
    guard interface != FlatOp.none else { return .nobody }
    let vpc = Int(tables.interfaces[Int(interface)].vpc)
    if let owner = tables.owner(vpc, address), owner.interface != FlatOp.none {
      return .interface(owner.interface)
    }
    var found = Holder.nobody
    for place in tables.vpcs[vpc].far.range {
      guard let owner = tables.owner(Int(tables.farVPCs[place]), address), owner.interface != FlatOp.none
      else { continue }
      if case .interface = found { return .several }
      found = .interface(owner.interface)
    }
    return found
  }

  /// Whether references may compare an address which is not its interface's primary one: as `Walker` has it, or more.
  private func isAtSecondaryAddress(_ filter: FlatFilter, _ state: VerdictState) -> Bool {
    let address = filter.isIngress ? state.header.source : state.header.destination
    guard !address.isIPv6 else { return false }
    if filter.isIngress, state.identity != FlatOp.none { return isSecondary(address, of: state.identity) }
    return (0..<tables.vpcs.count).contains { vpc in
      guard let owner = tables.owner(vpc, address), owner.interface != FlatOp.none else { return false }
      return isSecondary(address, of: owner.interface)
    }
  }

  private func isSecondary(_ address: FlatAddress, of interface: UInt32) -> Bool {
    tables.owns(Int(interface), address)
      && tables.graph.topology.networkInterfaces[Int(interface)].primaryAddress != address.address
  }

  // MARK: Sessions

  @inline(__always)
  private func hasSession(_ key: FlatSession.Key, _ state: VerdictState) -> Bool {
    // Nobody answers what has not begun.
    var place = state.trail
    while place >= 0 {
      let isKnown =
        trail[Int(place)].key == key && state.header.answers(trail[Int(place)].after)
      if isKnown { return true }
      place = trail[Int(place)].previous
    }
    return false
  }

  /// - Parameter before: The packet as it arrived, where it is another.
  @inline(__always)
  mutating func remember(
    _ key: FlatSession.Key, before: FlatHeader?, resume: UInt32, _ state: inout VerdictState
  ) {
    var place: Int32 = -1
    if let before {
      place = Int32(changed.count)
      changed.append(before)
    }
    trail.append(
      FlatSession(key: key, after: state.header, before: place, resume: resume, previous: state.trail))
    state.trail = Int32(trail.count - 1)
  }

  mutating func recall(_ op: FlatOp, _ state: inout VerdictState) {
    let key = op.session
    var place = state.trail
    while place >= 0 {
      let session = trail[Int(place)]
      if session.key == key, session.after.reversed == state.header {
        let before = session.before < 0 ? session.after : changed[Int(session.before)]
        let header = before.reversed
        if header != state.header {
          state.header = header
          locate(&state)
        }
        enter(op.b == FlatOp.none ? session.resume : op.b, &state)
        return
      }
      place = session.previous
    }
  }
}
