// The static search tree: the last addresses of all runs, in lines of 64 bytes, below lines that choose among lines.
//
// A line has B heads (16 or 8) and, above the lowest level, B + 1 lines below it. Which one, or which run, is how many
// of its heads are less than the address: no branch depends on the address, and a vector compares a whole line.
// Unused heads are the greatest, so that they are never less. The search itself is in C (`packetwalk_find4`, `find6`),
// where comparisons reliably become arithmetic and vectors.

extension FamilyTable {
  /// How many heads a line holds.
  static var lineCount: Int { 64 / MemoryLayout<Bits.Head>.size }
}

/// Builds the search form.
struct SearchBuilder<Bits: RouteBits> {
  let runs: RouteRuns<Bits>
  let labelCount: UInt32
  private var tail: [(last: Bits, code: UInt32)] = []
  private let coarse: RouteRuns<Bits>
  /// How many lines each level has, the root first.
  private var lineCounts: [Int]

  private static var lineCount: Int { FamilyTable<Bits>.lineCount }

  init(_ runs: RouteRuns<Bits>, labelCount: UInt32) {
    self.runs = runs
    self.labelCount = labelCount
    var tail: [(last: Bits, code: UInt32)] = []
    coarse = runs.coarsened(to: Bits.headWidth, escape: labelCount + 1, tail: &tail)
    self.tail = tail
    lineCounts = [(coarse.count + Self.lineCount - 1) / Self.lineCount]
    while let above = lineCounts.first, above > 1 {
      lineCounts.insert((above + Self.lineCount) / (Self.lineCount + 1), at: 0)
    }
  }

  /// What the form will take.
  var byteCount: Int {
    let layout = TableLayout(form: .search, labelCount: labelCount)
    return 64 + lineCounts.reduce(0, +) * 64 + coarse.count << Int(layout.codeShift)
      + TableSections.tailBytes(tail)
  }

  func build() -> FamilyTable<Bits> {
    var sections = TableSections(TableLayout(form: .search, labelCount: labelCount), firstBytes: 64)
    let places = lineCounts.map { sections.reserve($0 * 64, alignment: 64) }
    sections.layout.depth = UInt8(lineCounts.count)
    sections.reserveCodes(coarse.count)
    let memory = sections.allocate(tail: tail)
    for (level, place) in places.enumerated() { memory.store(UInt32(place), at: level * 4) }

    // The last head below each line of a level, from the lowest level up.
    var lasts: [Bits.Head] = coarse.starts.dropFirst().map { head(ofCell: $0 - 1) } + [.max]
    for level in lineCounts.indices.reversed() {
      let isLowest = level == lineCounts.count - 1
      let (width, used) = isLowest ? (Self.lineCount, Self.lineCount) : (Self.lineCount + 1, Self.lineCount)
      var above: [Bits.Head] = []
      above.reserveCapacity(lineCounts[level])
      for line in 0..<lineCounts[level] {
        for lane in 0..<used {
          let index = line * width + lane
          memory.store(
            index < lasts.count ? lasts[index] : .max,
            at: places[level] + line * 64 + lane * MemoryLayout<Bits.Head>.size)
        }
        above.append(lasts[min(line * width + width, lasts.count) - 1])
      }
      lasts = above
    }
    sections.storeCodes(coarse.codes, in: memory)
    return FamilyTable(memory: memory)
  }

  /// The head of a cell, which stands in the lowest bits of its number.
  private func head(ofCell cell: Bits) -> Bits.Head { (cell << (Bits.bitWidth - Bits.headWidth)).head }
}
