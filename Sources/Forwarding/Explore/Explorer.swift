package import PacketWalkAddressing
package import PacketWalkServiceSets
import PacketWalkTopology

/// Answers for all services at once between any two ends, exactly as walks of each would.
///
/// Ends are sorted into classes that no walk tells apart. Between two kinds of places one walk over open groups is done
/// and kept; what the ends' groups say of it is a set operation. Where a walk depends on groups in other ways (a
/// middlebox, a load balancer's targets, an identity lost on the way), the pair of classes is walked for itself.
/// Everything is numbered as it is met, so that composing a cell is a few look-ups.
package struct Explorer {
  /// All answers between two classes: a number that equal answers share.
  package struct Cell: Hashable, Sendable {
    package let number: Int
    /// Where notes about it are found; -1 for none.
    fileprivate let notes: Int32

    /// Nothing is delivered.
    fileprivate static let nothing = Cell(number: 0, notes: -1)
  }

  /// What answers rest on besides the input.
  package struct Notes: Hashable, Sendable {
    package var assumptions: Set<Assumption> = []
    package var undeterminedBy: Set<InputID> = []
    /// Whether more of the network's choices come together than are walked.
    package var isChoiceLimitReached = false

    package init() {}

    package mutating func formUnion(_ other: Notes) {
      assumptions.formUnion(other.assumptions)
      undeterminedBy.formUnion(other.undeterminedBy)
      isChoiceLimitReached = isChoiceLimitReached || other.isChoiceLimitReached
    }
  }

  /// The sets of all answers' services.
  package var store: ServiceSetStore

  package internal(set) var graph: PacketGraph
  var options: WalkOptions
  var services: ServiceClasses
  var index: EndIndex
  private var answers = AnswerNumbers()
  var transits: [Transit] = []
  var transitAt = PairTable()
  var transitBetween: [KindPair: Int] = [:]
  var walked: [Pair: Cell] = [:]
  var admissions: Admissions
  /// By filters that ask about ends, and by ends that filters ask about.
  var recentEgress = RecentAdmissions()
  var recentIngress = RecentAdmissions()
  private var notes = Numbering<Notes>(first: Notes())
  /// What walks asked, where that is kept: by transit and by pair of classes.
  var transitReads: [ReadSet] = []
  var walkedReads: [Pair: ReadSet] = [:]
  /// Set while the graph is another in a few filters and tables.
  var revision: Revision?

  struct Pair: Hashable {
    var source: Int
    var destination: Int
  }

  /// What lies between two places depends on.
  struct KindPair: Hashable {
    var source: Int
    var destination: Int
    var isOneSubnet: Bool
  }

  /// - Complexity: O(*n*) for *n* ops and rules.
  ///
  /// - Parameter store: a copy of it is added to, so that its handles mean the same here.
  package init(
    _ graph: PacketGraph, _ options: WalkOptions = WalkOptions(), _ store: ServiceSetStore = ServiceSetStore()
  ) {
    self.graph = graph
    self.options = options
    self.store = store
    services = ServiceClasses(graph, in: &self.store)
    index = EndIndex(graph)
    admissions = Admissions(graph)
  }

  // MARK: Asking

  /// The class of an end: ends of one class have the same answers.
  package mutating func number(of end: ExploreEnd) -> Int { index.number(of: end) }

  /// The family of the addresses of a class.
  package func family(of number: Int) -> AddressFamily? { index.members[number].representative.family }

  /// The answers between two ends of different interfaces.
  package mutating func verdicts(from source: ExploreEnd, to destination: ExploreEnd) -> ServiceVerdicts {
    let (from, to) = (number(of: source), number(of: destination))
    let cell = cell(from: from, to: to)
    return verdicts(cell)
  }

  /// The same by walks of just these ends, with nothing left open or stood for: the slow way, to hold the other against.
  package mutating func walkedVerdicts(from source: ExploreEnd, to destination: ExploreEnd) -> ServiceVerdicts
  {
    let cell = walk(source, destination)
    return verdicts(cell)
  }

  /// The answers between any two members of classes that are not of one interface.
  package mutating func cell(from source: Int, to destination: Int) -> Cell {
    let from = index.classes[source].place
    let to = index.classes[destination].place
    let place = transit(from, to)
    guard transits[place].isOpen else {
      return walked(Pair(source: source, destination: destination))
    }
    return compose(transits[place], source, destination)
  }

  package func verdicts(_ cell: Cell) -> ServiceVerdicts { answers[cell.number] }

  /// The better of two answers, service by service.
  package mutating func best(_ left: Int, _ right: Int) -> Int { answers.best(left, right, in: &store) }

  /// An answer about IPv6, where whoever asks for ICMP means ICMPv6: packets of ICMP itself are nobody's there.
  package mutating func withPing(_ number: Int) -> Int { answers.withPing(number, in: &store) }

  package func verdicts(numbered number: Int) -> ServiceVerdicts { answers[number] }

  /// The number of the notes of a cell, which many share; nil for none.
  package func note(of cell: Cell) -> Int? { cell.notes < 0 ? nil : Int(cell.notes) }

  package func notes(numbered number: Int) -> Notes { notes[number] }

  // MARK: Composing

  private mutating func compose(_ transit: Transit, _ source: Int, _ destination: Int) -> Cell {
    if transit.answer == 0 { return Cell(number: 0, notes: transit.notes) }
    var (egress, ingress) = (0, 0)
    if let way = transit.egress, let own = index.classes[source].egress {
      if let known = recentEgress[own.value, way, destination] {
        egress = known
      } else {
        egress = admission(own, way, destination)
        recentEgress[own.value, way, destination] = egress
      }
    }
    if let way = transit.ingress, let own = index.classes[destination].ingress {
      if let known = recentIngress[source, way, own.value] {
        ingress = known
      } else {
        ingress = admission(own, way, source)
        recentIngress[source, way, own.value] = ingress
      }
    }
    let number =
      answers.known(transit.answer, egress: egress, ingress: ingress)
      ?? answers.filter(transit.answer, egress: egress, ingress: ingress, admissions, in: &store)
    return Cell(number: number, notes: transit.notes)
  }

  private mutating func admission(_ filter: FilterID, _ way: Int, _ other: Int) -> Int {
    let asked = admissions.asked(way)
    let end = index.classes[other]
    let atom: UInt32 =
      switch asked.remote {
      case .end: end.atom
      case .outside: end.outsideAtom
      case .inside: end.insideAtom
      case .fixed(let atom): atom
      }
    let key = Admissions.Key(
      filter: filter, atom: atom, groups: asked.seesGroups ? end.groups : 0,
      keepsReferences: asked.keepsReferences)
    return admissions.known(key) ?? admissions.number(key, of: index.groupSets, in: &store)
  }

  // MARK: Walking

  private mutating func walked(_ pair: Pair) -> Cell {
    if let again = revision?.walked[pair] { return again }
    if let known = walked[pair], revision?.stale.contains(pair) != true { return known }
    guard let (from, to) = distinct(index.members[pair.source], index.members[pair.destination]) else {
      return .nothing
    }
    var reads: ReadSet?
    let cell = walk(from, to, &reads)
    if revision != nil {
      revision?.walked[pair] = cell
    } else {
      walked[pair] = cell
      if let reads { walkedReads[pair] = reads }
    }
    return cell
  }

  private mutating func walk(_ source: ExploreEnd, _ destination: ExploreEnd) -> Cell {
    var reads: ReadSet?
    return walk(source, destination, &reads)
  }

  private mutating func walk(_ source: ExploreEnd, _ destination: ExploreEnd, _ reads: inout ReadSet?) -> Cell
  {
    guard let found = graph.walkAll(graph.pair(source, destination), services, options) else {
      return .nothing
    }
    if options.notesReads { reads = found.reads }
    return Cell(number: answers.number(of: verdicts(found)), notes: note(found))
  }

  private mutating func transit(_ source: Int, _ destination: Int) -> Int {
    if let known = transitAt[source, destination] {
      if revision?.pending.contains(known) == true { walkAgain(known, source, destination) }
      return known
    }
    let kinds = kinds(source, destination)
    let known = kinds.flatMap { transitBetween[$0] }
    if let known, revision?.pending.contains(known) == true { walkAgain(known, source, destination) }
    let transit = known ?? add(kinds == nil ? nil : walkTransit(source, destination), kinds)
    transitAt[source, destination] = transit
    revision?.added.append((source, destination))
    return transit
  }

  /// Nil where no two ends of the places are different ones.
  private func kinds(_ source: Int, _ destination: Int) -> KindPair? {
    let (from, to) = (index.places[source], index.places[destination])
    guard distinct(from, to) != nil else { return nil }
    return KindPair(
      source: from.kind, destination: to.kind, isOneSubnet: from.subnet != nil && from.subnet == to.subnet)
  }

  /// The place of a class: classes of one place differ in groups and exact addresses only.
  package func place(of number: Int) -> Int { index.classes[number].place }

  /// Walks between places what will be asked for, on all cores; answers are the same without.
  package mutating func prepare(_ places: [(source: Int, destination: Int)], threads: Int) {
    let pairs = places.filter { transitAt[$0.source, $0.destination] == nil }
    var seen: Set<KindPair> = []
    var firsts: [(kinds: KindPair, source: Int, destination: Int)] = []
    for pair in pairs {
      guard let kinds = kinds(pair.source, pair.destination), transitBetween[kinds] == nil,
        seen.insert(kinds).inserted
      else { continue }
      firsts.append((kinds, pair.source, pair.destination))
    }
    let walker = self
    let walks = parallelMap(firsts, threads: threads, chunk: 64) { pair in
      walker.walkTransit(pair.source, pair.destination)
    }
    for (pair, walk) in zip(firsts, walks) { _ = add(walk, pair.kinds) }
    for pair in pairs { _ = transit(pair.source, pair.destination) }
  }

  /// By class the first class that has the same answers with all others, for what is known so far: to tell zones
  /// and groups apart that make no difference. Classes of which one interface may have two stay apart.
  ///
  /// - Complexity: O(*p*²) for *p* places that were asked about.
  package func alikes() -> [Int] {
    let count = index.places.count
    let fates = (0..<count).map { source in
      (0..<count).map { destination -> Transit? in
        if source == destination, index.places[source].second == nil { return nil }
        return transitAt[source, destination].map { transits[$0] }
      }
    }
    let isOpen = (0..<count).map { place in
      (0..<count).allSatisfy { fates[place][$0]?.isOpen ?? true && fates[$0][place]?.isOpen ?? true }
    }
    let places = ExploreMerger(fates).merged { isOpen[$0] && !index.places[$0].isSingle }
    let referenced = Set(graph.filters.lazy.flatMap(\.rules).map(\.group))
    var firsts: [AlikeKey: Int] = [:]
    return index.classes.indices.map { number in
      let own = index.classes[number]
      let key = AlikeKey(
        place: places[own.place], groups: index.groupSets[own.groups].filter(referenced.contains),
        ingress: own.ingress, egress: own.egress, atoms: index.members[number].groupAtoms)
      if let first = firsts[key] { return first }
      firsts[key] = number
      return number
    }
  }

  private struct AlikeKey: Hashable {
    var place: Int
    var groups: [UInt32]
    var ingress: FilterID?
    var egress: FilterID?
    var atoms: [UInt32]
  }

  private mutating func add(_ walk: TransitWalk?, _ kinds: KindPair?) -> Int {
    transits.append(transit(of: walk))
    if options.notesReads { transitReads.append(walk?.found.reads ?? ReadSet()) }
    if let kinds {
      transitBetween[kinds] = transits.count - 1
      revision?.addedKinds.append(kinds)
    }
    return transits.count - 1
  }

  private mutating func transit(of walk: TransitWalk?) -> Transit {
    guard let walk else { return Transit(answer: 0, isOpen: false, notes: -1) }
    return Transit(
      answer: answers.number(of: verdicts(walk.found)), isOpen: true,
      egress: walk.egress.map { admissions.way($0) }, ingress: walk.ingress.map { admissions.way($0) },
      notes: note(walk.found))
  }

  /// Walks a transit in the revised graph, once for all pairs of places of its kinds.
  private mutating func walkAgain(_ place: Int, _ source: Int, _ destination: Int) {
    revision?.pending.remove(place)
    let again = transit(of: walkTransit(source, destination))
    revision?.replaced.append((place, transits[place]))
    transits[place] = again
  }

  /// Nil where groups matter in ways of their own.
  private func walkTransit(_ from: Int, _ to: Int) -> TransitWalk? {
    let (source, destination) = (index.places[from], index.places[to])
    guard let (from, to) = distinct(source, destination) else { return nil }
    var options = options
    options.openEnds = OpenEnds(
      source: from.interface, destination: to.interface,
      shared: Set([(source, from), (destination, to)].compactMap { $0.isSingle ? nil : $1.interface }),
      sharedAddresses: Set(
        (source.isSingle ? [] : graph.appearances(of: from))
          + (destination.isSingle ? [] : graph.appearances(of: to))))
    guard let found = graph.walkAll(graph.pair(from, to), services, options) else { return nil }
    var walk = TransitWalk(found: found)
    for filter in found.openFilters ?? [] {
      guard let made = transitFilter(filter, filter.direction == .egress ? to : from) else { return nil }
      if filter.direction == .egress { walk.egress = made } else { walk.ingress = made }
    }
    return walk
  }

  /// The same for every member of the places; nil where an address is neither an end's nor fixed.
  private func transitFilter(_ filter: OpenFilter, _ other: ExploreEnd) -> TransitFilter? {
    let own = other.interface.map { graph.topology.networkInterfaces[$0.value].addresses } ?? []
    let remote: TransitFilter.Remote
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
      remote = .fixed(graph.atoms.atom(of: filter.remote))
    }
    return TransitFilter(
      remote: remote, seesGroups: filter.seesGroups, keepsReferences: filter.keepsReferences)
  }

  private mutating func note(_ found: PairWalk) -> Int32 {
    var note = Notes()
    note.assumptions = found.assumptions
    note.undeterminedBy = found.undeterminedBy
    note.isChoiceLimitReached = found.isTruncated
    return note == Notes() ? -1 : Int32(notes.number(of: note))
  }

  private mutating func verdicts(_ found: PairWalk) -> ServiceVerdicts {
    var byFate: [ServiceVerdicts.Fate: ServiceSet] = [:]
    for part in found.parts where part.delivered != .none || part.replied != .none {
      let serviceClass = services.all[part.serviceClass]
      let held = part.ports.map { ofPorts(serviceClass.protocol, $0) } ?? serviceClass.services
      let fate = ServiceVerdicts.Fate(delivered: part.delivered, replied: part.replied)
      byFate[fate] = store.union(byFate[fate] ?? .none, held)
    }
    return ServiceVerdicts(
      byFate.map {
        ServiceVerdicts.Part(delivered: $0.key.delivered, replied: $0.key.replied, services: $0.value)
      },
      in: &store)
  }

  private mutating func ofPorts(_ protocol: IPProtocol, _ ports: PortSet) -> ServiceSet {
    if ports.ranges == [.all] { return store.all(of: `protocol`) }
    var held = ServiceSet.none
    for range in ports.ranges { held = store.union(held, store.ports(`protocol`, range)) }
    return held
  }

  // MARK: Representatives

  private func distinct(_ source: EndIndex.Members, _ destination: EndIndex.Members) -> (
    ExploreEnd, ExploreEnd
  )? {
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
struct Transit: Equatable {
  /// The number of the answer.
  var answer: Int
  /// False where groups matter in ways of their own.
  var isOpen: Bool
  /// How the ends' groups are asked, by number.
  var egress: Int?
  var ingress: Int?
  var notes: Int32
}

/// The walk that a transit is made of.
private struct TransitWalk: Sendable {
  var found: PairWalk
  var egress: TransitFilter?
  var ingress: TransitFilter?
}

extension PacketGraph {
  /// All addresses by which packets may show an end.
  fileprivate func appearances(of end: ExploreEnd) -> [IPAddress] {
    guard let interface = end.interface else { return end.addresses }
    return topology.networkInterfaces[interface.value].addresses.flatMap(\.appearances) + end.addresses
  }
}
