import PacketWalkAddressing
import PacketWalkTopology

/// Load balancers: what a node does with a packet that its groups admit (A11). Network balancers rewrite
/// and forward; application and classic ones end the connection and begin another.
extension GraphBuilder {
  /// The interfaces that some network balancer may hand packets to with the client's address kept: their
  /// replies return to the node by flow state (NLB-11).
  mutating func findSteeredTargets() {
    for balancer in topology.loadBalancers where balancer.kind == .network {
      for listener in balancer.listeners {
        for id in listener.rules.flatMap(\.targetGroups) {
          guard let place = index.targetGroups[id] else { continue }
          let group = topology.targetGroups[place]
          guard preservesClientAddress(group, listener) else { continue }
          for target in group.targets ?? [] {
            for resolved in resolve(target, in: group, of: balancer) {
              if let interface = resolved.interface { steeredTargets.insert(interface) }
            }
          }
        }
      }
    }
  }

  mutating func balancerReceives(_ balancer: Int, node: Int, egress: FilterID?) -> [Op] {
    let facts = interfaces[node]
    let kind = topology.loadBalancers[balancer].kind
    if let stop = balancerStops(balancer) {
      if case .missing = stop, kind != .gateway { return [.deliverIfReply(facts.place), stop] }
      return [stop]
    }
    var targets: [[(family: AddressFamily?, port: PortID)]] = []
    for listener in topology.loadBalancers[balancer].listeners {
      targets.append(
        kind == .network
          ? nodeFamilies(node).map {
            ($0, networkListener(listener, $0, of: balancer, node: node, egress: egress))
          }
          : [(nil, relayListener(listener, of: balancer, node: node))])
    }
    let listen: Op = .listen(listenerTable(balancer, targets))
    return kind == .network
      ? [.recall(.balancer(InterfaceIndex(node))), .deliverIfReply(facts.place), listen]
      : [.deliverIfReply(facts.place), listen]
  }

  /// Why the balancer takes no packets at all, or what is not known of it.
  mutating func balancerStops(_ balancer: Int) -> Op? {
    let element = ElementRef(.loadBalancer, balancer)
    let name = topology.loadBalancers[balancer].displayName
    guard topology.loadBalancers[balancer].isAvailable else { return .drop(.badState) }
    if topology.loadBalancers[balancer].kind == .gateway {
      return .missing(missingInput("what gateway load balancer \(name) does with packets", element))
    }
    guard topology.loadBalancers[balancer].areListenersKnown else {
      return .missing(
        missingInput(
          "the listeners of load balancer \(name)", remedy: "aws elbv2 describe-listeners", element))
    }
    return nil
  }

  /// The table of a balancer's listeners, each with the ports that take its packets.
  mutating func listenerTable(
    _ balancer: Int, _ targets: [[(family: AddressFamily?, port: PortID)]]
  ) -> ListenerID {
    var entries: [ListenerTable.Entry] = []
    for (place, listener) in topology.loadBalancers[balancer].listeners.enumerated() {
      for `protocol` in listener.protocols {
        for target in targets[place] {
          entries.append(
            ListenerTable.Entry(
              protocol: `protocol`, ports: PortRange(listener.port), family: target.family,
              target: target.port,
              listener: place))
        }
      }
    }
    let isClassic = topology.loadBalancers[balancer].kind == .classic
    listeners.append(
      ListenerTable(
        element: ElementRef(.loadBalancer, balancer), entries: entries,
        missCode: isClassic ? .noClassicListener : .noListener,
        portCode: isClassic ? .otherClassicPort : .otherListenerPort))
    return ListenerID(listeners.count - 1)
  }

  // MARK: Network

  /// What a node does with a listener's packets of one family. A target of the other family never sees the
  /// client's address (NLB-4).
  private mutating func networkListener(
    _ listener: Listener, _ family: AddressFamily, of balancer: Int, node: Int, egress: FilterID?
  ) -> PortID {
    let element = ElementRef(.loadBalancer, balancer)
    let listenerChoice = targets(of: listener, balancer: balancer, node: node) { builder, target, preserves in
      preserves && target.address.family == family
        ? builder.preservingTarget(target, balancer: balancer, node: node, egress: egress)
        : builder.translatingTarget(target, balancer: balancer, node: node, egress: egress)
    }
    return port(element, .choose(choice(listenerChoice)))
  }

