/// What of a graph names an interface besides itself: the reason why others of the same kind may fare otherwise.
struct InterfaceMentions {
  /// As one of the alternatives of a choice, where any of the same kind might stand.
  struct Membership: Hashable {
    var choice: ChoiceID
    var rule: Int
    var targetPort: UInt16?
    var isUnhealthy: Bool
    var isDoubtful: Bool
    /// Whether the alternative has a port of its own that leads there.
    var hasPort: Bool
  }

  /// By interface.
  private(set) var memberships: [InterfaceIndex: [Membership]] = [:]
  /// Interfaces that a route, a session or anything else singles out.
  private(set) var singled: Set<InterfaceIndex> = []

  private let graph: PacketGraph

  /// - Complexity: O(*n*) for *n* ops, entries and alternatives.
  init(_ graph: PacketGraph) {
    self.graph = graph
    for table in graph.tables { for entry in table.entries { note(entry.port, from: nil) } }
    for table in graph.zoneTables { for entry in table.ports { note(entry.port, from: nil) } }
    for table in graph.listeners { for entry in table.entries { note(entry.target, from: nil) } }
    var ownerOfPort: [PortID: InterfaceIndex] = [:]
    for (place, choice) in graph.choices.enumerated() {
      for alternative in choice.alternatives {
        guard alternative.element.kind == .networkInterface else {
          note(alternative.port, from: nil)
          continue
        }
        let interface = InterfaceIndex(Int(alternative.element.index))
        let hasPort = graph.ports[alternative.port.value].element.kind != .networkInterface
        if hasPort { ownerOfPort[alternative.port] = interface }
        memberships[interface, default: []].append(
          Membership(
            choice: ChoiceID(place), rule: alternative.rule, targetPort: alternative.targetPort,
            isUnhealthy: alternative.isUnhealthy, isDoubtful: alternative.isDoubtful,
            hasPort: hasPort))
      }
    }
    noteOps(ownerOfPort)
  }

  private mutating func noteOps(_ ownerOfPort: [PortID: InterfaceIndex]) {
    let starts = graph.ports.indices.sorted { graph.ports[$0].start < graph.ports[$1].start }
    for (order, place) in starts.enumerated() {
      let begin = Int(graph.ports[place].start)
      let end = order + 1 < starts.count ? Int(graph.ports[starts[order + 1]].start) : graph.ops.count
      guard begin < end else { continue }
      // A port that stands for one alternative speaks of that one's interface as the interface itself does.
      let owner = interface(of: PortID(place)) ?? ownerOfPort[PortID(place)]
      let other = ownerOfPort[PortID(place)]
      for op in graph.ops[begin..<end] {
        for interface in op.interfaces where interface != owner && interface != other {
          singled.insert(interface)
        }
        for port in op.ports where self.interface(of: port) != other { note(port, from: owner) }
        if let interface = op.place.flatMap({ graph.places[$0.value].interface }), interface != owner,
          interface != other
        {
          singled.insert(interface)
        }
      }
    }
  }

  /// A port that leads to an interface from elsewhere.
  private mutating func note(_ port: PortID, from owner: InterfaceIndex?) {
    guard let interface = interface(of: port), interface != owner else { return }
    singled.insert(interface)
  }

  private func interface(of port: PortID) -> InterfaceIndex? {
    let element = graph.ports[port.value].element
    return element.kind == .networkInterface ? InterfaceIndex(Int(element.index)) : nil
  }
}

extension Op {
  /// The interfaces that the op names.
  var interfaces: [InterfaceIndex] {
    switch self {
    case .require(let condition, _, _), .goIf(let condition, _), .ifAssumed(_, let condition):
      return condition.interfaces
    case .assume(_, let condition): return condition?.interfaces ?? []
    case .filter(_, let tracking):
      guard case .interface(let index) = tracking else { return [] }
      return [index]
    case .identity(let rule):
      switch rule {
      case .sender(let index), .become(let index): return [index]
      case .lose, .arrive: return []
      }
    case .remember(let kind, _), .recall(let kind, _): return kind.interfaces
    case .deliverIfOwn(let index, _): return [index]
    case .leave, .enter, .sent, .exempt, .onLink, .local, .lookup, .zone, .byZone, .rewrite, .inspect,
      .choose,
      .listen, .relay, .go, .deliverIfReply, .deliver, .drop, .missing:
      return []
    }
  }

  /// Where the op lets packets end.
  var place: PlaceID? {
    switch self {
    case .relay(_, let place), .deliverIfReply(let place), .deliverIfOwn(_, let place), .deliver(let place):
      place
    case .require, .filter, .leave, .enter, .sent, .identity, .exempt, .onLink, .local, .lookup, .zone, .goIf,
      .byZone, .rewrite, .remember, .recall, .inspect, .choose, .listen, .assume, .ifAssumed, .go, .drop,
      .missing:
      nil
    }
  }

  /// The ports that the op leads to by itself.
  var ports: [PortID] {
    switch self {
    case .goIf(_, let port), .go(let port), .remember(_, let port): [port]
    case .recall(_, let port): port.map { [$0] } ?? []
    case .require, .filter, .leave, .enter, .sent, .identity, .exempt, .onLink, .local, .lookup, .zone,
      .byZone,
      .rewrite, .inspect, .choose, .listen, .relay, .assume, .ifAssumed, .deliverIfReply, .deliverIfOwn,
      .deliver, .drop, .missing:
      []
    }
  }
}

extension Guard {
  fileprivate var interfaces: [InterfaceIndex] {
    switch self {
    case .sourceOwned(let index), .destinationOwned(let index), .sourceNotOwned(let index): [index]
    case .cameThisWay(let kind): kind.interfaces
    case .addressesIn, .sourceIn, .sourceIsInterface, .destinationIsInterface,
      .destinationAcceptsInternetGateway,
      .destinationNotPrivate, .destinationNotShared, .sourceNotPrivate, .sourceNotShared, .natProtocol,
      .nat64Protocol, .isTCP, .gatewayEndpointProtocol, .passes, .family4, .family6, .ipv6Supported, .isReply,
      .mayBeginSession, .destinationIsNot, .destinationIn, .isRequest, .notRedirected, .carrierCarriesOut,
      .carrierCarriesIn, .publicAccess, .publicAccessUnknown:
      []
    }
  }
}

extension SessionKind {
  fileprivate var interfaces: [InterfaceIndex] {
    switch self {
    case .natInstance(let index), .balancer(let index), .steer(let index), .accelerator(let index),
      .connectEndpoint(let index), .privateLink(let index):
      [index]
    case .nat, .inspection, .egressOnly, .clientVPN, .transit: []
    }
  }
}
