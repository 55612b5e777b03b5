/// The filters and tables that walks asked: an answer holds in another graph where these are the same.
package struct ReadSet: Hashable, Sendable {
  /// Filters at even places, tables at odd ones.
  private var words: [UInt64] = []

  package init() {}

  /// What a revision makes others.
  init(_ revision: GraphRevision) {
    for filter in revision.filters { insert(filter) }
    for table in revision.tables { insert(table) }
  }

  private mutating func insert(_ place: Int) {
    while words.count <= place / 64 { words.append(0) }
    words[place / 64] |= 1 << UInt64(place % 64)
  }

  package mutating func insert(_ filter: FilterID) { insert(2 * filter.value) }
  package mutating func insert(_ table: TableID) { insert(2 * table.value + 1) }

  package mutating func formUnion(_ other: ReadSet) {
    while words.count < other.words.count { words.append(0) }
    for place in other.words.indices { words[place] |= other.words[place] }
  }

  package func overlaps(_ other: ReadSet) -> Bool {
    for place in 0..<min(words.count, other.words.count) where words[place] & other.words[place] != 0 {
      return true
    }
    return false
  }

  /// Notes what an op asks by itself; filters are noted where they are evaluated.
  mutating func note(_ op: Op) {
    switch op {
    case .lookup(let table), .leave(_, _, let table): insert(table)
    case .require(let condition, _, _), .goIf(let condition, _), .ifAssumed(_, let condition): note(condition)
    case .assume(_, let condition): if let condition { note(condition) }
    case .filter, .enter, .sent, .identity, .exempt, .onLink, .local, .zone, .byZone, .rewrite, .remember,
      .recall, .inspect, .choose, .listen, .relay, .go, .deliverIfReply, .deliverIfOwn, .deliver, .drop,
      .missing:
      break
    }
  }

  private mutating func note(_ condition: Guard) {
    switch condition {
    case .passes(let filter): insert(filter)
    case .notRedirected(let table): insert(table)
    case .publicAccess(let side), .publicAccessUnknown(let side):
      if case .in(_, via: let table?) = side { insert(table) }
    case .sourceOwned, .destinationOwned, .sourceNotOwned, .addressesIn, .sourceIn, .sourceIsInterface,
      .destinationIsInterface, .destinationAcceptsInternetGateway, .destinationNotPrivate,
      .destinationNotShared, .sourceNotPrivate, .sourceNotShared, .natProtocol, .nat64Protocol, .isTCP,
      .gatewayEndpointProtocol, .family4, .family6, .ipv6Supported, .isReply, .mayBeginSession,
      .destinationIsNot, .destinationIn, .isRequest, .cameThisWay, .carrierCarriesOut, .carrierCarriesIn:
      break
    }
  }
}
