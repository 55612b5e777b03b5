import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets

/// One assertion while its pairs are looked at.
struct AssertionCase {
  struct Excused {
    /// Nil for what a baseline knows.
    var exception: PolicyException?
    /// Nil for everybody.
    var sources: MemberSet?
    var destinations: MemberSet?
    var services: ServiceSet
    /// Put up with only where the input does not tell.
    var perhaps = ServiceSet.none
    /// Pairs that need it.
    var pairs = 0
  }

  /// A load balancer's services by which receivers get packets, or may: its targets are not in the input.
  struct Proxy {
    var services: ServiceSet
    var isKnown: Bool
  }

  let assertion: PolicyAssertion
  let services: ServiceSet
  let today: CalendarDate
  var excused: [Excused]

  /// What goes against the assertion of an outcome, and what may, by its number.
  private var splits: [(wrong: ServiceSet, open: ServiceSet)?] = []
  private(set) var pairs = 0
  /// Pairs that hold, and those of which nobody can tell: enough where any will do.
  private var holding = 0
  private var undecided = 0
  private var violations = ViolationList()
  /// The same exactly, for a baseline.
  private(set) var paths: [PolicyBaseline.Paths] = []
  private var unknowns = ViolationList()
  /// Whether no more is wanted than the outcome: then nobody is told who is in the way of it.
  private let isBrief: Bool
  private var isViolated = false
  private var isOpen = false

  init(
    _ assertion: PolicyAssertion, _ services: ServiceSet, _ excused: [Excused], _ today: CalendarDate,
    isBrief: Bool = false
  ) {
    self.assertion = assertion
    self.services = services
    self.excused = excused
    self.today = today
    self.isBrief = isBrief
  }

  /// The sets whose members are to be told apart: of each exception the senders and the receivers.
  var marks: [MemberSet] { excused.flatMap { [$0.sources ?? MemberSet(), $0.destinations ?? MemberSet()] } }

  // MARK: Pairs

  /// - Parameter proxy: set where the receivers are load balancers in front of those that are meant.
  mutating func note(_ group: PathGroup, by proxy: Proxy? = nil, _ table: inout PathTable) {
    pairs += group.pairs
    var (wrong, open) = proxy == nil ? known(group, &table.store) : split(group, proxy, &table.store)
    if wrong.isEmpty, open.isEmpty {
      holding += group.pairs
      return
    }
    for place in excused.indices where covers(place, group) {
      let own = excused[place].services
      let ownOpen = table.store.union(own, excused[place].perhaps)
      let needed = table.store.union(
        table.store.intersection(wrong, own), table.store.intersection(open, ownOpen))
      guard !needed.isEmpty else { continue }
      excused[place].pairs += group.pairs
      // What is needed after its day is needed in vain.
      if let exception = excused[place].exception, exception.expires < today { continue }
      wrong = table.store.subtracting(wrong, own)
      open = table.store.subtracting(open, ownOpen)
    }
    if wrong.isEmpty, open.isEmpty { holding += group.pairs }
    if wrong.isEmpty, !open.isEmpty { undecided += group.pairs }
    isViolated = isViolated || !wrong.isEmpty
    isOpen = isOpen || !open.isEmpty
    guard !isBrief, !wrong.isEmpty || !open.isEmpty else { return }
    if !wrong.isEmpty { violations.add(group, wrong) }
    if !open.isEmpty { unknowns.add(group, open) }
    paths.append(
      PolicyBaseline.Paths(
        sources: group.senders.identities, destinations: group.receivers.identities,
        services: table.store.boxes(wrong), perhaps: table.store.boxes(open)))
  }

  /// Many pairs have few outcomes.
  private mutating func known(_ group: PathGroup, _ store: inout ServiceSetStore) -> (ServiceSet, ServiceSet)
  {
    if group.isUnplaced { return split(group, nil, &store) }
    if group.number < splits.count, let known = splits[group.number] { return known }
    while splits.count <= group.number { splits.append(nil) }
    let made = split(group, nil, &store)
    splits[group.number] = made
    return made
  }

