/// The flows that were accepted lately, by their marks: most of what decides records stands near them.
///
/// A table of a fixed size in which a newer flow takes an older one's place.
struct FlowMemory {
  private var marks: [UInt64]

  /// Few enough for a processor's second level of cache, beside all else.
  private static let bits = 15

  init() { marks = Array(repeating: 0, count: 1 << Self.bits) }

  /// False if it was there already.
  @inline(__always)
  mutating func insert(_ mark: UInt64) -> Bool {
    let slot = Self.slot(mark)
    if marks[slot] == mark { return false }
    marks[slot] = mark
    return true
  }

  @inline(__always)
  func contains(_ mark: UInt64) -> Bool { marks[Self.slot(mark)] == mark }

  @inline(__always)
  private static func slot(_ mark: UInt64) -> Int {
    Int(truncatingIfNeeded: mark &>> (64 - UInt64(bits)))
  }
}
