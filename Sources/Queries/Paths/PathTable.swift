import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkForwarding
package import PacketWalkServiceSets
import PacketWalkTopology

/// How services fare between the members of sets, exactly and for all pairs.
///
/// What was worked out for one pair of sets is kept for the next.
package struct PathTable {
  /// By which of their addresses members are named.
  package enum Addressing: Hashable, Sendable {
    /// By whichever of all fares best: for what must not happen.
    case every
    /// As `check` names them: by the primary private address, or the public one towards the internet.
    case primary
  }

  package let network: Network
  var reacher: Reacher
  private var members: [Entry] = []
  private var numbers: [Host: Int] = [:]
  private var outside: [OutsidePiece: [Int]] = [:]
  /// By the number of an answer.
  private var outcomes: [PathOutcome?] = []

  var pairs: [PairsKey: PathPairs] = [:]

  struct PairsKey: Hashable {
    var sources: MemberSet
    var destinations: MemberSet
    var addressing: Addressing
    var marks: [MemberSet]
  }

  private struct Host: Hashable {
    var kind: ReachNode.Kind
    var pick: MemberSet.Pick
  }

  private struct OutsidePiece: Hashable {
    var kind: ReachNode.Kind
    var addresses: AddressSet
  }

  private struct Entry {
    var node: ReachNode
    var member: PathMember
    /// Classes by all addresses, and by one of each family.
    var whole: Int
    var primary: PrimaryNumbers?
    /// Whether it is a host without any address in the input.
    var isUnplaced: Bool
  }

  /// The classes of a member by one address.
  struct PrimaryNumbers: Hashable, Sendable {
    /// By family: to and from the inside; from the internet by one only.
    var inside: [AddressFamily: Int] = [:]
    var fromInternet: [AddressFamily: Int] = [:]
  }

  struct BundleKey: Hashable {
    var whole: Int
    var primary: PrimaryNumbers?
    var marks: Set<Int>
    var isUnplaced: Bool
  }

  /// - Parameters:
  ///   - options: its aspect and service are not used.
  ///   - waypoints: what requests count as lost at.
  package init(
    _ network: Network, _ options: ReachOptions = ReachOptions(), avoiding waypoints: Waypoints = Waypoints()
  ) {
    self.network = network
    reacher = Reacher(network, options, services: .any, store: ServiceSetStore(), avoiding: waypoints)
  }

  /// The sets of outcomes.
  package var store: ServiceSetStore {
    get { reacher.table.explorer.store }
    _modify { yield &reacher.table.explorer.store }
  }

  /// What the outcomes that were asked for rest on.
  package var notes: ReachNotes { reacher.notes(isOpen: true) }

  /// The services that a text names: `any` is every protocol there is.
  ///
  /// - Throws: an `InputError` for what is no service.
  package mutating func services(_ text: String) throws(InputError) -> ServiceSet {
    if ["any", "all"].contains(text.lowercased()) { return .any }
    return try network.service(text).set(in: &store)
  }

  /// The services as `check` understands the text: `any` is TCP, UDP and ping.
  ///
  /// - Throws: an `InputError` for what is no service.
  package mutating func asked(_ text: String) throws(InputError) -> ServiceSet {
    try network.service(text).set(in: &store)
  }

  /// All pairs of a sender of one set and a receiver of another, by how services fare between them.
  ///
  /// - Parameter marks: sets whose members are told apart from others, by their places.
  /// - Complexity: O(members), a walk for each new pair of places, and O(*c*²) for *c* classes of members.
  package mutating func groups(
    from sources: MemberSet, to destinations: MemberSet, by addressing: Addressing,
    tellingApart marks: [MemberSet] = []
  ) -> [PathGroup] {
    let pairs = pairs(from: sources, to: destinations, by: addressing, tellingApart: marks)
    var groups: [PathGroup] = []
    visit(pairs, touchedBy: nil) { group, _ in groups.append(group) }
    return groups
  }

  /// Nil where the two have nothing in common.
  mutating func group(_ senders: PathBundle, _ receivers: PathBundle, _ addressing: Addressing, pairs: Int)
    -> PathGroup?
  {
    guard let answer = answer(senders, receivers, addressing) else { return nil }
    return PathGroup(
      outcome: outcome(answer), number: answer, senders: senders, receivers: receivers, pairs: pairs)
  }

  /// A question about a pair and one of some services, as `check` understands it, whose packets fare in one of some ways.
  package mutating func witness(
    _ services: ServiceSet, from sources: [PathMember], to destinations: [PathMember],
    where isWanted: (Extent, Verdict) -> Bool
  ) -> Question? {
    for source in sources.prefix(2) {
      for destination in destinations.prefix(2) where !source.isSame(as: destination) {
        let found = reacher.example(
          of: services, from: members[source.number].node, to: members[destination.number].node
        ) { isWanted($0.delivered, $0.verdict) }
        if let found { return found }
      }
    }
    return nil
  }

  /// Parts of one network outside, by their addresses or by those that the whole has besides; nil for hosts.
  package func addresses(of parts: [PathMember]) -> Reach.Addresses? {
    reacher.addresses(parts.map { members[$0.number].node }.filter { !$0.addresses.isEmpty })
  }

  // MARK: Members

  mutating func bundles(
    _ set: MemberSet, as side: PathSide, _ addressing: Addressing, _ marks: [MemberSet]
  ) -> [PathBundle] {
    var bundles: [(key: BundleKey, members: [PathMember])] = []
    var places: [BundleKey: Int] = [:]
    func add(_ number: Int, _ marked: Set<Int>) {
      let entry = members[number]
      let key = BundleKey(
        whole: addressing == .every ? entry.whole : 0, primary: addressing == .every ? nil : entry.primary,
        marks: marked, isUnplaced: entry.isUnplaced)
      if let place = places[key] {
        bundles[place].members.append(entry.member)
      } else {
        places[key] = bundles.count
        bundles.append((key, [entry.member]))
      }
    }
    for (number, marked) in pieces(of: set.outside, marks) + hosts(of: set, side, marks) {
      if addressing == .primary, members[number].primary == nil {
        members[number].primary = primaryNumbers(members[number].node)
      }
      add(number, marked)
    }
    return bundles.map { PathBundle($0.key, $0.members) }
  }

  private mutating func hosts(of set: MemberSet, _ side: PathSide, _ marks: [MemberSet]) -> [(Int, Set<Int>)]
  {
    var hosts: [(Host, Set<Int>)] = []
    for (kind, pick) in set.hosts {
      for piece in network.pieces(of: kind, pick, side, apartFor: marks) {
        hosts.append((Host(kind: kind, pick: piece.pick), piece.marks))
      }
    }
    var numbered: [(number: Int, marks: Set<Int>)] = []
    for (host, marked) in hosts { numbered.append((number(of: host), marked)) }
    return numbered.sorted { members[$0.number].member < members[$1.number].member }.map {
      ($0.number, $0.marks)
    }
  }

  private mutating func number(of host: Host) -> Int {
    if let known = numbers[host] { return known }
    let node: ReachNode =
      switch host.kind {
      case .interface(let place): network.interfaceNode(place, only: host.pick.addresses)
      case .balancer(let place): network.balancerNode(place)
      case .service(let place): network.serviceNode(place)
      case .internet, .external, .address: ReachNode(kind: host.kind, sources: [], destinations: [])
      }
    let number = add(node, picked: host.pick.addresses?.sorted() ?? [])
    numbers[host] = number
    return number
  }

  private mutating func add(_ node: ReachNode, picked: [IPAddress] = []) -> Int {
    let whole = reacher.table.number(of: node)
    var isUnplaced = false
    if case .interface(let place) = node.kind {
      isUnplaced = network.topology.networkInterfaces[place].isUnplaced
    }
    members.append(
      Entry(
        node: node,
        member: PathMember(
          name: reacher.names.member(node), party: reacher.names.party(node),
          identity: network.identity(of: node.kind), addresses: node.addresses, picked: picked,
          kind: node.kind, number: members.count),
        whole: whole, isUnplaced: isUnplaced))
    return members.count - 1
  }

  /// Parts of the outside, cut where sets are to be told apart.
  private mutating func pieces(of sets: [ReachNode.Kind: AddressSet], _ marks: [MemberSet]) -> [(
    Int, Set<Int>
  )] {
    var found: [(Int, Set<Int>)] = []
    for kind in sets.keys.sorted(by: { $0.order < $1.order }) {
      guard let addresses = sets[kind] else { continue }
      var pieces: [(addresses: AddressSet, marks: Set<Int>)] = [(addresses, [])]
      for (place, mark) in marks.enumerated() {
        guard let marked = mark.outside[kind] else { continue }
        pieces = pieces.flatMap { piece in
          [
            (piece.addresses.intersection(marked), piece.marks.union([place])),
            (piece.addresses.subtracting(marked), piece.marks),
          ].filter { !$0.0.isEmpty }
        }
      }
      for piece in pieces {
        let key = OutsidePiece(kind: kind, addresses: piece.addresses)
        let numbers = outside[key] ?? network.outsideNodes(kind, piece.addresses).map { add($0) }
        outside[key] = numbers
        found += numbers.map { ($0, piece.marks) }
      }
    }
    return found
  }

  // MARK: One address

  private mutating func primaryNumbers(_ node: ReachNode) -> PrimaryNumbers {
    var numbers = PrimaryNumbers()
    for family in AddressFamily.allCases {
      func first(_ ends: [ExploreEnd]) -> [ExploreEnd] {
        Array(ends.filter { $0.addresses.first?.family == family }.prefix(1))
      }
      var facet = node
      facet.sources = first(node.sources)
      facet.destinations = first(node.destinations)
      // One that is named by a public address is reached by no other.
      facet.outsideDestinations = node.destinations.isEmpty ? first(node.outsideDestinations) : []
      guard !(facet.sources + facet.destinations).isEmpty else { continue }
      numbers.inside[family] = reacher.table.number(of: facet)
      facet.outsideDestinations = first(node.outsideDestinations)
      // A host without a public IPv4 address is known outside by its IPv6 address.
      let isKnown = !facet.outsideDestinations.isEmpty || node.outsideDestinations.isEmpty
      if isKnown, numbers.fromInternet.isEmpty {
        numbers.fromInternet[family] = reacher.table.number(of: facet)
      }
    }
    return numbers
  }

  // MARK: Outcomes

  /// The number of an answer; nil where the outside has nothing in common with the other side.
  private mutating func answer(_ senders: PathBundle, _ receivers: PathBundle, _ addressing: Addressing)
    -> Int?
  {
    guard addressing == .primary else {
      return reacher.table.answer(from: senders.whole, to: receivers.whole)
    }
    guard let from = senders.primary, let to = receivers.primary else { return 0 }
    let ends = [senders.members[0], receivers.members[0]]
    let addresses = ends[0].kind == .internet ? to.fromInternet : to.inside
    for family in AddressFamily.allCases {
      if let sender = from.inside[family], let receiver = addresses[family] {
        return reacher.table.answer(from: sender, to: receiver)
      }
    }
    return ends.contains { !$0.addresses.isEmpty } ? nil : 0
  }

  private mutating func outcome(_ answer: Int) -> PathOutcome {
    if answer < outcomes.count, let known = outcomes[answer] { return known }
    while outcomes.count <= answer { outcomes.append(nil) }
    let made = PathOutcome(reacher.table.explorer.verdicts(numbered: answer), in: &store)
    outcomes[answer] = made
    return made
  }
}

extension PathOutcome {
  init(_ verdicts: ServiceVerdicts, in store: inout ServiceSetStore) {
    for part in verdicts.parts {
      switch part.delivered {
      case .all:
        delivered = store.union(delivered, part.services)
        deliveredSometimes = store.union(deliveredSometimes, part.services)
      case .some: deliveredSometimes = store.union(deliveredSometimes, part.services)
      case .unknown: perhapsDelivered = store.union(perhapsDelivered, part.services)
      case .none: break
      }
      if part.verdict == .reachable || part.verdict == .intermittent {
        answeredSometimes = store.union(answeredSometimes, part.services)
      }
      if part.verdict == .reachable { reachable = store.union(reachable, part.services) }
      if part.verdict == .undetermined { undetermined = store.union(undetermined, part.services) }
    }
  }
}

extension ReachNode.Kind {
  fileprivate var order: Int {
    switch self {
    case .internet: 0
    case .external(let place): place + 1
    case .interface, .service, .balancer, .address: .max
    }
  }
}
