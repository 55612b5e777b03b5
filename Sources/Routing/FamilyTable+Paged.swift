// Pages: a root of 65,536 entries for the first 16 bits, and pages of 256 codes for the next 8. An entry is
// `place << 1 | 1` for a page and `place << 1` for a single code, which stands before all pages: the bits that choose
// within the page are masked by the lowest bit, so that no branch depends on the address. What differs within 256
// addresses is in the tail.

extension FamilyTable {
  @inlinable @inline(__always)
  func pagedCode(_ address: UInt32) -> UInt32 {
    let entry = memory.load(UInt32.self, at: Int(address &>> 16) &* 4)
    let within = address &>> 8 & 255 & (0 &- (entry & 1))
    return code(at: Int(entry &>> 1 &+ within))
  }
}

/// Builds the paged form.
struct PagedBuilder {
  private let cells: CellRuns
  private let labelCount: UInt32

  init(_ cells: CellRuns, labelCount: UInt32) {
    self.cells = cells
    self.labelCount = labelCount
  }

  private var singleCount: Int { Int(labelCount) + 2 }
  private var codeCount: Int { singleCount + cells.mixedCount * 256 }

  /// What the form will take; nil where it has more codes than an entry of the root counts.
  var byteCount: Int? {
    guard codeCount < 1 << 31 else { return nil }
    let layout = TableLayout(form: .paged, labelCount: labelCount)
    return 65_536 * 4 + codeCount << Int(layout.codeShift) + TableSections.tailBytes(cells.tail)
  }

  func build() -> FamilyTable<UInt32> {
    var sections = TableSections(TableLayout(form: .paged, labelCount: labelCount), firstBytes: 65_536 * 4)
    sections.reserveCodes(codeCount)
    let memory = sections.allocate(tail: cells.tail)
    for code in 0..<singleCount { sections.store(code: UInt32(code), at: code, in: memory) }
    var page = singleCount
    cells.forEachBlock { block, runs in
      guard runs.count > 1 else {
        memory.store(cells.runs.codes[runs.lowerBound] << 1, at: block * 4)
        return
      }
      memory.store(UInt32(page) << 1 | 1, at: block * 4)
      for run in runs {
        let range = cells.range(of: run, in: block)
        sections.fill(
          code: cells.runs.codes[run], at: page + range.lowerBound..<page + range.upperBound, in: memory)
      }
      page += 256
    }
    return FamilyTable(memory: memory)
  }
}
