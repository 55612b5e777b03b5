import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Tells what becomes of sessions whose path is closed: access lists, routes and gateways look at every packet, groups
/// let a session that they track go on (SG-15, SG-16).
struct SessionJudge {
  let before: Network
  let after: Network
  let options: ReachOptions

  /// - Returns: nil where no session is in danger: of paths that open, of what is not known, of ends that are not there
  ///   any more.
  func fate(of path: ReachDifference.Change) -> SessionFate? {
    guard path.kind == .closes || path.kind == .becomesIntermittent, !path.isLone,
      let question = path.example, let old = try? before.walks(for: question).first,
      let new = try? after.walks(for: question).first
    else { return nil }
    let explaining = WalkOptions(
      isExplaining: true, findsAllBlockers: true, isStrict: options.isStrict, settled: options.settled,
      respectsHealth: options.respectsHealth)
    // How requests went before matters only where groups let everybody in and out.
    lazy var way = Way(before.graph.walk(old.walk, explaining), before.topology)
    var fates: Set<SessionFate> = []
    for leaf in after.graph.walk(new.walk, explaining).leaves {
      switch leaf.ending {
      case .known(_, isReplied: true): continue
      case .unknown: return .unknown(.missing)
      case .known: for blocker in leaf.blockers { fates.insert(fate(at: blocker) { way }) }
      }
    }
    return worst(fates)
  }

  /// One place that drops the packet is enough; of groups that remember it the first to forget decides.
  private func worst(_ fates: Set<SessionFate>) -> SessionFate? {
    var idle: (limits: Set<SessionFate.IdleLimit>, places: Set<String>) = ([], [])
    var doubts: Set<SessionFate.Doubt> = []
    var cuts: [(component: String?, place: String)] = []
    for fate in fates {
      switch fate {
      case .cut(let component, let place): cuts.append((component, place))
      case .unknown(let doubt): doubts.insert(doubt)
      case .untilIdle(let limit, let places):
        idle.limits.insert(limit)
        idle.places.formUnion(places)
      }
    }
    if let cut = cuts.min(by: { ($0.component ?? "", $0.place) < ($1.component ?? "", $1.place) }) {
      return .cut(by: cut.component, at: cut.place)
    }
    if let doubt = doubts.min(by: { $0.rawValue < $1.rawValue }) { return .unknown(doubt) }
    return idle.limits.min { Self.seconds($0) < Self.seconds($1) }.map {
      .untilIdle($0, at: idle.places.sorted())
    }
  }

  private static func seconds(_ limit: SessionFate.IdleLimit) -> Int {
    switch limit {
    case .seconds(let seconds): seconds
    case .standardTCP: IdleTimeouts.tcpRange.upperBound
    case .undocumented: .max
    }
  }

  // MARK: One place

  private func fate(at blocker: Blocker, _ way: () -> Way) -> SessionFate {
    let component = decider(blocker.step)
    guard case .filter(let id, _, let header) = blocker.step.detail,
      after.graph.filters[id.value].kind == .groups, blocker.step.element.kind == .networkInterface
    else { return .cut(by: "\(component.kind) \(component.name)", at: component.name) }
    let known = after.topology.networkInterfaces[Int(blocker.step.element.index)]
    guard let former = before.index.interfaces[known.id].map({ before.topology.networkInterfaces[$0] }) else {
      return .cut(by: "\(component.kind) \(component.name)", at: component.name)
    }
    let (old, new) = (groups(of: former, in: before), groups(of: known, in: after))
    guard let old, let new else { return .unknown(.missing) }
    guard former.securityGroups == known.securityGroups, rules(old) != rules(new) else {
      return .unknown(.membership)
    }
    let direction = after.graph.filters[id.value].direction
    if isOpen(old, header, direction), former.kind != .lambda {
      let way = way()
      if way.isAmbiguous, !way.isTracked { return .unknown(.tracking) }
      if !way.isTracked { return .cut(by: nil, at: known.shortName) }
    }
    return .untilIdle(Self.limit(header.protocol, former.idleTimeouts), at: [known.shortName])
  }

  /// What looks at the packet: an access list, or whatever else stands there.
  private func decider(_ step: Step) -> Component {
    guard case .filter(let id, _, _) = step.detail,
      let list = after.graph.filters[id.value].resources.first,
      after.graph.filters[id.value].kind == .accessList
    else { return after.graph.component(step.element) }
    return after.graph.component(ElementRef(.networkACL, Int(list)))
  }

  /// Nil where the input does not hold all of them.
  private func groups(of interface: NetworkInterface, in network: Network) -> [SecurityGroup]? {
    let groups = interface.securityGroups.compactMap { id in
      network.index.groups[id].map { network.topology.securityGroups[$0] }
    }
    let isWhole =
      groups.count == interface.securityGroups.count && groups.allSatisfy(\.unreadableRules.isEmpty)
    return isWhole ? groups : nil
  }

  private func rules(_ groups: [SecurityGroup]) -> Set<String> {
    Set(groups.flatMap { group in group.rules.map { "\($0.direction) \($0.traffic) \($0.peer)" } })
  }

  /// Whether rules let everybody do this, and everybody answer: then the groups do not track it (SG-15).
  private func isOpen(_ groups: [SecurityGroup], _ header: Header, _ direction: RuleDirection) -> Bool {
    guard header.protocol.hasPorts, case .fixed(let port) = header.destinationPort else { return false }
    let all = SecurityGroupRule.Peer.prefix(.all(header.source.family))
    let open = groups.flatMap(\.rules).filter {
      $0.peer == all && ($0.traffic.protocol ?? header.protocol) == header.protocol
    }
    return open.contains { $0.direction == direction && $0.traffic.ports?.contains(port) ?? true }
      && open.contains { $0.direction != direction && $0.traffic.ports == nil }
  }

  /// SG-17; of UDP the longer one, since a session has more than one exchange.
  private static func limit(_ `protocol`: IPProtocol, _ timeouts: IdleTimeouts) -> SessionFate.IdleLimit {
    switch `protocol` {
    case .tcp: timeouts.tcp.map { .seconds($0) } ?? .standardTCP
    case .udp: .seconds(timeouts.udpStream ?? IdleTimeouts.udpStreamRange.upperBound)
    case .icmp, .icmpv6: .undocumented
    default: .seconds(600)
    }
  }
}

/// What on the way makes groups track sessions that they would not track else (SG-16).
private struct Way {
  private(set) var isTracked = false
  /// AWS's newer page does not list them any more.
  private(set) var isAmbiguous = false

  init(_ result: WalkResult, _ topology: Topology) {
    for leaf in result.leaves {
      guard case .known(_, isReplied: true) = leaf.ending else { continue }
      for step in leaf.steps {
        switch step.element.kind {
        case .natGateway, .egressOnlyInternetGateway, .accelerator, .networkFirewall: isTracked = true
        case .loadBalancer:
          switch topology.loadBalancers[Int(step.element.index)].kind {
          case .network: isTracked = true
          case .gateway: isAmbiguous = true
          case .application, .classic: break
          }
        case .vpcEndpoint:
          switch topology.vpcEndpoints[Int(step.element.index)].kind {
          case .interface, .gateway: isTracked = true
          case .gatewayLoadBalancer, .resource, .serviceNetwork, .other: isAmbiguous = true
          }
        case .transitGateway, .transitGatewayAttachment: isAmbiguous = true
        default: break
        }
      }
    }
  }
}
