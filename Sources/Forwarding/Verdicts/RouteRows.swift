import PacketWalkAddressing
import PacketWalkRouting

/// Where every route table leads from every atom: prefixes of routes are atoms or cut into them, so that the longest match
/// is one read of an array. Where a prefix is a part of an atom, and in tables beyond a budget, tries are asked.
package struct RouteRows: ~Copyable, Sendable {
  struct Entry: Sendable, BitwiseCopyable {
    /// Where the behaviour begins that it leads to.
    var pc: UInt32
    /// The subnet that it leads into, or `FlatOp.none`.
    var subnet: UInt32
    /// Ends there.
    var stops: Bool
    /// A route of the table rather than an implied one.
    var isRoute: Bool
  }

  /// How many cells all rows together may have: 8 MB.
  package static let budget = 4 << 20

  private static var mixed: UInt16 { .max }

  struct Row: Sendable, BitwiseCopyable {
    /// The first of its entries.
    var entries: UInt32
    /// The first of its cells, or `FlatOp.none`: then the trie is asked.
    var cells: UInt32
    var isUnknown: Bool
  }

  private let rows: FlatArray<Row>
  private let entries: FlatArray<Entry>
  /// By atom the place among the table's entries plus one; 0 for no match, `mixed` where the atom's addresses differ.
  private let cells: FlatArray<UInt16>
  private let tables: [ForwardingTable]

  init(_ graph: PacketGraph, budget: Int) {
    tables = graph.tables
    let atoms = graph.atoms
    var rows: [Row] = []
    var entries: [Entry] = []
    var cells: [UInt16] = []
    var cuts: [IPPrefix: Cut] = [:]
    for table in graph.tables {
      var row = Row(entries: UInt32(entries.count), cells: FlatOp.none, isUnknown: table.unknown != nil)
      entries += table.entries.map { entry in
        let port = graph.ports[entry.port.value]
        var stops = false
        if case .drop = graph.ops[Int(port.start)], table.element != .internet { stops = true }
        return Entry(
          pc: port.start, subnet: port.subnet?.rawValue ?? FlatOp.none, stops: stops,
          isRoute: entry.route != nil)
      }
      if table.entries.count < Int(Self.mixed), cells.count + atoms.count <= budget {
        row.cells = UInt32(cells.count)
        cells += Self.cells(of: table, atoms, &cuts)
      }
      rows.append(row)
    }
    self.rows = FlatArray(rows)
    self.entries = FlatArray(entries)
    self.cells = FlatArray(cells)
  }

  /// The atoms that a prefix which is none holds as a whole, and the one of which it is a part.
  private struct Cut {
    var inside: [Int]
    var around: Int

    init(_ prefix: IPPrefix, _ atoms: AtomIndex) {
      inside = atoms.prefixes.indices.filter { prefix.contains(atoms.prefixes[$0]) }
      // In their order the last that holds a prefix is the closest around it.
      around = atoms.prefixes.indices.last { atoms.prefixes[$0].contains(prefix) } ?? 0
    }
  }

  /// - Parameter cuts: What is known already of prefixes that are no atoms.
  private static func cells(
    of table: ForwardingTable, _ atoms: AtomIndex, _ cuts: inout [IPPrefix: Cut]
  ) -> [UInt16] {
    var cells = [UInt16](repeating: 0, count: atoms.count)
    var parts: [Int] = []
    // A covering prefix comes before what lies in it, which then has the last word.
    for (place, entry) in table.entries.enumerated() {
      if let range = atoms.atoms(in: entry.prefix) {
        for atom in range { cells[Int(atom)] = UInt16(place + 1) }
        continue
      }
      let cut = cuts[entry.prefix] ?? Cut(entry.prefix, atoms)
      cuts[entry.prefix] = cut
      for atom in cut.inside { cells[atom] = UInt16(place + 1) }
      parts.append(cut.around)
    }
    for atom in parts { cells[atom] = mixed }
    return cells
  }

  /// Whether a prefix list of the table has entries that nobody knows.
  @inline(__always)
  func isUnknown(_ table: Int) -> Bool { rows[table].isUnknown }

  /// The longest match of a table.
  @inline(__always)
  func entry(_ table: Int, _ address: FlatAddress, atom: UInt32) -> Entry? {
    let row = rows[table]
    guard row.cells != FlatOp.none else { return slowly(table, address) }
    let place = cells[Int(row.cells) + Int(atom)]
    if place == 0 { return nil }
    if place == Self.mixed { return slowly(table, address) }
    return entries[Int(row.entries) + Int(place) - 1]
  }

  @inline(never)
  private func slowly(_ table: Int, _ address: FlatAddress) -> Entry? {
    tables[table].trie.lookupIndex(address.address).map { entries[Int(rows[table].entries) + $0] }
  }
}
