import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets

/// The answers between any two members, by classes of members that are alike.
struct ReachTable {
  var explorer: Explorer
  private var numbers: [NodeKey: Int] = [:]
  private var keys: [NodeKey] = []
  /// By the number of an end's class.
  private var families: [AddressFamily?] = []
  /// What the answers that were given rest on.
  private(set) var notes = Explorer.Notes()
  /// By number, whether notes are among them.
  private var noted: [Bool] = []
  /// By class of members: its side, the classes of ends that send, and those that receive what the inside and what
  /// the internet sends.
  private(set) var sides: [Side] = []
  private(set) var senders = EndLists()
  private(set) var receivers = [EndLists(), EndLists()]

  /// Classes of ends by class of members, those of IPv4 first: flat, as every cell reads them.
  struct EndLists {
    private(set) var ends: [Int] = []
    private(set) var bounds: [(first: Int, firstOfSix: Int, end: Int)] = []

    mutating func append(_ own: [Int], _ families: [AddressFamily?]) {
      let first = ends.count
      ends += own.filter { families[$0] == .ipv4 }
      let firstOfSix = ends.count
      ends += own.filter { families[$0] == .ipv6 }
      bounds.append((first, firstOfSix, ends.count))
    }

    func four(_ number: Int) -> Range<Int> { bounds[number].first..<bounds[number].firstOfSix }
    func all(_ number: Int) -> Range<Int> { bounds[number].first..<bounds[number].end }
    func six(_ number: Int) -> Range<Int> { bounds[number].firstOfSix..<bounds[number].end }
  }

  /// The classes of a member's ends, in order.
  private struct NodeKey: Hashable {
    var side: Side
    var sources: [Int]
    var destinations: [Int]
    var outsideDestinations: [Int]

    /// The internet knows the addresses outside only, where there are some.
    func receiving(from side: Side) -> [Int] {
      side == .internet && !outsideDestinations.isEmpty
        ? outsideDestinations : destinations + outsideDestinations.filter { !destinations.contains($0) }
    }
  }

  /// What decides which pairs of members are asked about at all.
  enum Side: Hashable {
    case inside
    case internet
    case external(Int)
    case service
  }

  init(_ network: Network, _ options: WalkOptions, _ store: ServiceSetStore) {
    explorer = Explorer(network.graph, options, store)
  }

  /// The class of a member: members of one class have the same answers with all others.
  mutating func number(of node: ReachNode) -> Int {
    let key = NodeKey(
      side: node.side, sources: node.sources.map { explorer.number(of: $0) },
      destinations: node.destinations.map { explorer.number(of: $0) },
      outsideDestinations: node.outsideDestinations.map { explorer.number(of: $0) })
    if let number = numbers[key] { return number }
    numbers[key] = keys.count
    keys.append(key)
    let last = (key.sources + key.destinations + key.outsideDestinations).max() ?? -1
    while families.count <= last { families.append(explorer.family(of: families.count)) }
    sides.append(key.side)
    senders.append(key.sources, families)
    receivers[0].append(key.receiving(from: .inside), families)
    receivers[1].append(key.receiving(from: .internet), families)
    return keys.count - 1
  }

  /// Walks what answers between classes will ask for, on all cores.
  mutating func prepare(from sources: [Int], to destinations: [Int]) {
    // Classes by the first of those with the same places: between the rest the same places are asked about.
    func firsts(_ numbers: [Int]) -> [Int] {
      var seen: Set<NodeKey> = []
      return numbers.filter { seen.insert(places(of: keys[$0])).inserted }
    }
    var pairs: [(source: Int, destination: Int)] = []
    var seen = PairSet()
    let (from, to) = (firsts(sources), firsts(destinations))
    for source in from {
      for destination in to {
        for way in Self.ways(keys[source], keys[destination], families) {
          let pair = (
            source: explorer.place(of: way.source), destination: explorer.place(of: way.destination)
          )
          if seen.insert(pair.source, pair.destination) { pairs.append(pair) }
        }
      }
    }
    explorer.prepare(pairs, threads: pairs.count < 64 ? 1 : 64)
  }

  /// By class of members the first class that fares alike with all others that were prepared for.
  func alikes() -> [Int] {
    let ends = explorer.alikes()
    var firsts: [NodeKey: Int] = [:]
    return keys.indices.map { number in
      let own = keys[number]
      let key = NodeKey(
        side: own.side, sources: own.sources.map { ends[$0] },
        destinations: own.destinations.map { ends[$0] },
        outsideDestinations: own.outsideDestinations.map { ends[$0] })
      if let first = firsts[key] { return first }
      firsts[key] = number
      return number
    }
  }

