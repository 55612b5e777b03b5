/// The radix trie of one address family: a path-compressed binary trie in two flat arrays.
///
/// A node stands for a prefix: one of the table's, or a fork, the longest prefix common to two subtrees.
/// All other prefixes are skipped, so *n* entries make fewer than 2*n* nodes, and a lookup visits at most
/// one node a bit. Nodes stand in depth-first order, so that a walk down mostly reads forward. Their bits
/// stand apart from the rest, which would otherwise be padded to the alignment of `UInt128`.
struct RadixTrie<Bits: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  struct Node: Sendable {
    /// How many bits of the prefix count.
    var length: UInt8
    /// The entry of the prefix, or `none` for a fork that no entry names.
    var entry: UInt32
    /// The subtrees whose next bit is 0 and 1; `none` for an empty one.
    var zero: UInt32
    var one: UInt32
  }

  private(set) var nodes: [Node] = []
  /// Each node's prefix; the bits after its length are zero.
  private(set) var bits: [Bits] = []

  /// Stands for no node and for no entry.
  static var none: UInt32 { .max }

  /// Builds the trie of ascending, different prefixes; the first of them is entry `firstEntry`.
  ///
  /// - Complexity: O(*n* log *n*) for *n* prefixes; the recursion is never deeper than the address has bits.
  init(bits prefixes: [Bits], lengths: [UInt8], firstEntry: Int) {
    nodes.reserveCapacity(2 * prefixes.count)
    bits.reserveCapacity(2 * prefixes.count)
    append(prefixes.indices, of: prefixes, lengths, firstEntry: firstEntry)
  }

  /// Appends the subtree of these prefixes and returns its root.
  @discardableResult
  private mutating func append(
    _ range: Range<Int>, of prefixes: [Bits], _ lengths: [UInt8], firstEntry: Int
  ) -> UInt32 {
    guard let first = range.first, let last = range.last else { return Self.none }
    // Prefixes ascend, so the first and the last differ as early as any two do; and one that covers all
    // the others comes first.
    let common = min((prefixes[first] ^ prefixes[last]).leadingZeroBitCount, Int(lengths[first]))
    let isEntry = common == Int(lengths[first])
    let root = nodes.count
    bits.append(prefixes[first] & ~(Bits.max >> common))
    nodes.append(
      Node(
        length: UInt8(common), entry: isEntry ? UInt32(firstEntry + first) : Self.none,
        zero: Self.none, one: Self.none))
    let inside = isEntry ? range.dropFirst() : range
    let split = inside.partitioningIndex { Self.bit(common, of: prefixes[$0]) }
    let zero = append(inside.lowerBound..<split, of: prefixes, lengths, firstEntry: firstEntry)
    let one = append(split..<inside.upperBound, of: prefixes, lengths, firstEntry: firstEntry)
    nodes[root].zero = zero
    nodes[root].one = one
    return UInt32(root)
  }

  /// The entry of the longest prefix that contains the address.
  func longestMatch(_ address: Bits) -> Int? {
    var best = Self.none
    var next = root
    while next != Self.none, contains(next, address) {
      let node = nodes[Int(next)]
      if node.entry != Self.none { best = node.entry }
      next = child(of: node, towards: address)
    }
    return best == Self.none ? nil : Int(best)
  }

  /// The entries of all prefixes that contain the address, the shortest first.
  func allMatches(_ address: Bits) -> [Int] {
    var matches: [Int] = []
    var next = root
    while next != Self.none, contains(next, address) {
      let node = nodes[Int(next)]
      if node.entry != Self.none { matches.append(Int(node.entry)) }
      next = child(of: node, towards: address)
    }
    return matches
  }

  /// The entry of exactly this prefix.
  func exactMatch(_ prefix: Bits, length: UInt8) -> Int? {
    var next = root
    while next != Self.none, contains(next, prefix) {
      let node = nodes[Int(next)]
      guard node.length < length else {
        return node.length == length && node.entry != Self.none ? Int(node.entry) : nil
      }
      next = child(of: node, towards: prefix)
    }
    return nil
  }

  private var root: UInt32 { nodes.isEmpty ? Self.none : 0 }

  /// Whether the node's prefix holds the address. A shift by the full width, for length 0, gives zero.
  private func contains(_ node: UInt32, _ address: Bits) -> Bool {
    (bits[Int(node)] ^ address) >> (Bits.bitWidth - Int(nodes[Int(node)].length)) == 0
  }

  /// The subtree that may hold longer prefixes of the address. A host route has none: its node is a leaf.
  private func child(of node: Node, towards address: Bits) -> UInt32 {
    Self.bit(Int(node.length), of: address) ? node.one : node.zero
  }

  /// The bit at this place, counted from the most significant one; false past the end.
  private static func bit(_ place: Int, of bits: Bits) -> Bool {
    bits << place >= Bits(1) << (Bits.bitWidth - 1)
  }

  /// Checks the trie's shape in debug builds, and returns its entries in depth-first order.
  ///
  /// - Complexity: O(*n*) for *n* nodes.
  func _invariantCheck() -> [Int] {
    var entries: [Int] = []
    #if DEBUG
      assert(nodes.count == bits.count, "every node has bits")
      for (index, node) in nodes.enumerated() {
        assert(bits[index] << Int(node.length) == 0, "host bits are zero")
        if node.entry != Self.none {
          entries.append(Int(node.entry))
        } else {
          assert(
            node.zero != Self.none && node.one != Self.none, "a fork that no entry names has two subtrees")
        }
        for (side, next) in [(false, node.zero), (true, node.one)] where next != Self.none {
          assert(index < Int(next) && Int(next) < nodes.count, "nodes stand in depth-first order")
          let child = bits[Int(next)]
          assert(nodes[Int(next)].length > node.length, "a subtree's prefixes are longer")
          assert(contains(UInt32(index), child), "a node covers its subtrees")
          assert(Self.bit(Int(node.length), of: child) == side, "a subtree stands on its bit's side")
        }
      }
    #endif
    return entries
  }
}
