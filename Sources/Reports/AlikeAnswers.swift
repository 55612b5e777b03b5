import PacketWalkForwarding
import PacketWalkQueries

/// Answers that differ in nothing but their ends.
struct AlikeAnswers {
  private(set) var answers: [Answer]

  /// There is always one.
  var first: Answer { answers[0] }

  /// Answers in groups, in the order of their first members.
  static func groups(_ answers: [Answer], byHops: Bool) -> [AlikeAnswers] {
    var groups: [AlikeAnswers] = []
    var places: [Key: Int] = [:]
    for answer in answers {
      let key = Key(answer, byHops: byHops)
      if let place = places[key] {
        groups[place].answers.append(answer)
      } else {
        places[key] = groups.count
        groups.append(AlikeAnswers(answers: [answer]))
      }
    }
    return groups
  }

  /// What alike answers have in common.
  private struct Key: Hashable {
    var verdict: Verdict
    var delivered: Extent
    var replied: Extent
    var through: Component?
    var blockers: [Obstacle]
    var further: [Obstacle]
    var assumptions: [Assumption]
    var missing: [MissingFact]
    var choices: [ChoiceReport]
    var isChoiceLimitReached: Bool
    var hops: [Hop]

    init(_ answer: Answer, byHops: Bool) {
      verdict = answer.verdict
      delivered = answer.delivered
      replied = answer.replied
      through = answer.through
      blockers = answer.blockers
      further = answer.furtherBlockers
      assumptions = answer.assumptions
      missing = answer.missing
      choices = answer.choices
      isChoiceLimitReached = answer.isChoiceLimitReached
      hops = byHops ? (answer.explanation?.hops ?? []).compactMap(Self.kept) : []
    }

    /// What says only who sends and receives is what the ends say already, and notes are about addresses.
    private static func kept(_ hop: Hop) -> Hop? {
      guard hop.kind != .send, hop.kind != .deliver else { return nil }
      var hop = hop
      hop.notes = []
      return hop
    }
  }
}
