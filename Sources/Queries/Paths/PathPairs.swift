import PacketWalkForwarding

/// Pairs of members that were asked about once, to be asked about again.
package struct PathPairs: Sendable {
  fileprivate var sources: [PathBundle]
  fileprivate var destinations: [PathBundle]
  fileprivate var addressing: PathTable.Addressing
  /// By source how many hosts it has in common with which destinations: mostly with itself alone.
  private var shared: [[(destination: Int, count: Int)]]

  fileprivate init(
    _ sources: [PathBundle], _ destinations: [PathBundle], _ addressing: PathTable.Addressing
  ) {
    (self.sources, self.destinations, self.addressing) = (sources, destinations, addressing)
    var receivers: [ReachNode.Kind: [Int]] = [:]
    for (place, bundle) in destinations.enumerated() {
      for member in bundle.members where member.kind.isHost {
        receivers[member.kind, default: []].append(place)
      }
    }
    shared = sources.map { bundle in
      var counts: [Int: Int] = [:]
      for member in bundle.members where member.kind.isHost {
        for place in receivers[member.kind] ?? [] { counts[place, default: 0] += 1 }
      }
      return counts.map { ($0.key, $0.value) }
    }
  }

  /// The pairs of different hosts of two bundles.
  fileprivate func count(_ source: Int, _ destination: Int) -> Int {
    var count = sources[source].members.count * destinations[destination].members.count
    for own in shared[source] where own.destination == destination { count -= own.count }
    return count
  }
}

extension PathTable {
  /// The pairs that `groups(from:to:by:tellingApart:)` is about.
  package mutating func pairs(
    from sources: MemberSet, to destinations: MemberSet, by addressing: Addressing,
    tellingApart marks: [MemberSet] = []
  ) -> PathPairs {
    let key = PairsKey(
      sources: sources, destinations: destinations, addressing: addressing, marks: marks)
    if let known = pairs[key] { return known }
    let senders = bundles(network.members(sources, as: .sender), as: .sender, addressing, marks)
    let receivers = bundles(destinations, as: .receiver, addressing, marks)
    let made = PathPairs(senders, receivers, addressing)
    reacher.table.prepare(
      from: made.sources.flatMap(\.classes), to: made.destinations.flatMap(\.classes))
    pairs[key] = made
    return made
  }

  /// Shows how services fare between those of the pairs that a revision touches, or between all.
  ///
  /// - Complexity: O(*c*) for *c* classes of members, and the pairs that are touched.
  package mutating func visit(
    _ pairs: PathPairs, touchedBy revised: RevisedMembers?,
    _ visitor: (PathGroup, inout PathTable) -> Void
  ) {
    func ask(_ source: Int, _ destination: Int) {
      let count = pairs.count(source, destination)
      guard count > 0 else { return }
      let (from, to) = (pairs.sources[source], pairs.destinations[destination])
      if let group = group(from, to, pairs.addressing, pairs: count) { visitor(group, &self) }
    }
    guard let revised else {
      for source in pairs.sources.indices {
        for destination in pairs.destinations.indices { ask(source, destination) }
      }
      return
    }
    let touched = pairs.destinations.indices.filter { place in
      pairs.destinations[place].classes.contains { revised.own[$0] }
    }
    let receiving = pairs.destinations.indices.filter { place in
      pairs.destinations[place].classes.contains { revised.receiving[$0] }
    }
    for source in pairs.sources.indices {
      let classes = pairs.sources[source].classes
      if classes.contains(where: { revised.own[$0] }) {
        for destination in pairs.destinations.indices { ask(source, destination) }
        continue
      }
      for place in touched { ask(source, place) }
      guard classes.contains(where: { revised.sending[$0] }) else { continue }
      for place in receiving where !touched.contains(place) {
        let others = pairs.destinations[place].classes
        let isTouched = classes.contains { from in
          others.contains { reacher.table.isRevised(from: from, to: $0) }
        }
        if isTouched { ask(source, place) }
      }
    }
  }
}

/// Which classes of members a revision touches, by their numbers.
package struct RevisedMembers: Sendable {
  /// Their own groups' rules are others.
  var own: [Bool]
  /// There may be other pairs in which they send, and in which they receive.
  var sending: [Bool]
  var receiving: [Bool]
}

extension ReachTable {
  /// Which classes of members a revision touches.
  var revisedMembers: RevisedMembers {
    let ends = explorer.revisedEnds
    let count = sides.count
    func some(_ number: Int, _ held: [Bool], _ lists: [EndLists]) -> Bool {
      lists.contains { list in list.all(number).contains { held[list.ends[$0]] } }
    }
    return RevisedMembers(
      own: (0..<count).map { some($0, ends.own, [senders] + receivers) },
      sending: (0..<count).map { some($0, ends.sending, [senders]) },
      receiving: (0..<count).map { some($0, ends.receiving, receivers) })
  }

  /// Whether the answer between two classes of members may be another by the revision.
  func isRevised(from source: Int, to destination: Int) -> Bool {
    someWay(source, destination) { explorer.isRevised(from: $0, to: $1) }
  }

  func touch(of revision: GraphRevision) -> Explorer.Touch { explorer.touch(of: revision) }

  /// Whether the answer between two classes of members may be another by a revision, as far as that is known.
  func mayDiffer(from source: Int, to destination: Int, _ touch: Explorer.Touch) -> Bool {
    someWay(source, destination) { explorer.mayDiffer(from: $0, to: $1, touch) }
  }

  /// Whether something is true of some pair of addresses by which packets go from one class to another.
  private func someWay(_ source: Int, _ destination: Int, _ isMeant: (Int, Int) -> Bool) -> Bool {
    guard sides[source].asks(sides[destination]) else { return false }
    let list = receivers[sides[source] == .internet ? 1 : 0]
    func some(_ sending: Range<Int>, _ receiving: Range<Int>) -> Bool {
      sending.contains { from in receiving.contains { isMeant(senders.ends[from], list.ends[$0]) } }
    }
    return some(senders.four(source), list.four(destination))
      || some(senders.six(source), list.six(destination))
  }
}
