import PacketWalkForwarding
package import PacketWalkQueries
package import PacketWalkTopology

/// Somebody's use of a service over the interfaces on its way: what each logged, beside what the model says there.
package struct FollowedPath: Sendable {
  /// One interface and direction, in the order of the model's path.
  package struct Point: Sendable {
    package var interface: String
    package var side: RuleDirection
    package var isAnswer: Bool
    package var accepted: Int
    package var rejected: Int
    /// Whether the interface logged anything at all.
    package var isCovered: Bool
    /// Whether the model lets it pass there; nil where it can't tell.
    package var passes: Bool?
    /// What decides in the model: the group or access list, and its rule.
    package var decision: String
    /// Whether what is logged here may be others' as well, for the translation hides who it is.
    package var isShared: Bool

    package var isSeen: Bool { accepted + rejected > 0 }
  }

  package enum Outcome: Int, Hashable, Sendable, CaseIterable {
    /// A point only stopped it.
    case rejected
    /// Let pass here, and no record of it at the next point that has a log.
    case lost
    /// It arrived, and no answer did.
    case unanswered
    /// It arrived, and answers came back, as far as there are logs.
    case arrived
  }

  package var source: String
  package var destination: String
  package var service: String
  package var points: [Point]
  package var outcome: Outcome
  /// The point that stopped it, or the last that it was seen at.
  package var end: Int
  /// The model's answer; nil where the ends mean nothing or too much to it.
  package var answer: Answer?
  package var question: Question
  /// Whether requests are told from answers, which those of other protocols than TCP and UDP are not.
  package var hasPorts: Bool
  package var records: Int
  /// In seconds since 1970.
  package var first: Int
  package var last: Int

  /// Whether the model says something else of the whole way.
  package var disagrees: Bool {
    guard hasPorts, let answer, answer.verdict != .undetermined else { return false }
    switch outcome {
    case .arrived: return answer.delivered == .none
    case .rejected, .lost, .unanswered: return answer.verdict == .reachable
    }
  }
}

/// All that was followed.
package struct FollowedPaths: Sendable {
  /// Those that died first, then the most records first.
  package var paths: [FollowedPath]
  /// Uses of services that are more than are followed, and records of interfaces' traffic that is more than is kept.
  package var left: Int
  package var overflow: Int
  /// Interfaces with a log, and all.
  package var covered: Int
  package var interfaces: Int
}
