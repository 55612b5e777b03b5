import PacketWalkAddressing

/// Ops of what knows connections.
extension Walker {
  /// Passes what answers a known packet by its state, judges any other by the rules there are, and notes it;
  /// an answer to what it doesn't know stops there.
  mutating func inspect(_ id: InspectorID, _ state: inout WalkState) -> Bool {
    guard let stages = graph.inspectors[id.value].stages else {
      return goOn(inspectStatefully(id, state), &state)
    }
    var passed: [WalkState] = []
    for judgement in judge(stages.stateless, state, isAnswer: state.isReply) {
      var branch = judgement.state
      switch judgement.outcome {
      case .decided(.pass, let rule):
        record(.filter(stages.stateless, rule: rule, branch.header), .pass, &branch)
        passed.append(branch)
      case .decided(.drop, let rule):
        if block(
          .firewallRules, .filter(stages.stateless, rule: rule, branch.header), isFatal: false, &branch)
        {
          passed.append(branch)
        }
      case .decided(.forward, _), .open: passed += inspectStatefully(id, branch)
      case .unknown(let input): endUnknown(input, &branch)
      }
    }
    return goOn(passed, &state)
  }

  /// The first branch goes on here, the others on their own; false if there is none.
  private mutating func goOn(_ branches: [WalkState], _ state: inout WalkState) -> Bool {
    guard let first = branches.first else { return false }
    for branch in branches.dropFirst().reversed() { fork(branch) }
    state = first
    return true
  }

  private mutating func inspectStatefully(_ id: InspectorID, _ state: WalkState) -> [WalkState] {
    var state = state
    let inspector = graph.inspectors[id.value]
    if let isPassed = answered(id, &state) {
      guard let stages = inspector.stages, !isPassed else {
        record(.inspection(id), .byState, &state)
        return [state]
      }
      // Nobody let all of it pass, so that rules about what follows are asked (NFW-2).
      return decide(id, [stages.established], state, isAnswer: true)
    }
    if state.isReply, refuses(inspector.strangers, state) {
      return block(.inspectionWithoutSession, .inspection(id), isFatal: false, &state) ? [state] : []
    }
    guard let stages = inspector.stages else {
      record(.inspection(id), .pass, &state)
      note(id, isPassed: true, &state)
      return [state]
    }
    // A connection that is opened and then cut is of no use; what has none is one packet at a time.
    let isConnection = state.header.protocol == .tcp
    return decide(
      id, isConnection ? [stages.opening, stages.established] : [stages.opening], state, isAnswer: false)
  }

  private func refuses(_ strangers: Inspector.Strangers, _ state: WalkState) -> Bool {
    switch strangers {
    case .refused: true
    case .refusedIfTCP: state.header.protocol == .tcp
    case .judged: false
    }
  }

  /// The branches that pass the stages, each asked where the one before says nothing.
  private mutating func decide(
    _ id: InspectorID, _ stages: [FilterID], _ state: WalkState, isAnswer: Bool
  ) -> [WalkState] {
    guard let stage = stages.first else {
      var state = state
      record(.inspection(id), .pass, &state)
      if !isAnswer { note(id, isPassed: false, &state) }
      return [state]
    }
    var passed: [WalkState] = []
    for judgement in judge(stage, state, isAnswer: isAnswer) {
      var branch = judgement.state
      switch judgement.outcome {
      case .open:
        passed += decide(id, Array(stages.dropFirst()), branch, isAnswer: isAnswer)
        continue
      case .decided(.drop, let rule):
        guard block(.firewallRules, .filter(stage, rule: rule, branch.header), isFatal: false, &branch) else {
          continue
        }
      case .decided(_, let rule):
        record(.filter(stage, rule: rule, branch.header), .pass, &branch)
      case .unknown(let input):
        guard let open = forkUnknown(stage, input, branch) else { continue }
        branch = open
      }
      if !isAnswer { note(id, isPassed: true, &branch) }
      passed.append(branch)
    }
    return passed
  }

  /// One valuation of the unknown ends here; the other goes on.
  private mutating func forkUnknown(_ stage: FilterID, _ input: InputID, _ state: WalkState) -> WalkState? {
    var open = state
    var shut = state
    for passes in [false, true] {
      let decision = Decision.unknown(
        input, filter: stage, leg: state.leg, isReply: state.isReply, passes: passes)
      if passes { open.decisions.append(decision) } else { shut.decisions.append(decision) }
    }
    record(.missing(input), .unknown, &shut)
    if shut.failedPhase == nil { shut.failedPhase = (shut.leg, shut.isReply) }
    finish(&shut)
    record(.missing(input), .unknown, &open)
    return open
  }

  /// Whether a rule let all pass of what the packet answers, which now has its answer; nil if it answers
  /// nothing that the inspector has seen.
  private func answered(_ id: InspectorID, _ state: inout WalkState) -> Bool? {
    let wanted = state.header.reversed
    var isPassed: Bool?
    for place in state.trail.indices
    where state.trail[place].key == .element(.inspection(id)) && state.trail[place].after == wanted {
      state.trail[place].isAnswered = true
      isPassed = state.trail[place].isPassed
    }
    return isPassed
  }

  private func note(_ id: InspectorID, isPassed: Bool, _ state: inout WalkState) {
    // Only a connection is broken by an answer that goes another way: its first packet is all of it that
    // the inspector knows, and what follows fits nothing (X6).
    let isConnection = state.header.protocol == .tcp && !state.isReply
    let strangers = graph.inspectors[id.value].strangers
    let mustBeAnswered = isConnection && refuses(strangers, state)
    state.trail.append(
      Session(
        key: .element(.inspection(id)), before: state.header, after: state.header, resume: PortID(0),
        isAnswered: !mustBeAnswered, isPassed: isPassed))
  }

  /// Blocks an answer that has arrived, but did not come by all that inspected the question.
  mutating func isInspectedOneWay(_ state: inout WalkState) -> Bool {
    for session in state.trail where !session.isAnswered {
      guard case .element(.inspection(let id)) = session.key else { continue }
      return !block(
        .inspectedOneWay, .inspection(id), isFatal: true, element: graph.inspectors[id.value].element, &state)
    }
    return false
  }
}
