/// The flows that were accepted lately, by their marks: most of what decides records stands near them.
///
/// A table of a fixed size in which a newer flow takes an older one's place.
final class FlowMemory {
  private let marks: FixedTable<UInt64>

  /// Few enough for a processor's second level of cache, beside all else.
  private static let bits = 15

  init() { marks = FixedTable(repeating: 0, count: 1 << Self.bits) }

  deinit { marks.deallocate() }

  /// False if it was there already.
  @inline(__always)
  func insert(_ mark: UInt64) -> Bool {
    let slot = Self.slot(mark)
    if marks[slot] == mark { return false }
    marks[slot] = mark
    return true
  }

  /// Inserts marks, and moves those that were not there already to the front; returns how many these are.
  func insert(first count: Int, of flows: FixedTable<UInt64>) -> Int {
    let marks = marks
    var fresh = 0
    for place in 0..<count {
      let mark = flows[place]
      let slot = Self.slot(mark)
      let isKnown = marks[slot] == mark
      marks[slot] = mark
      flows[fresh] = mark
      fresh &+= isKnown ? 0 : 1
    }
    return fresh
  }

  @inline(__always)
  func contains(_ mark: UInt64) -> Bool { marks[Self.slot(mark)] == mark }

  @inline(__always)
  private static func slot(_ mark: UInt64) -> Int {
    Int(truncatingIfNeeded: mark &>> (64 - UInt64(bits)))
  }
}
