import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries

/// Mutants tried the fast way: where one changes rules, entries and routes only, no more is worked out again than what
/// asked for those; else the slow way.
struct RevisedTrials: MutationTrials {
  private var paths: PathRevisions
  private var judge: PolicyJudge
  private let network: Network
  private let options: ReachOptions
  /// Made where the fast way does not do.
  private lazy var whole = WholeTrials(network, options, today: today, unknown: unknown)
  private let today: CalendarDate
  private let unknown: PolicyAssertion.UnknownRule
  /// Assertions with their pairs and what becomes of them on the network as it is; nil for those that can't be judged.
  private var prepared: [PolicyAssertion: Prepared?] = [:]
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

  private struct Prepared {
    var assertion: PreparedAssertion
    var before: AssertionResult.Outcome
  }

  /// Judges an assertion on the network as it is, and keeps what it is about.
  ///
  /// - Throws: an `InputError` for one that can't be judged.
  mutating func result(of assertion: PolicyAssertion) throws(InputError) -> AssertionResult {
    // Its ways are asked of the mutant as a whole.
    guard assertion.unlessThrough.isEmpty else { return try judge.result(of: assertion) }
    var judge = judge
    defer { self.judge = judge }
    let (today, unknown) = (today, unknown)
    let made = paths.asItIs { table -> Result<(PreparedAssertion, AssertionResult), InputError> in
      // Sets of services mean something in one store only.
      swap(&judge.table, &table)
      defer { swap(&judge.table, &table) }
      return Result { () throws(InputError) in
        let prepared = try judge.prepared(assertion)
        return (prepared, try prepared.result(in: &judge.table, today, unknown))
      }
    }
    let (own, result) = try made.get()
    prepared[assertion] = .some(Prepared(assertion: own, before: result.outcome))
    return result
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
    return prepared.assertion.outcome(in: &paths, today, unknown)
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

  private mutating func prepared(_ assertion: PolicyAssertion) -> Prepared? {
    if let known = prepared[assertion] { return known }
    guard (try? result(of: assertion)) != nil else {
      prepared[assertion] = .some(nil)
      return nil
    }
    return prepared[assertion] ?? nil
  }
}
