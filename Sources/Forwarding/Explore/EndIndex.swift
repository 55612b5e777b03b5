import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// Sorts ends into classes that no walk tells apart.
///
/// A *place* is all of an end but its groups and its exact address: subnet, routes and access lists, what the
/// interface does with packets, which choices it is an alternative of. An end is a place and what groups see of it.
/// Swapping two interfaces of one class changes nothing in the network, so that one stands for all. An interface
/// that anything singles out is a class of its own.
///
/// Places whose subnets nothing tells apart are of one *kind*: what lies between two of them depends on their kinds
/// and on whether they are in one subnet.
struct EndIndex {
  /// Ends of one class, by numbers in the order in which they are first met: what composing asks, all numbers.
  struct Class {
    var place: Int
    /// Of the address, the public one that goes with it, and the private one behind it.
    var atom: UInt32
    var outsideAtom: UInt32
    var insideAtom: UInt32
    /// The groups of an interface, by the number of the set.
    var groups: Int
    /// Its filters; nil for what has none, by nature or because it is no interface.
    var ingress: FilterID?
    var egress: FilterID?
  }

  /// Who is in a class.
  struct Members {
    var representative: ExploreEnd
    /// Another member, to ask about packets from the class to itself.
    var second: ExploreEnd?
    /// What groups' rules tell apart of the addresses.
    var groupAtoms: [UInt32]
  }

  struct Place {
    var representative: ExploreEnd
    var second: ExploreEnd?
    /// Whether it can only ever be one interface.
    var isSingle: Bool
    var kind: Int
    /// Of an interface.
    var subnet: SubnetIndex?
  }

  private(set) var classes: [Class] = []
  /// By class.
  private(set) var members: [Members] = []
  private(set) var groupSets = Numbering<[UInt32]>(first: [])
  private(set) var places: [Place] = []

  var graph: PacketGraph
  private let mentions: InterfaceMentions
  private let routedAtoms: AtomIndex
  /// Cut at what groups' rules mention only.
  private let ruledAtoms: AtomIndex
  private var placeNumbers: [PlaceKey: Int] = [:]
  private var classNumbers: [ClassKey: Int] = [:]
  private var nodes: [InterfaceIndex: NodeKey] = [:]
  private var nodePlaces: [NodePlace: Int] = [:]
  private let subnetKinds: SubnetKinds
  /// By the number of a `NodePlace`, that of the same in any subnet of its kind.
  private var nodeKinds: [Int] = []
  private var nodeKindNumbers: [NodePlace: Int] = [:]
  private var kindNumbers: [PlaceKey: Int] = [:]
  private let internetTable: ForwardingTable?
  /// Filters by content, so that groups with the same rules are one.
  private var contents: [FilterKey: FilterID] = [:]
  private var canonical: [FilterID: FilterID] = [:]

  init(_ graph: PacketGraph) {
    self.graph = graph
    mentions = InterfaceMentions(graph)
    subnetKinds = SubnetKinds(graph, mentions)
    internetTable = graph.tables.last { $0.element == .internet }
    routedAtoms = AtomIndex(mentioned: graph.mentions.routed)
    ruledAtoms = AtomIndex(mentioned: graph.mentions.ruled)
  }

  // MARK: Classes

  /// The class of an end.
  mutating func number(of end: ExploreEnd) -> Int {
    var node: NodeKey?
    if let interface = end.interface { node = self.node(interface) }
    let placeKey = PlaceKey(
      holder: end.holder.kind, node: node?.place, addresses: end.addresses.map { routed($0) },
      roles: end.addresses.map { role(of: $0, in: end.interface) }, single: isSingle(end) ? end : nil)
    let place = placeNumbers[placeKey] ?? places.count
    if place == places.count {
      placeNumbers[placeKey] = place
      places.append(
        Place(
          representative: end, second: nil, isSingle: placeKey.single != nil, kind: kind(of: placeKey),
          subnet: end.interface.map { graph.interfaces[$0.value].subnet }))
    } else if places[place].second == nil, isOther(end, than: places[place].representative) {
      places[place].second = end
    }
    let key = ClassKey(
      place: place, groups: node?.groups ?? [], ingress: node?.ingress, egress: node?.egress,
      atoms: end.addresses.map { graph.atoms.atom(of: $0) } + (node?.atoms ?? []))
    if let known = classNumbers[key] {
      if members[known].second == nil, isOther(end, than: members[known].representative) {
        members[known].second = end
      }
      return known
    }
    classNumbers[key] = classes.count
    let atoms = atoms(of: end)
    classes.append(
      Class(
        place: place, atom: atoms.own, outsideAtom: atoms.outside, insideAtom: atoms.inside,
        groups: groupSets.number(of: key.groups), ingress: key.ingress, egress: key.egress))
    members.append(Members(representative: end, second: nil, groupAtoms: groupAtoms(of: end)))
    return classes.count - 1
  }

  private mutating func kind(of place: PlaceKey) -> Int {
    var key = place
    key.node = place.node.map { nodeKinds[$0] }
    let kind = kindNumbers[key] ?? kindNumbers.count
    kindNumbers[key] = kind
    return kind
  }

  private func groupAtoms(of end: ExploreEnd) -> [UInt32] {
    let shown = shown(end)
    return [shown.own, shown.outside, shown.inside].map { $0.map { ruledAtoms.atom(of: $0) } ?? 0 }
  }

