import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// Steps become hops: indices become resources, rules and places in files.
extension WalkReader {
  func describe(_ step: Step) -> Described {
    switch step.detail {
    case .filter(let id, let rule, _): return network.describe(id, rule)
    case .route(let table, let entry, _): return describeRoute(table, entry)
    case .assumption(let assumption) where step.outcome == .block:
      let component = graph.component(step.element)
      let rule = assumption.stops == nil ? assumption.rawValue : nil
      return Described(component: component, rule: rule, origin: component.origin)
    default:
      let component = graph.component(step.element)
      return Described(component: component, rule: nil, origin: component.origin)
    }
  }

  func hop(_ step: Step) -> Hop? {
    let described = describe(step)
    var hop = Hop(
      kind: .gateway, outcome: outcome(step), direction: step.isReply ? .reply : .forward, leg: Int(step.leg),
      isBeyond: step.isBeyond, component: described.component, side: nil, rule: described.rule, notes: [],
      code: step.code?.rawValue, origin: described.origin)
    switch step.detail {
    case .send(let header):
      hop.kind = .send
      hop.outcome = .note
      hop.notes = [text(header)]
    case .guard(let condition):
      hop.kind = isSourceDestinationCheck(condition) ? .sourceDestinationCheck : .obstacle
    case .filter(let id, let rule, let header):
      let filter = graph.filters[id.value]
      switch filter.kind {
      case .groups: hop.kind = .securityGroup
      case .accessList: hop.kind = .networkACL
      case .firewall: hop.kind = .firewall
      }
      hop.side = filter.kind == .firewall ? nil : filter.direction.rawValue
      if step.outcome == .block, rule == nil { hop.notes = nearMisses(filter, header) }
    case .route(let table, let entry, let header):
      hop.kind = .route
      hop.notes = entry == nil ? ["the destination is \(header.destination)"] : beaten(table, entry, header)
    case .neighbour:
      hop.kind = .neighbour
      hop.outcome = .note
    case .translate(let from, let to), .restore(let from, let to):
      hop.kind = step.outcome == .block ? .obstacle : .translate
      if step.outcome != .block { hop.outcome = .note }
      hop.notes = changes(from, to)
    case .choice(let id, let alternative):
      hop.kind = .choice
      hop.outcome = .note
      let choice = graph.choices[id.value]
      hop.notes =
        ["\(choice.kind.name): \(name(of: choice.alternatives[alternative], in: choice))"]
        + ruleNote(choice, alternative)
    case .listener(let id, let entry):
      hop.kind = .listener
      hop.outcome = .note
      let table = graph.listeners[id.value]
      guard table.element.kind == .loadBalancer else {
        hop.rule = "\(table.entries[entry].protocol)/\(table.entries[entry].ports)"
        break
      }
      let listener = network.topology.loadBalancers[Int(table.element.index)].listeners[
        table.entries[entry].listener]
      hop.rule = "\(listener.protocolName.lowercased())/\(listener.port)"
      hop.origin = listener.origin
    case .relay(let id, let alternative, let header):
      hop.kind = .relay
      hop.outcome = .note
      let choice = graph.choices[id.value]
      hop.notes =
        ["target: \(name(of: choice.alternatives[alternative], in: choice))"]
        + ruleNote(choice, alternative) + [text(header)]
    case .identityLost:
      hop.kind = .identityLost
      hop.outcome = .note
    case .assumption(let assumption):
      hop.kind = .assumption
      guard step.outcome != .block else { break }
      hop.outcome = .note
      hop.code = assumption.rawValue
    case .deliver(let place):
      hop.kind = step.outcome == .block ? .obstacle : .deliver
      if let endpoint = endpoint(at: place), !endpoint.allowsFullAccess {
        hop.notes = ["endpoint policy not evaluated"]
      }
      if !isThrough, !step.isReply, let balancer = relay(at: place) {
        hop.notes.append("the balancer answers by itself; --through lb:\(balancer) asks on to its targets")
      }
    case .exempt:
      hop.kind = .exempt
    case .missing(let input):
      hop.kind = .missing
      hop.notes = [graph.missing[input.value].what]
    case .inspection:
      hop.kind = step.outcome == .block ? .obstacle : .gateway
      hop.notes = step.outcome == .byState ? ["inspects statefully: known"] : ["inspects statefully"]
      if step.outcome == .block { hop.notes = [] }
    case .zone, .local, .drop:
      hop.kind = step.outcome == .block ? .obstacle : .gateway
    }
    return hop
  }

