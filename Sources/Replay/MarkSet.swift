/// Marks of flows, which are spread evenly already: no further hashing.
struct MarkSet {
  /// Open addressing, at most half in use; 0 is none, which no mark is.
  private var slots: [UInt64]
  private let mask: Int

  /// - Parameter most: how many there may be.
  init(atMost most: Int) {
    var size = 16
    while size < 2 * most { size *= 2 }
    slots = Array(repeating: 0, count: size)
    mask = size - 1
  }

  mutating func insert(_ mark: UInt64) {
    guard mark != 0 else { return }
    var place = Self.place(mark) & mask
    while slots[place] != 0, slots[place] != mark { place = (place + 1) & mask }
    slots[place] = mark
  }

  func contains(_ mark: UInt64) -> Bool {
    guard mark != 0 else { return false }
    var place = Self.place(mark) & mask
    while slots[place] != 0 {
      if slots[place] == mark { return true }
      place = (place + 1) & mask
    }
    return false
  }

  // The highest bits are those of the bucket, and the lowest is always set.
  private static func place(_ mark: UInt64) -> Int { Int(truncatingIfNeeded: mark >> 1) }
}
