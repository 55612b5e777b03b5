// Blocks: a root of 65,536 numbers of blocks, and blocks of 40 bytes for 256 cells of 256 addresses each. A block has a
// bit for each cell, set where a run begins, and codes are kept once a run: a cell's code is as far behind the block's
// first as there are bits set up to it (Degermark, Brodnik, Carlsson and Pink, "Small forwarding tables for fast routing
// lookups", 1997). The first bit of a block is always set. Parts of the root that need no block share one with others
// that have the same code, so that no branch depends on the address.
//
// A block: the place of its first code less one (32 bits), for each of four words how many bits are set before it
// (8 bits each), the words.

extension FamilyTable {
  @inlinable @inline(__always)
  func blockCode(_ address: UInt32) -> UInt32 {
    let block =
      memory.layout.second &+ Int(memory.load(UInt32.self, at: Int(address &>> 16) &* 4))
      &* BlocksBuilder.blockBytes
    let word = Int(address &>> 14 & 3)
    let bits = memory.load(UInt64.self, at: block &+ 8 &+ word &* 8)
    let before = Int(memory.load(UInt8.self, at: block &+ 4 &+ word))
    let upTo = (bits &<< UInt64(63 &- (address &>> 8 & 63))).nonzeroBitCount
    return code(at: Int(memory.load(UInt32.self, at: block)) &+ before &+ upTo &- 1)
  }
}

/// Builds the form of blocks.
@usableFromInline
struct BlocksBuilder {
  private let cells: CellRuns
  private let labelCount: UInt32
  /// The blocks that stand for one code each, by code, in the order in which they are met.
  private var uniform: [UInt32: UInt32] = [:]
  private var codes: [UInt32] = []

  @usableFromInline static var blockBytes: Int { 40 }

  init(_ cells: CellRuns, labelCount: UInt32) {
    self.cells = cells
    self.labelCount = labelCount
    codes.reserveCapacity(cells.runs.count + cells.mixedCount)
    var uniform: [UInt32: UInt32] = [:]
    var codes: [UInt32] = []
    cells.forEachBlock { _, runs in
      if runs.count == 1 {
        let code = cells.runs.codes[runs.lowerBound]
        if uniform[code] == nil {
          uniform[code] = UInt32(uniform.count)
          codes.append(code)
        }
      }
    }
    cells.forEachBlock { _, runs in
      if runs.count > 1 { codes.append(contentsOf: cells.runs.codes[runs]) }
    }
    self.uniform = uniform
    self.codes = codes
  }

  /// What the form will take.
  var byteCount: Int {
    let layout = TableLayout(form: .blocks, labelCount: labelCount)
    return 65_536 * 4 + (uniform.count + cells.mixedCount) * Self.blockBytes + codes.count
      << Int(layout.codeShift)
      + TableSections.tailBytes(cells.tail)
  }

  func build() -> FamilyTable<UInt32> {
    var sections = TableSections(TableLayout(form: .blocks, labelCount: labelCount), firstBytes: 65_536 * 4)
    sections.layout.second = sections.reserve(
      (uniform.count + cells.mixedCount) * Self.blockBytes, alignment: 8)
    sections.reserveCodes(codes.count)
    let memory = sections.allocate(tail: cells.tail)
    let second = sections.layout.second
    for (_, block) in uniform {
      store(SIMD4(1, 0, 0, 0), first: Int(block), at: second + Int(block) * 40, in: memory)
    }
    var block = uniform.count
    var first = uniform.count
    cells.forEachBlock { root, runs in
      if runs.count == 1, let shared = uniform[cells.runs.codes[runs.lowerBound]] {
        memory.store(shared, at: root * 4)
        return
      }
      var words: SIMD4<UInt64> = .zero
      for run in runs {
        let cell = cells.range(of: run, in: root).lowerBound
        words[cell >> 6] |= 1 << UInt64(cell & 63)
      }
      memory.store(UInt32(block), at: root * 4)
      store(words, first: first, at: second + block * Self.blockBytes, in: memory)
      block += 1
      first += runs.count
    }
    sections.storeCodes(codes, in: memory)
    return FamilyTable(memory: memory)
  }

  private func store(_ words: SIMD4<UInt64>, first: Int, at place: Int, in memory: FlatMemory) {
    memory.store(UInt32(first), at: place)
    var before = 0
    for word in 0..<4 {
      memory.store(UInt8(before), at: place + 4 + word)
      memory.store(words[word], at: place + 8 + word * 8)
      before += words[word].nonzeroBitCount
    }
  }
}