  /// The client's address is kept: the node hands the packet straight to the target (NLB-2, NLB-10).
  private mutating func preservingTarget(
    _ target: ResolvedTarget, balancer: Int, node: Int, egress: FilterID?
  ) -> PortID {
    let element = ElementRef(.loadBalancer, balancer)
    let here = interfaces[node]
    guard let place = target.interface, interfaces[place].vpc == here.vpc else {
      return port(element, .drop(.targetOutsideVPC))  // NLB-3
    }
    // What nothing holds takes nothing, wherever a packet comes from.
    guard topology.networkInterfaces[place].isAttached else { return port(element, .drop(.badState)) }
    let there = interfaces[place]
    let isSameSubnet = there.subnet == here.subnet
    let wayBack = makePort(ElementRef(.networkInterface, node), subnet: here.subnet)
    define(
      wayBack,
      [.assume(.preservedReplyReturnsToNode, unless: nil), .sent(from: there.subnet)]
        + (isSameSubnet ? [] : [.filter(accessFilters(of: there.subnet).egress, .stateless)])
        + [.go(isSameSubnet ? here.neighbour : here.arrival)])
    let port = makePort(element)
    let nodeIndex = InterfaceIndex(node)
    define(
      port,
      [
        .require(.sourceNotOwned(by: InterfaceIndex(place)), .targetIsClient, isFatal: true),
        rewrite(Rewrite(destination: .constant(target.address), destinationPort: target.port)),
        .identity(.become(nodeIndex)),
        .remember(.balancer(nodeIndex), resume: nodeReply(node, egress)),
        .remember(.steer(InterfaceIndex(place)), resume: wayBack),
      ] + nodeFilter(node, egress)
        + [.sent(from: here.subnet)]
        + (isSameSubnet ? [] : [.filter(accessFilters(of: here.subnet).egress, .stateless)])
        + [.go(isSameSubnet ? there.neighbour : there.arrival)])
    return port
  }

  /// The target sees the node's address and a port of the node's choosing.
  ///
  /// - Parameter reply: where the answer goes on from the node; nil for the node's own way to the client.
  mutating func translatingTarget(
    _ target: ResolvedTarget, balancer: Int, node: Int, egress: FilterID?, reply: PortID? = nil
  ) -> PortID {
    let element = ElementRef(.loadBalancer, balancer)
    let here = interfaces[node]
    guard let source = nodeAddress(node, target.address.family) else {
      return port(element, .drop(.notATarget))
    }
    let nodeIndex = InterfaceIndex(node)
    let port = makePort(element)
    define(
      port,
      [
        rewrite(
          Rewrite(
            source: .constant(source), destination: .constant(target.address),
            sourcePort: .fresh(.anyEphemeral), destinationPort: target.port)),
        .identity(.become(nodeIndex)),
        .remember(.balancer(nodeIndex), resume: reply ?? nodeReply(node, egress)),
      ] + nodeFilter(node, egress) + [.go(subnets[here.subnet.value].out)])
    return port
  }

  /// From the node back to the client.
  private mutating func nodeReply(_ node: Int, _ egress: FilterID?) -> PortID {
    let port = makePort(ElementRef(.networkInterface, node), subnet: interfaces[node].subnet)
    define(
      port,
      [.identity(.become(InterfaceIndex(node)))] + nodeFilter(node, egress)
        + (acceleratedTargets.contains(node) ? [.recall(.accelerator(InterfaceIndex(node)))] : [])
        + [.go(subnets[interfaces[node].subnet.value].out)])
    return port
  }

  private func nodeFilter(_ node: Int, _ egress: FilterID?) -> [Op] {
    guard let egress else { return [] }
    return [.filter(egress, .interface(InterfaceIndex(node)))]
  }