  private func places(of key: NodeKey) -> NodeKey {
    NodeKey(
      side: key.side, sources: key.sources.map { explorer.place(of: $0) },
      destinations: key.destinations.map { explorer.place(of: $0) },
      outsideDestinations: key.outsideDestinations.map { explorer.place(of: $0) })
  }

  /// How every service fares from a member of one class to another member of the same or another class, by whichever
  /// addresses it fares best: a number that equal answers share.
  mutating func answer(from source: Int, to destination: Int) -> Int {
    guard sides[source].asks(sides[destination]) else { return 0 }
    let from = sides[source] == .internet ? 1 : 0
    var best = 0
    for sender in senders.four(source) {
      for receiver in receivers[from].four(destination) {
        let number = number(senders.ends[sender], receivers[from].ends[receiver])
        best = explorer.best(best, number)
      }
    }
    for sender in senders.six(source) {
      for receiver in receivers[from].six(destination) {
        let number = number(senders.ends[sender], receivers[from].ends[receiver])
        let pinged = explorer.withPing(number)
        best = explorer.best(best, pinged)
      }
    }
    return best
  }

  private mutating func number(_ source: Int, _ destination: Int) -> Int {
    let cell = explorer.cell(from: source, to: destination)
    note(cell)
    return cell.number
  }

  /// How every service fares between two ends, as questions ask for it.
  mutating func verdicts(from source: ExploreEnd, to destination: ExploreEnd) -> ServiceVerdicts {
    let (from, to) = (explorer.number(of: source), explorer.number(of: destination))
    let cell = explorer.cell(from: from, to: to)
    let number = source.addresses.first?.family == .ipv6 ? explorer.withPing(cell.number) : cell.number
    return explorer.verdicts(numbered: number)
  }

  private mutating func note(_ cell: Explorer.Cell) {
    guard let number = explorer.note(of: cell) else { return }
    while noted.count <= number { noted.append(false) }
    if noted[number] { return }
    noted[number] = true
    notes.formUnion(explorer.notes(numbered: number))
  }

  /// The pairs of addresses' classes by which packets may go from one member to another.
  private static func ways(_ source: NodeKey, _ destination: NodeKey, _ families: [AddressFamily?])
    -> [(source: Int, destination: Int)]
  {
    guard source.side.asks(destination.side) else { return [] }
    let receiving = destination.receiving(from: source.side)
    return source.sources.flatMap { from in
      receiving.compactMap { to in families[from] == families[to] ? (from, to) : nil }
    }
  }

  /// The same for members' own ends.
  static func ways(_ source: ReachNode, _ destination: ReachNode) -> [(ExploreEnd, ExploreEnd)] {
    guard source.side.asks(destination.side), !source.isSame(as: destination) else { return [] }
    let receiving: [ExploreEnd]
    if source.side == .internet, !destination.outsideDestinations.isEmpty {
      receiving = destination.outsideDestinations
    } else {
      receiving =
        destination.destinations
        + destination.outsideDestinations.filter {
          !destination.destinations.contains($0)
        }
    }
    return source.sources.flatMap { from in
      receiving.compactMap { to in
        from.addresses.first?.family == to.addresses.first?.family ? (from, to) : nil
      }
    }
  }
}

extension ReachTable.Side {
  /// What the outside sends itself is nobody's question.
  func asks(_ destination: Self) -> Bool {
    switch (self, destination) {
    case (.internet, .internet), (.internet, .external), (.internet, .service), (.service, _): false
    case (.external(let from), .external(let to)): from != to
    default: true
    }
  }
}

extension ReachNode {
  fileprivate var side: ReachTable.Side {
    switch kind {
    case .internet: .internet
    case .external(let place): .external(place)
    case .service: .service
    case .interface, .balancer, .address: .inside
    }
  }

  /// Whether both are one host, which sends itself nothing.
  func isSame(as other: ReachNode) -> Bool { kind.isSame(as: other.kind) }
}

/// Pairs of small numbers.
private struct PairSet {
  private var held: Set<UInt64> = []

  mutating func insert(_ first: Int, _ second: Int) -> Bool {
    held.insert(UInt64(first) << 32 | UInt64(second)).inserted
  }
}
