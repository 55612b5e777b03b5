/// What somebody could have meant by a word that is not known.
enum Suggestions {
  /// The known words nearest to `word`, best first, at most three; none that is too far.
  ///
  /// - Complexity: O(words × length²)
  static func nearest(to word: String, among known: some Sequence<String>) -> [String] {
    let limit = max(1, word.count / 3)
    let lowered = Array(word.lowercased().unicodeScalars.prefix(64))
    var scored: [(distance: Int, word: String)] = []
    for candidate in known {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
      guard abs(other.count - lowered.count) <= limit else { continue }
      let distance = distance(lowered, other)
      if distance <= limit { scored.append((distance, candidate)) }
    }
    return scored.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(3).map(\.word)
  }

  /// Levenshtein's, with neighbours swapped counting as one.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        var best = min(previous[column + 1] + 1, current[column] + 1)
        best = min(best, previous[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