  /// The endpoint that a packet ends at, if it is one.
  private func endpoint(at place: PlaceID) -> VPCEndpoint? {
    let element = graph.places[place.value].element
    switch element.kind {
    case .vpcEndpoint: return network.topology.vpcEndpoints[Int(element.index)]
    case .networkInterface:
      let interface = network.topology.networkInterfaces[Int(element.index)]
      guard case .vpcEndpoint = interface.kind else { return nil }
      return network.topology.vpcEndpoints.first { $0.interfaces.contains(interface.id) }
    default: return nil
    }
  }

  /// The name of the load balancer whose node ends connections at a place.
  private func relay(at place: PlaceID) -> String? {
    guard let interface = graph.places[place.value].interface else { return nil }
    let id = network.topology.networkInterfaces[interface.value].id
    return network.topology.loadBalancers.first {
      ($0.kind == .application || $0.kind == .classic) && $0.nodes.contains(id)
    }?.shortName
  }

  private func outcome(_ step: Step) -> Hop.Outcome {
    switch step.outcome {
    case .pass, .skipped: .passed
    case .block: .blocked
    case .byState: .byState
    case .unknown: .unknown
    }
  }

  private func isSourceDestinationCheck(_ condition: Guard) -> Bool {
    switch condition {
    case .sourceOwned, .destinationOwned: true
    default: false
    }
  }

  // MARK: Routes

  private func describeRoute(_ id: TableID, _ entry: Int?) -> Described {
    let table = graph.tables[id.value]
    let component = graph.component(table.element)
    guard let entry else { return Described(component: component, rule: nil, origin: component.origin) }
    let found = table.entries[entry]
    switch table.element.kind {
    case .routeTable:
      guard let place = found.route else {
        let what =
          graph.lattice.contains(found.prefix)
          ? "-> VPC Lattice" : SpecialRanges.reserved.contains(found.prefix) ? "not forwarded" : "local"
        return Described(component: component, rule: "\(found.prefix) \(what) (implied)", origin: .implied)
      }
      let route = network.topology.routeTables[Int(table.element.index)].routes[place]
      return Described(component: component, rule: network.text(route), origin: route.origin)
    case .transitGatewayRouteTable:
      guard let place = found.route,
        let route = network.topology.transitGatewayRouteTables[Int(table.element.index)].routes?[place]
      else { break }
      return Described(component: component, rule: network.text(route), origin: route.origin)
    case .internet: break
    default:
      // A gateway's own knowledge: where each range is.
      let next = graph.component(graph.ports[found.port.value].element)
      let rule = next == component ? "\(found.prefix)" : "\(found.prefix) -> \(next.name)"
      return Described(component: component, rule: rule, origin: component.origin)
    }
    return Described(component: component, rule: nil, origin: component.origin)
  }

  /// The shorter prefixes that also held the destination, longest first.
  private func beaten(_ id: TableID, _ entry: Int?, _ header: Header) -> [String] {
    let table = graph.tables[id.value]
    guard [.routeTable, .transitGatewayRouteTable].contains(table.element.kind), let entry else { return [] }
    let winner = table.entries[entry]
    var lost: [String] = []
    for other in table.entries.reversed()
    where other.prefix != winner.prefix && other.prefix.contains(header.destination) {
      lost.append(routeText(table, other.route, other.prefix))
    }
    for place in winner.beaten { lost.append(routeText(table, place, winner.prefix)) }
    return lost.isEmpty ? [] : ["beat \(lost.prefix(3).joined(separator: "; "))"]
  }

