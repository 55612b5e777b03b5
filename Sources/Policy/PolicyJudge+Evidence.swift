import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries

extension PolicyJudge {
  /// Follows the packet of each violation, and looks for what would make each assertion hold.
  ///
  /// - Parameter limit: of how many violations of an assertion packets are followed.
  func addEvidence(to results: inout [AssertionResult], limit: Int, isFixing: Bool) throws(InputError) {
    let others = results.filter { $0.outcome != .failed }.map(\.assertion)
    for place in results.indices where results[place].outcome != .held {
      for number in results[place].violations.indices.prefix(limit) {
        try addEvidence(to: &results[place].violations[number])
      }
      for number in results[place].unknowns.indices.prefix(limit) {
        try addEvidence(to: &results[place].unknowns[number])
      }
      guard isFixing, !results[place].violations.isEmpty else { continue }
      let fixer = AssertionFixer(
        network: network, options: options, today: today, assertion: results[place].assertion,
        baseline: baseline,
        others: others)
      results[place].fix = try fixer.steps(for: results[place].violations)
    }
  }

  private func addEvidence(to violation: inout Violation) throws(InputError) {
    guard let question = violation.witness else { return }
    violation.answer = try network.answers(
      to: question, isExplaining: true, isStrict: options.isStrict, settled: options.settled,
      respectsHealth: options.respectsHealth
    ).first
  }
}
