/// The restricted Damerau-Levenshtein distance of two texts: insertions, deletions, replacements and swaps
/// of neighbours. It keeps its rows, so that thousands of measurements allocate once.
struct EditDistance {
  private var beforeLast: [Int] = []
  private var last: [Int] = []
  private var current: [Int] = []

  /// The distance, or nil when it is greater than `bound`.
  ///
  /// - Complexity: O(*n* · `bound`) for *n* bytes, since only the places within `bound` of the diagonal
  ///   can lie on a short enough way; it stops as soon as none of them does.
  mutating func measure(_ left: [UInt8], _ right: [UInt8], atMost bound: Int) -> Int? {
    guard abs(left.count - right.count) <= bound else { return nil }
    let tooFar = bound + 1
    let width = right.count + 1
    for row in [\Self.beforeLast, \Self.last, \Self.current] where self[keyPath: row].count < width {
      self[keyPath: row] = Array(repeating: tooFar, count: width)
    }
    for column in 0..<width { last[column] = min(column, tooFar) }
    for row in 0..<left.count {
      let first = max(0, row - bound)
      let end = min(right.count, row + bound + 1)
      // The places beside the band are read by the next row's neighbours.
      current[first] = first == 0 ? min(row + 1, tooFar) : tooFar
      var nearest = current[first]
      for column in first..<end {
        var distance = min(
          last[column] + (left[row] == right[column] ? 0 : 1),
          (column < row + bound ? last[column + 1] : tooFar) + 1,
          current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current[column + 1] = min(distance, tooFar)
        nearest = min(nearest, current[column + 1])
      }
      guard nearest <= bound else { return nil }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[right.count] <= bound ? last[right.count] : nil
  }
}
