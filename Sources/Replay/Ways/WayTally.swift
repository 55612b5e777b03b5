/// Records that took another way than the route that is there for them.
package struct WayKey: Hashable, Sendable, Comparable {
  /// The route table's place in the topology.
  package var table: Int
  /// The route's place in it; -1 for an implied local one, and where there is none.
  package var route: Int
  package var way: FlowWay
  /// What `traffic-path` says.
  package var path: UInt8

  package static func < (left: Self, right: Self) -> Bool {
    if (left.table, left.route, left.path) != (right.table, right.route, right.path) {
      return (left.table, left.route, left.path) < (right.table, right.route, right.path)
    }
    return left.way.rawValue < right.way.rawValue
  }
}

/// What `traffic-path` says of routes; whatever the order in which tallies come together, the sum is the same.
package struct WayTally: Sendable, Equatable {
  /// Records whose way is that of the topology's route, and those of which the topology can't tell theirs.
  package var agreeing = 0
  package var unjudged = 0
  package private(set) var others: [WayKey: DisagreementTally] = [:]

  package var isEmpty: Bool { self == WayTally() }

  mutating func note(_ key: WayKey, _ tally: DisagreementTally) {
    _ = others.note(key, tally)
  }

  mutating func add(_ other: WayTally) {
    agreeing += other.agreeing
    unjudged += other.unjudged
    for (key, tally) in other.others { note(key, tally) }
  }
}
