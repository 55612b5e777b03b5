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
  /// By what requests are to avoid.
  private var tables: [Waypoints: PathTable] = [:]
  /// What those of the assertion that is being judged are.
  private var waypoints = Waypoints()
  var table: PathTable {
    get { tables[waypoints, default: PathTable(network, options, avoiding: waypoints)] }
    _modify { yield &tables[waypoints, default: PathTable(network, options, avoiding: waypoints)] }
  }
  private lazy var everyone = network.everyone
  private lazy var handovers = network.handovers
  private var members: [Asked: MemberSet] = [:]

  /// A selection as it was asked for.
  struct Asked: Hashable {
    var selection: PolicySelection
    var side: PathSide
    /// Whether a selector means what `check` takes it for, or all by which its members are reached.
    var isExact = false
    /// Whether a selector that holds nobody is no error: what was found so is not what others may go on with.
    var mayBeEmpty = false
  }

  /// - Parameters:
  ///   - today: the day on which exceptions are looked at.
  ///   - unknown: what becomes of assertions that say nothing of their own about what the input doesn't tell.
  ///   - baseline: what is known and put up with.
  ///   - isFixing: whether to look for changes after which failed assertions would hold.
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
    return PolicyReport(
      assertions: results, files: policy.files, inapplicable: policy.inapplicable, notes: notes, today: today)
  }

  /// Judges one assertion, without following packets.
  mutating func result(of assertion: PolicyAssertion) throws(InputError) -> AssertionResult {
    try prepared(assertion).result(in: &table, today, unknownRule)
  }

  /// Finds an assertion's members and pairs.
  ///
  /// - Throws: an `InputError` for a selector that matches nothing.
  mutating func prepared(_ assertion: PolicyAssertion) throws(InputError) -> PreparedAssertion {
    waypoints = try waypoints(of: assertion)
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
          services: table.store.set(of: paths.services), perhaps: table.store.set(of: paths.perhaps)))
    }
    var prepared = PreparedAssertion(assertion, services, excused)
    let marks = AssertionCase(assertion, services, excused, today).marks
    for paths in assertion.paths {
      let sides = try sides(of: paths, assertion)
      prepared.isEmpty = prepared.isEmpty || sides.isEmpty
      if assertion.proxies == .count, assertion.kind != .allow {
        try addProxied(sides, assertion, services, marks, to: &prepared)
      }
      for (sources, destinations) in sides {
        prepared.pairs.append(
          table.pairs(
            from: sources, to: destinations, by: assertion.kind == .allow ? .primary : .every,
            tellingApart: marks))
      }
    }
    return prepared
  }

  /// Who reaches receivers through a load balancer reaches them.
  private mutating func addProxied(
    _ sides: [(sources: MemberSet, destinations: MemberSet)], _ assertion: PolicyAssertion,
    _ services: ServiceSet, _ marks: [MemberSet],
    to prepared: inout PreparedAssertion
  ) throws(InputError) {
    for (sources, destinations) in sides {
      for proxy in network.proxies(before: destinations, among: handovers)
      // A balancer among the receivers is judged as one of them.
      where network.withNodes(proxy.members).intersection(destinations).isEmpty {
        let nodes = network.members(proxy.members, as: .sender)
        // Whom `only` lets in may hand on to them.
        if assertion.kind == .only, !nodes.isEmpty, nodes.intersection(sources).isEmpty { continue }
        var (fronts, perhaps) = (ServiceSet.none, ServiceSet.none)
        for (front, back) in proxy.services {
          let own = front.set(in: &table.store)
          guard let got = back?.set(in: &table.store) else {
            perhaps = table.store.union(perhaps, own)
            continue
          }
          guard !table.store.intersection(got, services).isEmpty else { continue }
          fronts = table.store.union(fronts, own)
        }
        perhaps = table.store.subtracting(perhaps, fronts)
        // What the balancer's nodes send is its own.
        let clients = network.members(sources, but: nodes, as: .sender)
        if clients.isEmpty { continue }
        let pairs = table.pairs(from: clients, to: proxy.members, by: .every, tellingApart: marks)
        for proxy in [
          AssertionCase.Proxy(services: fronts, isKnown: true),
          AssertionCase.Proxy(services: perhaps, isKnown: false),
        ] where !proxy.services.isEmpty { prepared.proxied.append((proxy, pairs)) }
      }
    }
  }

  /// From whom to whom, as disjoint sets of pairs; none where one side holds nobody, which is allowed.
  mutating func sides(of paths: PolicyAssertion.Paths, _ assertion: PolicyAssertion)
    throws(InputError) -> [(sources: MemberSet, destinations: MemberSet)]
  {
    func asked(_ selection: PolicySelection, _ side: PathSide) -> Asked {
      Asked(
        selection: selection, side: side, isExact: assertion.kind == .allow && side == .receiver,
        mayBeEmpty: assertion.mayBeEmpty)
    }
    let sources = try members(asked(paths.sources, .sender))
    let destinations = try members(asked(paths.destinations, .receiver))
    let nobody = sources.isEmpty ? paths.sources : destinations.isEmpty ? paths.destinations : nil
    if let nobody, !assertion.mayBeEmpty { throw Self.holdsNobody(nobody, assertion) }
    if destinations.isEmpty { return [] }
    if assertion.kind == .only {
      let all = network.members(everyone, as: .sender)
      return [(network.members(all, but: sources, as: .sender), destinations)]
    }
    if sources.isEmpty { return [] }
    guard paths.isWayBack else { return [(sources, destinations)] }
    let senders = try members(asked(paths.destinations, .sender))
    let receivers = try members(asked(paths.sources, .receiver))
    let (own, both) = (network.members(sources, but: senders, as: .sender), sources.intersection(senders))
    return [(own, destinations), (both, network.members(destinations, but: receivers, as: .receiver))]
  }

  /// What answers rest on, by whatever way.
  private var notes: ReachNotes {
    let all = tables.values.map(\.notes)
    return all.dropFirst().reduce(all.first ?? PathTable(network, options).notes) { $0.union($1) }
  }

  private func waypoints(of assertion: PolicyAssertion) throws(InputError) -> Waypoints {
    var found = Waypoints()
    for waypoint in assertion.unlessThrough {
      do { found.formUnion(try network.waypoints(waypoint.text)) } catch {
        if assertion.mayBeEmpty, error.code == .noMatch { continue }
        throw Self.located(error, waypoint.origin)
      }
    }
    return found
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
    if let sources = exception.sources {
      excused.sources = try members(Asked(selection: sources, side: .sender, mayBeEmpty: true))
    }
    if let destinations = exception.destinations {
      let held = try members(Asked(selection: destinations, side: .receiver, mayBeEmpty: true))
      excused.destinations = network.withNodes(held)
    }
    return excused
  }

  // MARK: Members

  mutating func members(_ asked: Asked) throws(InputError) -> MemberSet {
    var key = asked
    key.selection = asked.selection.placeless
    if let known = members[key] { return known }
    func part(_ selection: PolicySelection, isExact: Bool) -> Asked {
      Asked(selection: selection, side: asked.side, isExact: isExact, mayBeEmpty: asked.mayBeEmpty)
    }
    var found = MemberSet()
    switch asked.selection.content {
    case .everyone: found = network.members(everyone, as: asked.side)
    case .group(_, let inner):
      found = try members(part(inner, isExact: asked.isExact))
    case .not(let inner):
      let others = try members(part(inner, isExact: false))
      found = network.members(network.members(everyone, as: asked.side), but: others, as: asked.side)
    case .union(let parts):
      for one in parts {
        found.formUnion(try members(part(one, isExact: asked.isExact)))
      }
    case .intersection(let parts):
      var common: MemberSet?
      for one in parts {
        let held = try members(part(one, isExact: asked.isExact))
        common = common?.intersection(held) ?? held
      }
      found = common ?? found
    case .selector(let text):
      do {
        found = try network.members(of: text)
      } catch {
        if asked.mayBeEmpty, error.code == .noMatch { return MemberSet() }
        throw Self.located(error, asked.selection.origin)
      }
      if !asked.isExact { found = network.members(found, as: asked.side) }
    }
    members[key] = found
    return found
  }

  private static func located(_ error: InputError, _ origin: Origin) -> InputError {
    var error = error
    if error.origin.file == nil { error.origin = origin }
    return error
  }
}
