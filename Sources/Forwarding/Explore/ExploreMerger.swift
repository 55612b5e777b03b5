/// Finds things that fare alike with all others.
struct ExploreMerger<Value: Equatable> {
  /// From each to each; nil where nothing is known, or asked.
  private let values: [[Value?]]

  init(_ values: [[Value?]]) { self.values = values }

  /// By thing the first that it fares like.
  ///
  /// - Complexity: O(*n* *m*) comparisons at worst, for *m* of *n* things that differ; mostly few decide.
  func merged(where canMerge: (Int) -> Bool) -> [Int] {
    var firsts: [Int] = []
    return values.indices.map { thing in
      guard canMerge(thing) else { return thing }
      if let first = firsts.first(where: { isAlike($0, thing) }) { return first }
      firsts.append(thing)
      return thing
    }
  }

  /// Whether nobody tells two apart, nor they themselves.
  private func isAlike(_ left: Int, _ right: Int) -> Bool {
    for other in values.indices where other != left && other != right {
      if values[left][other] != values[right][other] || values[other][left] != values[other][right] {
        return false
      }
    }
    let own = [values[left][left], values[left][right], values[right][left], values[right][right]].compactMap
    { $0 }
    return own.dropFirst().allSatisfy { $0 == own[0] }
  }
}
