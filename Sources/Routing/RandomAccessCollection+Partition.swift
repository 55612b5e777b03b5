extension RandomAccessCollection {
  /// The first place from which the predicate holds, for elements ordered so that it never ceases to hold.
  ///
  /// - Complexity: O(log *n*).
  func partitioningIndex(where isAfter: (Element) -> Bool) -> Index {
    var (low, remaining) = (startIndex, count)
    while remaining > 0 {
      let half = remaining / 2
      let middle = index(low, offsetBy: half)
      if isAfter(self[middle]) {
        remaining = half
      } else {
        low = index(after: middle)
        remaining -= half + 1
      }
    }
    return low
  }
}
