import PacketWalkAddressing

/// What an op may look at of the protocol, the ports or the ICMP type of a packet.
enum ServiceReading {
  case nothing
  /// What the filter's rules mention.
  case filter(FilterID)
  case everything
}

extension Op {
  /// What the op looks at, apart from the filters that it is about.
  func reading(in graph: PacketGraph) -> ServiceReading {
    switch self {
    case .require(let condition, _, _), .goIf(let condition, _), .ifAssumed(_, let condition):
      return condition.reading
    case .assume(_, let condition):
      return condition?.reading ?? .nothing
    case .rewrite(let id):
      let change = graph.rewrites[id.value]
      if case .embeddedIPv4 = change.destination { return .everything }
      return change.destinationPort == nil ? .nothing : .everything
    case .listen, .inspect, .relay: return .everything
    case .filter, .leave, .enter, .sent, .identity, .exempt, .onLink, .local, .lookup, .zone, .byZone,
      .remember, .recall, .choose, .go,
      .deliverIfReply, .deliverIfOwn, .deliver, .drop, .missing:
      return .nothing
    }
  }
}

extension Guard {
  fileprivate var reading: ServiceReading {
    switch self {
    case .natProtocol, .nat64Protocol, .isTCP, .gatewayEndpointProtocol, .mayBeginSession, .carrierCarriesOut,
      .carrierCarriesIn:
      .everything
    case .passes(let id): .filter(id)
    case .sourceOwned, .destinationOwned, .addressesIn, .sourceIn, .sourceIsInterface,
      .destinationIsInterface,
      .destinationAcceptsInternetGateway, .destinationNotPrivate, .destinationNotShared, .sourceNotPrivate,
      .sourceNotShared, .family4, .family6, .ipv6Supported, .isReply, .destinationIsNot, .destinationIn,
      .sourceNotOwned, .isRequest, .notRedirected, .cameThisWay, .publicAccess, .publicAccessUnknown:
      .nothing
    }
  }
}
