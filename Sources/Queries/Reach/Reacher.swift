import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// Answers for members of a network, with what a question keeps of them.
struct Reacher {
  let network: Network
  let options: ReachOptions
  let names: PartyNames
  var table: ReachTable
  /// The services asked about.
  let services: ServiceSet
  /// By the number of an answer; -1 where it was not asked for.
  private var kept: [Int] = []
  /// Number 0 is nothing.
  private(set) var fates = Numbering<Fate>(first: [])

  /// What a question keeps of an answer: disjoint sets, the best first; empty where nothing is left.
  typealias Fate = [FatePart]

  struct FatePart: Hashable {
    var verdict: Verdict
    var services: ServiceSet
  }

  init(_ network: Network, _ options: ReachOptions) throws(InputError) {
    var store = ServiceSetStore()
    var services = ServiceSet.any
    if !["", "any", "all"].contains(options.service.lowercased()) {
      services = try network.service(options.service).set(in: &store)
    }
    self.init(network, options, services: services, store: store)
  }

  /// - Parameter store: one whose handles are to go on meaning the same, that of the services among them.
  init(
    _ network: Network, _ options: ReachOptions, services: ServiceSet, store: ServiceSetStore,
    avoiding waypoints: Waypoints = Waypoints()
  ) {
    self.network = network
    self.options = options
    self.services = services
    names = PartyNames(network, by: options.grouping)
    table = ReachTable(
      network,
      WalkOptions(
        isStrict: options.isStrict, settled: options.settled, respectsHealth: options.respectsHealth,
        avoided: waypoints.elements), store)
  }

  /// What a question keeps of the answer from a member of one class to another of the same or another class: a number
  /// that equal fates share, 0 for nothing.
  mutating func fate(from source: Int, to destination: Int) -> Int {
    let answer = table.answer(from: source, to: destination)
    return fate(of: answer)
  }

  /// What a question keeps of an answer, by its number.
  mutating func fate(of answer: Int) -> Int {
    if answer < kept.count, kept[answer] >= 0 { return kept[answer] }
    while kept.count <= answer { kept.append(-1) }
    let fate = keep(table.explorer.verdicts(numbered: answer))
    let number = fates.number(of: fate)
    kept[answer] = number
    return number
  }

  private mutating func keep(_ verdicts: ServiceVerdicts) -> Fate {
    var fate: Fate = []
    func add(_ verdict: Verdict, _ found: ServiceSet) {
      let wanted = table.explorer.store.intersection(found, services)
      if !wanted.isEmpty { fate.append(FatePart(verdict: verdict, services: wanted)) }
    }
    switch options.aspect {
    case .delivered:
      let delivered = verdicts.delivered(in: &table.explorer.store)
      add(.reachable, delivered.certain)
      add(.undetermined, delivered.possible)
    case .reply:
      for verdict in [Verdict.reachable, .intermittent, .undetermined] {
        add(verdict, verdicts.services(verdict, in: &table.explorer.store))
      }
    case .verdict:
      for verdict in [Verdict.reachable, .intermittent, .noReply, .undetermined] {
        add(verdict, verdicts.services(verdict, in: &table.explorer.store))
      }
    }
    return fate
  }

  mutating func shares(_ fate: Fate) -> [Reach.Share] {
    let held = fate.reduce(ServiceSet.none) { table.explorer.store.union($0, $1.services) }
    return fate.indices.map { place in
      Reach.Share(
        verdict: fate[place].verdict, services: table.explorer.store.text(fate[place].services),
        isRest: place > 0 && place == fate.count - 1 && held == services)
    }
  }

  /// The services asked about; nil for all there are.
  mutating func servicesText() -> String? {
    services == .any ? nil : table.explorer.store.text(services)
  }

  /// Interfaces that can't be asked about.
  private var unplaced: [MissingFact] {
    let places = network.topology.networkInterfaces.indices.filter {
      network.topology.networkInterfaces[$0].isUnplaced
    }
    guard let first = places.first else { return [] }
    let what =
      places.count == 1
      ? "the address of 1 network interface, which is left out"
      : "the addresses of \(places.count) network interfaces, which are left out"
    return [
      MissingFact(
        what: what, remedy: "packetwalk doctor says which",
        component: network.graph.component(ElementRef(.networkInterface, first)))
    ]
  }

  func notes(isOpen: Bool) -> ReachNotes {
    let notes = table.notes
    return ReachNotes(
      assumptions: notes.assumptions.sorted { $0.rawValue < $1.rawValue },
      missing: isOpen
        ? notes.undeterminedBy.sorted { $0.rawValue < $1.rawValue }.map(network.graph.fact) + unplaced
        : unplaced,
      isChoiceLimitReached: notes.isChoiceLimitReached)
  }

