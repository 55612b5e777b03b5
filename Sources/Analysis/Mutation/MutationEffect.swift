package import PacketWalkQueries

/// What a mutant opens or closes: the worst of it.
package struct MutationEffect: Hashable, Sendable {
  /// How bad it is, the worst first.
  package enum Rank: Int, Hashable, Sendable, CaseIterable, Comparable {
    case fromInternet
    case toInternet
    case opens
    case closes
    /// Works sometimes now, or is not known any more; or the other way round.
    case other

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  package var kind: ReachDifference.Kind
  /// Parties: `sg:web`, `internet`.
  package var source: String
  package var destination: String
  /// As a list.
  package var services: String
  /// A packet of them, as `explain` understands it in the network that lets it pass.
  package var example: Question?

  package init(
    _ kind: ReachDifference.Kind, from source: String, to destination: String, on services: String,
    example: Question?
  ) {
    self.kind = kind
    self.source = source
    self.destination = destination
    self.services = services
    self.example = example
  }

  package var rank: Rank {
    switch kind {
    case .opens: source == "internet" ? .fromInternet : destination == "internet" ? .toInternet : .opens
    case .closes: .closes
    case .becomesIntermittent, .becomesReliable, .becomesUnknown, .becomesKnown: .other
    }
  }

  /// The worst of a difference; nil where nothing is another.
  package init?(worstOf difference: ReachDifference) {
    let effects = difference.changes.map {
      MutationEffect(
        $0.kind, from: $0.source, to: $0.destination, on: $0.services, example: $0.example)
    }
    guard let worst = effects.min(by: { $0.order < $1.order }) else { return nil }
    self = worst
  }

  /// What stands before what.
  package var order: Order {
    Order(rank: rank, destination: destination, source: source, services: services)
  }

  package struct Order: Hashable, Sendable, Comparable {
    var rank: Rank
    var destination: String
    var source: String
    var services: String

    package static func < (left: Self, right: Self) -> Bool {
      (left.rank, left.destination, left.source, left.services)
        < (right.rank, right.destination, right.source, right.services)
    }
  }
}