  private func atoms(of end: ExploreEnd) -> (own: UInt32, outside: UInt32, inside: UInt32) {
    let shown = shown(end)
    func atom(_ address: IPAddress?) -> UInt32 { address.map { graph.atoms.atom(of: $0) } ?? 0 }
    return (atom(shown.own), atom(shown.outside), atom(shown.inside))
  }

  /// The address as packets name it, the public one that goes with it, and the private one behind it.
  private func shown(_ end: ExploreEnd) -> (own: IPAddress?, outside: IPAddress?, inside: IPAddress?) {
    let address = end.addresses.first
    let own = end.interface.map { graph.topology.networkInterfaces[$0.value].addresses } ?? []
    return (
      address, own.first { $0.address == address }?.publicAddress ?? address,
      own.first { $0.publicAddress == address }?.address ?? address
    )
  }

  private func isOther(_ end: ExploreEnd, than first: ExploreEnd) -> Bool {
    end.interface == nil ? end != first : end.interface != first.interface
  }

  private func isSingle(_ end: ExploreEnd) -> Bool {
    if end.addresses.count > 1 || end.holder == .address { return true }
    return end.interface.map(mentions.singled.contains) ?? false
  }

  /// Which of an interface's addresses it is.
  private func role(of address: IPAddress, in interface: InterfaceIndex?) -> AddressRole? {
    guard let interface else { return nil }
    let own = graph.topology.networkInterfaces[interface.value].addresses
    for (place, held) in own.enumerated() {
      for (kind, known) in [held.address, held.publicAddress, held.carrierAddress].enumerated()
      where known == address {
        return AddressRole(place: place, kind: kind)
      }
    }
    return nil
  }

  /// What tells an address apart for routes, access lists and the internet.
  private func routed(_ address: IPAddress) -> RoutedAddress {
    let entry = internetTable.flatMap { table in
      table.trie.lookupIndex(address).map { table.entries[$0].port }
    }
    return RoutedAddress(atom: routedAtoms.atom(of: address), fromInternet: entry)
  }

  // MARK: Interfaces

  private mutating func node(_ interface: InterfaceIndex) -> NodeKey {
    if let known = nodes[interface] { return known }
    let facts = graph.interfaces[interface.value]
    let resource = graph.topology.networkInterfaces[interface.value]
    var filters: [RuleDirection: FilterID] = [:]
    let behaviour = [facts.start, facts.arrival, facts.neighbour].map { port in
      operations(port, of: interface, facts, &filters)
    }
    let addresses = resource.addresses.map { address in
      AddressKey(
        routed: [address.address, address.publicAddress, address.carrierAddress].map {
          $0.map { routed($0) }
        },
        isPrimary: address.isPrimary)
    }
    let place = NodePlace(
      subnet: .one(facts.subnet), behaviour: behaviour, addresses: addresses,
      delegated: resource.delegatedPrefixes.map { routed($0.address) }, clientPorts: resource.ephemeralPorts,
      deniesInternetGateway: resource.deniesInternetGatewayTraffic,
      memberships: mentions.memberships[interface] ?? [])
    let atoms = resource.addresses.flatMap { [$0.address, $0.publicAddress].compactMap { $0 } }
    let number = nodePlaces[place] ?? nodePlaces.count
    if number == nodePlaces.count {
      nodePlaces[place] = number
      nodeKinds.append(kind(of: place, in: facts.subnet))
    }
    let key = NodeKey(
      place: number, groups: facts.groups, ingress: filters[.ingress].map { intern($0) },
      egress: filters[.egress].map { intern($0) }, atoms: atoms.map { graph.atoms.atom(of: $0) })
    nodes[interface] = key
    return key
  }

  private mutating func kind(of place: NodePlace, in subnet: SubnetIndex) -> Int {
    var key = place
    if let kind = subnetKinds[subnet] {
      let out = graph.subnets[subnet.value].out
      key.subnet = .any(ofKind: kind)
      key.behaviour = place.behaviour.map { $0.map { $0.standingIn(for: subnet, out) } }
    }
    let kind = nodeKindNumbers[key] ?? nodeKindNumbers.count
    nodeKindNumbers[key] = kind
    return kind
  }

  /// The ops of one of an interface's ports, with everything of its own replaced by stand-ins.
  private func operations(
    _ port: PortID, of interface: InterfaceIndex, _ facts: InterfaceFacts,
    _ filters: inout [RuleDirection: FilterID]
  ) -> [Op] {
    let own = [facts.start, facts.arrival, facts.neighbour]
    return graph.operations(at: port).map { op in
      if case .filter(let id, .interface(interface)) = op { filters[graph.filters[id.value].direction] = id }
      return op.standingIn(for: interface, facts.place, ports: own)
    }
  }

  /// Whether filters of equal rules are one: not where any of them may come to be another, or where these do.
  var isInterning = true
  var revisedFilters: Set<FilterID> = []

  private mutating func intern(_ id: FilterID) -> FilterID {
    guard isInterning, !revisedFilters.contains(id) else { return id }
    if let known = canonical[id] { return known }
    let filter = graph.filters[id.value]
    let key = FilterKey(filter)
    let same = contents[key] ?? id
    contents[key] = same
    canonical[id] = same
    return same
  }
}
