import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// Ops that pick the next port, and those that end a phase.
extension Walker {
  // MARK: Addresses and routes

  mutating func onLink(_ subnet: SubnetIndex, _ state: inout WalkState) -> Bool {
    let destination = state.header.destination
    guard graph.subnets[subnet.value].prefixes.contains(where: { $0.contains(destination) }) else {
      return true
    }
    let vpc = graph.subnets[subnet.value].vpc
    guard let owner = graph.vpcs[vpc.value].owner(of: destination) else { return nobody(vpc, &state) }
    record(.neighbour(state.header), .pass, &state)
    enter(owner.neighbour, &state)
    return true
  }

  mutating func local(_ vpc: VPCIndex, _ state: inout WalkState) -> Bool {
    guard let owner = graph.vpcs[vpc.value].owner(of: state.header.destination) else {
      return nobody(vpc, &state)
    }
    enter(owner.arrival, &state)
    return true
  }

  private mutating func nobody(_ vpc: VPCIndex, _ state: inout WalkState) -> Bool {
    if let input = graph.vpcs[vpc.value].missingOwner {
      endUnknown(input, &state)
      return false
    }
    return block(.noSuchInterface, .drop, isFatal: true, &state)
  }

  func leadsToNeighbour(_ table: TableID, in subnet: SubnetIndex, _ destination: IPAddress) -> Bool {
    guard let entry = graph.tables[table.value].trie.lookupIndex(destination) else { return false }
    return graph.ports[graph.tables[table.value].entries[entry].port.value].subnet == subnet
  }

  mutating func lookup(_ id: TableID, _ state: inout WalkState) -> Bool {
    let entry = graph.tables[id.value].trie.lookupIndex(state.header.destination)
    if let unknown = graph.tables[id.value].unknown,
      entry.map({ graph.tables[id.value].entries[$0].route != nil }) ?? true
    {
      endUnknown(unknown, &state)
      return false
    }
    let element = graph.tables[id.value].element
    guard let entry else {
      return block(
        graph.tables[id.value].missCode, .route(id, entry: nil, state.header), isFatal: true,
        element: element, &state)
    }
    let port = graph.tables[id.value].entries[entry].port
    if case .drop(let code) = graph.ops[Int(graph.ports[port.value].start)], element != .internet {
      return block(code, .route(id, entry: entry, state.header), isFatal: true, element: element, &state)
    }
    record(.route(id, entry: entry, state.header), .pass, element: element, &state)
    enter(port, &state)
    return true
  }

  // MARK: Choices

  /// The alternative that this branch has settled on.
  private func settled(_ id: ChoiceID, _ state: WalkState) -> Int? {
    let isPerDirection = graph.choices[id.value].isPerDirection
    for decision in state.decisions {
      if case .choice(id, let alternative, state.leg, let isReply) = decision,
        isReply == (isPerDirection && state.isReply)
      {
        return alternative
      }
    }
    return nil
  }

  /// Sends a copy of the branch each way but the first, and this one the first.
  private mutating func take(_ id: ChoiceID, _ candidates: [Int], _ state: inout WalkState) {
    let choice = graph.choices[id.value]
    let candidates = worthwhile(candidates, state)
    let original = state
    for (order, candidate) in candidates.enumerated().reversed() {
      var branch = original
      if candidates.count > 1 || choice.kind == .zone {
        branch.decisions.append(
          .choice(
            id, alternative: candidate, leg: branch.leg, isReply: choice.isPerDirection && branch.isReply))
      }
      record(.choice(id, alternative: candidate), .pass, element: choice.element, &branch)
      enter(choice.alternatives[candidate].port, &branch)
      if order == 0 { state = branch } else { fork(branch) }
    }
  }

  mutating func choose(_ id: ChoiceID, _ state: inout WalkState) -> Bool {
    let choice = graph.choices[id.value]
    if let known = settled(id, state) {
      enter(choice.alternatives[known].port, &state)
      return true
    }
    forkDoubt(of: choice, &state) { walker, branch in walker.choose(id, &branch) }
    guard let candidates = candidates(of: choice, &state) else { return false }
    take(id, candidates, &state)
    return true
  }

  /// Where alternatives are doubtful: a branch of its own that goes on without them, under one unknown with this one.
  private mutating func forkDoubt(
    of choice: Choice, _ state: inout WalkState, _ goOn: (inout Walker, inout WalkState) -> Bool
  ) {
    guard let doubt = choice.doubt, isTaken(doubt, state) == nil else { return }
    func decision(_ isTaken: Bool) -> Decision {
      .unknown(doubt, filter: FilterID(0), leg: state.leg, isReply: false, passes: isTaken)
    }
    var without = state
    without.decisions.append(decision(false))
    record(.missing(doubt), .unknown, element: choice.element, &without)
    if goOn(&self, &without) { fork(without) }
    state.decisions.append(decision(true))
    record(.missing(doubt), .unknown, element: choice.element, &state)
  }

