/// A route of the topology.
package struct RouteKey: Hashable, Sendable, Comparable {
  /// Whether its table is a transit gateway's.
  package var isTransit: Bool
  /// The places of the table and of the route in it.
  package var table: Int
  package var route: Int

  package static func < (left: Self, right: Self) -> Bool { left.numbers < right.numbers }

  private var numbers: (Int, Int, Int) { (isTransit ? 1 : 0, table, route) }
}
