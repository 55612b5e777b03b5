import PacketWalkTestSupport
import Testing

@testable import PacketWalkReports

/// Connections told of whole boxes are those of their leaves, neither more nor less.
@Suite struct UniformEdgesTests {
  private struct Case {
    var parents: [Int?]
    var values: [[Int]: Int] = [:]
    var lone: Set<Int> = []
    var leaves: [Int]

    /// Up to three VPCs of up to three subnets of up to three groups, and the internet.
    init(_ random: inout SplitMix64) {
      parents = [nil]
      leaves = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let vpc = parents.count
        parents.append(nil)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let subnet = parents.count
          parents.append(vpc)
          for _ in 0..<Int.random(in: 0...3, using: &random) { parents.append(subnet) }
        }
      }
      let inner = Set(parents.compactMap(\.self))
      leaves = parents.indices.filter { !inner.contains($0) }
      for leaf in leaves where Bool.random(using: &random) { lone.insert(leaf) }
      let kinds = Int.random(in: 1...3, using: &random)
      for source in leaves {
        for target in leaves where source != target || !lone.contains(source) {
          // Mostly the same, so that there is something to fold.
          let value =
            Int.random(in: 0..<10, using: &random) < 7 ? 0 : Int.random(in: -1..<kinds, using: &random)
          if value >= 0 { values[[source, target]] = value }
        }
      }
    }

    func below(_ node: Int) -> [Int] {
      let children = parents.indices.filter { parents[$0] == node }
      return children.isEmpty ? [node] : children.flatMap(below)
    }
  }

  @Test(arguments: 0..<400 as Range<UInt64>) func edgesAreExact(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let drawn = Case(&random)
    let edges = UniformEdges(
      parents: drawn.parents, values: drawn.values, lone: drawn.lone, leaves: drawn.leaves
    ).edges()
    var found: [[Int]: Int] = [:]
    for edge in edges {
      for source in edge.sources.flatMap(drawn.below) {
        for target in edge.targets.flatMap(drawn.below) {
          if source == target, drawn.lone.contains(source) { continue }
          #expect(found[[source, target]] ?? edge.value == edge.value, "seed \(seed)")
          found[[source, target]] = edge.value
        }
      }
    }
    #expect(found == drawn.values, "seed \(seed)")
    #expect(edges.count <= drawn.values.count, "seed \(seed)")
  }

  @Test func whatIsTheSameForAllIsOneEdge() {
    // A VPC of two subnets of two groups: everybody reaches everybody.
    let parents: [Int?] = [nil, 0, 0, 1, 1, 2, 2]
    var values: [[Int]: Int] = [:]
    for source in 3...6 { for target in 3...6 where source != target { values[[source, target]] = 7 } }
    let edges = UniformEdges(parents: parents, values: values, lone: [3, 4, 5, 6], leaves: [3, 4, 5, 6])
      .edges()
    #expect(edges == [UniformEdges.Edge(sources: [0], targets: [0], value: 7)])
  }
}
