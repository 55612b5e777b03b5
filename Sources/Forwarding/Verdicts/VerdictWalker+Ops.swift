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
    case .require: return tables.holds(op, &state) ? .goesOn : stop(state)
    case .exempt: return exempt(Int(op.a), &state)
    case .sender:
      if tables.ownsSource(op.a, &state) {
        state.identity = op.a
        return .goesOn
      }
      return lose(&state)
    case .deliverIfOwn:
      return tables.ownsDestination(op.a, &state) ? deliver(op.b, &state) : .goesOn
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
      if tables.holds(op, &state) { enter(op.c, &state) }
      return .goesOn
    case .note:
      if !tables.holds(op, &state) { noteAssumption() }
      return .goesOn
    case .noteAndStop:
      if tables.holds(op, &state) { return .goesOn }
      noteAssumption()
      return stop(state)
    case .skip:
      if !tables.holds(op, &state) { state.pc += 1 }
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
