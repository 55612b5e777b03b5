import PacketWalkAddressing
import PacketWalkTopology

/// Turns ops into flat ones, for the options of the questions.
struct OpTranslator {
  private let graph: PacketGraph
  private let options: WalkOptions
  /// Whether Block Public Access stops nothing anywhere.
  private let isPublicAccessOpen: Bool

  init(_ graph: PacketGraph, _ options: WalkOptions) {
    self.graph = graph
    self.options = options
    // The places that stand for what the input does not hold, one after its own, are none to come from.
    isPublicAccessOpen =
      graph.vpcs.prefix(graph.topology.vpcs.count).allSatisfy { $0.publicAccess == .open }
      && graph.subnets.prefix(graph.topology.subnets.count).allSatisfy { $0.publicAccess == .open }
  }

  func translate(_ op: Op, _ layout: inout VerdictLayout) -> FlatOp {
    switch op {
    case .require(let condition, _, _): return conditional(.require, condition, &layout)
    case .goIf(let condition, let port):
      var flat = conditional(.goIf, condition, &layout)
      flat.c = layout.pc(port)
      return flat
    case .assume(let assumption, let condition): return assume(assumption, condition, &layout)
    case .ifAssumed(let assumption, let condition):
      switch options.settled[assumption] {
      case true?: return FlatOp(code: .nothing)
      case false?: return conditional(.skip, condition, &layout)
      case nil: return conditional(.note, condition, &layout)
      }
    case .filter(let filter, let tracking):
      var interface = FlatOp.none
      if case .interface(let index) = tracking { interface = index.rawValue }
      return FlatOp(code: .filter, a: filter.rawValue, b: interface)
    case .leave(let subnet, let filter, let table):
      return FlatOp(code: .leave, a: subnet.rawValue, b: filter.rawValue, c: table.rawValue)
    case .enter(let subnet, let filter):
      return FlatOp(code: .enter, a: subnet.rawValue, b: filter.rawValue)
    case .sent(nil): return FlatOp(code: .sent, a: FlatOp.none)
    case .sent(let subnet?):
      return FlatOp(code: .sent, a: subnet.rawValue, b: graph.subnets[subnet.value].zone.rawValue)
    case .zone(let zone): return FlatOp(code: .zone, a: zone.rawValue)
    case .identity(.become(let interface)): return FlatOp(code: .become, a: interface.rawValue)
    case .identity(.sender(let interface)): return FlatOp(code: .sender, a: interface.rawValue)
    case .identity(.lose): return FlatOp(code: .lose)
    case .identity(.arrive): return FlatOp(code: .arrive)
    case .exempt(let vpc): return FlatOp(code: .exempt, a: vpc.rawValue)
    case .onLink(let subnet): return FlatOp(code: .onLink, a: subnet.rawValue)
    case .local(let vpc): return FlatOp(code: .local, a: vpc.rawValue)
    case .lookup(let table): return FlatOp(code: .lookup, a: table.rawValue)
    case .byZone(let table): return FlatOp(code: .byZone, a: table.rawValue)
    case .rewrite(let id): return FlatOp(code: .rewrite, a: id.rawValue)
    case .remember(let kind, let resume):
      var flat = FlatOp(code: .remember, b: layout.pc(resume))
      flat.session = FlatSession.Key(kind)
      return flat
    case .recall(let kind, let port):
      var flat = FlatOp(code: .recall, b: port.map { layout.pc($0) } ?? FlatOp.none)
      flat.session = FlatSession.Key(kind)
      return flat
    case .choose(let id): return FlatOp(code: .choose, a: id.rawValue)
    case .listen(let id): return FlatOp(code: .listen, a: id.rawValue)
    // The connection behind it is asked about by `through` only, which is the whole walk's.
    case .relay(_, let place): return FlatOp(code: .deliver, a: place.rawValue)
    case .go(let port): return FlatOp(code: .go, a: layout.pc(port))
    case .deliverIfReply(let place): return FlatOp(code: .deliverIfReply, a: place.rawValue)
    case .deliverIfOwn(let interface, let place):
      return FlatOp(code: .deliverIfOwn, a: interface.rawValue, b: place.rawValue)
    case .deliver(let place): return FlatOp(code: .deliver, a: place.rawValue)
    case .drop: return FlatOp(code: .drop)
    case .missing: return FlatOp(code: .missing)
    case .inspect: return FlatOp(code: .whole)
    }
  }

  /// As `Walker.assume`, with what the options say of the assumption.
  private func assume(_ assumption: Assumption, _ condition: Guard?, _ layout: inout VerdictLayout) -> FlatOp
  {
    let code: FlatOp.Code
    switch (options.settled[assumption], assumption.stops != nil) {
    case (nil, true): code = .noteAndStop
    case (nil, false): code = .note
    case (true?, true), (false?, false): code = .require
    case (true?, false), (false?, true): return FlatOp(code: .nothing)
    }
    guard let condition else { return FlatOp(code: code) }
    return conditional(code, condition, &layout)
  }

  private func conditional(_ code: FlatOp.Code, _ condition: Guard, _ layout: inout VerdictLayout) -> FlatOp {
    func flat(_ condition: FlatGuard, _ a: UInt32 = 0, _ b: UInt32 = 0) -> FlatOp {
      FlatOp(code: code, condition: condition, a: a, b: b)
    }
    switch condition {
    case .sourceOwned(let interface): return flat(.sourceOwned, interface.rawValue)
    case .sourceNotOwned(let interface): return flat(.sourceNotOwned, interface.rawValue)
    case .destinationOwned(let interface): return flat(.destinationOwned, interface.rawValue)
    case .addressesIn(let source, let destination):
      return flat(.addressesIn, source.rawValue, destination.rawValue)
    case .sourceIn(let vpc): return flat(.sourceIn, vpc.rawValue)
    case .sourceIsInterface(let vpc): return flat(.sourceIsInterface, vpc.rawValue)
    case .destinationIsInterface(let vpc): return flat(.destinationIsInterface, vpc.rawValue)
    case .destinationAcceptsInternetGateway(let vpc):
      return flat(.destinationAcceptsInternetGateway, vpc.rawValue)
    case .destinationNotPrivate: return flat(.destinationNotPrivate)
    case .destinationNotShared: return flat(.destinationNotShared)
    case .sourceNotPrivate: return flat(.sourceNotPrivate)
    case .sourceNotShared: return flat(.sourceNotShared)
    case .natProtocol: return flat(.natProtocol)
    case .isTCP: return flat(.isTCP)
    case .gatewayEndpointProtocol: return flat(.gatewayEndpointProtocol)
    case .family4: return flat(.family4)
    case .family6: return flat(.family6)
    case .ipv6Supported(let isSupported): return flat(isSupported ? .always : .family4)
    case .isReply: return flat(.isReply)
    case .isRequest: return flat(.isRequest)
    case .mayBeginSession: return flat(.mayBeginSession)
    case .destinationIsNot(let address):
      return flat(.destinationIsNot, layout.addresses.appendSpan([FlatAddress(address)]).first)
    case .destinationIn(let prefix):
      return flat(.destinationIn, layout.prefixes.appendSpan([FlatPrefix(prefix)]).first)
    case .publicAccess where isPublicAccessOpen: return flat(.always)
    case .publicAccessUnknown where isPublicAccessOpen: return flat(.never)
    case .nat64Protocol, .passes, .notRedirected, .cameThisWay, .carrierCarriesOut, .carrierCarriesIn,
      .publicAccess, .publicAccessUnknown:
      return FlatOp(code: .whole)
    }
  }
}
