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
struct Admissions {
  /// A filter and how it is asked.
  private struct Row: Hashable {
    var filter: FilterID
    var asked: TransitFilter
  }

  private let graph: PacketGraph
  private var found = Numbering(first: GroupServices.Admission(certain: .any, possible: .none))
  private var services: [FilterID: GroupServices] = [:]
  private var rowNumbers: [Row: Int] = [:]
  /// By row and class; -1 where it was not asked.
  private var rows: [[Int32]] = []
  /// The row asked for last, as it mostly is the next, too.
  private var last: (row: Row, number: Int)?

  init(_ graph: PacketGraph) { self.graph = graph }

  subscript(number: Int32) -> GroupServices.Admission { found[Int(number)] }

  /// What a filter says of a class at the other end.
  mutating func number(
    _ filter: FilterID, _ asked: TransitFilter, _ other: Int, _ facts: EndIndex.Class,
    in store: inout ServiceSetStore
  ) -> Int32 {
    let row = row(Row(filter: filter, asked: asked))
    if other < rows[row].count {
      let known = rows[row][other]
      if known >= 0 { return known }
    } else {
      rows[row] += Array(repeating: -1, count: max(other + 1, rows[row].count * 2) - rows[row].count)
    }
    let atom: UInt32 =
      switch asked.remote {
      case .end: facts.atom
      case .outside: facts.outsideAtom
      case .inside: facts.insideAtom
      case .fixed(let atom): atom
      }
    if services[filter] == nil { services[filter] = GroupServices(graph.filters[filter.value], in: &store) }
    let admission = services[filter]?.admission(
      atom: atom, groups: asked.seesGroups ? facts.groups : [], keepsReferences: asked.keepsReferences,
      in: &store)
    let number = Int32(
      found.number(of: admission ?? GroupServices.Admission(certain: .none, possible: .none)))
    rows[row][other] = number
    return number
  }

  private mutating func row(_ row: Row) -> Int {
    if let last, last.row == row { return last.number }
    let number = rowNumbers[row] ?? rows.count
    if number == rows.count {
      rowNumbers[row] = number
      rows.append([])
    }
    last = (row, number)
    return number
  }
}
