import PacketWalkAddressing
import PacketWalkTopology

/// Whether the request arrived and whether its reply came back.
struct Outcome: Hashable {
  var isDelivered: Bool
  var isReplied: Bool

  static let nothing = Outcome(isDelivered: false, isReplied: false)
}

extension JudgedWalk {
  /// Who sends.
  enum Sender {
    case interface(NetworkInterface)
    case internet
    case external(ExternalNetwork)
  }

  /// A request, whatever stands behind its receiver, and the reply (ORD-4).
  mutating func connect(_ sender: Sender, _ packet: JudgedPacket) -> Outcome {
    let arrival: Arrival
    do {
      begin()
      arrival = try start(sender, packet)
    } catch {
      notes.append("forward: \(error.reason)")
      return .nothing
    }
    switch arrival {
    case .exempt:
      return Outcome(isDelivered: true, isReplied: true)
    case .internet(let arrived):
      return Outcome(isDelivered: true, isReplied: replies(.internet, arrived, to: sender, packet))
    case .external(let id, let arrived):
      guard let network = topology.externalNetworks.first(where: { $0.id == id }) else { return .nothing }
      return Outcome(isDelivered: true, isReplied: replies(.external(network), arrived, to: sender, packet))
    case .service(let vpc, let arrived):
      return Outcome(isDelivered: true, isReplied: replies(from: vpc, arrived, to: sender, packet))
    case .host(let interface, let arrived):
      if let service = service(of: interface) { return link(service, interface, arrived, sender, packet) }
      guard let balancer = topology.loadBalancers.first(where: { $0.nodes.contains(interface.id) }) else {
        return Outcome(
          isDelivered: true, isReplied: replies(.interface(interface), arrived, to: sender, packet))
      }
      return balance(balancer, interface, arrived, sender, packet)
    }
  }

  private mutating func start(_ sender: Sender, _ packet: JudgedPacket) throws(Dropped) -> Arrival {
    switch sender {
    case .internet: return try world(packet)
    case .external(let network): return try send(network, packet)
    case .interface(let interface):
      if interface.kind == .vpcEndpoint { throw Dropped("endpoints send nothing (VPCE-4)") }
      return try send(interface, packet)
    }
  }

  /// Whether the reply to what arrived gets to the sender as the reply to what was sent (ORD-5).
  mutating func replies(_ receiver: Sender, _ arrived: JudgedPacket, to sender: Sender, _ sent: JudgedPacket)
    -> Bool
  {
    do {
      begin(isReply: true)
      switch receiver {
      case .internet: return ends(try world(arrived.reply), at: sender, sent.reply)
      case .external(let network): return ends(try send(network, arrived.reply), at: sender, sent.reply)
      case .interface(let interface): return ends(try send(interface, arrived.reply), at: sender, sent.reply)
      }
    } catch {
      notes.append("reply: \(error.reason)")
      return false
    }
  }

  private mutating func replies(
    from vpc: VPCID, _ arrived: JudgedPacket, to sender: Sender, _ sent: JudgedPacket
  ) -> Bool {
    do {
      begin(isReply: true)
      return ends(try arrive(vpc, arrived.reply, from: nil), at: sender, sent.reply)
    } catch {
      notes.append("reply: \(error.reason)")
      return false
    }
  }

  private mutating func ends(_ arrival: Arrival, at sender: Sender, _ wanted: JudgedPacket) -> Bool {
    // Whoever knows connections has to see both directions (SDC-2); a ping or a datagram is over with its answer.
    for missed in unanswered where missed.packet.protocol == .tcp {
      notes.append("reply: not seen by \(missed.interface)")
      return false
    }
    for missed in unseen where missed.packet.protocol == .tcp {
      notes.append("reply: not seen by \(missed.endpoint)")
      return false
    }
    switch (arrival, sender) {
    case (.host(let found, let packet), .interface(let interface)):
      if found.id == interface.id, packet == wanted { return true }
      notes.append("reply: \(found.id) gets \(packet), not \(wanted)")
      return false
    case (.internet(let packet), .internet): return packet == wanted
    case (.external(let id, let packet), .external(let network)): return id == network.id && packet == wanted
    default: return false
    }
  }

  // MARK: Load balancers

  struct Goal {
    var address: IPAddress
    var port: UInt16
    var isPreserving: Bool
  }

