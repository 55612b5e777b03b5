import PacketWalkAddressing

/// What one stage of a network firewall does with a part of a packet's ports.
struct FirewallJudgement {
  enum Outcome {
    /// The first rule that matches.
    case decided(FirewallRule.Action, rule: Int)
    /// No rule matches.
    case open
    /// It depends on what the header doesn't hold.
    case unknown(InputID)
  }

  /// The packet, narrowed to the ports that this is about.
  var state: WalkState
  var outcome: Outcome
}

extension Walker {
  /// Asks the rules in order, from one of them on; ports that fare differently come apart.
  ///
  /// - Parameter isAnswer: whether the packet belongs to something that is known already.
  /// - Complexity: O(rules), times the parts that the ports fall into.
  func judge(
    _ stage: FilterID, _ state: WalkState, isAnswer: Bool, from start: Int = 0
  ) -> [FirewallJudgement] {
    let rules = graph.filters[stage.value].firewall
    var open = [state]
    var judged: [FirewallJudgement] = []
    for place in start..<rules.count {
      let rule = rules[place]
      var rest: [WalkState] = []
      for candidate in open {
        guard matches(rule, candidate, isAnswer: isAnswer) else {
          rest.append(candidate)
          continue
        }
        let parts = split(candidate, rule)
        rest += parts.outside
        guard let inside = parts.inside else { continue }
        if let unknown = rule.unknown {
          // Where all that it might do is what comes of the rest anyway, it doesn't matter whether it matches.
          for var judgement in judge(stage, inside, isAnswer: isAnswer, from: place + 1) {
            if !rule.actions.allSatisfy({ isSame($0, judgement.outcome) }) {
              judgement.outcome = .unknown(unknown)
            }
            judged.append(judgement)
          }
        } else {
          judged.append(
            FirewallJudgement(state: inside, outcome: .decided(rule.actions[0], rule: place)))
        }
      }
      open = rest
      if open.isEmpty { break }
    }
    return judged + open.map { FirewallJudgement(state: $0, outcome: .open) }
  }

  private func isSame(_ action: FirewallRule.Action, _ outcome: FirewallJudgement.Outcome) -> Bool {
    switch outcome {
    case .decided(let other, _): action == other
    case .open: action == .pass
    case .unknown: false
    }
  }

  /// Whether everything but the ports matches.
  private func matches(_ rule: FirewallRule, _ state: WalkState, isAnswer: Bool) -> Bool {
    switch rule.side {
    case .both: break
    case .request: if isAnswer { return false }
    case .answer: if !isAnswer { return false }
    }
    if let protocols = rule.protocols, !protocols.contains(state.header.protocol.rawValue) { return false }
    if let sources = rule.sources, !sources.contains(where: { $0.contains(state.sourceAtom) }) {
      return false
    }
    guard let destinations = rule.destinations else { return true }
    return destinations.contains { $0.contains(state.destinationAtom) }
  }

  /// The packet with the ports that the rule is about, and with the others.
  private func split(_ state: WalkState, _ rule: FirewallRule) -> (inside: WalkState?, outside: [WalkState]) {
    var inside = state
    var outside: [WalkState] = []
    for (term, wanted) in [
      (state.header.sourcePort, rule.sourcePorts), (state.header.destinationPort, rule.destinationPorts),
    ] {
      guard let wanted else { continue }
      guard let ports = inside.ports(of: term) else { return (nil, [state]) }
      let taken = ports.intersection(wanted)
      guard !taken.isEmpty else { return (nil, [state]) }
      let left = ports.subtracting(wanted)
      guard !left.isEmpty, case .variable(let place) = term else { continue }
      var other = inside
      other.variables[place].set = left
      outside.append(other)
      inside.variables[place].set = taken
    }
    return (inside, outside)
  }
}
