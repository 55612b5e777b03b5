import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

/// Follows what somebody sent over the interfaces that logged it.
package struct PathFollower: Sendable {
  private let network: Network
  private let model: LocalModel
  private let reading: RecordReading

  /// So many ways are walked in the model at most: those that something stopped, then the most used.
  private static let limit = 2_000

  package init(
    _ network: Network, fields: FlowLogFields? = nil, validity: ClosedRange<Int> = Int.min...Int.max,
    threads: Int = 64
  ) {
    self.network = network
    model = LocalModel(network)
    reading = RecordReading(fields: fields, validity: validity, threads: threads)
  }

  /// - Throws: the error of the first source that can't be read.
  /// - Complexity: O(records) in bounded memory, and a walk for each way that is followed.
  package func paths(on sources: [FlowLogSource]) throws(InputError) -> FollowedPaths {
    let seen = try reading.read(sources, model) { PathWitness() }
    let covered = Set(
      seen.windows.filter { $0.value.records > 0 || $0.value.noData > 0 }.keys)
    let map = PathMap(network, model, seen.witness.counts, covered)
    let starts = map.starts()
    var paths = starts.prefix(Self.limit).map { map.path($0) }
    paths.sort { left, right in
      let (l, r) = (left.outcome.rawValue, right.outcome.rawValue)
      if l != r { return l < r }
      if left.records != right.records { return left.records > right.records }
      return (left.source, left.destination, left.service) < (right.source, right.destination, right.service)
    }
    return FollowedPaths(
      paths: paths, left: max(0, starts.count - Self.limit), overflow: seen.witness.overflow,
      covered: covered.count, interfaces: network.topology.networkInterfaces.count)
  }
}

/// A use of a service, as its first packet has it.
struct PathStart: Hashable {
  var source: IPAddress
  var destination: IPAddress
  var protocolNumber: UInt8
  var port: UInt16
  /// Nil for ends outside of the model.
  var sender: Int?
  var receiver: Int?
}

/// What interfaces logged, by interface.
struct PathMap {
  private let network: Network
  private let model: LocalModel
  private let covered: Set<Int>
  private let counts: [PathKey: PathCount]
  /// By interface, side, direction and service, to find what translation hides.
  private let byPlace: [Place: [PathKey]]

  private let publicAddresses: Set<IPAddress>

  private struct Place: Hashable {
    var interface: Int
    var side: RuleDirection
    var protocolNumber: UInt8
    var port: UInt16
    var isAnswer: Bool
  }

  init(_ network: Network, _ model: LocalModel, _ counts: [PathKey: PathCount], _ covered: Set<Int>) {
    self.network = network
    self.model = model
    self.covered = covered
    self.counts = counts
    publicAddresses = Set(
      network.topology.networkInterfaces.flatMap { $0.addresses.compactMap(\.publicAddress) })
    byPlace = Dictionary(grouping: counts.keys.sorted()) {
      Place(
        interface: $0.interface, side: $0.side, protocolNumber: $0.protocolNumber, port: $0.port,
        isAnswer: $0.isAnswer)
    }
  }

  private var interfaces: [NetworkInterface] { network.topology.networkInterfaces }

  // MARK: Starts

  /// Those that something stopped first, then the most records.
  func starts() -> [PathStart] {
    var found: [PathStart: PathCount] = [:]
    for (key, count) in counts where !key.isAnswer && !interfaces[key.interface].kind.isGateway {
      let own = interfaces[key.interface]
      let isSender = key.side == .egress && own.owns(key.source)
      let isReceiver = key.side == .ingress && own.owns(key.destination)
      guard isSender || isReceiver else { continue }
      let start = PathStart(
        source: key.source, destination: key.destination, protocolNumber: key.protocolNumber, port: key.port,
        sender: isSender ? key.interface : owner(of: key.source, from: key.interface),
        receiver: isReceiver ? key.interface : owner(of: key.destination, from: key.interface))
      found[start, default: PathCount()].add(count)
    }
    return found.sorted { left, right in
      let (l, r) = (left.value.rejected > 0, right.value.rejected > 0)
      if l != r { return l }
      let (a, b) = (
        left.value.accepted + left.value.rejected, right.value.accepted + right.value.rejected
      )
      if a != b { return a > b }
      return Self.order(left.key) < Self.order(right.key)
    }.map(\.key)
  }

  private static func order(_ start: PathStart) -> PathKey {
    PathKey(
      interface: start.sender ?? start.receiver ?? 0, side: .egress, protocolNumber: start.protocolNumber,
      source: start.source, destination: start.destination, port: start.port, isAnswer: false)
  }

