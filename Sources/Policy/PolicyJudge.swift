package import PacketWalkDiagnostics
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkServiceSets

/// Holds a network to a policy.
package struct PolicyJudge {
  let network: Network
  let options: ReachOptions
  let today: CalendarDate
  private let unknownRule: PolicyAssertion.UnknownRule
  private let isFixing: Bool
  let baseline: PolicyBaseline
  var table: PathTable
  private let everyone: MemberSet
  private var members: [PolicySelection: MemberSet] = [:]

  /// - Parameters:
  ///   - today: the day on which exceptions are looked at.
  ///   - unknown: what becomes of assertions that say nothing of their own about what the input doesn't tell.
  ///   - baseline: what is known and put up with.
  ///   - isFixing: whether to look for the smallest changes that would put an end to violations.
  package init(
    _ network: Network, _ options: ReachOptions = ReachOptions(), today: CalendarDate,
    unknown: PolicyAssertion.UnknownRule = .fail, baseline: PolicyBaseline = PolicyBaseline(),
    isFixing: Bool = false
  ) {
    self.baseline = baseline
    self.network = network
    self.options = options
    self.isFixing = isFixing
    self.today = today
    unknownRule = unknown
    table = PathTable(network, options)
    everyone = network.everyone
  }

  /// Of how many violations of an assertion the packets are followed.
  private static let followed = 20

  /// Judges each assertion on exact sets.
  ///
  /// - Throws: an `InputError` for a selector that matches nothing, with its place in the policy.
  /// - Complexity: for each assertion that of the matrix between its members.
  package mutating func judge(_ policy: Policy) throws(InputError) -> PolicyReport {
    var results: [AssertionResult] = []
    for assertion in policy.assertions { results.append(try result(of: assertion)) }
    try addEvidence(to: &results, limit: Self.followed, isFixing: isFixing)
    return PolicyReport(assertions: results, files: policy.files, notes: table.notes, today: today)
  }

  /// Judges one assertion, without following packets.
  mutating func result(of assertion: PolicyAssertion) throws(InputError) -> AssertionResult {
    var services = ServiceSet.none
    for service in assertion.services {
      services = table.store.union(services, try self.services(service, assertion.kind))
    }
    var excused: [AssertionCase.Excused] = []
    for exception in assertion.exceptions { excused.append(try self.excused(exception, assertion)) }
    for paths in baseline.assertions[assertion.id] ?? [] {
      excused.append(
        AssertionCase.Excused(
          sources: network.members(identified: paths.sources),
          destinations: network.members(identified: paths.destinations),
          services: table.store.set(of: paths.services)))
    }
    var open = AssertionCase(assertion, services, excused, today)
    var isEmpty = false
    for paths in assertion.paths {
      var sources = try members(paths.sources, mayBeEmpty: assertion.mayBeEmpty)
      let destinations = try members(paths.destinations, mayBeEmpty: assertion.mayBeEmpty)
      let nobody = sources.isEmpty ? paths.sources : destinations.isEmpty ? paths.destinations : nil
      if let nobody {
        isEmpty = true
        guard assertion.mayBeEmpty else { throw Self.holdsNobody(nobody, assertion) }
      }
      if assertion.kind == .only { sources = everyone.subtracting(sources) }
      let groups = table.groups(
        from: sources, to: destinations, by: assertion.kind == .allow ? .primary : .every,
        tellingApart: open.marks)
      for group in groups { open.note(group, &table) }
    }
    // Where everybody may, `only` holds of nobody else.
    guard open.pairs > 0 || isEmpty || assertion.kind == .only else {
      throw InputError(
        .noMatch,
        "assertion “\(assertion.id)” is about no pair: both sides are one member, or share no address family",
        at: assertion.origin)
    }
    return open.result(&table, unknownRule, isEmpty: isEmpty && open.pairs == 0)
  }

  private static func holdsNobody(_ selection: PolicySelection, _ assertion: PolicyAssertion) -> InputError {
    InputError(
      .noMatch,
      "“\(selection)” of assertion “\(assertion.id)” holds nobody; say may-be-empty: true if that is all right",
      at: selection.origin)
  }

  mutating func services(_ service: PolicyService, _ kind: PolicyAssertion.Kind) throws(InputError)
    -> ServiceSet
  {
    do {
      // What must not happen must not happen by any protocol; what is asked for is what `check` asks.
      return kind == .allow
        ? try table.asked(service.text) : try table.services(service.text)
    } catch { throw Self.located(error, service.origin) }
  }

  mutating func excused(_ exception: PolicyException, _ assertion: PolicyAssertion) throws(InputError)
    -> AssertionCase.Excused
  {
    var excused = AssertionCase.Excused(
      exception: exception, services: exception.services.isEmpty ? ServiceSet.any : .none)
    for service in exception.services {
      excused.services = table.store.union(excused.services, try services(service, assertion.kind))
    }
    // An exception for who is gone is one that nothing needs.
    if let sources = exception.sources { excused.sources = try members(sources, mayBeEmpty: true) }
    if let destinations = exception.destinations {
      excused.destinations = try members(destinations, mayBeEmpty: true)
    }
    return excused
  }

  // MARK: Members

  mutating func members(_ selection: PolicySelection, mayBeEmpty: Bool) throws(InputError)
    -> MemberSet
  {
    if let known = members[selection] { return known }
    let found: MemberSet
    switch selection.content {
    case .everyone: found = everyone
    case .group(_, let inner): found = try members(inner, mayBeEmpty: mayBeEmpty)
    case .not(let inner): found = everyone.subtracting(try members(inner, mayBeEmpty: mayBeEmpty))
    case .union(let parts):
      var all = MemberSet()
      for part in parts { all.formUnion(try members(part, mayBeEmpty: mayBeEmpty)) }
      found = all
    case .intersection(let parts):
      var common: MemberSet?
      for part in parts {
        let held = try members(part, mayBeEmpty: mayBeEmpty)
        common = common?.intersection(held) ?? held
      }
      found = common ?? MemberSet()
    case .selector(let text):
      do {
        found = try network.members(of: text)
      } catch {
        if mayBeEmpty, error.code == .noMatch { return MemberSet() }
        throw Self.located(error, selection.origin)
      }
    }
    // What may be empty here may not be so elsewhere.
    if !found.isEmpty { members[selection] = found }
    return found
  }

  private static func located(_ error: InputError, _ origin: Origin) -> InputError {
    var error = error
    if error.origin.file == nil { error.origin = origin }
    return error
  }
}
