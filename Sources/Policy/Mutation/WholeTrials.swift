import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// Mutants tried the slow way: each compiled, compared with the network as a whole, and judged from the beginning.
struct WholeTrials: MutationTrials {
  private let network: Network
  private let options: ReachOptions
  private let today: CalendarDate
  private let unknown: PolicyAssertion.UnknownRule
  private let comparison: ReachComparison
  private var before: PolicyJudge
  private var table: PathTable
  private var mutant: Network
  private var judge: PolicyJudge
  /// What is known of the mutant.
  private var known: MutationEffect??

  init(
    _ network: Network, _ options: ReachOptions, today: CalendarDate,
    unknown: PolicyAssertion.UnknownRule
  ) {
    (self.network, self.options, self.today, self.unknown) = (network, options, today, unknown)
    comparison = ReachComparison(network, options)
    before = PolicyJudge(network, options, today: today, unknown: unknown)
    table = PathTable(network, options)
    (mutant, judge) = (network, before)
  }

  mutating func result(of assertion: PolicyAssertion) throws(InputError) -> AssertionResult {
    try before.result(of: assertion)
  }

  mutating func begin(_ mutant: Mutant) -> Bool {
    guard let topology = try? network.topology.applying(mutant.edits) else { return false }
    self.mutant = Network(topology, findings: network.findings)
    judge = PolicyJudge(self.mutant, options, today: today, unknown: unknown)
    known = nil
    return true
  }

  mutating func isReal() -> Bool { effect() != nil }

  mutating func effect() -> MutationEffect? {
    if let known { return known }
    let effect = MutationEffect(worstOf: comparison.difference(to: mutant, scope: .everything))
    known = .some(effect)
    return effect
  }

  mutating func outcome(of assertion: PolicyAssertion) -> AssertionResult.Outcome? {
    try? judge.result(of: assertion).outcome
  }

  mutating func outcomeBefore(of assertion: PolicyAssertion) -> AssertionResult.Outcome? {
    try? before.result(of: assertion).outcome
  }

  mutating func senders(to selector: String) -> [String]? { table.senders(to: selector) }
}

extension PathTable {
  /// The parties from which anything is delivered to a selector's members, or may be; nil for a selector that is none.
  mutating func senders(to selector: String) -> [String]? {
    guard let members = try? network.members(of: selector) else { return nil }
    let groups = groups(from: network.everyone, to: members, by: .every)
    let parties = groups.filter { group in
      !group.outcome.deliveredSometimes.isEmpty || !group.outcome.perhapsDelivered.isEmpty
    }.flatMap { $0.sources.map(\.party) }
    return Set(parties).sorted()
  }
}