  /// The interface that holds an address where another one sees it: in its network, else in the only one that has it.
  private func owner(of address: IPAddress, from interface: Int) -> Int? {
    if let own = network.graph.vpcs[model.vpcs[interface]].owner(of: address)?.interface { return own.value }
    let holders = interfaces.indices.filter { interfaces[$0].owns(address) }
    return holders.count == 1 ? holders.first : nil
  }

  // MARK: One path

  func path(_ start: PathStart) -> FollowedPath {
    let service = FlowText.service(start.protocolNumber, start.port)
    let question = Question(
      from: start.sender.map { interfaces[$0].id.rawValue } ?? "\(start.source)",
      to: start.receiver.map { interfaces[$0].id.rawValue } ?? "\(start.destination)", on: service)
    // A public address of the model's own stands for the interface that has it: the way by the internet is another one.
    let isByPublicAddress =
      publicAddresses.contains(start.source) || publicAddresses.contains(start.destination)
    let answer = isByPublicAddress ? nil : try? network.answers(to: question, isExplaining: true).first
    let middle = between(answer, start)
    let hasAnswers = start.protocolNumber == 6 || start.protocolNumber == 17
    var whole = PathCount()
    var points: [FollowedPath.Point] = []
    func add(_ interface: Int, _ side: RuleDirection, isAnswer: Bool, isEnd: Bool) {
      let point = point(interface, side, isAnswer: isAnswer, isEnd: isEnd, start, &whole)
      // A gateway without records says nothing where it has no log.
      if isEnd || point.isSeen || point.isCovered { points.append(point) }
    }
    if let sender = start.sender { add(sender, .egress, isAnswer: false, isEnd: true) }
    for interface in middle {
      add(interface, .ingress, isAnswer: false, isEnd: false)
      add(interface, .egress, isAnswer: false, isEnd: false)
    }
    if let receiver = start.receiver { add(receiver, .ingress, isAnswer: false, isEnd: true) }
    if hasAnswers {
      if let receiver = start.receiver { add(receiver, .egress, isAnswer: true, isEnd: true) }
      for interface in middle.reversed() {
        add(interface, .ingress, isAnswer: true, isEnd: false)
        add(interface, .egress, isAnswer: true, isEnd: false)
      }
      if let sender = start.sender { add(sender, .ingress, isAnswer: true, isEnd: true) }
    }
    let (outcome, end) = Self.outcome(points)
    // Where it died the model's points beyond have nothing to show.
    let kept =
      outcome == .rejected || outcome == .lost
      ? points.indices.filter { $0 <= end || points[$0].isSeen }.map { points[$0] } : points
    return FollowedPath(
      source: start.sender.map { interfaces[$0].shortName } ?? "\(start.source)",
      destination: start.receiver.map { interfaces[$0].shortName } ?? "\(start.destination)",
      service: service, points: kept, outcome: outcome, end: end, answer: answer, question: question,
      hasPorts: hasAnswers, records: whole.accepted + whole.rejected, first: whole.first, last: whole.last)
  }

  /// The interfaces on the model's way between the ends, in its order.
  private func between(_ answer: Answer?, _ start: PathStart) -> [Int] {
    var found: [Int] = []
    for hop in answer?.explanation?.hops ?? [] where hop.direction == .forward && hop.leg == 0 {
      for interface in places(of: hop.component)
      where interface != start.sender && interface != start.receiver && !found.contains(interface) {
        found.append(interface)
      }
    }
    return found
  }

  /// The interfaces that a hop is at.
  private func places(of component: Component) -> [Int] {
    let topology = network.topology
    switch component.kind {
    case NetworkInterface.kindName:
      return interfaces.indices.filter { interfaces[$0].id.rawValue == component.id }
    case NATGateway.kindName:
      guard let gateway = topology.natGateways.first(where: { $0.id.rawValue == component.id }) else {
        return []
      }
      return interfaces.indices.filter { place in
        interfaces[place].kind == .natGateway
          && gateway.allAddresses.contains { interfaces[place].owns($0.address) }
      }
    case TransitGatewayAttachment.kindName:
      guard
        let attachment = topology.transitGatewayAttachments.first(where: { $0.id.rawValue == component.id }),
        case .vpc(_, let subnets) = attachment.kind
      else { return [] }
      return interfaces.indices.filter {
        interfaces[$0].kind == .transitGateway && subnets.contains(interfaces[$0].subnet)
      }
    case VPCEndpoint.kindName:
      let endpoint = topology.vpcEndpoints.first { $0.id.rawValue == component.id }
      return (endpoint?.interfaces ?? []).compactMap { network.index.interfaces[$0] }
    default: return []
    }
  }

