import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Finds which changes make the difference.
///
/// Only what an answer rests on can make it another. Where that is one change, it makes the difference alone and there
/// is none without it; of several each is tried alone and left out alone.
struct CauseFinder {
  let before: Network
  let after: Network
  /// Set where they differ in rules, entries and routes only.
  let revision: NetworkRevision?
  let changes: [ResourceChange]
  let options: ReachOptions

  /// How many compilations and walks are worth a path's cause.
  private var trialLimit: Int { min(400, max(10, 400_000 / max(1, after.topology.networkInterfaces.count))) }
  private static var walkLimit: Int { 40_000 }

  func causes(of paths: [ReachDifference.Change]) -> [NetworkDiff.Cause] {
    let isComparable = missing(before) == missing(after)
    let candidates = isComparable ? candidates(of: paths) : paths.map { _ in Array(changes.indices) }
    var causes: [NetworkDiff.Cause] = candidates.map { places in
      guard isComparable, let place = places.first, places.count == 1, changes[place].isLocal else {
        return .tooMany
      }
      return .alone(sufficient: [place], necessary: [place])
    }
    let open = paths.indices.filter { causes[$0] == .tooMany }
    let tried = Set(open.flatMap { candidates[$0] }).sorted()
    let walks = open.reduce(0) { $0 + 2 + 2 * candidates[$1].count }
    guard tried.count <= trialLimit, walks <= Self.walkLimit else { return causes }
    for (number, cause) in zip(open, tryOut(open.map { (paths[$0], candidates[$0]) }, tried)) {
      causes[number] = cause
    }
    return causes
  }

  /// What one input leaves out and the other has is no change of any resource.
  private func missing(_ network: Network) -> Set<ResourceKind> {
    Set(network.topology.coverage.missing.map(\.kind))
  }

  /// By path the changes that its answers rest on, or may.
  private func candidates(of paths: [ReachDifference.Change]) -> [[Int]] {
    let all = Array(changes.indices)
    let asking = changes.map { change in
      change.isLocal ? (old: change.reads(in: before), new: change.reads(in: after)) : nil
    }
    return parallelMap(paths, threads: 64, chunk: 64) { [before, after, options] path in
      guard let question = path.example, !path.isLone, let old = try? before.reads(by: question, options),
        let new = try? after.reads(by: question, options)
      else { return all }
      return all.filter { place in
        asking[place].map { $0.old.overlaps(old) || $0.new.overlaps(new) } ?? true
      }
    }
  }

  /// Tries changes alone and leaves them out alone.
  private func tryOut(_ paths: [(change: ReachDifference.Change, candidates: [Int])], _ tried: [Int])
    -> [NetworkDiff.Cause]
  {
    let old = paths.map { Fate(of: $0.change, in: before, options) }
    let new = paths.map { Fate(of: $0.change, in: after, options) }
    // Only a few fields of each are its own.
    let edited = tried.map { place in
      (
        place: place, element: changes[place].element(in: after.topology),
        with: topology([place], from: before, isAfter: true),
        without: topology([place], from: after, isAfter: false)
      )
    }
    let trials = parallelMap(edited, threads: 64, chunk: 1) { [before, after, revision, options] edited in
      // Where rules, entries and routes are all that differs, no more is compiled than those.
      let revised = edited.element.flatMap { element in
        revision.map { revision in
          (
            with: revision.network(taking: [element], from: true, edited.with),
            without: revision.network(taking: [element], from: false, edited.without)
          )
        }
      }
      let with = revised?.with ?? Network(edited.with, findings: before.findings)
      let without = revised?.without ?? Network(edited.without, findings: after.findings)
      return paths.indices.map { number in
        let path = paths[number]
        let isAsked = old[number] != new[number] && path.candidates.contains(edited.place)
        return (
          isEnough: isAsked && Fate(of: path.change, in: with, options) == new[number],
          isNeeded: isAsked && Fate(of: path.change, in: without, options) == old[number]
        )
      }
    }
    return paths.indices.map { number in
      guard old[number] != new[number] else { return .unasked }
      let sufficient = tried.indices.filter { trials[$0][number].isEnough }.map { tried[$0] }
      let necessary = tried.indices.filter { trials[$0][number].isNeeded }.map { tried[$0] }
      guard sufficient.isEmpty else { return .alone(sufficient: sufficient, necessary: necessary) }
      let (path, candidates) = paths[number]
      return joint(path, candidates, new[number]).map { .jointly($0) } ?? .elsewhere
    }
  }

  /// The smallest set that deletion finds; nil where not even all candidates make the difference.
  private func joint(_ path: ReachDifference.Change, _ candidates: [Int], _ wanted: Fate) -> [Int]? {
    var kept = candidates
    guard fate(path, by: kept) == wanted else { return nil }
    for place in candidates {
      let rest = kept.filter { $0 != place }
      if fate(path, by: rest) == wanted { kept = rest }
    }
    return kept
  }

  private func fate(_ path: ReachDifference.Change, by places: [Int]) -> Fate {
    let topology = topology(places, from: before, isAfter: true)
    return Fate(of: path, in: Network(topology, findings: before.findings), options)
  }

  private func topology(_ places: [Int], from base: Network, isAfter: Bool) -> Topology {
    var topology = base.topology
    for place in places { changes[place].apply(to: &topology, after: isAfter) }
    return topology
  }
}

/// What becomes of a packet; what can't be asked about, as an address that nobody has, is delivered to nobody.
private struct Fate: Equatable {
  private var isDelivered = false
  private var isAnswered = false
  /// Where more counts than whether it arrives and is answered.
  private var verdict: Verdict?

  init(of path: ReachDifference.Change, in network: Network, _ options: ReachOptions) {
    guard !path.isLone, let question = path.example,
      let answers = try? network.answers(
        to: question, isStrict: options.isStrict, settled: options.settled,
        respectsHealth: options.respectsHealth), let answer = answers.first, answers.count == 1
    else { return }
    isDelivered = answer.delivered == .all || answer.delivered == .some
    isAnswered = answer.verdict == .reachable || answer.verdict == .intermittent
    switch path.kind {
    case .opens, .closes: break
    case .becomesIntermittent, .becomesReliable, .becomesUnknown, .becomesKnown: verdict = answer.verdict
    }
  }
}
