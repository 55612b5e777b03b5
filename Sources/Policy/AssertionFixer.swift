import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Looks for changes after which an assertion holds: what helps its violations one after the other, judged anew each
/// time, and nothing that is not needed.
struct AssertionFixer {
  let network: Network
  let options: ReachOptions
  let today: CalendarDate
  let assertion: PolicyAssertion
  let baseline: PolicyBaseline

  /// The policy's other assertions that are no failures: none may become one.
  let others: [PolicyAssertion]

  /// How many violations are looked at one after the other.
  private static let rounds = 6
  /// How many times as many violations a later round may be hoped to help with.
  private static let patience = 4

  /// The steps, after which the assertion was judged to hold; none where none were found.
  func steps(for first: [Violation]) throws(InputError) -> [FixStep] {
    var steps: [FixStep] = []
    var open = first
    for round in 1...Self.rounds {
      guard let violation = open.first else { return [] }
      // Of what helps with one packet that is best which helps with most of the others too.
      var best: (steps: [FixStep], left: [Violation], pairs: Int)?
      for found in try help(violation, after: steps) where best?.pairs != 0 {
        let more = steps + found.filter { !steps.contains($0) }
        guard let left = violations(after: more) else { continue }
        let pairs = left.reduce(0) { $0 + $1.pairs }
        if best.map({ pairs < $0.pairs }) ?? true { best = (more, left, pairs) }
      }
      guard let best else { return [] }
      steps = best.steps
      if best.left.isEmpty { return reduced(steps) }
      // Of hundreds, a change that helps with one at a time is none that anybody wants six of.
      let cleared = max(1, open.count - best.left.count)
      guard best.left.count <= Self.patience * cleared * (Self.rounds - round) else { return [] }
      open = best.left
    }
    return []
  }

  /// The smallest changes for one violation as a whole, as far as one question can ask for it: the best first.
  private func help(_ violation: Violation, after steps: [FixStep]) throws(InputError) -> [[FixStep]] {
    guard var question = violation.witness, let network = edited(steps) else { return [] }
    // Of the outside not one address is meant but all of the part.
    question.source = outside(violation.source) ?? question.source
    question.destination = outside(violation.destination) ?? question.destination
    let report = try network.fixes(
      for: question, goal: assertion.kind == .allow ? .reachable : .unreachable,
      options: WalkOptions(
        isStrict: options.isStrict, settled: options.settled, respectsHealth: options.respectsHealth),
      limits: FixLimits(questions: 24, alternatives: 3))
    return report.fixes.map(\.steps)
  }

  private func outside(_ side: Violation.Side) -> String? {
    guard let addresses = side.addresses, side.party == "internet" else { return nil }
    if !addresses.isComplement, addresses.prefixes.count == 1, addresses.prefixes[0].contains("/") {
      return addresses.prefixes[0]
    }
    return "internet"
  }

  /// Without what the rest does as well.
  private func reduced(_ steps: [FixStep]) -> [FixStep] {
    var kept = steps
    for step in steps where kept.count > 1 {
      let rest = kept.filter { $0 != step }
      if violations(after: rest)?.isEmpty == true { kept = rest }
    }
    return kept
  }

  /// What goes against the assertion after the steps; nil where they can't be taken, nobody can tell, or another
  /// assertion fails.
  private func violations(after steps: [FixStep]) -> [Violation]? {
    guard let network = edited(steps) else { return nil }
    var judge = PolicyJudge(network, options, today: today, unknown: .fail, baseline: baseline)
    guard let result = try? judge.result(of: assertion), result.outcome != .unknownFailed else { return nil }
    for other in others {
      guard let result = try? judge.result(of: other), result.outcome != .failed else { return nil }
    }
    return result.violations
  }

  private func edited(_ steps: [FixStep]) -> Network? {
    guard !steps.isEmpty else { return network }
    return (try? network.topology.applying(steps.map(\.edit))).map { Network($0, findings: network.findings) }
  }
}