  // MARK: Members

  /// Everything that packets may come from, or go to.
  func everyone(_ side: Reach.Side) -> [ReachNode] {
    let outside =
      network.internetNodes()
      + network.topology.externalNetworks.indices.flatMap { network.externalNodes($0) }
    return ordered(
      outside + network.interfaceNodes() + (side == .what ? network.serviceNodes() : []))
  }

  /// By name, so that the order of the input's resources shows nowhere; parts of the outside keep theirs.
  private func ordered(_ nodes: [ReachNode]) -> [ReachNode] {
    let keys = nodes.map { (rank: $0.rank, name: names.member($0)) }
    return nodes.indices.sorted { left, right in
      let (l, r) = (keys[left], keys[right])
      if l.rank != r.rank { return l.rank < r.rank }
      return l.name == r.name ? left < right : l.name < r.name
    }.map { nodes[$0] }
  }

  /// The members that a selector stands for.
  ///
  /// - Throws: an `InputError` for one that stands for nothing.
  func subjects(_ selector: String, _ side: Reach.Side) throws(InputError) -> [ReachNode] {
    var nodes: [ReachNode] = []
    for endpoint in try network.resolve(selector) { nodes += try members(endpoint, side) }
    var seen: Set<ReachNode.Kind> = []
    nodes = nodes.filter { node in
      if case .interface = node.kind { return seen.insert(node.kind).inserted || node.sources.count < 2 }
      return true
    }
    let isUsable = nodes.contains {
      !(side == .what ? $0.sources : $0.destinations + $0.outsideDestinations).isEmpty
    }
    guard isUsable else {
      throw InputError(.noMatch, "'\(selector)' has no address to \(side == .what ? "send from" : "send to")")
    }
    return ordered(nodes)
  }

  private func members(_ endpoint: Endpoint, _ side: Reach.Side) throws(InputError) -> [ReachNode] {
    switch endpoint.target {
    case .interface(let index, let address):
      return [network.interfaceNode(index.value, only: address.map { [$0] })]
    case .internet(let prefix): return network.internetNodes(in: prefix)
    case .external(let place, let prefix): return network.externalNodes(place, in: prefix)
    case .service(let place, let address):
      return [ReachNode(kind: .service(place), sources: [], destinations: [ExploreEnd(.address, address)])]
    case .balancer(let place):
      let nodes = network.topology.loadBalancers[place].nodes.compactMap { network.index.interfaces[$0] }
      return side == .what ? nodes.map { network.interfaceNode($0) } : [network.balancerNode(place)]
    case .address(let address): return try members(holding: address, endpoint)
    case .privateName:
      throw InputError(.noMatch, "'\(endpoint.text)' has no address of its own: it depends on who asks")
    }
  }

  private func members(holding address: IPAddress, _ endpoint: Endpoint) throws(InputError) -> [ReachNode] {
    switch try network.holder(of: address, named: endpoint.text) {
    case .interface(let place):
      // What is mapped to it arrives there too.
      let addresses = network.topology.networkInterfaces[place].addresses(for: address)
      return [network.interfaceNode(place, only: Set(addresses))]
    case .outside(let nodes): return nodes
    case nil: return [ReachNode(kind: .address, sources: [], destinations: [ExploreEnd(.address, address)])]
    }
  }

  /// A part of the outside, by its own prefixes or by those that the whole has besides.
  func addresses(_ parts: [ReachNode]) -> Reach.Addresses? {
    guard let first = parts.first else { return nil }
    let whole: [ReachNode] =
      switch first.kind {
      case .internet: network.internetNodes()
      case .external(let place): network.externalNodes(place)
      case .interface, .service, .balancer, .address: []
      }
    let held = AddressSet(parts.flatMap(\.addresses.ranges))
    let rest = AddressSet(whole.flatMap(\.addresses.ranges)).subtracting(held)
    // One family alone is no lack of the other.
    let families = Set(held.ranges.map(\.first.family))
    if families.count == 1, let family = families.first, !rest.isEmpty {
      let others = rest.ranges.filter { $0.first.family == family }
      if others.isEmpty { return Reach.Addresses(isComplement: false, prefixes: ["all \(family.name)"]) }
    }
    let (own, lacking) = (held.prefixes, rest.prefixes)
    return lacking.count <= own.count
      ? Reach.Addresses(isComplement: true, prefixes: lacking.map(\.description))
      : Reach.Addresses(isComplement: false, prefixes: own.map(\.description))
  }
}
