import PacketWalkForwarding
import PacketWalkQueries

/// How many answers of which kind: the last line of a list.
enum Tally {
  static func text(_ answers: [Answer]) -> String {
    "\(counted(answers.count, "answer")): \(counts(answers))"
  }

  /// `3 reachable, 1 unreachable`.
  static func counts(_ answers: [Answer]) -> String {
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = answers.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.word)"
    }
    return counts.joined(separator: ", ")
  }
}
