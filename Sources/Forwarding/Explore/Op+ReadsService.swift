import PacketWalkAddressing

extension Op {
  /// Whether what the op does may depend on the protocol, the ports or the ICMP type of a packet, apart from the
  /// filters that it asks.
  func readsService(in graph: PacketGraph) -> Bool {
    switch self {
    case .require(let condition, _, _), .goIf(let condition, _), .ifAssumed(_, let condition):
      return condition.readsService(in: graph)
    case .assume(_, let condition):
      return condition?.readsService(in: graph) ?? false
    case .rewrite(let id):
      let change = graph.rewrites[id.value]
      if case .embeddedIPv4 = change.destination { return true }
      return change.destinationPort != nil
    case .listen, .inspect, .relay: return true
    case .filter, .leave, .enter, .sent, .identity, .exempt, .onLink, .local, .lookup, .zone, .byZone,
      .remember, .recall, .choose, .go,
      .deliverIfReply, .deliverIfOwn, .deliver, .drop, .missing:
      return false
    }
  }
}

extension Guard {
  fileprivate func readsService(in graph: PacketGraph) -> Bool {
    switch self {
    case .natProtocol, .nat64Protocol, .isTCP, .gatewayEndpointProtocol, .mayBeginSession, .carrierCarriesOut,
      .carrierCarriesIn:
      true
    case .passes(let id): graph.filterProtocols[id.value].map { !$0.isEmpty } ?? true
    case .sourceOwned, .destinationOwned, .addressesIn, .sourceIn, .sourceIsInterface,
      .destinationIsInterface,
      .destinationAcceptsInternetGateway, .destinationNotPrivate, .destinationNotShared, .sourceNotPrivate,
      .sourceNotShared, .family4, .family6, .ipv6Supported, .isReply, .destinationIsNot, .destinationIn,
      .sourceNotOwned, .isRequest, .notRedirected, .cameThisWay, .publicAccess, .publicAccessUnknown:
      false
    }
  }
}
