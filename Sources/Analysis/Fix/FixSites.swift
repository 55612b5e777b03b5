import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Finds the places that decide about the packets of a walk, in the order of the path.
struct FixSites {
  let network: Network
  private(set) var sites: [FixSite] = []
  private var graph: PacketGraph { network.graph }

  init(_ network: Network) { self.network = network }

  // MARK: What stops

  /// The places that stop something of the pair.
  mutating func addBlockers(of open: FixAsker.Open) {
    var placed: [(phase: Int, position: Int, site: FixSite)] = []
    for leaf in open.result.leaves {
      guard case .known(_, let isReplied) = leaf.ending, !isReplied else { continue }
      for blocker in leaf.blockers {
        guard let index = leaf.steps.firstIndex(of: blocker.step) else { continue }
        let kind = kind(of: blocker)
        let need = need(leaf, index, open.asked)
        let phase = 2 * Int(blocker.step.leg) + (blocker.step.isReply ? 1 : 0)
        var site = FixSite(
          kind: kind, code: blocker.code, element: blocker.step.element, isBeyond: blocker.step.isBeyond,
          needs: need.map { [$0] } ?? [])
        switch kind {
        case .publicAddress, .other: site.turns = turns(leaf, index, open.asked)
        case .groups, .accessList, .route: break
        }
        placed.append((phase, blocker.position, site))
      }
    }
    let ordered = placed.enumerated().sorted {
      ($0.element.phase, $0.element.position, $0.offset) < ($1.element.phase, $1.element.position, $1.offset)
    }
    for (_, found) in ordered { add(found.site) }
  }

  private mutating func add(_ site: FixSite) {
    guard let place = sites.firstIndex(where: { $0.kind == site.kind && $0.code == site.code }) else {
      sites.append(site)
      return
    }
    sites[place].isBeyond = sites[place].isBeyond && site.isBeyond
    for need in site.needs { sites[place].add(need) }
    for turn in site.turns { sites[place].add(turn) }
  }

  /// The routes of the VPCs' tables by which a packet came to where it ended.
  private func turns(_ leaf: Leaf, _ end: Int, _ asked: QuestionWalk) -> [FixTurn] {
    let last = leaf.steps[end]
    return leaf.steps[..<end].indices.compactMap { index in
      let step = leaf.steps[index]
      guard step.leg == last.leg, step.isReply == last.isReply, step.outcome == .pass,
        case .route(let table, let entry?, _) = step.detail,
        graph.tables[table.value].element.kind == .routeTable,
        graph.tables[table.value].entries[entry].route != nil, let need = need(leaf, index, asked)
      else { return nil }
      return FixTurn(table: table, entry: entry, needs: [need])
    }
  }

  private func kind(of blocker: Blocker) -> FixSite.Kind {
    let element = blocker.step.element
    switch blocker.step.detail {
    case .filter(let id, let rule, _):
      switch graph.filters[id.value].kind {
      case .groups: return .groups(id, rule: rule)
      case .accessList: return .accessList(id, rule: rule)
      case .firewall: return .other(element)
      }
    case .route(let table, let entry, _)
    where graph.tables[table.value].element.kind == .routeTable
      && [.noRoute, .badStateRoute].contains(blocker.code):
      return .route(table, entry: entry)
    default:
      switch blocker.code {
      case .noPublicAddressForEgress: return .publicAddress(element, isIngress: false)
      case .noPublicAddressForIngress: return .publicAddress(element, isIngress: true)
      default: return .other(element)
      }
    }
  }

  // MARK: What passes

  /// The places that let something of the pair pass on its way to the destination.
  mutating func addPassed(of open: FixAsker.Open) {
    for leaf in open.result.leaves {
      if case .known(isDelivered: false, _) = leaf.ending { continue }
      for (index, step) in leaf.steps.enumerated()
      where !step.isReply && step.outcome == .pass && !step.isBeyond {
        guard let kind = passed(step), let need = need(leaf, index, open.asked) else { continue }
        add(FixSite(kind: kind, code: nil, element: step.element, isBeyond: false, needs: [need]))
      }
    }
  }

