import PacketWalkTestSupport
import Testing

@testable import PacketWalkReports

/// Pairs told as bundles are those pairs, each once.
@Suite struct PairBundlesTests {
  typealias Pair = PairBundles.Pair

  private func pairs(of bundle: PairBundles.Bundle) -> [Pair] {
    switch bundle {
    case .star(let centre, let others): others.map { Pair(centre, $0) }
    case .mesh(let members):
      members.indices.flatMap { one in members[(one + 1)...].map { Pair(members[one], $0) } }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func bundlesAreExact(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let members = Int.random(in: 2...14, using: &random)
    let share = Int.random(in: 1...10, using: &random)
    var wanted: Set<Pair> = []
    for low in 0..<members {
      for high in (low + 1)..<max(members, low + 1) where Int.random(in: 0..<10, using: &random) < share {
        wanted.insert(Pair(low, high))
      }
    }
    let bundles = PairBundles.bundles(wanted)
    let found = bundles.flatMap(pairs)
    #expect(found.count == wanted.count && Set(found) == wanted, "seed \(seed)")
    #expect(bundles.count < members, "seed \(seed)")
  }

  static let cases: [(name: String, pairs: [(Int, Int)], bundles: [PairBundles.Bundle])] = [
    ("none", [], []),
    ("one", [(4, 2)], [.star(2, with: [4])]),
    ("a hub", [(3, 0), (3, 1), (3, 2)], [.star(3, with: [0, 1, 2])]),
    ("three are drawn singly", [(0, 1), (1, 2), (0, 2)], [.star(0, with: [1, 2]), .star(1, with: [2])]),
    (
      "four are each with each", [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)], [.mesh([0, 1, 2, 3])]
    ),
    (
      "what is beside a mesh is drawn beside it",
      [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4)], [.mesh([0, 1, 2, 3]), .star(3, with: [4])]
    ),
    ("a pair with itself is none", [(1, 1)], []),
  ]

  @Test(arguments: cases) func bundlesAreFew(
    _ name: String, _ pairs: [(Int, Int)], _ bundles: [PairBundles.Bundle]
  ) {
    #expect(PairBundles.bundles(Set(pairs.map { Pair($0, $1) })) == bundles, "\(name)")
  }

  /// Each with each of a hundred is one line, not 4,950.
  @Test func aLargeMeshIsOne() {
    var pairs: Set<Pair> = []
    for low in 0..<100 { for high in (low + 1)..<100 { pairs.insert(Pair(low, high)) } }
    #expect(PairBundles.bundles(pairs) == [.mesh(Array(0..<100))])
  }
}
