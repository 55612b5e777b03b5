/// How a table of one family is laid out in memory; `docs/route-trie.md` describes each.
public enum TableForm: UInt8, Sendable, Hashable, CaseIterable {
  /// A static search tree over the runs of addresses with equal answers: the smallest, for both families.
  case search = 1
  /// A trie of few levels, each node as wide as serves best: for small tables of IPv4.
  case stride = 2
  /// Pages of 256 cells, one for each 256 addresses, below a root of 65,536: for large tables of IPv4.
  case paged = 3
  /// The same with one bit for each cell, and a code for each run: small and fast, for large tables of IPv4.
  case blocks = 4
  /// A cell for each 256 addresses of IPv4, all of them in one array: the fastest for large tables, and the largest.
  case direct = 5
}

/// How much memory a table may take to be fast.
public enum MemoryBudget: Sendable, Hashable {
  /// The least there is.
  case compact
  /// The least for up to 4,000 routes, which are quick to search, and 64 bytes a route for larger tables.
  case automatic
  /// At most so many bytes for each family, if a form so small exists; else the least there is.
  case bytes(Int)
  /// Whatever makes lookups fastest: up to a few hundred KB for tables of 1,000 routes, and
  /// 16, 33 or 67 MB for large ones, as the greatest label needs.
  case fast

  /// The bytes for a family with so many routes.
  func limit(routes: Int) -> Int {
    switch self {
    case .compact: 0
    case .automatic: routes <= 4_000 ? 0 : 64 * routes
    case .bytes(let bytes): bytes
    case .fast: .max
    }
  }
}
