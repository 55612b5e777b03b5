extension Op {
  /// Whether nothing is performed after it in its place.
  var isLast: Bool {
    switch self {
    case .go, .deliver, .drop, .missing, .lookup, .local, .choose, .listen, .relay, .byZone: true
    case .require, .filter, .leave, .enter, .sent, .identity, .exempt, .onLink, .zone, .goIf, .rewrite,
      .remember,
      .recall, .inspect, .assume, .ifAssumed, .deliverIfReply, .deliverIfOwn:
      false
    }
  }

  /// The op with stand-ins for an interface, its groups' filters, its place and its ports.
  func standingIn(for interface: InterfaceIndex, _ place: PlaceID, ports: [PortID]) -> Op {
    let anyone = InterfaceIndex(Int(UInt32.max))
    let nowhere = PlaceID(Int(UInt32.max))
    func port(_ port: PortID) -> PortID {
      ports.firstIndex(of: port).map { PortID(Int(UInt32.max) - $0) } ?? port
    }
    switch self {
    case .filter(_, .interface(interface)): return .filter(FilterID(Int(UInt32.max)), .interface(anyone))
    case .require(.sourceOwned(interface), let code, let isFatal):
      return .require(.sourceOwned(by: anyone), code, isFatal: isFatal)
    case .require(.destinationOwned(interface), let code, let isFatal):
      return .require(.destinationOwned(by: anyone), code, isFatal: isFatal)
    case .identity(.sender(interface)): return .identity(.sender(anyone))
    case .identity(.become(interface)): return .identity(.become(anyone))
    case .deliverIfOwn(interface, place): return .deliverIfOwn(anyone, nowhere)
    case .deliverIfReply(place): return .deliverIfReply(nowhere)
    case .deliver(place): return .deliver(nowhere)
    case .recall(.steer(interface), let at): return .recall(.steer(anyone), at: at)
    case .recall(.accelerator(interface), let at): return .recall(.accelerator(anyone), at: at)
    case .go(let next): return .go(port(next))
    default: return self
    }
  }

  /// The op with stand-ins for a subnet and the port by which packets leave it.
  func standingIn(for subnet: SubnetIndex, _ out: PortID) -> Op {
    let anywhere = SubnetIndex(Int(UInt32.max))
    switch self {
    case .leave(subnet, let filter, let table): return .leave(anywhere, filter, table)
    case .enter(subnet, let filter): return .enter(anywhere, filter)
    case .sent(from: subnet): return .sent(from: anywhere)
    case .onLink(subnet): return .onLink(anywhere)
    // Stand-ins for an interface's ports come before.
    case .go(out): return .go(PortID(Int(UInt32.max) - 3))
    default: return self
    }
  }
}
