import PacketWalkAnalysis
import PacketWalkForwarding
import PacketWalkQueries

/// Mutants tried the fast way: where one changes rules, entries and routes only, no more is worked out again than what
/// asked for those; else the slow way.
struct RevisedTrials: MutationTrials {
  private var paths: PathRevisions
  private let judge: PolicyJudge
  private let network: Network
  private let options: ReachOptions
  /// Made where the fast way does not do.
  private lazy var whole = WholeTrials(network, options, today: today, unknown: unknown)
  private let today: CalendarDate
  private let unknown: PolicyAssertion.UnknownRule
  /// Assertions with their pairs; nil for those that can't be judged.
  private var prepared: [PolicyAssertion: PreparedAssertion?] = [:]
  private(set) var isWhole = false
  private var current: Mutant?
  private var isBegunWhole = false

  init(
    _ network: Network, _ options: ReachOptions, today: CalendarDate,
    unknown: PolicyAssertion.UnknownRule
  ) {
    (self.network, self.options, self.today, self.unknown) = (network, options, today, unknown)
    paths = PathRevisions(network, options)
    judge = PolicyJudge(network, options, today: today, unknown: unknown)
  }

  mutating func begin(_ mutant: Mutant) -> Bool {
    paths.end()
    current = mutant
    isBegunWhole = false
    if let revision = paths.revision(by: mutant.edits), paths.begin(revision) {
      isWhole = false
      return true
    }
    isWhole = true
    isBegunWhole = true
    return whole.begin(mutant)
  }

  /// What lies on packets' ways is asked of the mutant as a whole.
  private mutating func beginWhole() {
    guard !isBegunWhole, let current else { return }
    isBegunWhole = whole.begin(current)
  }

  mutating func isReal() -> Bool { isWhole ? whole.isReal() : paths.isReal() }

  mutating func effect() -> MutationEffect? {
    guard !isWhole else { return whole.effect() }
    return paths.first { kind, source, destination, services in
      MutationEffect(kind, from: source, to: destination, on: services, example: nil).order
    }.map {
      MutationEffect($0.kind, from: $0.source, to: $0.destination, on: $0.services, example: $0.example)
    }
  }

  mutating func outcome(of assertion: PolicyAssertion) -> AssertionResult.Outcome? {
    guard !isWhole, assertion.unlessThrough.isEmpty else {
      beginWhole()
      return whole.outcome(of: assertion)
    }
    guard let prepared = prepared(assertion) else { return nil }
    return prepared.outcome(in: &paths, today, unknown)
  }

  mutating func outcomeBefore(of assertion: PolicyAssertion) -> AssertionResult.Outcome? {
    guard !isWhole, assertion.unlessThrough.isEmpty else {
      beginWhole()
      return whole.outcomeBefore(of: assertion)
    }
    guard let prepared = prepared(assertion) else { return nil }
    return prepared.before
  }

  mutating func senders(to selector: String) -> [String]? {
    paths.asItIs { $0.senders(to: selector) }
  }

  private mutating func prepared(_ assertion: PolicyAssertion) -> PreparedAssertion? {
    if let known = prepared[assertion] { return known }
    let unknown = unknown
    let made = paths.asItIs { [judge] table in
      var judge = judge
      // Sets of services mean something in one store only.
      swap(&judge.table, &table)
      let made = try? judge.prepared(assertion, unknown)
      swap(&judge.table, &table)
      return made
    }
    prepared[assertion] = .some(made)
    return made
  }
}
