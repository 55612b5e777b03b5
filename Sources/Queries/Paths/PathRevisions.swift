package import PacketWalkForwarding
import PacketWalkServiceSets
package import PacketWalkTopology

/// A network's answers, and one after the other those of networks that differ from it in a few rules, entries and routes:
/// only what asked for those is worked out again.
package struct PathRevisions {
  package let network: Network
  package var table: PathTable
  private let kinds: [Kind]
  /// The answers between kinds, by source and destination; -1 where one member is all there is on both sides.
  private var answers: [[Int32]] = []
  private var revised: RevisedMembers?
  private var deltas: [DeltaKey: ReachDelta] = [:]
  private var current: GraphRevision?

  /// Members of one class and party.
  private struct Kind {
    var number: Int
    var party: String
    /// The first two.
    var nodes: [ReachNode]
    var count = 1
  }

  private struct DeltaKey: Hashable {
    var before: Int
    var after: Int
  }

  /// - Complexity: that of the whole matrix.
  package init(_ network: Network, _ options: ReachOptions = ReachOptions()) {
    self.network = network
    table = PathTable(network, options)
    table.reacher.table.explorer.expectRevisions()
    var kinds: [Kind] = []
    var places: [KindKey: Int] = [:]
    for node in table.reacher.everyone(.what) {
      let key = KindKey(
        number: table.reacher.table.number(of: node), party: table.reacher.names.party(node))
      if let place = places[key] {
        kinds[place].count += 1
        if kinds[place].nodes.count < 2 { kinds[place].nodes.append(node) }
      } else {
        places[key] = kinds.count
        kinds.append(Kind(number: key.number, party: key.party, nodes: [node]))
      }
    }
    self.kinds = kinds
    let numbers = kinds.map(\.number)
    table.reacher.table.prepare(from: numbers, to: numbers)
    for source in kinds.indices {
      var row: [Int32] = []
      row.reserveCapacity(kinds.count)
      for destination in kinds.indices {
        row.append(
          hasPair(source, destination)
            ? Int32(table.reacher.table.answer(from: kinds[source].number, to: kinds[destination].number))
            : -1)
      }
      answers.append(row)
    }
  }

  private struct KindKey: Hashable {
    var number: Int
    var party: String
  }

  /// Whether there are two different members, or one part of the outside and itself.
  private func hasPair(_ source: Int, _ destination: Int) -> Bool {
    kinds[source].count > 1 || kinds[destination].count > 1
      || !kinds[source].nodes[0].isSame(as: kinds[destination].nodes[0])
  }

  // MARK: Revisions

  /// What edits make of the graph; nil where more than rules, entries and routes would be another.
  package func revision(by edits: [Edit]) -> GraphRevision? {
    guard let topology = try? network.topology.applying(edits) else { return nil }
    return network.graph.revised(by: edits, to: topology, index: network.index)
  }

  /// Answers by the revision until `end()`; false where it takes more than that.
  package mutating func begin(_ revision: GraphRevision) -> Bool {
    guard table.reacher.table.explorer.begin(revision) else { return false }
    current = revision
    revised = table.reacher.table.revisedMembers
    return true
  }

  package mutating func end() {
    table.reacher.table.explorer.endRevision()
    revised = nil
    current = nil
  }

  /// Does something by the network as it is.
  package mutating func asItIs<Result>(_ body: (inout PathTable) -> Result) -> Result {
    guard let current else { return body(&table) }
    end()
    defer { _ = begin(current) }
    return body(&table)
  }

  /// Shows some pairs as the revision has them: those that it touches, or all.
  package mutating func visit(
    _ pairs: PathPairs, all: Bool, _ visitor: (PathGroup, inout PathTable) -> Void
  ) {
    table.visit(pairs, touchedBy: all ? nil : revised, visitor)
  }

  // MARK: Differences

  /// What the revision lets pass differently, pair of kinds by pair; the visitor returns false to stop.
  private mutating func visit(
    _ visitor: (inout Self, _ source: Int, _ destination: Int, _ delta: DeltaKey) -> Bool
  ) {
    guard let revised else { return }
    func isOwn(_ place: Int) -> Bool { revised.own[kinds[place].number] }
    let own = kinds.indices.filter(isOwn)
    let receiving = kinds.indices.filter { revised.receiving[kinds[$0].number] }
    func look(_ source: Int, _ destination: Int) -> Bool {
      let before = Int(answers[source][destination])
      guard before >= 0 else { return true }
      let after = table.reacher.table.answer(from: kinds[source].number, to: kinds[destination].number)
      guard after != before else { return true }
      return visitor(&self, source, destination, DeltaKey(before: before, after: after))
    }
    for source in kinds.indices {
      if isOwn(source) {
        for destination in kinds.indices { guard look(source, destination) else { return } }
        continue
      }
      for destination in own { guard look(source, destination) else { return } }
      guard revised.sending[kinds[source].number] else { continue }
      for destination in receiving where !isOwn(destination) {
        guard table.reacher.table.isRevised(from: kinds[source].number, to: kinds[destination].number) else {
          continue
        }
        guard look(source, destination) else { return }
      }
    }
  }

  /// Whether any path is another.
  package mutating func isReal() -> Bool {
    var isReal = false
    visit { table, _, _, key in
      isReal = !table.delta(key).isEmpty
      return !isReal
    }
    return isReal
  }

  /// Of what is another that which comes first by an order of kind, source and destination party, and services.
  package mutating func first<Order: Comparable>(
    by order: (ReachDifference.Kind, _ source: String, _ destination: String, _ services: String) -> Order
  ) -> ReachDifference.Change? {
    var best: (order: Order, source: Int, destination: Int, kind: ReachDifference.Kind, services: ServiceSet)?
    var texts: [ServiceSet: String] = [:]
    visit { table, source, destination, key in
      for (kind, services) in table.delta(key) {
        let text = texts[services] ?? table.table.store.text(services)
        texts[services] = text
        let own = order(kind, table.kinds[source].party, table.kinds[destination].party, text)
        if best.map({ own < $0.order }) ?? true { best = (own, source, destination, kind, services) }
      }
      return true
    }
    guard let best else { return nil }
    return ReachDifference.Change(
      kind: best.kind, source: kinds[best.source].party, destination: kinds[best.destination].party,
      services: texts[best.services] ?? "", sources: [], destinations: [], pairs: 0,
      example: example(best.services, best.source, best.destination, best.kind))
  }

  private mutating func example(
    _ services: ServiceSet, _ source: Int, _ destination: Int, _ kind: ReachDifference.Kind
  ) -> Question? {
    let (senders, receivers) = (kinds[source].nodes, kinds[destination].nodes)
    func found(_ table: inout PathTable) -> Question? {
      for from in senders {
        for to in receivers where source != destination || !from.isSame(as: to) {
          if let found = table.reacher.example(of: services, from: from, to: to, where: kind.isShown(by:)) {
            return found
          }
        }
      }
      return nil
    }
    return kind == .closes ? asItIs(found) : found(&table)
  }

  private mutating func delta(_ key: DeltaKey) -> ReachDelta {
    if let known = deltas[key] { return known }
    let old = table.reacher.table.explorer.verdicts(numbered: key.before)
    let new = table.reacher.table.explorer.verdicts(numbered: key.after)
    let made = ReachDifference.Scope.everything.delta(from: old, to: new, in: &table.store)
    deltas[key] = made
    return made
  }
}