  private func passed(_ step: Step) -> FixSite.Kind? {
    switch step.detail {
    case .filter(let id, let rule?, _):
      switch graph.filters[id.value].kind {
      case .groups: return .groups(id, rule: rule)
      case .accessList: return .accessList(id, rule: rule)
      case .firewall: return nil
      }
    case .route(let table, let entry?, _) where graph.tables[table.value].element.kind == .routeTable:
      return graph.tables[table.value].entries[entry].route.map { _ in .route(table, entry: entry) }
    case .translate(let from, let to) where step.element.kind == .internetGateway:
      return .publicAddress(step.element, isIngress: from.destination != to.destination)
    default: return nil
    }
  }

  // MARK: Packets

  /// The packet at a step, as it was when the step looked at it.
  private func need(_ leaf: Leaf, _ index: Int, _ asked: QuestionWalk) -> FixNeed? {
    guard let header = header(leaf.steps, at: index) else { return nil }
    let step = leaf.steps[index]
    let ports: PortSet?
    switch header.destinationPort {
    case .none: ports = nil
    case .fixed(let port): ports = PortSet(PortRange(port))
    case .variable(let place): ports = leaf.variables[place].set
    }
    return FixNeed(
      protocol: header.protocol, icmpType: header.icmpType, icmpCode: header.icmpCode, ports: ports,
      source: header.source, destination: header.destination, sourceRange: asked.range(of: header.source),
      destinationRange: asked.range(of: header.destination), identity: identity(leaf, index, header, asked),
      isReply: step.isReply, sourceNet: network.shiftingRange(of: header.source),
      destinationNet: network.shiftingRange(of: header.destination))
  }

  /// The header that a step shows, or that the last one before it left.
  private func header(_ steps: [Step], at index: Int) -> Header? {
    switch steps[index].detail {
    case .filter(_, _, let header), .route(_, _, let header), .translate(let header, _): return header
    default: break
    }
    for step in steps[..<index].reversed() {
      switch step.detail {
      case .send(let header), .filter(_, _, let header), .route(_, _, let header), .neighbour(let header),
        .relay(_, _, let header):
        return header
      case .translate(_, let header), .restore(_, let header): return header
      default: continue
      }
    }
    return nil
  }

  /// Whose groups the packet still carries (SG-7): the sender's, unless something on the way took them.
  private func identity(_ leaf: Leaf, _ index: Int, _ header: Header, _ asked: QuestionWalk)
    -> InterfaceIndex?
  {
    let step = leaf.steps[index]
    if step.code == .groupReferenceNotPreserved || step.code == .groupReferencingUnsupported { return nil }
    let isLost = leaf.steps[..<index].contains { earlier in
      guard case .identityLost = earlier.detail else { return false }
      return earlier.leg == step.leg && earlier.isReply == step.isReply
    }
    guard !isLost else { return nil }
    if step.leg == 0, !step.isReply, case .interface(let sender) = asked.walk.origin {
      return network.topology.networkInterfaces[sender.value].owns(header.source) ? sender : nil
    }
    return network.holder(of: header.source, near: step.element)
  }
}

extension Network {
  /// The interface that holds a private address, in the VPC of the element if it does there.
  func holder(of address: IPAddress, near element: ElementRef) -> InterfaceIndex? {
    if element.kind == .networkInterface {
      let vpc = graph.interfaces[Int(element.index)].vpc
      if let owner = graph.vpcs[vpc.value].owner(of: address) { return owner.interface }
    }
    let found = graph.vpcs.compactMap { $0.owner(of: address)?.interface }
    return found.count == 1 ? found[0] : nil
  }

  /// The subnet's range where the address is a load balancer's node's or a function's: AWS replaces those
  /// with others of the subnet.
  fileprivate func shiftingRange(of address: IPAddress) -> IPPrefix? {
    for vpc in graph.vpcs {
      guard let place = vpc.owner(of: address)?.interface?.value else { continue }
      switch topology.networkInterfaces[place].kind {
      case .applicationLoadBalancer, .classicLoadBalancer, .lambda:
        return graph.subnets[graph.interfaces[place].subnet.value].prefixes.first { $0.contains(address) }
      default: return nil
      }
    }
    return nil
  }
}
