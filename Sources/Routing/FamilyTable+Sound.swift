// Whether lookups stay inside the memory and give labels that exist, whatever the memory holds: asked of tables that
// come from bytes. A checksum finds accidents; this finds what somebody made up.

extension FamilyTable {
  var isSound: Bool {
    let layout = memory.layout
    guard layout.second <= memory.byteCount, layout.codes <= layout.tail,
      layout.tail + layout.tailCount * (MemoryLayout<Bits>.size + 4) == memory.byteCount, isTailSound
    else { return false }
    return switch layout.form {
    case .search: isSearchSound
    case .stride: Bits.bitWidth == 32 && isStrideSound
    case .paged: Bits.bitWidth == 32 && isPagedSound
    case .blocks: Bits.bitWidth == 32 && isBlocksSound
    case .direct: Bits.bitWidth == 32 && codeCount >= 1 << 24 && areCodesSound
    }
  }

  /// How many codes there are room for.
  private var codeCount: Int { (memory.layout.tail - memory.layout.codes) >> Int(memory.layout.codeShift) }

  /// Whether all codes are labels, none, or the tail where there is one.
  private var areCodesSound: Bool {
    let greatest = memory.layout.tailCount > 0 ? memory.layout.escape : memory.layout.labelCount
    for place in 0..<codeCount where code(at: place) > greatest { return false }
    return true
  }

  private var isTailSound: Bool {
    let layout = memory.layout
    let codes = layout.tail + layout.tailCount * MemoryLayout<Bits>.size
    for index in 0..<layout.tailCount {
      if memory.load(UInt32.self, at: codes + index * 4) > layout.labelCount { return false }
      let place = layout.tail + index * MemoryLayout<Bits>.size
      let isAscending =
        index == 0
        || memory.load(Bits.self, at: place - MemoryLayout<Bits>.size) < memory.load(Bits.self, at: place)
      guard isAscending else { return false }
    }
    return true
  }

  private var isSearchSound: Bool {
    let depth = Int(memory.layout.depth)
    guard 1...16 ~= depth, memory.layout.codes >= 64 else { return false }
    let places = (0..<depth).map { Int(memory.load(UInt32.self, at: $0 * 4)) } + [memory.layout.codes]
    for level in 0..<depth {
      // The lines of a level stand before those of the next, and the lowest before the codes.
      guard places[level] >= 64, places[level + 1] >= places[level] + 64 else { return false }
      let lines = (places[level + 1] - places[level]) / 64
      let below = level + 1 < depth ? (places[level + 2] - places[level + 1]) / 64 : codeCount
      let width = level + 1 < depth ? Self.lineCount + 1 : Self.lineCount
      for line in 0..<lines {
        var (used, last) = (0, Bits.Head.min)
        for lane in 0..<Self.lineCount {
          let head = memory.load(
            Bits.Head.self, at: places[level] + line * 64 + lane * MemoryLayout<Bits.Head>.size)
          guard head >= last else { return false }
          last = head
          if head < .max { used += 1 }
        }
        guard line * width + used < below else { return false }
      }
    }
    return areCodesSound
  }

  private var isStrideSound: Bool {
    let cells = memory.layout.tail / 4
    let leaves = Int(memory.layout.labelCount) + 1
    guard memory.layout.depth > 0, 1...26 ~= memory.layout.rootWidth, leaves <= cells,
      memory.layout.tailCount == 0
    else { return false }
    for code in 0..<leaves where memory.load(UInt32.self, at: code * 4) != UInt32(code) << 5 | 31 {
      return false
    }
    // Nodes stand one behind the other: each cell is visited at most once, so that this ends.
    var visited = leaves
    func visit(_ base: Int, _ width: Int, levels: Int) -> Bool {
      guard levels > 0, base >= leaves, base + 1 << width <= cells else { return false }
      visited += 1 << width
      guard visited <= cells else { return false }
      for place in base..<base + 1 << width {
        let cell = memory.load(UInt32.self, at: place * 4)
        let isRight =
          cell & 31 == 31
          ? Int(cell >> 5) < leaves : visit(Int(cell >> 5), 31 - Int(cell & 31), levels: levels - 1)
        guard isRight else { return false }
      }
      return true
    }
    return visit(leaves, Int(memory.layout.rootWidth), levels: Int(memory.layout.depth))
  }

  private var isPagedSound: Bool {
    guard memory.layout.codes >= 65_536 * 4 else { return false }
    for block in 0..<65_536 {
      let entry = Int(memory.load(UInt32.self, at: block * 4))
      guard entry >> 1 + (entry & 1) * 255 < codeCount else { return false }
    }
    return areCodesSound
  }

  private var isBlocksSound: Bool {
    let layout = memory.layout
    guard layout.second >= 65_536 * 4, layout.second <= layout.codes else { return false }
    let blocks = (layout.codes - layout.second) / BlocksBuilder.blockBytes
    for root in 0..<65_536 where memory.load(UInt32.self, at: root * 4) >= blocks { return false }
    for block in 0..<blocks {
      let place = layout.second + block * BlocksBuilder.blockBytes
      var before = 0
      for word in 0..<4 {
        guard memory.load(UInt8.self, at: place + 4 + word) == before else { return false }
        let bits = memory.load(UInt64.self, at: place + 8 + word * 8)
        if word == 0, bits & 1 == 0 { return false }
        before += bits.nonzeroBitCount
        if word < 3, before > 192 { return false }
      }
      guard Int(memory.load(UInt32.self, at: place)) + before <= codeCount else { return false }
    }
    return areCodesSound
  }
}