  /// Whether this branch takes doubtful alternatives for alternatives; nil where it has not come to that.
  private func isTaken(_ doubt: InputID, _ state: WalkState) -> Bool? {
    for case .unknown(doubt, _, _, _, let passes) in state.decisions { return passes }
    return nil
  }

  /// The alternatives that the question leaves; nil when the branch has ended for lack of one.
  private mutating func candidates(of choice: Choice, _ state: inout WalkState) -> [Int]? {
    var candidates = Array(choice.alternatives.indices)
    if let doubt = choice.doubt, isTaken(doubt, state) == false {
      candidates = candidates.filter { !choice.alternatives[$0].isDoubtful }
      guard !candidates.isEmpty else {
        _ = block(choice.emptyCode, .drop, isFatal: true, element: choice.element, &state)
        return nil
      }
    }
    if choice.kind == .target, let wanted = question.targets {
      candidates = candidates.filter { choice.alternatives[$0].address.map(wanted.contains) ?? false }
    }
    if let unknown = choice.unknown, question.targets == nil || candidates.isEmpty {
      endUnknown(unknown, &state)
      return nil
    }
    var code = choice.alternatives.isEmpty ? choice.emptyCode : .notATarget
    if options.respectsHealth, !candidates.isEmpty {
      candidates = candidates.filter { !choice.alternatives[$0].isUnhealthy }
      code = .targetUnhealthy
    }
    guard candidates.isEmpty else { return candidates }
    _ = block(code, .drop, isFatal: true, element: choice.element, &state)
    return nil
  }

  mutating func byZone(_ id: ZoneTableID, _ state: inout WalkState) -> Bool {
    let table = graph.zoneTables[id.value]
    switch table.otherwise {
    case .drop(let code):
      guard let match = table.ports.first(where: { $0.zone == state.zone }) else {
        return block(code, .zone(state.zone), isFatal: true, &state)
      }
      enter(match.port, &state)
    case .missing(let input):
      guard let match = table.ports.first(where: { $0.zone == state.zone }) else {
        endUnknown(input, &state)
        return false
      }
      enter(match.port, &state)
    case .any(let choice):
      if table.isSticky, let known = settled(choice, state) {
        enter(table.ports[known].port, &state)
        return true
      }
      let candidates = zoneCandidates(table, state)
      guard !candidates.isEmpty else {
        return block(graph.choices[choice.value].emptyCode, .zone(state.zone), isFatal: true, &state)
      }
      if candidates.count == 1, !table.isSticky {
        enter(table.ports[candidates[0]].port, &state)
        return true
      }
      take(choice, candidates, &state)
    }
    return true
  }

  /// TGW-8: the zone of origin if the attachment has it, else any; in appliance mode the zones of both
  /// ends, the choice kept for the reply.
  private func zoneCandidates(_ table: ZoneTable, _ state: WalkState) -> [Int] {
    let all = Array(table.ports.indices)
    let origin = all.filter { table.ports[$0].zone == state.zone }
    guard table.isSticky else { return origin.first.map { [$0] } ?? all }
    // What comes from no zone is spread by its hash alone.
    guard state.zone != nil else { return all }
    let owner = graph.vpcs[table.vpc.value].owner(of: state.header.destination)
    let far = owner.flatMap { graph.ports[$0.arrival.value].subnet }.map { graph.subnets[$0.value].zone }
    let ends = far == nil ? origin : all.filter { [state.zone, far].contains(table.ports[$0].zone) }
    return ends.isEmpty ? all : ends
  }

  // MARK: Load balancers

  mutating func listen(_ id: ListenerID, _ state: inout WalkState) -> Bool {
    let table = graph.listeners[id.value]
    guard let ports = state.ports(of: state.header.destinationPort) else {
      return block(table.missCode, .drop, isFatal: true, element: table.element, &state)
    }
    var rest = ports
    var taken: [(entry: Int, ports: PortSet)] = []
    let family = state.header.destination.family
    for (place, entry) in table.entries.enumerated()
    where entry.protocol == state.header.protocol && (entry.family ?? family) == family {
      let range = entry.ports
      let part = rest.intersection(range)
      guard !part.isEmpty else { continue }
      taken.append((place, part))
      rest = rest.subtracting(range)
    }
    let original = state
    if !rest.isEmpty {
      var branch = original
      narrowDestination(rest, &branch)
      let isOtherPort = table.entries.contains {
        $0.protocol == branch.header.protocol && ($0.family ?? family) == family
      }
      _ = block(
        isOtherPort ? table.portCode : table.missCode, .drop, isFatal: true, element: table.element, &branch)
    }
    for (order, match) in taken.enumerated().reversed() {
      var branch = original
      narrowDestination(match.ports, &branch)
      record(.listener(id, entry: match.entry), .pass, element: table.element, &branch)
      enter(table.entries[match.entry].target, &branch)
      if order == 0 { state = branch } else { fork(branch) }
    }
    return !taken.isEmpty
  }

