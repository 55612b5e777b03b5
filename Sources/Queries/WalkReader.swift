import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// Turns what a walk recorded into what an answer holds.
struct WalkReader {
  let network: Network
  let result: WalkResult
  /// The branch that hops are made of: a range of ports that was asked about is named as far as it takes it.
  var shown: Leaf?

  /// Whether the question is about a balancer's targets.
  var isThrough = false

  var graph: PacketGraph { network.graph }

  // MARK: Obstacles

  /// The deciding phase's blockers over all failing branches, in path order; or those found beyond it.
  func blockers(_ part: WalkResult.Part, isFurther: Bool) -> [Obstacle] {
    guard part.verdict != .reachable else { return [] }
    // Branches meet their blockers at comparable places of the path: phase, then step.
    var placed: [(phase: Int, step: Int, obstacle: Obstacle)] = []
    for index in failing(part) {
      let leaf = result.leaves[index]
      for blocker in leaf.blockers where blocker.step.isBeyond == isFurther {
        let obstacle = obstacle(blocker)
        guard !placed.contains(where: { $0.obstacle.isSame(as: obstacle) }) else { continue }
        let phase = 2 * Int(blocker.step.leg) + (blocker.step.isReply ? 1 : 0)
        placed.append((phase, blocker.position, obstacle))
      }
    }
    let found = placed.enumerated()
      .sorted {
        ($0.element.phase, $0.element.step, $0.offset) < ($1.element.phase, $1.element.step, $1.offset)
      }
      .map(\.element.obstacle)
    guard isFurther else { return found }
    let deciding = blockers(part, isFurther: false)
    return found.filter { further in !deciding.contains { $0.isSame(as: further) } }
  }

  private func obstacle(_ blocker: Blocker) -> Obstacle {
    let step = blocker.step
    let described = describe(step)
    return Obstacle(
      code: blocker.code.rawValue, direction: step.isReply ? .reply : .forward, leg: Int(step.leg),
      component: described.component, side: side(step), rule: described.rule, origin: described.origin)
  }

  private func side(_ step: Step) -> String? {
    guard case .filter(let id, _, _) = step.detail, graph.filters[id.value].kind != .firewall else {
      return nil
    }
    return graph.filters[id.value].direction.rawValue
  }

  private func failing(_ part: WalkResult.Part) -> [Int] {
    part.leaves.filter { index in
      guard case .known(_, let isReplied) = result.leaves[index].ending else { return false }
      return !isReplied && !result.leaves[index].blockers.isEmpty
    }
  }

  // MARK: Other facts

  func assumptions(_ part: WalkResult.Part) -> [Assumption] {
    var found: Set<Assumption> = []
    for leaf in part.leaves { found.formUnion(result.leaves[leaf].assumptions) }
    return found.sorted { $0.rawValue < $1.rawValue }
  }

  func missing(_ part: WalkResult.Part) -> [MissingFact] {
    guard part.verdict == .undetermined else { return [] }
    var inputs = part.undeterminedBy
    for leaf in part.leaves {
      if case .unknown(let input, _) = result.leaves[leaf].ending, !inputs.contains(input) {
        inputs.append(input)
      }
    }
    return inputs.map(graph.fact)
  }