  private func routeText(_ table: ForwardingTable, _ place: Int?, _ prefix: IPPrefix) -> String {
    guard let place else { return "\(prefix) local" }
    switch table.element.kind {
    case .routeTable:
      return network.text(network.topology.routeTables[Int(table.element.index)].routes[place])
    case .transitGatewayRouteTable:
      return network.topology.transitGatewayRouteTables[Int(table.element.index)].routes.map {
        network.text($0[place])
      }
        ?? "\(prefix)"
    default: return "\(prefix)"
    }
  }

  // MARK: Headers

  func text(_ header: Header) -> String {
    func end(_ address: IPAddress, _ port: PortTerm) -> String {
      let host = address.family == .ipv6 ? "[\(address)]" : "\(address)"
      switch port {
      case .none: return "\(address)"
      case .fixed(let port): return "\(host):\(port)"
      case .variable(let place):
        let ports = ports(place)
        return UInt16(ports) == nil ? "\(host):(\(ports))" : "\(host):\(ports)"
      }
    }
    let type = header.protocol.hasICMPType ? " type \(header.icmpType)" : ""
    return
      "\(header.protocol)\(type) \(end(header.source, header.sourcePort)) -> \(end(header.destination, header.destinationPort))"
  }

  func ports(_ place: Int) -> String {
    if let shown, place < shown.variables.count, shown.variables[place].role == .service {
      return "\(shown.variables[place].set)"
    }
    // All branches allocate a variable of one place for the same purpose.
    for leaf in result.leaves where place < leaf.variables.count {
      return "\(leaf.variables[place].full)"
    }
    return "*"
  }

  private func changes(_ from: Header, _ to: Header) -> [String] {
    var notes: [String] = []
    if from.protocol != to.protocol { notes.append("\(from.protocol) becomes \(to.protocol)") }
    if from.source != to.source { notes.append("source \(from.source) becomes \(to.source)") }
    if from.sourcePort != to.sourcePort, case .variable(let place) = to.sourcePort {
      notes.append("source port becomes one of \(ports(place))")
    }
    if from.destination != to.destination {
      notes.append("destination \(from.destination) becomes \(to.destination)")
    }
    if from.destinationPort != to.destinationPort {
      switch to.destinationPort {
      case .fixed(let port): notes.append("destination port becomes \(port)")
      case .variable(let place): notes.append("destination port becomes the client's, one of \(ports(place))")
      case .none: break
      }
    }
    return notes
  }

  private func ruleNote(_ choice: Choice, _ alternative: Int) -> [String] {
    guard choice.kind == .target, choice.element.kind == .loadBalancer else { return [] }
    let balancer = network.topology.loadBalancers[Int(choice.element.index)]
    let rule = choice.alternatives[alternative].rule
    for listener in balancer.listeners where rule < listener.rules.count {
      let groups = listener.rules[rule].targetGroups.compactMap { id in
        network.topology.targetGroups.first { $0.id == id }?.shortName ?? id.rawValue
      }
      guard !groups.isEmpty, holds(listener, choice, alternative) else { continue }
      let condition = listener.rules[rule].condition
      return [
        "rule: \(condition.isEmpty ? "default action" : condition) -> \(groups.joined(separator: ", "))"
      ]
    }
    return []
  }

  /// Whether the alternative belongs to this listener: its rule registers the target.
  private func holds(_ listener: Listener, _ choice: Choice, _ alternative: Int) -> Bool {
    let found = choice.alternatives[alternative]
    return listener.rules[found.rule].targetGroups.contains { id in
      network.topology.targetGroups.first { $0.id == id }?.targets?.contains { $0.port == found.targetPort }
        ?? false
    }
  }
}
