import PacketWalkForwarding
import PacketWalkServiceSets

/// What is another between two answers about one pair, by how: disjoint sets of services.
typealias ReachDelta = [(kind: ReachDifference.Kind, services: ServiceSet)]

extension ReachDifference.Scope {
  /// - Parameter store: that of both answers.
  func delta(from old: ServiceVerdicts, to new: ServiceVerdicts, in store: inout ServiceSetStore)
    -> ReachDelta
  {
    let (before, after) = (Working(old, in: &store), Working(new, in: &store))
    func gained(_ old: Working, _ new: Working) -> ServiceSet {
      store.union(
        store.subtracting(new.delivered, old.delivered), store.subtracting(new.answered, old.answered))
    }
    let (opens, closes) = (gained(before, after), gained(after, before))
    var delta: ReachDelta = [(.opens, opens), (.closes, closes)]
    if self == .everything {
      // What nobody can tell afterwards is not said to be closed; what may have been open is said to open.
      delta = [
        (.opens, opens),
        (.closes, store.subtracting(closes, after.unknown)),
        (.becomesIntermittent, store.intersection(before.reachable, after.intermittent)),
        (.becomesReliable, store.intersection(before.intermittent, after.reachable)),
        (.becomesUnknown, store.subtracting(store.subtracting(after.unknown, before.unknown), opens)),
        (.becomesKnown, store.subtracting(store.subtracting(before.unknown, after.unknown), opens)),
      ]
    }
    return delta.filter { !$0.services.isEmpty }
  }
}

/// What arrives, at least for some of the network's choices, and what is answered.
private struct Working {
  var delivered: ServiceSet
  var answered: ServiceSet
  var reachable: ServiceSet
  var intermittent: ServiceSet
  var unknown: ServiceSet

  init(_ verdicts: ServiceVerdicts, in store: inout ServiceSetStore) {
    delivered = verdicts.delivered(in: &store).certain
    reachable = verdicts.services(.reachable, in: &store)
    intermittent = verdicts.services(.intermittent, in: &store)
    answered = store.union(reachable, intermittent)
    unknown = verdicts.services(.undetermined, in: &store)
  }
}

extension ReachDifference.Kind {
  /// Whether a packet that fares so is an example: before for what closes, else after.
  func isShown(by part: ServiceVerdicts.Part) -> Bool {
    switch self {
    case .opens, .closes: part.delivered == .all || part.delivered == .some
    case .becomesIntermittent: part.verdict == .intermittent
    case .becomesReliable: part.verdict == .reachable
    case .becomesUnknown: part.verdict == .undetermined
    case .becomesKnown: part.verdict != .undetermined
    }
  }
}
