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

/// What groups admit of the members of classes, by number: 0 is everything.
struct Admissions: Sendable {
  private let graph: PacketGraph
  private var found = Numbering(first: GroupServices.Admission(certain: .any, possible: .none))
  /// By filter.
  private var services: [GroupServices?]
  private var ways = Numbering(first: TransitFilter(remote: .end, seesGroups: true, keepsReferences: true))
  /// The row of a filter that is asked one way.
  private var rowAt = PairTable()
  private var rowCount = 0
  /// By row and class.
  private var cells = PairTable()

  init(_ graph: PacketGraph) {
    self.graph = graph
    services = Array(repeating: nil, count: graph.filters.count)
  }

  /// How a way asks.
  func asked(_ way: Int) -> TransitFilter { ways[way] }

  subscript(number: Int) -> GroupServices.Admission { found[number] }

  /// The number of a way to ask.
  mutating func way(_ filter: TransitFilter) -> Int { ways.number(of: filter) }

  /// What a filter that is asked one way says of a class at the other end, if it was asked before.
  func known(_ filter: FilterID, _ way: Int, _ other: Int) -> Int? {
    rowAt[way, filter.value].flatMap { cells[$0, other] }
  }

  /// Asks it.
  ///
  /// - Parameters:
  ///   - atom: of the other end's address, as the way asks for it.
  ///   - groups: of the other end, as far as the way sees them.
  mutating func number(
    _ filter: FilterID, _ way: Int, _ other: Int, atom: UInt32, groups: [UInt32],
    in store: inout ServiceSetStore
  ) -> Int {
    if services[filter.value] == nil {
      services[filter.value] = GroupServices(graph.filters[filter.value], in: &store)
    }
    let admission = services[filter.value]?.admission(
      atom: atom, groups: groups, keepsReferences: ways[way].keepsReferences, in: &store)
    let number = found.number(of: admission ?? GroupServices.Admission(certain: .none, possible: .none))
    let row = rowAt[way, filter.value] ?? rowCount
    if row == rowCount {
      rowAt[way, filter.value] = row
      rowCount += 1
    }
    cells[row, other] = number
    return number
  }
}
