/// What a judge counts of nearly every record, in tables that are nobody else's.
final class JudgeCounts {
  /// By the place of a class.
  let volumes: FixedTable<Volume>
  /// By interface.
  let windows: FixedTable<InterfaceWindow>
  /// By decision, four each.
  private(set) var hits: FixedTable<Int>

  /// The four: requests, those by their ports only, answers, what was stopped.
  static let request = 0
  static let inferredRequest = 1
  static let reply = 2
  static let stopped = 3

  init(interfaces: Int) {
    volumes = FixedTable(repeating: Volume(), count: FlowClass.allCases.count)
    windows = FixedTable(repeating: InterfaceWindow(), count: interfaces)
    hits = FixedTable(repeating: 0, count: 4 * 64)
  }

  deinit {
    volumes.deallocate()
    windows.deallocate()
    hits.deallocate()
  }

  /// Makes room for so many decisions.
  @inline(__always)
  func grow(to decisions: Int) {
    if 4 * decisions > hits.count { hits = hits.grown(to: 8 * decisions, filledWith: 0) }
  }
}
