package import PacketWalkAddressing
package import PacketWalkTopology

/// What an interface's groups and its subnet's access list say of one packet, as its flow log records it (FL-2):
/// nothing about routes, other elements or the far end.
package struct LocalVerdict: Hashable, Sendable {
  /// The ports of the packet that pass; nil where it has none, or one that passes.
  package var accepted: PortSet?
  /// Whether anything passes.
  package var accepts: Bool
  /// What stops the packet, or some of its ports.
  package var rejection: Rejection?
  /// Whether it depends on rules that the input does not hold.
  package var isUnknown: Bool

  package struct Rejection: Hashable, Sendable {
    package var filter: FilterID
    /// Nil for the implied deny.
    package var rule: Int?
  }
}

/// A packet as an interface sends or receives it.
package struct LocalPacket: Hashable, Sendable {
  package var side: RuleDirection
  package var `protocol`: IPProtocol
  package var source: IPAddress
  package var destination: IPAddress
  /// Nil where the protocol has none.
  package var destinationPorts: PortSet?
  package var icmpType: UInt8
  package var icmpCode: UInt8
  /// Whether it answers a packet that the interface's groups let pass (SG-14).
  package var isReply: Bool

  package init(
    _ side: RuleDirection, _ protocol: IPProtocol, source: IPAddress, destination: IPAddress,
    destinationPorts: PortSet? = nil, icmpType: UInt8 = 0, icmpCode: UInt8 = 0, isReply: Bool = false
  ) {
    self.side = side
    self.protocol = `protocol`
    self.source = source
    self.destination = destination
    self.destinationPorts = destinationPorts
    self.icmpType = icmpType
    self.icmpCode = icmpCode
    self.isReply = isReply
  }

  /// The packet that answers this one, to the ports that this one may come from.
  package func answer(toPorts ports: PortSet?) -> LocalPacket {
    let reply = Header(
      protocol: `protocol`, source: source, destination: destination, icmpType: icmpType, icmpCode: icmpCode
    ).reversed
    return LocalPacket(
      side == .egress ? .ingress : .egress, `protocol`, source: reply.source, destination: reply.destination,
      destinationPorts: ports, icmpType: reply.icmpType, icmpCode: reply.icmpCode, isReply: true)
  }
}

extension PacketGraph {
  /// The local verdict of a packet at an interface.
  ///
  /// A group reference matches whoever holds the other address in a VPC from which references reach this one.
  ///
  /// - Complexity: O(rules of the groups and the access list).
  package func localVerdict(of packet: LocalPacket, at interface: InterfaceIndex) -> LocalVerdict {
    let (walker, begun) = localWalk(of: packet, at: interface)
    var state = begun
    var verdict = LocalVerdict(
      accepted: packet.destinationPorts, accepts: true, rejection: nil, isUnknown: false)
    for (id, isStateful) in localFilters(of: packet, at: interface)
    where verdict.accepts && !(isStateful && packet.isReply) {
      let outcome = walker.evaluate(id, state, at: interface)
      if outcome.unknown != nil { verdict.isUnknown = true }
      if let denied = outcome.denied, verdict.rejection == nil {
        verdict.rejection = LocalVerdict.Rejection(filter: id, rule: denied.rule)
      }
      let passing = [outcome.allowed, outcome.byReference].compactMap { $0 }
      guard !passing.isEmpty else {
        verdict.accepts = false
        break
      }
      let parts = passing.compactMap(\.ports)
      if !parts.isEmpty, !state.variables.isEmpty {
        let ports = PortSet(parts.flatMap(\.ranges))
        verdict.accepted = ports
        state.variables[0].set = ports
      }
    }
    return verdict
  }

  /// A packet at an interface, for its filters to be asked.
  func localWalk(of packet: LocalPacket, at interface: InterfaceIndex) -> (Walker, WalkState) {
    let facts = interfaces[interface.value]
    var header = Header(
      protocol: packet.protocol, source: packet.source, destination: packet.destination,
      icmpType: packet.icmpType, icmpCode: packet.icmpCode)
    if packet.destinationPorts != nil { header.destinationPort = .variable(0) }
    var state = WalkState(header: header, origin: facts.place)
    state.variables = packet.destinationPorts.map { [PortVariable(role: .service, full: $0, set: $0)] } ?? []
    state.identity = identity(of: packet.source, seenFrom: facts.vpc)
    let question = WalkQuestion(
      origin: .interface(interface), sources: [packet.source], destinations: [packet.destination],
      protocol: packet.protocol, ports: packet.destinationPorts, sourcePorts: nil)
    let walker = Walker(self, question, WalkOptions())
    walker.locate(&state)
    return (walker, state)
  }

  /// The filters that a packet meets at an interface, in its order, and whether they keep state.
  func localFilters(of packet: LocalPacket, at interface: InterfaceIndex) -> [(FilterID, Bool)] {
    let facts = interfaces[interface.value]
    let remote = packet.side == .ingress ? packet.source : packet.destination
    let isNeighbour = subnets[facts.subnet.value].prefixes.contains { $0.contains(remote) }
    return filters(of: facts, packet.side, isNeighbour: isNeighbour)
  }

  /// The filters that a packet meets at an interface, in its order, and whether they keep state: those among the
  /// ops before anything else decides.
  package func filters(of facts: InterfaceFacts, _ side: RuleDirection, isNeighbour: Bool) -> [(
    FilterID, Bool
  )] {
    var found: [(FilterID, Bool)] = []
    let arrival = isNeighbour ? facts.neighbour : facts.arrival
    var place = Int(ports[(side == .ingress ? arrival : facts.start).value].start)
    while place < ops.count {
      switch ops[place] {
      case .filter(let id, let tracking): found.append((id, tracking != .stateless))
      case .enter(_, let id): found.append((id, false))
      case .leave(_, let id, _):
        if !isNeighbour { found.append((id, false)) }
        return found
      case .go(let port) where side == .egress:
        place = Int(ports[port.value].start)
        continue
      case .exempt, .identity, .require, .recall, .sent, .onLink, .assume: break
      default: return found
      }
      // What the host's own programs meet comes after its groups.
      if side == .ingress, case .require = ops[place] { return found }
      place += 1
    }
    return found
  }

  /// Whose groups a packet from an address carries where it arrives in a VPC.
  private func identity(of address: IPAddress, seenFrom vpc: VPCIndex) -> Identity {
    if let owner = vpcs[vpc.value].owner(of: address)?.interface { return .interface(owner) }
    for pair in referencingVPCs where pair.second == vpc {
      if let owner = vpcs[pair.first.value].owner(of: address)?.interface { return .interface(owner) }
    }
    return .lost(.groupReferenceNotPreserved, of: nil)
  }
}
