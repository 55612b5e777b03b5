import PacketWalkServiceSets

/// What the groups of an end are asked on the way between two places, in terms of any member.
struct TransitFilter: Hashable, Sendable {
  enum Remote: Hashable, Sendable {
    /// The other end's address as packets name it.
    case end
    /// The public address that goes with it.
    case outside
    /// The private address behind it.
    case inside
    /// Always one: its atom.
    case fixed(UInt32)
  }

  var remote: Remote
  var seesGroups: Bool
  var keepsReferences: Bool
}

/// The services that groups let pass, and those that they might.
struct Admission: Hashable {
  var certain: ServiceSet
  var possible: ServiceSet
}

/// What groups admit of the members of classes, by number: 0 is everything.
///
/// Rules about addresses and rules about groups are asked apart, each once for all classes that share an address or
/// groups; what both say together is found by their numbers.
struct Admissions: Sendable {
  private var graph: PacketGraph
  private var found = Numbering(first: Admission(certain: .any, possible: .none))
  private var ways = Numbering(first: TransitFilter(remote: .end, seesGroups: true, keepsReferences: true))
  /// By filter.
  private var services: [GroupServices?]
  /// What rules let pass: by number.
  private var parts = Numbering(first: ServiceSet.none)
  /// By filter and atom, by filter and set of groups, and of filters' rules whose remote is unknown; -1 before the
  /// filter is asked.
  private var atomParts = PairTable()
  private var groupParts = PairTable()
  private var unknownParts: [Int32]
  /// Pairs of a part about addresses and one about groups.
  private var pairs = PairMap()
  /// By pair, where references are kept and nothing is unknown; else by pair and what differs.
  private var plain: [Int32] = []
  private var odd = PairMap()

  init(_ graph: PacketGraph) {
    self.graph = graph
    services = Array(repeating: nil, count: graph.filters.count)
    unknownParts = Array(repeating: -1, count: graph.filters.count)
  }

  /// Goes on with a graph in which some filters are others.
  mutating func revise(to graph: PacketGraph, _ filters: Set<FilterID>) {
    self.graph = graph
    for filter in filters {
      services[filter.value] = nil
      unknownParts[filter.value] = -1
      atomParts.clear(row: filter.value)
      groupParts.clear(row: filter.value)
    }
  }

  /// How a way asks.
  func asked(_ way: Int) -> TransitFilter { ways[way] }

  subscript(number: Int) -> Admission { found[number] }

  /// The number of a way to ask.
  mutating func way(_ filter: TransitFilter) -> Int { ways.number(of: filter) }

  /// What a filter is asked about an end.
  struct Key {
    var filter: FilterID
    /// Of the end's address, as the filter sees it.
    var atom: UInt32
    /// The number of the end's set of groups, as far as the filter sees them.
    var groups: Int
    /// False where what passes by reference arrives without its identity, and so does not pass.
    var keepsReferences: Bool
  }

  /// What a filter says of an end; nil before it is asked.
  func known(_ key: Key) -> Int? {
    guard let own = atomParts[key.filter.value, Int(key.atom)],
      let referred = groupParts[key.filter.value, key.groups], let pair = pairs[own, referred]
    else { return nil }
    let unknown = Int(unknownParts[key.filter.value])
    if unknown == 0, key.keepsReferences { return plain[pair] < 0 ? nil : Int(plain[pair]) }
    return odd[pair, Self.difference(unknown, key)]
  }

  /// Asks a filter what it is not known to say.
  ///
  /// - Complexity: O(rules) for an atom or a set of groups that the filter is asked about for the first time.
  mutating func number(_ key: Key, of groupSets: Numbering<[UInt32]>, in store: inout ServiceSetStore) -> Int
  {
    let own = atomParts[key.filter.value, Int(key.atom)] ?? atomPart(key.filter, key.atom, &store)
    let referred =
      groupParts[key.filter.value, key.groups]
      ?? groupPart(key.filter, key.groups, groupSets[key.groups], &store)
    let pair = pairs[own, referred] ?? pair(own, referred)
    let unknown = Int(unknownParts[key.filter.value])
    let made = join(own, referred, unknown, key.keepsReferences, &store)
    if unknown == 0, key.keepsReferences {
      plain[pair] = Int32(made)
    } else {
      odd[pair, Self.difference(unknown, key)] = made
    }
    return made
  }

  private static func difference(_ unknown: Int, _ key: Key) -> Int {
    2 * unknown + (key.keepsReferences ? 1 : 0)
  }

  private mutating func compile(_ filter: FilterID, _ store: inout ServiceSetStore) -> GroupServices {
    if let known = services[filter.value] { return known }
    let made = GroupServices(graph.filters[filter.value], in: &store)
    services[filter.value] = made
    unknownParts[filter.value] = Int32(parts.number(of: made.unknown))
    return made
  }

  private mutating func atomPart(_ filter: FilterID, _ atom: UInt32, _ store: inout ServiceSetStore) -> Int {
    let services = compile(filter, &store)
    let number = parts.number(of: services.services(atom: atom, in: &store))
    atomParts[filter.value, Int(atom)] = number
    return number
  }

  private mutating func groupPart(
    _ filter: FilterID, _ set: Int, _ groups: [UInt32], _ store: inout ServiceSetStore
  ) -> Int {
    let services = compile(filter, &store)
    let number = parts.number(of: services.services(groups: groups, in: &store))
    groupParts[filter.value, set] = number
    return number
  }

  private mutating func pair(_ own: Int, _ referred: Int) -> Int {
    pairs[own, referred] = plain.count
    plain.append(-1)
    return plain.count - 1
  }

  private mutating func join(
    _ own: Int, _ referred: Int, _ unknown: Int, _ keepsReferences: Bool, _ store: inout ServiceSetStore
  ) -> Int {
    var (certain, possible) = (parts[own], parts[unknown])
    if keepsReferences {
      certain = store.union(certain, parts[referred])
    } else {
      possible = store.subtracting(possible, parts[referred])
    }
    possible = store.subtracting(possible, certain)
    return found.number(of: Admission(certain: certain, possible: possible))
  }
}