  private func point(
    _ interface: Int, _ side: RuleDirection, isAnswer: Bool, isEnd: Bool, _ start: PathStart,
    _ whole: inout PathCount
  ) -> FollowedPath.Point {
    let own = interfaces[interface]
    let (sender, receiver) =
      isAnswer ? (start.destination, start.source) : (start.source, start.destination)
    var count = PathCount()
    var isShared = false
    let place = Place(
      interface: interface, side: side, protocolNumber: start.protocolNumber, port: start.port,
      isAnswer: isAnswer)
    for key in byPlace[place] ?? [] {
      // Where addresses are translated one of them is the gateway's own.
      let isHidden = !isEnd && (own.owns(key.source) || own.owns(key.destination))
      let matches =
        (key.source == sender || isHidden && own.owns(key.source))
        && (key.destination == receiver || isHidden && own.owns(key.destination))
      guard matches, let found = counts[key] else { continue }
      let isOwn = key.source == start.source || key.destination == start.source
      if isHidden, !isOwn { isShared = true }
      count.add(found)
    }
    if !isShared { whole.add(count) }
    let (passes, decision) = ruling(interface, side, isAnswer: isAnswer, start)
    return FollowedPath.Point(
      interface: name(interface), side: side, isAnswer: isAnswer, accepted: count.accepted,
      rejected: count.rejected, isCovered: covered.contains(interface), passes: passes, decision: decision,
      isShared: isShared)
  }

  /// An interface's name; a NAT gateway's own is what people know.
  private func name(_ interface: Int) -> String {
    let own = interfaces[interface]
    guard own.kind == .natGateway else { return own.shortName }
    let gateway = network.topology.natGateways.first { gateway in
      gateway.allAddresses.contains { own.owns($0.address) }
    }
    return gateway?.shortName ?? own.shortName
  }

  /// What the model says at a point.
  private func ruling(_ interface: Int, _ side: RuleDirection, isAnswer: Bool, _ start: PathStart) -> (
    Bool?, String
  ) {
    // The far end as the interface sees it: whoever is on the other side.
    let isTowardsServer = (side == .egress) != isAnswer
    let remote = isTowardsServer ? start.destination : start.source
    let port = isAnswer ? PortRange.windowsEphemeral.first : start.port
    let ruling = model.ruling(
      at: interface, side, IPProtocol(rawValue: start.protocolNumber), remote: remote, port: port)
    let passage = isAnswer ? ruling.lists : ruling.lists && ruling.groups
    switch passage {
    case .passes:
      guard !isAnswer else { return (true, "answers follow the request") }
      let rule = ruling.groupRules.first ?? ruling.listRules.first
      return (true, rule.map { words($0.filter, $0.rule) } ?? "nothing filters there")
    case .stops:
      if ruling.lists == .stops, let filter = ruling.listFilter {
        let rule = ruling.listRules.first { $0.filter == filter }?.rule
        return (false, words(filter, rule))
      }
      return (false, ruling.groupFilter.map { words($0, nil) } ?? "")
    case .unknown, .byType, .byBalancer: return (nil, "")
    }
  }

  private func words(_ filter: FilterID, _ rule: Int?) -> String {
    let described = network.describe(filter, rule)
    let component = "\(described.component.kind) \(described.component.name)"
    guard let rule = described.rule, rule != "*" else { return "\(component): no rule matches" }
    return "\(component): \(rule)"
  }

  /// What became of it, and where.
  private static func outcome(_ points: [FollowedPath.Point]) -> (FollowedPath.Outcome, Int) {
    if let stop = points.firstIndex(where: { $0.rejected > 0 && $0.accepted == 0 && !$0.isShared }) {
      return (.rejected, stop)
    }
    let requests = points.indices.filter { !points[$0].isAnswer }
    let answers = points.indices.filter { points[$0].isAnswer }
    let last = requests.last { points[$0].isSeen } ?? 0
    if let next = requests.first(where: { $0 > last && points[$0].isCovered }) { return (.lost, next) }
    if !answers.isEmpty, answers.contains(where: { points[$0].isCovered }),
      !answers.contains(where: { points[$0].isSeen && points[$0].accepted > 0 && !points[$0].isShared })
    {
      return (.unanswered, last)
    }
    return (.arrived, points.count - 1)
  }
}
