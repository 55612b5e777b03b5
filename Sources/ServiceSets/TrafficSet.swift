package import PacketWalkAddressing

/// A set of (address, service): what a rule matches, or several do together. Exact, and in one form only for
/// the handles of one store.
package struct TrafficSet: Hashable, Sendable {
  /// Addresses with one set of services.
  package struct Piece: Hashable, Sendable {
    package var range: AddressRange
    package var services: ServiceSet
  }

  /// Sorted and disjoint; neighbours that touch have other services; none has no services.
  package private(set) var pieces: [Piece]

  /// Nothing.
  package init() { pieces = [] }

  /// The same services for all of some addresses.
  package init(_ addresses: AddressSet, _ services: ServiceSet) {
    pieces = services.isEmpty ? [] : addresses.ranges.map { Piece(range: $0, services: services) }
  }

  package var isEmpty: Bool { pieces.isEmpty }

  /// All addresses that occur with any service.
  package var addresses: AddressSet { AddressSet(pieces.map(\.range)) }

  /// The services of an address.
  package func services(of address: IPAddress) -> ServiceSet {
    pieces.first { $0.range.contains(address) }?.services ?? .none
  }

  package func union(_ other: TrafficSet, in store: inout ServiceSetStore) -> TrafficSet {
    join(other) { store.union($0, $1) }
  }

  package func intersection(_ other: TrafficSet, in store: inout ServiceSetStore) -> TrafficSet {
    join(other) { store.intersection($0, $1) }
  }

  package func subtracting(_ other: TrafficSet, in store: inout ServiceSetStore) -> TrafficSet {
    join(other) { store.subtracting($0, $1) }
  }

  /// Whether all of this lies in the others together.
  package func isCovered(by others: some Sequence<TrafficSet>, in store: inout ServiceSetStore) -> Bool {
    var rest = self
    for other in others {
      if rest.isEmpty { return true }
      rest = rest.subtracting(other, in: &store)
    }
    return rest.isEmpty
  }

  /// A smallest list of others that together cover this, by their places: none of it can be left out. Nil where
  /// all of them do not.
  ///
  /// What stands last is left out first, so that of several lists the one of the first is found.
  ///
  /// - Complexity: O(*k*²) subtractions for the *k* of the others that share anything with this.
  package func cover(among others: [TrafficSet], in store: inout ServiceSetStore) -> [Int]? {
    var needed = others.indices.filter { !intersection(others[$0], in: &store).isEmpty }
    guard isCovered(by: needed.map { others[$0] }, in: &store) else { return nil }
    // One that does it alone says it best.
    for place in needed where isCovered(by: CollectionOfOne(others[place]), in: &store) { return [place] }
    for place in needed.reversed() {
      let without = needed.filter { $0 != place }
      if isCovered(by: without.map { others[$0] }, in: &store) { needed = without }
    }
    return needed
  }

  /// Both sets, piece by piece of either.
  private func join(_ other: TrafficSet, _ combine: (ServiceSet, ServiceSet) -> ServiceSet) -> TrafficSet {
    var joined = TrafficSet()
    var (own, others) = (0, 0)
    var start = [pieces.first?.range.first, other.pieces.first?.range.first].compactMap { $0 }.min()
    while let place = start {
      let left = own < pieces.count ? pieces[own] : nil
      let right = others < other.pieces.count ? other.pieces[others] : nil
      guard left != nil || right != nil else { break }
      let isInLeft = left.map { $0.range.first <= place } ?? false
      let isInRight = right.map { $0.range.first <= place } ?? false
      // Up to whichever comes first: the end of a piece that we are in, or the beginning of one that we are not.
      var last = isInLeft ? left?.range.last : nil
      if isInRight, let end = right?.range.last { last = min(last ?? end, end) }
      for next in [isInLeft ? nil : left?.range.first, isInRight ? nil : right?.range.first] {
        guard let next, next.family == place.family, next.bits > place.bits else { continue }
        let end = IPAddress(family: next.family, bits: next.bits - 1)
        last = min(last ?? end, end)
      }
      if isInLeft || isInRight, let last {
        let services = combine(
          isInLeft ? left?.services ?? .none : .none, isInRight ? right?.services ?? .none : .none)
        joined.append(AddressRange(unchecked: place, last), services)
        if isInLeft, left?.range.last == last { own += 1 }
        if isInRight, right?.range.last == last { others += 1 }
        start = last.advanced(by: 1)
      } else {
        start = nil
      }
      // Across a gap, or to the next family.
      let beginnings = [
        own < pieces.count ? pieces[own].range.first : nil,
        others < other.pieces.count ? other.pieces[others].range.first : nil,
      ].compactMap { $0 }
      guard let next = beginnings.min() else { break }
      start = start.map { max($0, next) } ?? next
    }
    return joined
  }

  private mutating func append(_ range: AddressRange, _ services: ServiceSet) {
    guard !services.isEmpty else { return }
    if let end = pieces.last, end.services == services, end.range.isBefore(range) {
      pieces[pieces.count - 1].range = AddressRange(unchecked: end.range.first, range.last)
    } else {
      pieces.append(Piece(range: range, services: services))
    }
  }
}
