import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Load balancers whose nodes can't reach a target that is registered with them.
extension Linter {
  /// One connection that a node opens.
  private struct Leg: Hashable {
    var node: Int
    var target: ElementRef
    var address: IPAddress
    var port: UInt16
  }

  mutating func checkTargets() {
    for (place, balancer) in topology.loadBalancers.enumerated()
    where balancer.isAvailable && balancer.areListenersKnown {
      var refused: [(leg: Leg, blockers: [Obstacle])] = []
      var seen: Set<Leg> = []
      var working = 0
      for node in balancer.nodes.compactMap({ index.interfaces[$0] }) {
        for leg in legs(of: node, balancer) where seen.insert(leg).inserted {
          guard let source = address(node, leg.address.family) else { continue }
          let parts = network.walked(from(node, source, to: leg.address, port: leg.port))
          guard let part = parts.first else { continue }
          if part.verdict == .unreachable || part.verdict == .noReply && !isListsMatter(part) {
            refused.append((leg, part.blockers))
          } else {
            working += 1
          }
        }
      }
      report(refused, hasOthers: working > 0, at: place)
    }
  }

  /// Whether all that stops it are access lists on the way back, of which another check tells.
  private func isListsMatter(_ part: WalkedPart) -> Bool {
    part.blockers.allSatisfy { $0.direction == .reply && $0.code == Code.accessListRestriction.rawValue }
  }

  /// The connections that a node opens to targets of its own accord. Where a network balancer keeps the
  /// client's address, what the target's groups say of the node matters for health checks alone, and their
  /// port is not known.
  private func legs(of node: Int, _ balancer: LoadBalancer) -> [Leg] {
    operations(at: graph.interfaces[node].arrival).flatMap { op -> [Leg] in
      guard case .listen(let id) = op else { return [] }
      return graph.listeners[id.value].entries.filter { $0.protocol == .tcp }.flatMap { entry -> [Leg] in
        operations(at: entry.target).flatMap { op -> [Leg] in
          switch op {
          case .relay(let choice, _): return legs(node, graph.choices[choice.value]) { _ in true }
          case .choose(let choice):
            return legs(node, graph.choices[choice.value]) { alternative in
              isTranslating(alternative.port)
                && isSettled(balancer.listeners[entry.listener].rules[alternative.rule])
            }
          default: return []
          }
        }
      }
    }
  }

  /// Whether the input says that the client's address is kept or not; what AWS does by default may have been
  /// changed where the attributes of a target group were not read.
  private func isSettled(_ rule: Listener.Rule) -> Bool {
    rule.targetGroups.allSatisfy { id in
      index.targetGroups[id].map { topology.targetGroups[$0].preservesClientIP != nil } ?? false
    }
  }

  private func legs(_ node: Int, _ choice: Choice, where isIncluded: (Choice.Alternative) -> Bool) -> [Leg] {
    choice.alternatives.filter(isIncluded).compactMap { alternative in
      guard let address = alternative.address, let port = alternative.targetPort else { return nil }
      return Leg(node: node, target: alternative.element, address: address, port: port)
    }
  }

  /// Whether the packet leaves with the node's own address.
  private func isTranslating(_ port: PortID) -> Bool {
    operations(at: port).contains { op in
      guard case .rewrite(let id) = op, case .constant = graph.rewrites[id.value].source else { return false }
      return true
    }
  }

  /// The ops of a port, up to the one that ends its run.
  private func operations(at port: PortID) -> [Op] {
    var ops: [Op] = []
    var place = Int(graph.ports[port.value].start)
    while place < graph.ops.count {
      ops.append(graph.ops[place])
      switch graph.ops[place] {
      case .go, .listen, .relay, .choose, .drop, .deliver, .missing, .lookup, .byZone, .local: return ops
      default: place += 1
      }
    }
    return ops
  }

  /// One finding for each resource that stops connections.
  private mutating func report(
    _ refused: [(leg: Leg, blockers: [Obstacle])], hasOthers: Bool, at balancer: Int
  ) {
    var order: [Component] = []
    var causes: [Component: [(leg: Leg, blockers: [Obstacle])]] = [:]
    for item in refused {
      guard let cause = item.blockers.first?.component else { continue }
      if causes[cause] == nil { order.append(cause) }
      causes[cause, default: []].append(item)
    }
    for cause in order {
      guard let items = causes[cause], let first = items.first, let blocker = first.blockers.first else {
        continue
      }
      let legs = items.map { item in
        "\(name(item.leg.node)) to \(graph.component(item.leg.target).name) \(item.leg.address):\(item.leg.port)"
      }
      let side = blocker.side.map { ", \($0)" } ?? ""
      let what = blocker.direction == .reply ? "replies from" : "connections to"
      report(
        .targetRefused, .error, about: ElementRef(.loadBalancer, balancer),
        "\(cause.kind) \(cause.display)\(side) stops \(what) \(hasOthers ? "some of its targets" : "its targets"):"
          + " \(listed(legs))",
        evidence: blockerEvidence(items.flatMap(\.blockers)),
        fix: "let the load balancer's nodes in on the target's port")
    }
  }

  /// The rules or resources of blockers, each once.
  func blockerEvidence(_ blockers: [Obstacle]) -> [LintEvidence] {
    var evidence: [LintEvidence] = []
    for blocker in blockers {
      let side = blocker.side.map { " \($0)" } ?? ""
      let rule = blocker.rule.map { ": \($0)" } ?? ""
      let item = LintEvidence(
        "\(blocker.component.kind) \(blocker.component.display)\(side)\(rule) (\(blocker.code))",
        blocker.origin)
      if !evidence.contains(item), evidence.count < 6 { evidence.append(item) }
    }
    return evidence
  }
}
