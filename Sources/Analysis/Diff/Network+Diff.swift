import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

extension Network {
  /// How many changed resources are tried one by one: fewer where each trial compiles a large network, or asks much.
  fileprivate func causeLimit(paths: Int) -> Int {
    min(400, max(10, 400_000 / max(1, topology.networkInterfaces.count)), 20_000 / max(1, paths))
  }

  /// What another network lets pass that this one does not and the other way round, each with its cause: a changed
  /// resource that makes the difference when it alone is changed is sufficient, one without whose change there is
  /// none is necessary.
  ///
  /// - Complexity: that of both matrices, and two compilations for each changed resource.
  package func diff(to after: Network, _ options: ReachOptions = ReachOptions()) -> NetworkDiff {
    let changes = ResourceChange.all(from: self, to: after)
    let difference = self.difference(to: after, options, scope: .everything)
    let finder = CauseFinder(before: self, after: after, changes: changes, options: options)
    let causes = finder.causes(of: difference.changes)
    func names(_ network: Network) -> [String: String] {
      Dictionary(
        network.topology.networkInterfaces.filter { !$0.kind.isGateway }
          .map { ($0.id.rawValue, $0.shortName) }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (names(self), names(after))
    return NetworkDiff(
      changes: changes,
      paths: zip(difference.changes, causes).map { change, cause in
        NetworkDiff.Path(change: change, cause: change.isLone ? .member : cause)
      },
      appeared: new.filter { old[$0.key] == nil }.map(\.value).sorted(),
      vanished: old.filter { new[$0.key] == nil }.map(\.value).sorted())
  }
}

/// Tries changes alone and leaves them out alone.
private struct CauseFinder {
  let before: Network
  let after: Network
  let changes: [ResourceChange]
  let options: ReachOptions

  /// What becomes of a packet; what can't be asked about, as an address that nobody has, is delivered to nobody.
  private struct Fate: Equatable {
    var isDelivered = false
    var isAnswered = false
    /// Where more counts than whether it arrives and is answered.
    var verdict: Verdict?
  }

  func causes(of paths: [ReachDifference.Change]) -> [NetworkDiff.Cause] {
    guard changes.count <= after.causeLimit(paths: paths.count) else { return paths.map { _ in .tooMany } }
    let old = paths.map { fate($0, in: before) }
    let new = paths.map { fate($0, in: after) }
    var sufficient: [[Int]] = paths.map { _ in [] }
    var necessary: [[Int]] = paths.map { _ in [] }
    for place in changes.indices {
      let with = network([place], from: before, isAfter: true)
      let without = network([place], from: after, isAfter: false)
      for (number, path) in paths.enumerated() where old[number] != new[number] {
        if fate(path, in: with) == new[number] { sufficient[number].append(place) }
        if fate(path, in: without) == old[number] { necessary[number].append(place) }
      }
    }
    return paths.indices.map { number in
      guard old[number] != new[number] else { return .unasked }
      guard sufficient[number].isEmpty else {
        return .alone(sufficient: sufficient[number], necessary: necessary[number])
      }
      return joint(paths[number], new[number]).map { .jointly($0) } ?? .elsewhere
    }
  }

  /// The smallest set that deletion finds; nil where not even all changes make the difference.
  private func joint(_ path: ReachDifference.Change, _ wanted: Fate) -> [Int]? {
    var kept = Array(changes.indices)
    guard fate(path, in: network(kept, from: before, isAfter: true)) == wanted else { return nil }
    for place in changes.indices {
      let rest = kept.filter { $0 != place }
      if fate(path, in: network(rest, from: before, isAfter: true)) == wanted { kept = rest }
    }
    return kept
  }

  private func network(_ places: [Int], from base: Network, isAfter: Bool) -> Network {
    var topology = base.topology
    for place in places { changes[place].apply(to: &topology, after: isAfter) }
    return Network(topology, findings: base.findings)
  }

  private func fate(_ path: ReachDifference.Change, in network: Network) -> Fate {
    guard !path.isLone, let question = path.example,
      let answers = try? network.answers(
        to: question, isStrict: options.isStrict, settled: options.settled,
        respectsHealth: options.respectsHealth), let answer = answers.first, answers.count == 1
    else { return Fate() }
    var fate = Fate(
      isDelivered: answer.delivered == .all || answer.delivered == .some,
      isAnswered: answer.verdict == .reachable || answer.verdict == .intermittent)
    switch path.kind {
    case .opens, .closes: break
    case .becomesIntermittent, .becomesReliable, .becomesUnknown, .becomesKnown: fate.verdict = answer.verdict
    }
    return fate
  }
}