  private func narrowDestination(_ ports: PortSet, _ state: inout WalkState) {
    guard case .variable(let place) = state.header.destinationPort else { return }
    state.variables[place].set = ports
  }

  /// A balancer that ends connections: the first leg must be answered before the next begins.
  mutating func relay(_ id: ChoiceID, _ place: PlaceID, _ state: inout WalkState) -> Bool {
    let element = graph.choices[id.value].element
    if let through = question.through, element == ElementRef(.loadBalancer, through),
      let node = graph.places[place.value].interface
    {
      state.relay = (id, node)
    }
    return deliver(place, &state)
  }

  private mutating func beginLeg(_ id: ChoiceID, _ node: InterfaceIndex, _ state: inout WalkState) -> Bool {
    let choice = graph.choices[id.value]
    forkDoubt(of: choice, &state) { walker, branch in walker.beginLeg(id, node, &branch) }
    state.relay = nil
    state.leg += 1
    state.isReply = false
    state.hops = 0
    state.trail = []
    state.link = nil
    settleReferences(&state)
    state.element = choice.element
    guard let all = candidates(of: choice, &state) else { return false }
    let candidates = worthwhile(all, state)
    let own = graph.topology.networkInterfaces[node.value].addresses.map(\.address)
    let original = state
    for (order, candidate) in candidates.enumerated().reversed() {
      var branch = original
      let alternative = choice.alternatives[candidate]
      guard let destination = alternative.address, let port = alternative.targetPort,
        let source = own.first(where: { $0.family == destination.family })
      else {
        // The node speaks no address family of this target's.
        _ = block(.notATarget, .drop, isFatal: true, element: choice.element, &branch)
        if order == 0 { return false }
        continue
      }
      if candidates.count > 1 {
        branch.decisions.append(
          .choice(id, alternative: candidate, leg: branch.leg, isReply: false))
      }
      branch.header = Header(protocol: .tcp, source: source, destination: destination)
      branch.header.destinationPort = .fixed(port)
      branch.header.sourcePort = freshPort(.anyEphemeral, &branch)  // ALB-1
      branch.request = branch.header
      branch.origin = graph.interfaces[node.value].place
      locate(&branch)
      record(.relay(id, alternative: candidate, branch.header), .pass, element: choice.element, &branch)
      enter(alternative.port, &branch)
      if order == 0 { state = branch } else { fork(branch) }
    }
    return true
  }

  // MARK: Ends

  mutating func deliverExempt(_ service: ExemptService, _ state: inout WalkState) -> Bool {
    record(
      .exempt(service), .pass, element: ElementRef(.exemptService, Int(service.rawValue)), &state)
    state.isDelivered = state.failedPhase == nil
    finish(&state, isReplied: true)
    return false
  }

  mutating func deliver(_ id: PlaceID, _ state: inout WalkState) -> Bool {
    let place = graph.places[id.value]
    if state.isReply { return answer(id, &state) }
    record(.deliver(id), .pass, element: place.element, &state)
    settleReferences(&state)
    state.isDelivered = state.failedPhase == nil && state.relay == nil
    guard state.header.expectsReply else {
      finish(&state, isReplied: true)
      return false
    }
    guard let reply = place.replyPort else {
      finish(&state, isReplied: true)
      return false
    }
    state.header = state.header.reversed
    state.isReply = true
    state.hops = 0
    state.link = nil
    state.zone = nil
    state.identity = .lost(.groupReferenceNotPreserved, of: nil)
    locate(&state)
    enter(reply, &state)
    record(.send(state.header), .pass, &state)
    return true
  }

  /// A reply that arrived somewhere: right only at the sender of this leg, looking as expected.
  private mutating func answer(_ id: PlaceID, _ state: inout WalkState) -> Bool {
    let element = graph.places[id.value].element
    guard id == state.origin else {
      return block(.replyMisdelivered, .deliver(id), isFatal: true, element: element, &state)
    }
    guard state.header == state.request.reversed else {
      return block(
        .replyRewritten, .translate(from: state.request.reversed, to: state.header), isFatal: true,
        element: element, &state)
    }
    guard !isInspectedOneWay(&state) else { return false }
    record(.deliver(id), .pass, element: element, &state)
    guard let relay = state.relay else {
      finish(&state, isReplied: true)
      return false
    }
    return beginLeg(relay.choice, relay.node, &state)
  }
}
