/// Pairs without direction as few as they can be told exactly: each with each of some, then one with each of several.
enum PairBundles {
  struct Pair: Hashable {
    var low: Int
    var high: Int

    init(_ one: Int, _ other: Int) { (low, high) = (min(one, other), max(one, other)) }
  }

  enum Bundle: Hashable {
    case star(Int, with: [Int])
    case mesh([Int])
  }

  /// Of fewer members single lines are easier to read.
  private static let smallestMesh = 4

  /// The same whatever the order of the pairs; a pair is in one bundle.
  ///
  /// - Complexity: O(*n* · *d*³ + *n*²) for *n* members with *d* others each.
  static func bundles(_ pairs: Set<Pair>) -> [Bundle] {
    var others: [Int: Set<Int>] = [:]
    for pair in pairs where pair.low != pair.high {
      others[pair.low, default: []].insert(pair.high)
      others[pair.high, default: []].insert(pair.low)
    }
    func degree(_ member: Int) -> Int { others[member]?.count ?? 0 }
    func precedes(_ left: Int, _ right: Int) -> Bool {
      (-degree(left), left) < (-degree(right), right)
    }

    var bundles: [Bundle] = []
    for seed in others.keys.sorted(by: precedes) {
      while degree(seed) + 1 >= smallestMesh {
        var members = [seed]
        var common = others[seed] ?? []
        while let next = common.min(by: precedes) {
          members.append(next)
          common.formIntersection(others[next] ?? [])
        }
        guard members.count >= smallestMesh else { break }
        for member in members { others[member]?.subtract(members) }
        bundles.append(.mesh(members.sorted()))
      }
    }
    while let centre = others.keys.min(by: precedes), degree(centre) > 0 {
      let ends = (others[centre] ?? []).sorted()
      for end in ends { others[end]?.remove(centre) }
      others[centre] = nil
      bundles.append(.star(centre, with: ends))
    }
    return bundles
  }
}