  /// For an answer that only some of the network's choices allow: which do and which don't.
  func choices(_ part: WalkResult.Part) -> [ChoiceReport] {
    guard part.verdict == .intermittent else { return [] }
    var working: [String: [String]] = [:]
    var failing: [String: [String]] = [:]
    var order: [String] = []
    func note(_ kind: String, _ value: String, _ isWorking: Bool) {
      if !order.contains(kind) { order.append(kind) }
      if isWorking {
        if working[kind]?.contains(value) != true { working[kind, default: []].append(value) }
      } else if failing[kind]?.contains(value) != true {
        failing[kind, default: []].append(value)
      }
    }
    for index in part.leaves {
      let leaf = result.leaves[index]
      guard case .known(_, let isWorking) = leaf.ending else { continue }
      for decision in leaf.decisions {
        if let (kind, value) = describe(decision) { note(kind, value, isWorking) }
      }
      for variable in leaf.variables where variable.role != .service && variable.isNarrowed {
        note(name(of: variable.role), variable.set.description, isWorking)
      }
    }
    // A value on both sides says nothing.
    return order.compactMap { kind in
      let both = Set(working[kind] ?? []).intersection(failing[kind] ?? [])
      let report = ChoiceReport(
        kind: kind, working: (working[kind] ?? []).filter { !both.contains($0) },
        failing: (failing[kind] ?? []).filter { !both.contains($0) })
      return report.working.isEmpty && report.failing.isEmpty ? nil : report
    }
  }

  private func describe(_ decision: Decision) -> (kind: String, value: String)? {
    switch decision {
    case .choice(let id, let alternative, _, _):
      let choice = graph.choices[id.value]
      return (choice.kind.name, name(of: choice.alternatives[alternative], in: choice))
    case .source(let address): return ("source address", address.description)
    case .destination(let address): return ("destination address", address.description)
    case .unknown: return nil
    }
  }

  func name(of alternative: Choice.Alternative, in choice: Choice) -> String {
    let component = graph.component(alternative.element)
    switch choice.kind {
    case .target:
      let port = alternative.targetPort.map { ":\($0)" } ?? ""
      return "\(component.name) \(alternative.address.map { "\($0)" } ?? "")\(port)"
    case .ambiguousRoute:
      return "route \(alternative.rule)"
    case .natAddress, .natZone, .clientVPNInterface:
      return alternative.address.map { "\($0)" } ?? component.name
    case .zone, .equalCostPath, .node, .appliance, .externalWay:
      return component.name
    }
  }

  func name(of role: PortVariable.Role) -> String {
    switch role {
    case .client: "client port"
    case .element(let element): "port chosen by \(graph.component(element).name)"
    case .service: "destination port"
    }
  }

  // MARK: The explained branch

  /// The branch worth showing: one that fails when some do, else the first.
  func explanation(_ part: WalkResult.Part) -> Explanation {
    let unknown = part.leaves.first { if case .unknown = result.leaves[$0].ending { true } else { false } }
    let chosen: Int?
    switch part.verdict {
    case .reachable: chosen = part.leaves.first
    case .undetermined: chosen = unknown ?? part.leaves.first
    default: chosen = failing(part).first ?? part.leaves.first
    }
    guard let chosen else { return Explanation(hops: [], places: []) }
    var reader = self
    reader.shown = result.leaves[chosen]
    let steps = result.leaves[chosen].steps
    let found = steps.compactMap { step in reader.hop(step).map { (step, $0) } }
    return Explanation(
      hops: found.map(\.1), places: found.map { graph.hopPlace($0.0.element, network.index) })
  }
}

extension Choice.Kind {
  var name: String {
    switch self {
    case .target: "target"
    case .zone: "zone of arrival"
    case .ambiguousRoute: "prefix list"
    case .equalCostPath: "equal-cost path"
    case .natAddress: "address of the NAT gateway"
    case .node: "load balancer node"
    case .natZone: "zone of the NAT gateway"
    case .clientVPNInterface: "address of the Client VPN endpoint"
    case .externalWay: "way of the external network"
    case .appliance: "appliance"
    }
  }
}

extension Obstacle {
  fileprivate func isSame(as other: Obstacle) -> Bool {
    code == other.code && direction == other.direction && leg == other.leg && component == other.component
      && side == other.side && rule == other.rule
  }
}

extension PacketGraph {
  /// What an input that is not there would say.
  func fact(_ input: InputID) -> MissingFact {
    let missing = missing[input.value]
    return MissingFact(what: missing.what, remedy: missing.remedy, component: component(missing.element))
  }
}
