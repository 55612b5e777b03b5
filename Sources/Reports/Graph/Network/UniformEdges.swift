/// The connections between the leaves of a tree as few as they can be told exactly: where one is the same for all leaves
/// below a node, it is the node's.
struct UniformEdges {
  /// A connection from each of some nodes of the tree to each of others.
  struct Edge: Hashable {
    var sources: [Int]
    var targets: [Int]
    /// What goes: equal ones are the same.
    var value: Int
  }

  /// By node, its children; a node without is a leaf.
  private let children: [[Int]]
  private let roots: [Int]
  private let leaves: [Int]
  /// By source and destination leaf.
  private let values: [[Int]: Int]
  /// Leaves that stand for one member, which is no pair with itself.
  private let lone: Set<Int>

  /// - Parameter values: by source and destination leaf; where there is none, nothing goes.
  /// - Parameter leaves: what is neither one of them nor above one takes no part.
  init(parents: [Int?], values: [[Int]: Int], lone: Set<Int>, leaves: [Int]) {
    var children: [[Int]] = Array(repeating: [], count: parents.count)
    var known: Set<Int> = []
    for leaf in leaves {
      var next: Int? = leaf
      while let node = next, known.insert(node).inserted { next = parents[node] }
    }
    for (node, parent) in parents.enumerated() where known.contains(node) {
      if let parent { children[parent].append(node) }
    }
    self.children = children
    self.leaves = leaves
    roots = known.sorted().filter { parents[$0] == nil }
    self.values = values
    self.lone = lone
  }

  private enum Uniformity: Equatable {
    /// There is no pair.
    case open
    /// Nil for nothing.
    case same(Int?)
    case mixed
  }

  /// - Complexity: O(leaves²).
  func edges() -> [Edge] {
    let singles = self.singles()
    // Whichever way round needs fewer.
    let byTarget = Self.merged(singles, targetsFirst: true)
    let bySource = Self.merged(singles, targetsFirst: false)
    return bySource.count <= byTarget.count ? bySource : byTarget
  }

  // MARK: The coarsest nodes

  private func singles() -> [Edge] {
    struct Start: Hashable {
      var node: Int
      var value: Int
    }
    var targets: [Start: Set<Int>] = [:]
    for leaf in leaves {
      var found: [Start] = []
      for root in roots {
        let top = collapse(root, to: leaf) { found.append(Start(node: $0, value: $1)) }
        if case .same(let value?) = top { found.append(Start(node: root, value: value)) }
      }
      for start in found { targets[start, default: []].insert(leaf) }
    }
    var edges: [Edge] = []
    for (start, leaves) in targets {
      var found: [Int] = []
      for root in roots where cover(root, leaves, of: start.node, &found) { found.append(root) }
      edges += found.map { Edge(sources: [start.node], targets: [$0], value: start.value) }
    }
    return edges.sorted {
      ($0.sources[0], $0.targets[0], $0.value) < ($1.sources[0], $1.targets[0], $1.value)
    }
  }

  /// What goes from all leaves below a node to one; where they differ, those children that have something of their own are
  /// handed over.
  private func collapse(_ node: Int, to leaf: Int, _ hand: (Int, Int) -> Void) -> Uniformity {
    guard !children[node].isEmpty else {
      return node == leaf && lone.contains(node) ? .open : .same(values[[node, leaf]])
    }
    let parts = children[node].map { ($0, collapse($0, to: leaf, hand)) }
    let kinds = parts.map(\.1).filter { $0 != .open }
    guard let first = kinds.first else { return .open }
    if first != .mixed, kinds.allSatisfy({ $0 == first }) { return first }
    for (child, kind) in parts {
      if case .same(let value?) = kind { hand(child, value) }
    }
    return .mixed
  }

  /// Whether all leaves below a node are among some; else the largest nodes that are, are noted.
  private func cover(_ node: Int, _ wanted: Set<Int>, of source: Int, _ found: inout [Int]) -> Bool {
    guard !children[node].isEmpty else { return wanted.contains(node) }
    var whole: [Int] = []
    var isWhole = true
    for child in children[node] {
      if cover(child, wanted, of: source, &found) {
        whole.append(child)
      } else if !(child == source && lone.contains(child)) {
        isWhole = false
      }
    }
    if isWhole, !whole.isEmpty { return true }
    found += whole
    return false
  }

  // MARK: Bundles

  /// Those that share all of their targets as one, then those that share all of their sources; or the other way round.
  private static func merged(_ edges: [Edge], targetsFirst: Bool) -> [Edge] {
    targetsFirst ? bySources(byTargets(edges)) : byTargets(bySources(edges))
  }

  private struct Key: Hashable {
    var nodes: [Int]
    var value: Int
  }

  private static func bySources(_ edges: [Edge]) -> [Edge] {
    var order: [Key] = []
    var others: [Key: Set<Int>] = [:]
    for edge in edges {
      let key = Key(nodes: edge.sources, value: edge.value)
      if others[key] == nil { order.append(key) }
      others[key, default: []].formUnion(edge.targets)
    }
    return order.map { Edge(sources: $0.nodes, targets: (others[$0] ?? []).sorted(), value: $0.value) }
  }

  private static func byTargets(_ edges: [Edge]) -> [Edge] {
    var order: [Key] = []
    var others: [Key: Set<Int>] = [:]
    for edge in edges {
      let key = Key(nodes: edge.targets, value: edge.value)
      if others[key] == nil { order.append(key) }
      others[key, default: []].formUnion(edge.sources)
    }
    return order.map { Edge(sources: (others[$0] ?? []).sorted(), targets: $0.nodes, value: $0.value) }
  }
}