  // MARK: Application and classic

  private mutating func relayListener(_ listener: Listener, of balancer: Int, node: Int) -> PortID {
    let element = ElementRef(.loadBalancer, balancer)
    let isClassic = topology.loadBalancers[balancer].kind == .classic
    let listenerChoice = targets(of: listener, balancer: balancer, node: node) { builder, target, _ in
      guard isClassic, let place = target.interface,
        builder.interfaces[place].subnet == builder.interfaces[node].subnet
      else { return builder.interfaces[node].start }
      return builder.classicStart(node)
    }
    var behaviour: [Op] = []
    if listener.rules.contains(where: { !$0.condition.isEmpty && !$0.targetGroups.isEmpty }) {
      behaviour.append(.assume(.listenerConditionsMatch, unless: nil))
    }
    behaviour.append(.relay(choice(listenerChoice), interfaces[node].place))
    let port = makePort(element)
    define(port, behaviour)
    return port
  }

  /// ACL-13: a classic balancer's traffic passes the access list even towards its own subnet.
  private mutating func classicStart(_ node: Int) -> PortID {
    let here = interfaces[node]
    let egress = groupFilters(ofInterface: node)?.egress
    let port = makePort(ElementRef(.networkInterface, node), subnet: here.subnet)
    define(
      port,
      [.identity(.sender(InterfaceIndex(node)))] + nodeFilter(node, egress) + [
        .filter(classicEgress(of: here.subnet), .stateless), .go(subnets[here.subnet.value].out),
      ])
    return port
  }

  /// The subnet's access list under the code of that rule of its own.
  private mutating func classicEgress(of subnet: SubnetIndex) -> FilterID {
    var filter = filters[accessFilters(of: subnet).egress.value]
    filter.denyCode = .classicBalancerAccessList
    filters.append(filter)
    return FilterID(filters.count - 1)
  }

  // MARK: Targets

  private func preservesClientAddress(_ group: TargetGroup, _ listener: Listener) -> Bool {
    let `protocol` = group.protocolName.uppercased()
    if ["UDP", "TCP_UDP", "QUIC", "TCP_QUIC"].contains(`protocol`) || listener.protocols.contains(.udp) {
      return true  // NLB-2: cannot be off
    }
    return group.preservesClientIP ?? (group.targetKind != .ip)
  }

