public import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkServiceSets

extension Network {
  /// All against all, exactly.
  ///
  /// - Parameters:
  ///   - sources: selectors of who sends; everybody for none.
  ///   - destinations: likewise who receives.
  ///   - options: what counts, and how members are grouped.
  ///   - isByClass: the parties are the classes of members that nothing tells apart, whatever the options group by.
  /// - Throws: an `InputError` for a selector that matches nothing, or a service that isn't one.
  /// - Complexity: O(*c*²) set operations for *c* classes of members, and a walk for each pair of places that differ in
  ///   routes or access lists; members beyond one a class cost nothing but their names.
  public func matrix(
    from sources: [String] = [], to destinations: [String] = [], _ options: ReachOptions = ReachOptions(),
    isByClass: Bool = false
  ) throws(InputError) -> ReachMatrix {
    var builder = MatrixBuilder(reacher: try Reacher(self, options))
    return try builder.build(sources, destinations, isByClass: isByClass)
  }
}

/// Explores once, and puts the answers together for whichever groups.
struct MatrixBuilder {
  var reacher: Reacher

  /// A party by its kinds and how many members of each it has.
  private struct Group {
    var name: String
    var members: [String]
    var kinds: [(kind: Int, count: Int)]
    var size: Int { kinds.reduce(0) { $0 + $1.count } }
  }

  /// The members of each kind.
  private var kinds: [[ReachNode]] = []
  /// By source and destination: the number of a fate, 0 for nothing; -1 where there is but one member on both sides.
  private var fates: [[Int32]] = []
  /// By kind, whether it is asked about as source and as destination.
  private var roles: [Int] = []

  /// What cells say, each once; and the number of what several fates say together.
  private(set) var meanings = Numbering<ReachMatrix.Meaning>()
  private var meaningOf: [[Int32]: Int] = [:]

  init(reacher: Reacher) { self.reacher = reacher }

  mutating func build(_ sources: [String], _ destinations: [String], isByClass: Bool) throws(InputError)
    -> ReachMatrix
  {
    let members = try explore(sources, destinations)
    let groups = isByClass ? classes() : parties(members)
    return matrix(groups, isByClass)
  }

  /// - Returns: the members, each with its kind.
  mutating func explore(_ sources: [String], _ destinations: [String]) throws(InputError) -> [ReachGrid
    .Member]
  {
    let grid = ReachGrid(reacher: reacher, try members(sources, destinations))
    reacher = grid.reacher
    fates = grid.answers.map { row in row.map { $0 < 0 ? -1 : Int32(reacher.fate(of: Int($0))) } }
    roles = grid.kinds.map { ($0.isSource ? 2 : 0) + ($0.isDestination ? 1 : 0) }
    kinds = Array(repeating: [], count: grid.kinds.count)
    for member in grid.members { kinds[member.kind].append(member.node) }
    return grid.members
  }

  /// By kind, a number that those have in common which fare alike with all others.
  func likenesses() -> [Int] {
    var numbers = Array(repeating: 0, count: kinds.count)
    for (number, kinds) in alikes().enumerated() { for kind in kinds { numbers[kind] = number } }
    return numbers
  }

  /// The cells between some groups, by their kinds and how many members of each they have.
  mutating func cells(_ groups: [[(kind: Int, count: Int)]]) -> [ReachMatrix.Cell] {
    cells(groups.map { Group(name: "", members: [], kinds: $0) })
  }

  private func members(_ sources: [String], _ destinations: [String]) throws(InputError) -> [ReachGrid.Member]
  {
    var places: [ReachNode.Kind: [Int]] = [:]
    var members: [ReachGrid.Member] = []
    func add(_ nodes: [ReachNode], isSource: Bool) {
      for node in nodes {
        let same = places[node.kind]?.first { members[$0].node.addresses == node.addresses }
        if let place = same {
          if isSource { members[place].isSource = true } else { members[place].isDestination = true }
        } else {
          places[node.kind, default: []].append(members.count)
          members.append(ReachGrid.Member(node: node, isSource: isSource, isDestination: !isSource))
        }
      }
    }
    if sources.isEmpty { add(reacher.everyone(.who), isSource: true) }
    for selector in sources { add(try reacher.subjects(selector, .what), isSource: true) }
    if destinations.isEmpty { add(reacher.everyone(.what), isSource: false) }
    for selector in destinations { add(try reacher.subjects(selector, .who), isSource: false) }
    return members
  }

  // MARK: Groups

