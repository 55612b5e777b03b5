import PacketWalkAddressing
import PacketWalkTopology

/// Carries one question's packet and its reply through the graph, every way the network may take them.
///
/// Branches are independent copies on a stack; their number is bounded.
struct Walker {
  /// Branches beyond this make the answer `undetermined(PW_CHOICE_LIMIT)`.
  static let branchLimit = 4096
  /// Alternatives that are followed beyond a first failure. They can't change the verdict, only add
  /// blockers, so a few stand for all.
  static let beyondLimit = 256
  /// Ports entered in one direction; more is a loop (ORD-8).
  static let hopLimit = 128

  let graph: PacketGraph
  let question: WalkQuestion
  let options: WalkOptions

  private(set) var leaves: [Leaf] = []
  private(set) var isTruncated = false
  private var pending: [WalkState] = []
  /// Branches that were begun beyond a first failure.
  private var beyond = 0
  /// Whether ends were left open that the walk turned out to depend on: then its leaves mean nothing.
  var dependsOnEnds = false
  /// What it notes of services that fare alike, if it was asked to.
  var watch: ServiceWatch?
  /// What it asks, if that is to be kept.
  var reads: ReadSet?

  init(_ graph: PacketGraph, _ question: WalkQuestion, _ options: WalkOptions, _ watch: ServiceWatch? = nil) {
    self.graph = graph
    self.question = question
    self.options = options
    self.watch = watch
    reads = options.notesReads ? ReadSet() : nil
  }

  mutating func run() {
    for source in question.sources.reversed() {
      for destination in question.destinations.reversed()
      where source.family == destination.family { pending.append(initial(source, destination)) }
    }
    while let state = pending.popLast() {
      guard leaves.count + pending.count < Self.branchLimit + beyond else {
        isTruncated = true
        return
      }
      walk(state)
      if dependsOnEnds { return }
    }
  }

  private func initial(_ source: IPAddress, _ destination: IPAddress) -> WalkState {
    var header = Header(
      protocol: question.protocol, source: source, destination: destination, icmpType: question.icmpType,
      icmpCode: question.icmpCode)
    var variables: [PortVariable] = []
    func term(_ ports: PortSet, _ role: PortVariable.Role) -> PortTerm {
      if ports.count == 1, let port = ports.first { return .fixed(port) }
      variables.append(PortVariable(role: role, full: ports, set: ports))
      return .variable(variables.count - 1)
    }
    if let ports = question.ports { header.destinationPort = term(ports, .service) }
    if let ports = question.sourcePorts { header.sourcePort = term(ports, .client) }

    let place: PlaceID
    let start: PortID
    switch question.origin {
    case .interface(let interface):
      place = graph.interfaces[interface.value].place
      start = graph.interfaces[interface.value].start
    case .internet(let vpc):
      place = graph.internetPlace
      start = vpc.flatMap { graph.vpcs[$0.value].internetIngress } ?? graph.internetPort
    case .lattice(let vpc):
      let lattice = graph.vpcs[vpc.value].lattice
      place = lattice?.place ?? graph.internetPlace
      start = lattice?.ingress ?? graph.internetPort
    case .external(let network):
      place = graph.externals[network.value].place
      start = graph.externals[network.value].start
    }
    var state = WalkState(header: header, origin: place)
    state.variables = variables
    if question.sources.count > 1 { state.decisions.append(.source(source)) }
    if question.destinations.count > 1 { state.decisions.append(.destination(destination)) }
    locate(&state)
    enter(start, &state)
    record(.send(header), .pass, &state)
    return state
  }

  // MARK: Moving

  func locate(_ state: inout WalkState) {
    state.sourceAtom = graph.atoms.atom(of: state.header.source)
    state.destinationAtom = graph.atoms.atom(of: state.header.destination)
  }

  func enter(_ port: PortID, _ state: inout WalkState) {
    state.pc = Int(graph.ports[port.value].start)
    state.element = graph.ports[port.value].element
    state.hops += 1
  }

  /// The alternatives worth following: all, or some of them where the packet has failed already.
  mutating func worthwhile(_ candidates: [Int], _ state: WalkState) -> [Int] {
    guard state.failedPhase != nil else { return candidates }
    let some = Array(candidates.prefix(1 + Self.beyondLimit - beyond))
    beyond += max(0, some.count - 1)
    return some
  }

  mutating func fork(_ state: WalkState) { pending.append(state) }

  private mutating func walk(_ initial: WalkState) {
    var state = initial
    while true {
      guard state.hops <= Self.hopLimit else {
        _ = block(.loop, .drop, isFatal: true, &state)
        return
      }
      guard options.avoided.isEmpty || !isAvoided(state) else {
        finish(&state)
        return
      }
      let op = graph.ops[state.pc]
      watch?.note(op, state, in: graph)
      reads?.note(op)
      guard perform(op, &state) else { return }
    }
  }

  /// Whether a request is about to pass an element that it is to avoid; at its ends it passes nothing.
  private func isAvoided(_ state: WalkState) -> Bool {
    guard !state.isReply, options.avoided.contains(state.element) else { return false }
    guard state.element.kind == .networkInterface else { return true }
    let interface = graph.topology.networkInterfaces[Int(state.element.index)]
    return !interface.owns(state.header.destination) && !interface.owns(state.header.source)
  }

  // MARK: Recording

  func record(
    _ detail: Step.Detail, _ outcome: Step.Outcome, code: Code? = nil,
    element: ElementRef? = nil, _ state: inout WalkState
  ) {
    guard options.isExplaining else { return }
    state.steps.append(
      Step(
        detail: detail, outcome: outcome, element: element ?? state.element, code: code, leg: state.leg,
        isReply: state.isReply, isBeyond: state.isBeyond))
  }

  /// Notes that the packet stops here. True if the walk goes on all the same, to find all blockers.
  mutating func block(
    _ code: Code, _ detail: Step.Detail, isFatal: Bool, element: ElementRef? = nil, _ state: inout WalkState
  ) -> Bool {
    let step = Step(
      detail: detail, outcome: .block, element: element ?? state.element, code: code, leg: state.leg,
      isReply: state.isReply, isBeyond: state.isBeyond)
    state.steps.append(step)
    state.blockers.append(Blocker(step: step, code: code, position: state.position))
    if state.failedPhase == nil { state.failedPhase = (state.leg, state.isReply) }
    if options.findsAllBlockers, !isFatal { return true }
    finish(&state)
    return false
  }

  /// Ends the branch with what is known by now.
  mutating func finish(_ state: inout WalkState, isReplied: Bool = false) {
    let hasFailed = state.failedPhase != nil
    end(state, .known(isDelivered: state.isDelivered, isReplied: isReplied && !hasFailed))
  }

  mutating func end(_ state: WalkState, _ ending: Leaf.Ending) {
    leaves.append(
      Leaf(
        ending: ending, decisions: state.decisions, variables: state.variables, steps: state.steps,
        blockers: state.blockers, assumptions: state.assumptions, openFilters: state.openFilters))
  }

  /// Ends the branch at something that the input does not hold. A packet that failed before stays failed.
  mutating func endUnknown(_ input: InputID, _ state: inout WalkState) {
    record(.missing(input), .unknown, &state)
    if state.failedPhase == nil {
      end(state, .unknown(input, isDelivered: state.isDelivered))
    } else {
      finish(&state)
    }
  }
}