  /// The targets that a node may use for a listener, each with the port that leads to it.
  mutating func targets(
    of listener: Listener, balancer: Int, node: Int,
    port: (inout GraphBuilder, ResolvedTarget, _ preserves: Bool) -> PortID
  ) -> Choice {
    let facts = topology.loadBalancers[balancer]
    let element = ElementRef(.loadBalancer, balancer)
    let nodeZone = subnets[interfaces[node].subnet.value].zone
    let enabled = Set(
      (facts.subnets.compactMap { subnetIndex($0) }
        + facts.nodes.compactMap { index.interfaces[$0].map { interfaces[$0].subnet } })
        .map { subnets[$0.value].zone })
    var alternatives: [Choice.Alternative] = []
    var seen: Set<ResolvedTarget> = []
    var unknown: InputID?
    var doubt: InputID?
    // Why the node has no target, if it has none: NLB-7.
    var emptyCode = Code.listenerWithoutTargets
    for (rule, entry) in listener.rules.enumerated() {
      for id in entry.targetGroups {
        guard let place = index.targetGroups[id] else {
          unknown = missingInput("target group \(id)", remedy: remedy(for: .targetGroups), element)
          continue
        }
        let group = topology.targetGroups[place]
        guard let registered = group.targets else {
          unknown = missingInput(
            "the targets of target group \(group.displayName)", remedy: "aws elbv2 describe-target-health",
            ElementRef(.targetGroup, place))
          continue
        }
        guard group.targetKind != .lambda else {
          unknown = missingInput(
            "how function targets of \(group.displayName) answer (not modelled)",
            ElementRef(.targetGroup, place))
          continue
        }
        let isCrossZone = group.isCrossZone ?? facts.isCrossZone
        var own: [(target: ResolvedTarget, isHealthy: Bool, isDoubtful: Bool)] = []
        for (target, isHealthy) in registered.flatMap({ registered in
          resolve(registered, in: group, of: facts).map { ($0, registered.isHealthy) }
        }) {
          if let zone = target.zone, !enabled.contains(zone) {
            if emptyCode != .notCrossZone { emptyCode = .zoneNotEnabled }
            continue
          }
          let isFar = target.zone.map { $0 != nodeZone } ?? false
          if isFar, isCrossZone != true { emptyCode = .notCrossZone }
          if isFar, isCrossZone == false { continue }
          if isFar, isCrossZone == nil {
            doubt = missingInput(
              "whether load balancer \(facts.displayName) balances across zones",
              remedy: "aws elbv2 describe-load-balancer-attributes", element)
          }
          own.append((target, isHealthy, isFar && isCrossZone == nil))
        }
        // A group without a healthy target uses all it has, but a classic balancer's (LB-2).
        let failsOpen = facts.kind != .classic && !own.contains { $0.isHealthy }
        for (target, isHealthy, isDoubtful) in own where seen.insert(target).inserted {
          alternatives.append(
            Choice.Alternative(
              port: port(&self, target, preservesClientAddress(group, listener)),
              element: target.interface.map { ElementRef(.networkInterface, $0) }
                ?? ElementRef(.targetGroup, place),
              address: target.address, targetPort: target.port, rule: rule,
              isUnhealthy: !isHealthy && !failsOpen, isDoubtful: isDoubtful))
        }
      }
    }
    return Choice(
      kind: .target, element: element, alternatives: alternatives, isPerDirection: false,
      emptyCode: emptyCode, unknown: unknown, doubt: doubt)
  }

  /// The addresses that a registered target stands for (NLB-8).
  private func resolve(
    _ target: TargetGroup.Target, in group: TargetGroup, of balancer: LoadBalancer
  ) -> [ResolvedTarget] {
    func at(_ place: Int, _ address: IPAddress) -> ResolvedTarget {
      ResolvedTarget(
        interface: place, address: address, port: target.port,
        zone: target.zone == "all" || interfaces[place].subnet == straySubnet
          ? nil : subnets[interfaces[place].subnet.value].zone)
    }
    switch group.targetKind {
    case .instance:
      let place =
        index.primaryInterface[InstanceID(target.id)] ?? index.interfaces[NetworkInterfaceID(target.id)]
      guard let place, let address = topology.networkInterfaces[place].primaryAddress else { return [] }
      return [at(place, address)]
    case .ip:
      guard let address = IPAddress(target.id) else { return [] }
      let near = index.vpcs[group.vpc ?? balancer.vpc].flatMap { vpcs[$0].owner(of: address) }
      if let place = near?.interface { return [at(place.value, address)] }
      // An address outside the VPC is reached by routing, from every zone.
      return [ResolvedTarget(interface: nil, address: address, port: target.port, zone: nil)]
    case .alb:
      guard let front = topology.loadBalancers.first(where: { $0.id.rawValue == target.id }) else {
        return []
      }
      return front.nodes.compactMap { id in
        guard let place = index.interfaces[id], let address = topology.networkInterfaces[place].primaryAddress
        else { return nil }
        return at(place, address)
      }
    case .lambda:
      return []
    }
  }

  private func nodeFamilies(_ node: Int) -> [AddressFamily] {
    AddressFamily.allCases.filter { nodeAddress(node, $0) != nil }
  }

  func nodeAddress(_ node: Int, _ family: AddressFamily) -> IPAddress? {
    topology.networkInterfaces[node].addresses.first { $0.address.family == family }?.address
  }
}

/// A target as the node reaches it.
struct ResolvedTarget: Hashable {
  var interface: Int?
  var address: IPAddress
  var port: UInt16
  /// Nil where zones do not matter.
  var zone: ZoneIndex?
}