  mutating func balance(
    _ balancer: LoadBalancer, _ node: NetworkInterface, _ arrived: JudgedPacket, _ sender: Sender,
    _ sent: JudgedPacket
  ) -> Outcome {
    do throws(Dropped) {
      // Whoever doesn't ask what stands behind a balancer that ends connections is answered by it.
      if balancer.kind != .network, !isThrough {
        _ = try listener(of: balancer, arrived)
        return Outcome(
          isDelivered: true, isReplied: replies(.interface(node), arrived, to: sender, sent))
      }
      let goal = try goal(balancer, node, arrived)
      if goal.isPreserving { return try pass(node, goal, arrived, sender, sent) }
      guard let own = node.addresses.first(where: { $0.address.family == goal.address.family })?.address
      else { throw Dropped("\(node.id) has no address of the target's family") }
      // A second connection, of the node's own (ALB-1).
      let second = JudgedPacket(
        protocol: arrived.protocol, source: own, destination: goal.address,
        sourcePort: port(in: .anyEphemeral), destinationPort: goal.port)
      let isAnswered = replies(.interface(node), arrived, to: sender, sent)
      // Those that end connections open the second one for a client that is there; network balancers hand
      // packets on.
      guard isAnswered || balancer.kind == .network else { return .nothing }
      let behind = connect(.interface(node), second)
      return Outcome(isDelivered: behind.isDelivered, isReplied: behind.isReplied && isAnswered)
    } catch {
      notes.append("balancer: \(error.reason)")
      return .nothing
    }
  }

  private func listener(of balancer: LoadBalancer, _ packet: JudgedPacket) throws(Dropped) -> Listener {
    guard balancer.isAvailable,
      let listener = balancer.listeners.first(where: {
        $0.port == packet.destinationPort && $0.protocols.contains(packet.protocol)
      })
    else { throw Dropped("no listener") }
    return listener
  }

  /// The target: any that the listener may forward to from this node (ALB-3, NLB-7, NLB-8, NLB-9).
  func goal(_ balancer: LoadBalancer, _ node: NetworkInterface, _ packet: JudgedPacket)
    throws(Dropped) -> Goal
  {
    let listener = try listener(of: balancer, packet)
    let ids = listener.rules.flatMap(\.targetGroups)
    guard !ids.isEmpty else { throw Dropped("no target group") }
    let zone = try subnet(node.subnet).zone.identity
    var enabled: Set<String> = []
    for id in balancer.subnets { enabled.insert(try subnet(id).zone.identity) }
    var goals: [Goal] = []
    // Conditions are not in the model: the union of all groups (ALB-3).
    for (group, target) in topology.targetGroups.filter({ ids.contains($0.id) }).flatMap({ group in
      (group.targets ?? []).map { (group, $0) }
    }) {
      let isCrossZone = group.isCrossZone ?? balancer.isCrossZone
      let address: IPAddress?
      switch group.targetKind {
      case .ip: address = IPAddress(target.id)
      case .instance:
        address =
          topology.networkInterfaces.first { $0.instance?.rawValue == target.id && $0.deviceIndex == 0 }?
          .primaryAddress
      default: address = nil
      }
      guard let address else { throw Dropped("unknown target \(target.id)") }
      if case .interface(let interface)? = owner(of: address, in: balancer.vpc) {
        let own = try subnet(interface.subnet).zone.identity
        guard enabled.contains(own), isCrossZone == true || own == zone else { continue }
      }
      // NLB-2, NLB-4.
      let isAlways = ["UDP", "TCP_UDP"].contains(group.protocolName)
      let isPreserving =
        balancer.kind == .network && packet.source.family == address.family
        && (isAlways || (group.preservesClientIP ?? (group.targetKind == .instance)))
      goals.append(Goal(address: address, port: target.port, isPreserving: isPreserving))
    }
    guard !goals.isEmpty else { throw Dropped("no target for \(node.id)") }
    return goals[goals.count == 1 ? 0 : chooser.choose(goals.count)]
  }

  /// The client's own packet, to the target (NLB-3, NLB-5, NLB-10, NLB-11).
  private mutating func pass(
    _ node: NetworkInterface, _ goal: Goal, _ arrived: JudgedPacket, _ sender: Sender, _ sent: JudgedPacket
  ) throws(Dropped) -> Outcome {
    if goal.address == arrived.source { throw Dropped("hairpin (NLB-3)") }
    var passed = arrived
    passed.destination = goal.address
    passed.destinationPort = goal.port
    begin(isOnward: true)
    identity = node.id
    try hop("\(node.id) passes \(passed)")
    try checkGroups(node, .egress, passed)
    // Directly, whatever the routes say (NLB-3).
    let own = try subnet(node.subnet)
    if !own.prefixes.contains(where: { $0.contains(goal.address) }) { try checkACL(own, .egress, passed) }
    guard case .host(let target, let received) = try arrive(own.vpc, passed, from: own) else {
      throw Dropped("no target")
    }
    balanced[Tracked(interface: target.id, direction: .egress, packet: received.reply)] =
      (node, arrived.reply)
    return Outcome(
      isDelivered: true, isReplied: replies(.interface(target), received, to: sender, sent))
  }

  /// Back to the node by the flow, whatever the routes say; then on to the client.
  mutating func answer(
    to node: NetworkInterface, _ reply: JudgedPacket, from subnet: Subnet, _ packet: JudgedPacket
  ) throws(Dropped) -> Arrival {
    let own = try self.subnet(node.subnet)
    if own.id != subnet.id {
      try checkACL(subnet, .egress, packet)
      try checkACL(own, .ingress, packet)
    }
    identity = node.id
    return try emit(node, own, reply)
  }
}
