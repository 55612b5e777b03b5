// Direct: a code for each of the 16,777,216 cells of 256 addresses. What differs within 256 addresses is in the tail.

extension FamilyTable {
  @inlinable @inline(__always)
  func directCode(_ address: UInt32) -> UInt32 { code(at: Int(address &>> 8)) }
}

/// Builds the direct form.
struct DirectBuilder {
  private let cells: CellRuns
  private let labelCount: UInt32

  init(_ cells: CellRuns, labelCount: UInt32) {
    self.cells = cells
    self.labelCount = labelCount
  }

  /// What the form will take.
  var byteCount: Int {
    let layout = TableLayout(form: .direct, labelCount: labelCount)
    return (1 << 24) << Int(layout.codeShift) + TableSections.tailBytes(cells.tail)
  }

  func build() -> FamilyTable<UInt32> {
    var sections = TableSections(TableLayout(form: .direct, labelCount: labelCount), firstBytes: 0)
    sections.reserveCodes(1 << 24)
    let memory = sections.allocate(tail: cells.tail)
    for (run, code) in cells.runs.codes.enumerated() {
      let end = run + 1 < cells.runs.count ? Int(cells.runs.starts[run + 1]) : 1 << 24
      sections.fill(code: code, at: Int(cells.runs.starts[run])..<end, in: memory)
    }
    return FamilyTable(memory: memory)
  }
}
