// The choice of a form. Builders say what their form would take before anything is built.

extension FamilyTable where Bits == UInt32 {
  /// The fastest form within the budget.
  static func build(_ prefixes: [RoutePrefix<UInt32>], labelCount: UInt32, budget: MemoryBudget) -> Self {
    let runs = RouteRuns(ascending: prefixes)
    let limit = budget.limit(routes: prefixes.count)
    let search = SearchBuilder(runs, labelCount: labelCount)
    if runs.count <= StrideBuilder.mostRuns {
      var stride = StrideBuilder.best(runs, labelCount: labelCount, limit: limit)
      if let built = stride?.build() { return built }
      return search.build()
    }
    guard limit >= 65_536 * 4 || budget == .compact else { return search.build() }
    let cells = CellRuns(runs, labelCount: labelCount)
    let direct = DirectBuilder(cells, labelCount: labelCount)
    if direct.byteCount <= limit { return direct.build() }
    let paged = PagedBuilder(cells, labelCount: labelCount)
    if let bytes = paged.byteCount, bytes <= limit { return paged.build() }
    let blocks = BlocksBuilder(cells, labelCount: labelCount)
    return blocks.byteCount <= max(limit, search.byteCount) ? blocks.build() : search.build()
  }

  /// A given form, whatever it takes; nil where the table can't have it.
  static func build(_ prefixes: [RoutePrefix<UInt32>], labelCount: UInt32, form: TableForm) -> Self? {
    let runs = RouteRuns(ascending: prefixes)
    switch form {
    case .search:
      return SearchBuilder(runs, labelCount: labelCount).build()
    case .stride:
      var stride = StrideBuilder.best(runs, labelCount: labelCount, limit: .max)
      return stride?.build()
    case .paged:
      let builder = PagedBuilder(CellRuns(runs, labelCount: labelCount), labelCount: labelCount)
      return builder.byteCount == nil ? nil : builder.build()
    case .direct:
      return DirectBuilder(CellRuns(runs, labelCount: labelCount), labelCount: labelCount).build()
    case .blocks:
      return BlocksBuilder(CellRuns(runs, labelCount: labelCount), labelCount: labelCount).build()
    }
  }
}

extension FamilyTable where Bits == UInt128 {
  /// The one form for addresses of 128 bits.
  static func build(_ prefixes: [RoutePrefix<UInt128>], labelCount: UInt32) -> Self {
    SearchBuilder(RouteRuns(ascending: prefixes), labelCount: labelCount).build()
  }
}

extension StrideBuilder {
  /// Tables with more runs are not tried: finding the widths would take longer than it saves.
  static var mostRuns: Int { 4_096 }
  /// Two levels are worth so much memory, since a lookup uses little of it; past that the next level is cheaper.
  private static var mostBytes: Int { 8 << 20 }

  /// The fewest levels that fit the limit.
  static func best(_ runs: RouteRuns<UInt32>, labelCount: UInt32, limit: Int) -> StrideBuilder? {
    guard Int(labelCount) * 4 < limit else { return nil }
    for levels in 2...(runs.count <= 512 ? 4 : 3) {
      let builder = StrideBuilder(runs, labelCount: labelCount, levels: levels)
      if let bytes = builder.byteCount, bytes <= min(limit, mostBytes) { return builder }
    }
    return nil
  }
}
