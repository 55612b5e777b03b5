import PacketWalkAddressing
package import PacketWalkServiceSets
import PacketWalkTopology

/// Answers for all services at once between any two ends, exactly as walks of each would.
///
/// Ends are sorted into classes that no walk tells apart. Between two places one walk over open groups is done and
/// kept; what the ends' groups say of it is a set operation. Where a walk depends on groups in other ways (a
/// middlebox, a load balancer's targets, an identity lost on the way), the pair of classes is walked for itself.
package struct Explorer {
  /// All answers between two classes.
  package struct Cell: Hashable, Sendable {
    package var verdicts: ServiceVerdicts
    /// Where notes about it are found.
    fileprivate var notes: Int?
  }

  /// What answers rest on besides the input.
  package struct Notes: Hashable, Sendable {
    package var assumptions: Set<Assumption> = []
    package var undeterminedBy: Set<InputID> = []
    /// Whether more of the network's choices come together than are walked.
    package var isChoiceLimitReached = false
  }

  /// The sets of all answers' services.
  package var store = ServiceSetStore()

  package let graph: PacketGraph
  private let options: WalkOptions
  private let services: ServiceClasses
  private var index: EndIndex
  private var transits: [Pair: Transit] = [:]
  private var cells: [Pair: Cell] = [:]
  private var admissions: [AdmissionKey: GroupServices.Admission] = [:]
  private var groupServices: [FilterID: GroupServices] = [:]
  private var notes: [Notes] = []

  private struct Pair: Hashable {
    var source: Int
    var destination: Int
  }

  private struct AdmissionKey: Hashable {
    var filter: FilterID
    var atom: UInt32
    /// The class whose groups are seen, if any are.
    var other: Int?
    var keepsReferences: Bool
  }

  /// - Complexity: O(*n*) for *n* ops and rules.
  package init(_ graph: PacketGraph, _ options: WalkOptions = WalkOptions()) {
    self.graph = graph
    self.options = options
    services = ServiceClasses(graph, in: &store)
    index = EndIndex(graph)
  }

  // MARK: Asking

  /// The class of an end: ends of one class have the same answers.
  package mutating func number(of end: ExploreEnd) -> Int { index.number(of: end) }

  /// The answers between two ends of different interfaces.
  package mutating func cell(from source: ExploreEnd, to destination: ExploreEnd) -> Cell {
    let pair = Pair(source: number(of: source), destination: number(of: destination))
    return cell(pair, source, destination)
  }

  /// The answers between any two different members of classes; nil where there is but one interface, or no common
  /// family.
  package mutating func cell(from source: Int, to destination: Int) -> Cell? {
    guard let (from, to) = distinct(index.classes[source], index.classes[destination]) else { return nil }
    return cell(Pair(source: source, destination: destination), from, to)
  }

  package func notes(of cell: Cell) -> Notes { cell.notes.map { notes[$0] } ?? Notes() }

  // MARK: Composing

  private mutating func cell(_ pair: Pair, _ source: ExploreEnd, _ destination: ExploreEnd) -> Cell {
    guard source.family == destination.family else { return Cell(verdicts: ServiceVerdicts(), notes: nil) }
    let from = index.classes[pair.source]
    let to = index.classes[pair.destination]
    let transit = transit(from.place, to.place)
    guard let open = transit.openFilters else {
      if let known = cells[pair] { return known }
      let cell = walk(source, destination)
      cells[pair] = cell
      return cell
    }
    var certain = ServiceSet.any
    var possible = ServiceSet.any
    if !transit.verdicts.parts.isEmpty {
      for filter in open {
        let isEgress = filter.direction == .egress
        let own = isEgress ? from.egress : to.ingress
        guard let own else { continue }
        let remote = remote(filter, isEgress ? destination : source)
        let admission = admission(
          own,
          AdmissionKey(
            filter: own, atom: graph.atoms.atom(of: remote),
            other: filter.seesGroups ? (isEgress ? pair.destination : pair.source) : nil,
            keepsReferences: filter.keepsReferences))
        // Possible holds what is certain, too, until the end.
        possible = store.intersection(possible, store.union(admission.certain, admission.possible))
        certain = store.intersection(certain, admission.certain)
      }
    }
    let verdicts = transit.verdicts.filtered(
      certain, possible: store.subtracting(possible, certain), in: &store)
    return Cell(verdicts: verdicts, notes: transit.notes)
  }

  private func remote(_ filter: TransitFilter, _ other: ExploreEnd) -> IPAddress {
    switch filter.remote {
    case .fixed(let address): return address
    case .end: return other.addresses[0]
    case .outside:
      let own = other.interface.map { graph.topology.networkInterfaces[$0.value].addresses } ?? []
      return own.first { $0.address == other.addresses[0] }?.publicAddress ?? other.addresses[0]
    case .inside:
      let own = other.interface.map { graph.topology.networkInterfaces[$0.value].addresses } ?? []
      return own.first { $0.publicAddress == other.addresses[0] }?.address ?? other.addresses[0]
    }
  }

  private mutating func admission(_ id: FilterID, _ key: AdmissionKey) -> GroupServices.Admission {
    if let known = admissions[key] { return known }
    if groupServices[id] == nil { groupServices[id] = GroupServices(graph.filters[id.value], in: &store) }
    let groups = key.other.map { index.classes[$0].groups } ?? []
    let found =
      groupServices[id]?.admission(
        atom: key.atom, groups: groups, keepsReferences: key.keepsReferences, in: &store)
      ?? GroupServices.Admission(certain: .none, possible: .none)
    admissions[key] = found
    return found
  }

  // MARK: Walking

  private mutating func walk(_ source: ExploreEnd, _ destination: ExploreEnd) -> Cell {
    let found = graph.walkAll(graph.pair(source, destination), services, options) ?? PairWalk()
    return Cell(verdicts: verdicts(found), notes: note(found))
  }

  private mutating func transit(_ source: Int, _ destination: Int) -> Transit {
    let pair = Pair(source: source, destination: destination)
    if let known = transits[pair] { return known }
    let made = makeTransit(index.places[source], index.places[destination])
    transits[pair] = made
    return made
  }

  private mutating func makeTransit(_ source: EndIndex.Place, _ destination: EndIndex.Place) -> Transit {
    guard let (from, to) = distinct(source, destination) else { return Transit(verdicts: ServiceVerdicts()) }
    var options = options
    options.openEnds = OpenEnds(
      source: from.interface, destination: to.interface,
      shared: Set([(source, from), (destination, to)].compactMap { $0.isSingle ? nil : $1.interface }),
      sharedAddresses: Set(
        (source.isSingle ? [] : graph.appearances(of: from))
          + (destination.isSingle ? [] : graph.appearances(of: to))))
    guard let found = graph.walkAll(graph.pair(from, to), services, options),
      let filters = transitFilters(found.openFilters ?? [], from, to)
    else { return Transit(verdicts: ServiceVerdicts()) }
    return Transit(verdicts: verdicts(found), openFilters: filters, notes: note(found))
  }

  /// The same for every member of the places; nil where an address is neither an end's nor fixed.
  private func transitFilters(_ filters: [OpenFilter], _ source: ExploreEnd, _ destination: ExploreEnd)
    -> [TransitFilter]?
  {
    var made: [TransitFilter] = []
    for filter in filters {
      let other = filter.direction == .egress ? destination : source
      let remote: TransitFilter.Remote
      let own = other.interface.map { graph.topology.networkInterfaces[$0.value].addresses } ?? []
      if other.addresses == [filter.remote] {
        remote = .end
      } else if let address = own.first(where: {
        [$0.publicAddress, $0.carrierAddress].contains(filter.remote)
      }) {
        guard other.addresses == [address.address], address.publicAddress == filter.remote else { return nil }
        remote = .outside
      } else if let address = own.first(where: { $0.address == filter.remote }) {
        guard address.publicAddress.map({ [$0] }) == other.addresses else { return nil }
        remote = .inside
      } else {
        remote = .fixed(filter.remote)
      }
      made.append(
        TransitFilter(
          direction: filter.direction, remote: remote, seesGroups: filter.seesGroups,
          keepsReferences: filter.keepsReferences))
    }
    return made
  }

  private mutating func note(_ found: PairWalk) -> Int? {
    let note = Notes(
      assumptions: found.assumptions, undeterminedBy: found.undeterminedBy,
      isChoiceLimitReached: found.isTruncated)
    guard note != Notes() else { return nil }
    notes.append(note)
    return notes.count - 1
  }

  private mutating func verdicts(_ found: PairWalk) -> ServiceVerdicts {
    var rest = ServiceSet.any
    var parts: [ServiceVerdicts.Part] = []
    for part in found.parts {
      var held = rest
      if let place = part.serviceClass {
        held = store.intersection(rest, services.all[place].services)
        if let ports = part.ports { held = ofPorts(services.all[place].protocol, ports) }
        if part.ports == nil { rest = store.subtracting(rest, held) }
      }
      parts.append(
        ServiceVerdicts.Part(delivered: part.delivered, replied: part.replied, services: held))
    }
    return ServiceVerdicts(parts, in: &store)
  }

  private mutating func ofPorts(_ protocol: IPProtocol, _ ports: PortSet) -> ServiceSet {
    if ports.ranges == [.all] { return store.all(of: `protocol`) }
    var held = ServiceSet.none
    for range in ports.ranges { held = store.union(held, store.ports(`protocol`, range)) }
    return held
  }

  // MARK: Representatives

  private func distinct(_ source: EndIndex.Class, _ destination: EndIndex.Class) -> (ExploreEnd, ExploreEnd)?
  {
    distinct([source.representative, source.second], [destination.representative, destination.second])
  }

  private func distinct(_ source: EndIndex.Place, _ destination: EndIndex.Place) -> (ExploreEnd, ExploreEnd)?
  {
    distinct([source.representative, source.second], [destination.representative, destination.second])
  }

  private func distinct(_ sources: [ExploreEnd?], _ destinations: [ExploreEnd?]) -> (ExploreEnd, ExploreEnd)?
  {
    for source in sources.compactMap({ $0 }) {
      for destination in destinations.compactMap({ $0 }) where source.family == destination.family {
        if source.interface == nil ? source != destination : source.interface != destination.interface {
          return (source, destination)
        }
      }
    }
    return nil
  }
}

/// What becomes of everything between two places, but for their ends' groups.
private struct Transit {
  var verdicts: ServiceVerdicts
  /// Nil where groups matter in ways of their own.
  var openFilters: [TransitFilter]?
  var notes: Int?
}

/// What the groups of an end are asked, in terms of any member of a place.
private struct TransitFilter {
  enum Remote {
    /// The other end's address as packets name it.
    case end
    /// The public address that goes with it.
    case outside
    /// The private address behind it.
    case inside
    case fixed(IPAddress)
  }

  var direction: RuleDirection
  var remote: Remote
  var seesGroups: Bool
  var keepsReferences: Bool
}

extension PacketGraph {
  /// All addresses by which packets may show an end.
  fileprivate func appearances(of end: ExploreEnd) -> [IPAddress] {
    guard let interface = end.interface else { return end.addresses }
    return topology.networkInterfaces[interface.value].addresses.flatMap {
      [$0.address, $0.publicAddress, $0.carrierAddress].compactMap { $0 }
    } + end.addresses
  }
}