  /// The services that go against the assertion, and those of which the input doesn't tell.
  private func split(_ group: PathGroup, _ proxy: Proxy?, _ store: inout ServiceSetStore)
    -> (wrong: ServiceSet, open: ServiceSet)
  {
    let (wrong, open) = split(group, proxy?.services ?? services, &store)
    return proxy?.isKnown == false ? (.none, store.union(wrong, open)) : (wrong, open)
  }

  private func split(_ group: PathGroup, _ services: ServiceSet, _ store: inout ServiceSetStore)
    -> (wrong: ServiceSet, open: ServiceSet)
  {
    if group.isUnplaced { return (.none, services) }
    let outcome = group.outcome
    guard assertion.kind == .allow else {
      let wrong = store.intersection(services, outcome.deliveredSometimes)
      let open = store.intersection(services, outcome.perhapsDelivered)
      return (wrong, store.subtracting(open, wrong))
    }
    let missing = store.subtracting(services, assertion.isOneWay ? outcome.delivered : outcome.reachable)
    let open = store.intersection(
      missing, assertion.isOneWay ? outcome.perhapsDelivered : outcome.undetermined)
    return (store.subtracting(missing, open), open)
  }

  private func covers(_ place: Int, _ group: PathGroup) -> Bool {
    (excused[place].sources == nil || group.senders.marks.contains(2 * place))
      && (excused[place].destinations == nil || group.receivers.marks.contains(2 * place + 1))
  }

  // MARK: The end

  /// What becomes of it by the pairs that were noted.
  func outcome(_ unknown: PolicyAssertion.UnknownRule) -> AssertionResult.Outcome {
    if isViolated, isViolating { return .failed }
    if isOpen, isUndecided {
      switch assertion.unknown ?? unknown {
      case .pass: return .unknownPassed
      case .warn: return .unknownWarned
      case .fail: return .unknownFailed
      }
    }
    if known > 0 { return .known }
    return needed.contains { $0.exception.expires >= today } ? .excepted : .held
  }

  /// Whether pairs against the assertion are violations: where any pair is enough, one that may hold is in their favour.
  private var isViolating: Bool { assertion.quantifier != .any || holding == 0 && undecided == 0 }

  private var isUndecided: Bool { assertion.quantifier != .any || holding == 0 }

  private var needed: [ExceptedPaths] {
    excused.compactMap { excused in
      excused.pairs == 0 ? nil : excused.exception.map { ExceptedPaths(exception: $0, pairs: excused.pairs) }
    }
  }

  /// Pairs that a baseline knows.
  private var known: Int { excused.reduce(0) { $0 + ($1.exception == nil ? $1.pairs : 0) } }

  mutating func result(
    _ table: inout PathTable, _ unknown: PolicyAssertion.UnknownRule, isEmpty: Bool
  ) -> AssertionResult {
    let outcome = outcome(unknown)
    if !isViolating { violations = ViolationList() }
    if !isUndecided { (unknowns, paths) = (ViolationList(), []) }
    let (isAllow, isOneWay) = (assertion.kind == .allow, assertion.isOneWay)
    return AssertionResult(
      assertion: assertion, outcome: outcome,
      violations: violations.made(&table) { delivered, verdict in
        switch (isAllow, isOneWay) {
        case (true, true): delivered == .some || delivered == .none
        case (true, false): verdict != .reachable && verdict != .undetermined
        case (false, _): delivered == .all || delivered == .some
        }
      },
      unknowns: unknowns.made(&table) { delivered, verdict in
        isAllow && !isOneWay ? verdict == .undetermined : delivered == .unknown
      },
      excepted: needed.filter { $0.exception.expires >= today },
      expired: needed.filter { $0.exception.expires < today },
      unused: excused.filter { $0.pairs == 0 }.compactMap(\.exception), known: known, pairs: pairs,
      isEmpty: isEmpty, paths: paths)
  }
}
