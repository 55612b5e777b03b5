package import PacketWalkDiagnostics
package import PacketWalkQueries

extension ReplayReport {
  /// A route and the records of what left by it.
  package struct RouteUse: Sendable {
    package var table: Component
    package var route: String
    /// What it leads to; nil for `local`, a blackhole, and one of several.
    package var gateway: Component?
    package var origin: Origin
    package var records: Int
    /// False where records can't be told to have taken it: AWS picks one of several, or a part of the table is not in the
    /// input.
    package var isTold: Bool
    /// Of the interfaces that the table routes for, of a transit gateway's the attachments, those that logged anything,
    /// and those that did not.
    package var logged: Int
    package var silent: Int
    /// Windows of those interfaces from which records are missing.
    package var skipped: Int
  }

  /// What routes lead to, and the records that went there, those with most first.
  package var gateways: [(component: Component, records: Int)] {
    var counts: [Component: Int] = [:]
    for use in routes ?? [] where use.isTold {
      if let gateway = use.gateway { counts[gateway, default: 0] += use.records }
    }
    return counts.sorted { left, right in
      if left.value != right.value { return left.value > right.value }
      return (left.key.kind, left.key.name, left.key.id) < (right.key.kind, right.key.name, right.key.id)
    }.map { ($0.key, $0.value) }
  }
}
