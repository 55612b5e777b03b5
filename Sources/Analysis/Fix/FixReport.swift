package import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

/// What there is to change about an answer.
package struct FixReport: Sendable {
  package enum Goal: Hashable, Sendable {
    /// Requests arrive and replies come back, whatever the network chooses.
    case reachable
    /// No request arrives, whatever the network chooses.
    case unreachable
  }

  package var goal: Goal
  /// The pairs of the question, and how many of them the answers had as wanted before any change.
  package var pairs: Int
  package var asWanted: Int
  /// Sets of changes, the best first; each was verified. None where nothing is to be changed or nothing helps.
  package var fixes: [Fix] = []
  /// How many pairs `fixes` are about, those as wanted included: fewer than `pairs` where nothing helps the
  /// others.
  package var fixed = 0
  /// What no edit changes, where something is left.
  package var advice: [FixAdvice] = []
  /// What the input would have to hold, where the answer is open for lack of it.
  package var missing: [MissingFact] = []
  /// Whether the search ended before it had tried everything that it would.
  package var isBounded = false

  package var isNothingToDo: Bool { asWanted == pairs }
}

/// Something that stops packets and that no edit of a topology changes: what to do instead is told by its code.
package struct FixAdvice: Hashable, Sendable {
  package var code: Code
  package var component: Component
}

/// How far a search goes.
package struct FixLimits: Sendable {
  /// Sets of changes whose effects on the answer are looked at.
  package var expansions: Int
  /// Topologies that are compiled and asked.
  package var questions: Int
  /// Fixes that are kept.
  package var alternatives: Int

  package init(expansions: Int = 40, questions: Int = 160, alternatives: Int = 3) {
    self.expansions = expansions
    self.questions = questions
    self.alternatives = alternatives
  }

  /// What a network of this size is searched with: fewer questions where each costs more.
  package static func fitting(_ network: Network) -> FixLimits {
    let interfaces = max(1, network.topology.networkInterfaces.count)
    return FixLimits(questions: max(24, min(160, 200_000 / interfaces)))
  }
}
