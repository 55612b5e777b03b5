// The trie of few levels. A cell of 32 bits is `base << 5 | 31 - width`: the next bits of the address, as many as the
// width says, choose one of the cells from the base on. A leaf has width 0 and leads to itself: the cell whose number
// is its code. So every lookup reads as many cells as the trie has levels, and no branch depends on the address.

extension FamilyTable {
  @inlinable @inline(__always)
  func stridedCode(_ address: UInt32) -> UInt32 {
    var bits = address
    var cell = memory.layout.strideRoot
    var left = memory.layout.depth
    repeat {
      let place = (cell &>> 5) &+ (bits &>> 1) &>> cell
      bits = bits &<< ~cell
      cell = memory.load(UInt32.self, at: Int(place) &* 4)
      left &-= 1
    } while left > 0
    return cell &>> 5
  }
}

/// Builds the stride form: of all tries with so many levels, the one that takes the fewest cells.
struct StrideBuilder {
  private let runs: RouteRuns<UInt32>
  private let labelCount: UInt32
  let levels: Int
  private let root: (cells: Int, width: Int)
  private var cells: [UInt32] = []

  /// Wider nodes are not looked at: they would never pay.
  private static let widest = 16

  /// - Complexity: O(*n* · 16^(levels - 1)) for *n* runs, much less as a rule.
  init(_ runs: RouteRuns<UInt32>, labelCount: UInt32, levels: Int) {
    self.runs = runs
    self.labelCount = labelCount
    self.levels = levels
    root = Self.plan(runs.starts, 1..<runs.count, depth: 0, levels: levels, limit: .max)
  }

  /// What the form will take; nil where so few levels can't tell all addresses apart.
  var byteCount: Int? {
    // A cell counts its place in 27 bits.
    root.cells < 1 << 26 ? (Int(labelCount) + 1 + root.cells) * 4 : nil
  }

  /// The fewest cells of a node above these edges, which lie inside it, and the width of the node.
  private static func plan(
    _ edges: [UInt32], _ range: Range<Int>, depth: Int, levels: Int, limit: Int
  ) -> (cells: Int, width: Int) {
    var deepest = depth + 1
    for index in range { deepest = max(deepest, 32 - edges[index].trailingZeroBitCount) }
    let needed = deepest - depth
    guard levels > 1 else { return (needed <= widest ? 1 << needed : .max, needed) }
    var best = (cells: Int.max, width: 0)
    for width in 1...min(needed, widest) {
      let bound = min(best.cells, limit)
      var cells = 1 << width
      guard cells < bound else { break }
      forEachCell(edges, range, depth: depth + width) { inside in
        let below = plan(edges, inside, depth: depth + width, levels: levels - 1, limit: bound - cells)
        cells = below.cells == .max ? .max : cells + below.cells
        return cells < bound
      }
      if cells < best.cells { best = (cells, width) }
    }
    return best
  }

  /// Calls a function with the edges inside each cell of so many leading bits, until it returns false.
  private static func forEachCell(
    _ edges: [UInt32], _ range: Range<Int>, depth: Int, _ body: (Range<Int>) -> Bool
  ) {
    guard depth < 32 else { return }
    let shift = 32 - depth
    var index = range.lowerBound
    while index < range.upperBound {
      guard edges[index].trailingZeroBitCount < shift else {
        index += 1
        continue
      }
      let cell = edges[index] >> shift
      let first = index
      while index < range.upperBound, edges[index] >> shift == cell { index += 1 }
      if !body(first..<index) { return }
    }
  }

  /// - Precondition: `byteCount` is not nil.
  mutating func build() -> FamilyTable<UInt32> {
    precondition(byteCount != nil, "too few levels")
    cells = (0...labelCount).map { Self.leaf($0) }
    let width = root.width
    fill(reserve(width), width, at: 0, depth: 0, levels: levels, run: 0)
    var layout = TableLayout(form: .stride, labelCount: labelCount)
    layout.depth = UInt8(levels)
    layout.rootWidth = UInt8(width)
    var sections = TableSections(layout, firstBytes: cells.count * 4)
    let memory = sections.allocate(tail: [(last: UInt32, code: UInt32)]())
    for (place, cell) in cells.enumerated() { memory.store(cell, at: place * 4) }
    return FamilyTable(memory: memory)
  }

  private static func leaf(_ code: UInt32) -> UInt32 { code << 5 | 31 }

  private mutating func reserve(_ width: Int) -> Int {
    let base = cells.count
    cells.append(contentsOf: repeatElement(0, count: 1 << width))
    return base
  }

  /// Fills a node's cells; `run` is the one that holds the node's first address.
  private mutating func fill(
    _ base: Int, _ width: Int, at first: UInt32, depth: Int, levels: Int, run: Int
  ) {
    let shift = 32 - depth - width
    let end = 1 << width
    var (run, cell) = (run, 0)
    while cell < end {
      let start = first | UInt32(cell) << shift
      while run + 1 < runs.count, runs.starts[run + 1] <= start { run += 1 }
      // The run holds all cells up to the one in which the next begins.
      let next = run + 1 < runs.count ? runs.starts[run + 1] : .max
      let isLast = run + 1 == runs.count || next >> (shift + width) != start >> (shift + width)
      let mixed = isLast ? end : Int(next >> shift) & (end - 1)
      if mixed > cell {
        for uniform in cell..<mixed { cells[base + uniform] = Self.leaf(runs.codes[run]) }
        cell = mixed
        continue
      }
      var inside = run + 1
      let last = start | (1 << UInt32(shift) - 1)
      while inside < runs.count, runs.starts[inside] <= last { inside += 1 }
      let plan = Self.plan(
        runs.starts, run + 1..<inside, depth: depth + width, levels: levels - 1, limit: .max)
      let below = reserve(plan.width)
      cells[base + cell] = UInt32(below) << 5 | UInt32(31 - plan.width)
      fill(below, plan.width, at: start, depth: depth + width, levels: levels - 1, run: run)
      cell += 1
    }
  }
}
