package import PacketWalkForwarding
package import PacketWalkTopology

/// Two networks that differ in rules, entries and routes only, compiled alike.
package struct NetworkRevision {
  package let before: Network
  package let after: Network
  let graph: GraphRevision

  /// Nil where more differs.
  ///
  /// - Complexity: O(resources), and two compilations where the networks speak of different addresses.
  package init?(from before: Network, to after: Network) {
    var frame = Frame(before: before.topology, after: after.topology)
    Topology.visitResources(&frame)
    guard frame.isSame else { return nil }
    let mentions = before.graph.mentions.union(after.graph.mentions)
    (self.before, self.after) = (before.compiled(with: mentions), after.compiled(with: mentions))
    guard let graph = GraphRevision(from: self.before.graph, to: self.after.graph) else { return nil }
    self.graph = graph
  }

  /// The network before with some groups, access lists and route tables as they are after, or the other way round; nil
  /// where those are not known throughout.
  ///
  /// - Parameter topology: that network's.
  package func network(
    taking elements: Set<ElementRef>, from isAfter: Bool, _ topology: Topology
  ) -> Network? {
    let (base, other) = isAfter ? (before, after) : (after, before)
    return base.graph.taking(elements, of: other.graph, to: topology, index: base.index).map(base.revised)
  }

  /// What the networks let pass differently.
  ///
  /// - Parameter asked: pairs whose own services are not told again.
  package func difference(
    _ options: ReachOptions = ReachOptions(), besides asked: [QuestionWalk] = [],
    scope: ReachDifference.Scope = .shared
  ) -> ReachDifference {
    let pairs = asked.map { AskedPair($0, in: before) }
    var difference = RevisionDifference(self, options, asked: pairs, scope: scope)
    return difference.difference()
  }

  /// Whether both hold the same resources at the same places, all but rules, entries and routes the same.
  private struct Frame: ResourceVisitor {
    let before: Topology
    let after: Topology
    var isSame: Bool

    init(before: Topology, after: Topology) {
      (self.before, self.after) = (before, after)
      isSame =
        before.coverage.missing.map(\.kind) == after.coverage.missing.map(\.kind)
        && before.blockPublicAccessOptions.count == after.blockPublicAccessOptions.count
    }

    mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
      guard isSame else { return }
      let (old, new) = (before[keyPath: path], after[keyPath: path])
      isSame = old.count == new.count && zip(old, new).allSatisfy { Self.isSame($0, $1) }
    }

    private static func isSame<R: Resource & Equatable>(_ old: R, _ new: R) -> Bool {
      guard old.id == new.id else { return false }
      var old = old
      old.info = new.info
      guard old != new else { return true }
      switch (old as Any, new as Any) {
      case (var old as SecurityGroup, let new as SecurityGroup):
        old.rules = new.rules
        return old == new
      case (var old as NetworkACL, let new as NetworkACL):
        old.entries = new.entries
        return old == new
      case (var old as RouteTable, let new as RouteTable):
        old.routes = new.routes
        return old == new
      // Only where it is written may be another.
      default: return FactText.of(old) == FactText.of(new)
      }
    }
  }
}
