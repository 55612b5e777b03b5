/// A table of IPv4 in cells of 256 addresses, and blocks of 256 cells: what the large forms are made from.
struct CellRuns: Sendable {
  /// The runs of cells; a start is the number of a cell.
  let runs: RouteRuns<UInt32>
  /// What the runs are inside cells whose code is the escape.
  let tail: [(last: UInt32, code: UInt32)]
  /// How many blocks have more than one run.
  let mixedCount: Int

  init(_ whole: RouteRuns<UInt32>, labelCount: UInt32) {
    var tail: [(last: UInt32, code: UInt32)] = []
    runs = whole.coarsened(to: 24, escape: labelCount + 1, tail: &tail)
    self.tail = tail
    var mixed = 0
    var lastBlock: UInt32 = .max
    for start in runs.starts where start & 255 != 0 && start >> 8 != lastBlock {
      lastBlock = start >> 8
      mixed += 1
    }
    mixedCount = mixed
  }

  /// Calls a function with each of the 65,536 blocks and the runs that have cells in it.
  func forEachBlock(_ body: (Int, ClosedRange<Int>) -> Void) {
    var first = 0
    for block in 0..<65_536 {
      let start = UInt32(block) << 8
      while first + 1 < runs.count, runs.starts[first + 1] <= start { first += 1 }
      var last = first
      while last + 1 < runs.count, runs.starts[last + 1] < start + 256 { last += 1 }
      body(block, first...last)
      first = last
    }
  }

  /// The cells of a run within a block, counted from the block's first.
  func range(of run: Int, in block: Int) -> Range<Int> {
    let start = block << 8
    let first = max(Int(runs.starts[run]), start) - start
    let end = run + 1 < runs.count ? min(Int(runs.starts[run + 1]) - start, 256) : 256
    return first..<end
  }
}