  private func parties(_ members: [ReachGrid.Member]) -> [Group] {
    var groups: [String: (rank: Int, members: [String], kinds: [Int: Int])] = [:]
    for member in members {
      let node = member.node
      let name = reacher.names.party(node)
      groups[name, default: (node.rank, [], [:])].kinds[member.kind, default: 0] += 1
      if node.addresses.isEmpty { groups[name]?.members.append(reacher.names.member(node)) }
    }
    return groups.sorted { ($0.value.rank, $0.key) < ($1.value.rank, $1.key) }.map { name, group in
      Group(
        name: name, members: group.members.sorted(),
        kinds: group.kinds.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
  }

  /// Kinds that fare alike with all others, as one.
  private func classes() -> [Group] {
    alikes().enumerated().map { number, own in
      let nodes = own.flatMap { kinds[$0] }
      return Group(
        name: "\(number + 1) \(className(nodes))",
        members: nodes.filter(\.addresses.isEmpty).map(reacher.names.member).sorted(),
        kinds: own.map { ($0, kinds[$0].count) })
    }
  }

  private func alikes() -> [[Int]] {
    var buckets: [UInt64: [[Int]]] = [:]
    for kind in kinds.indices {
      let signature = signature(kind)
      let place = buckets[signature]?.firstIndex { isAlike($0[0], kind) }
      if let place {
        buckets[signature]?[place].append(kind)
      } else {
        buckets[signature, default: []].append([kind])
      }
    }
    return buckets.values.joined().sorted { $0[0] < $1[0] }
  }

  /// What a kind has with others, whoever they are: kinds that fare alike have the same, and few others do.
  private func signature(_ kind: Int) -> UInt64 {
    func mixed(_ value: UInt64) -> UInt64 {
      let spread = (value ^ value >> 29) &* 0x9E37_79B9_7F4A_7C15
      return (spread ^ spread >> 32) &* 0xBF58_476D_1CE4_E5B9
    }
    var sum = mixed(UInt64(roles[kind]))
    let row = fates[kind]
    // How one fares with another of its own kind is not known where there is none.
    for other in kinds.indices where other != kind {
      let pair = UInt64(UInt32(bitPattern: row[other])) << 32 | UInt64(UInt32(bitPattern: fates[other][kind]))
      sum &+= mixed(pair)
    }
    return sum
  }

  /// Whether the kinds may be taken for one: nobody else tells them apart, nor do they themselves.
  private func isAlike(_ left: Int, _ right: Int) -> Bool {
    for other in kinds.indices where other != left && other != right {
      if fates[left][other] != fates[right][other] || fates[other][left] != fates[other][right] {
        return false
      }
    }
    let own = [fates[left][left], fates[left][right], fates[right][left], fates[right][right]].filter {
      $0 >= 0
    }
    return Set(own).count <= 1
  }

  /// The parties that the members belong to, the largest first.
  private func className(_ nodes: [ReachNode]) -> String {
    var counts: [String: Int] = [:]
    for node in nodes { counts[reacher.names.party(node), default: 0] += 1 }
    let names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    return names.count > 3
      ? names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
      : names.joined(separator: ", ")
  }

  // MARK: Cells

  private mutating func matrix(_ groups: [Group], _ isByClass: Bool) -> ReachMatrix {
    let cells = cells(groups)
    let isOpen = meanings.values.contains { ($0.every + $0.some).contains { $0.verdict == .undetermined } }
    return ReachMatrix(
      parties: groups.map {
        ReachMatrix.Party(name: $0.name, members: $0.members, size: $0.size)
      }, isByClass: isByClass, meanings: meanings.values, cells: cells,
      services: reacher.servicesText(), aspect: reacher.options.aspect, notes: reacher.notes(isOpen: isOpen))
  }

  private mutating func cells(_ groups: [Group]) -> [ReachMatrix.Cell] {
    // Most classes are of one kind: then a cell is one fate.
    let lone = groups.map { $0.kinds.count == 1 ? $0.kinds[0].kind : -1 }
    let sizes = groups.map(\.size)
    var meaningOfOne: [Int] = Array(repeating: -1, count: reacher.fates.values.count)
    var cells: [ReachMatrix.Cell] = []
    cells.reserveCapacity(min(groups.count * groups.count, fates.reduce(0) { $0 + $1.count { $0 != 0 } }))
    for source in groups.indices {
      let row = lone[source] < 0 ? [] : fates[lone[source]]
      for destination in groups.indices {
        guard lone[source] >= 0, lone[destination] >= 0 else {
          if let cell = cell(groups[source], groups[destination], source, destination) { cells.append(cell) }
          continue
        }
        let fate = row[lone[destination]]
        let pairs =
          source == destination ? sizes[source] * (sizes[source] - 1) : sizes[source] * sizes[destination]
        guard fate > 0, pairs > 0 else { continue }
        var meaning = meaningOfOne[Int(fate)]
        if meaning < 0 {
          meaning = self.meaning(of: [fate])
          meaningOfOne[Int(fate)] = meaning
        }
        cells.append(
          ReachMatrix.Cell(source: source, destination: destination, meaning: meaning, pairs: pairs))
      }
    }
    return cells
  }

  private mutating func cell(_ from: Group, _ to: Group, _ source: Int, _ destination: Int) -> ReachMatrix
    .Cell?
  {
    var pairs = 0
    var found: Set<Int32> = []
    for (own, count) in from.kinds {
      for (other, otherCount) in to.kinds {
        let fate = fates[own][other]
        // Of one party's kind each member has all others.
        let isOwn = own == other && source == destination
        let number = isOwn ? count * (otherCount - 1) : count * otherCount
        guard fate >= 0, number > 0 else { continue }
        pairs += number
        found.insert(fate)
      }
    }
    guard found.contains(where: { $0 > 0 }) else { return nil }
    return ReachMatrix.Cell(
      source: source, destination: destination, meaning: meaning(of: found.sorted()), pairs: pairs)
  }

  /// What all of some fates have in common, and what only some of them hold: the number of that.
  private mutating func meaning(of fates: [Int32]) -> Int {
    if let known = meaningOf[fates] { return known }
    var every: Reacher.Fate = []
    var some: Reacher.Fate = []
    for verdict in [Verdict.reachable, .intermittent, .noReply, .undetermined] {
      var any = ServiceSet.none
      var all = ServiceSet.any
      for fate in fates {
        let services = reacher.fates[Int(fate)].first { $0.verdict == verdict }?.services ?? .none
        any = reacher.table.explorer.store.union(any, services)
        all = reacher.table.explorer.store.intersection(all, services)
      }
      let rest = reacher.table.explorer.store.subtracting(any, all)
      if !all.isEmpty { every.append(Reacher.FatePart(verdict: verdict, services: all)) }
      if !rest.isEmpty { some.append(Reacher.FatePart(verdict: verdict, services: rest)) }
    }
    let number = meanings.number(
      of: ReachMatrix.Meaning(every: reacher.shares(every), some: reacher.shares(some)))
    meaningOf[fates] = number
    return number
  }
}
