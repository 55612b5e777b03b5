public import PacketWalkAddressing

/// A longest-prefix-match table of both address families, built once and then only read.
///
/// An address matches every prefix of its own family that contains it; the longest decides (RFC 4632
/// section 5.1). IPv4 and IPv6 never match each other: `::/0` says nothing about 10.0.0.1, nor does
/// `0.0.0.0/0` about an IPv4-mapped IPv6 address (RT-3).
///
///     let table = RouteTrie([(prefix, "local"), (.all(.ipv4), "internet gateway")])
///     table.lookup(address)?.value
///
/// The table is an immutable value; copies share storage, and any number of threads may read it at once.
/// `docs/route-trie.md` describes the forms that it takes and what they cost.
public struct RouteTrie<Value: Sendable>: Sendable {
  /// Every prefix once, with its value, in the order of `IPPrefix`: IPv4 first, and a covering prefix before
  /// everything inside it.
  public let entries: [(prefix: IPPrefix, value: Value)]

  /// For each entry the place of the longest other one that contains it; `none` where there is none.
  let parents: [UInt32]
  /// What the table was built with, for those that are made of it.
  let budget: MemoryBudget
  /// From an address to the place of its entry.
  @usableFromInline let places: ForwardingTable

  /// Builds a table from prefixes in any order. A later entry for the same prefix replaces the earlier one.
  ///
  /// - Parameter budget: How much memory lookups may take to be fast, beside the entries.
  /// - Precondition: There are fewer than 2²⁶ entries.
  /// - Complexity: O(*n*) for *n* entries in order, O(*n* log *n*) otherwise.
  public init(
    _ entries: some Sequence<(prefix: IPPrefix, value: Value)>, budget: MemoryBudget = .automatic
  ) {
    let unordered = Array(entries)
    let (order, ipv4Count) = RouteOrder.ascending(unordered.lazy.map(\.prefix))
    self.init(ascending: order.map { unordered[$0] }, ipv4Count: ipv4Count, budget: budget)
  }

  init(ascending entries: [(prefix: IPPrefix, value: Value)], ipv4Count: Int, budget: MemoryBudget) {
    self.entries = entries
    self.budget = budget
    let labelCount = UInt32(entries.count)
    places = ForwardingTable(
      ipv4: .build(
        (0..<ipv4Count).map { entries[$0].prefix.ipv4(label: UInt32($0)) }, labelCount: labelCount,
        budget: budget),
      ipv6: .build(
        (ipv4Count..<entries.count).map { entries[$0].prefix.ipv6(label: UInt32($0)) }, labelCount: labelCount
      ))
    parents = Self.parents(entries)
    _invariantCheck()
  }

  init(
    entries: [(prefix: IPPrefix, value: Value)], parents: [UInt32], budget: MemoryBudget,
    places: ForwardingTable
  ) {
    self.entries = entries
    self.parents = parents
    self.budget = budget
    self.places = places
    _invariantCheck()
  }

  /// The number of different prefixes.
  public var count: Int { entries.count }
  /// Whether the table holds no prefix, so that every lookup is nil.
  public var isEmpty: Bool { entries.isEmpty }

  /// The longest prefix that contains the address and its value, or nil where none does.
  ///
  /// - Complexity: As `lookupIndex`.
  public func lookup(_ address: IPAddress) -> (prefix: IPPrefix, value: Value)? {
    lookupIndex(address).map { entries[$0] }
  }

  /// The place in `entries` of the longest prefix that contains the address, or nil where none does.
  ///
  /// This is the form for hot loops: it copies neither prefix nor value.
  ///
  /// - Complexity: A fixed number of reads for the table, whatever the address; no allocation.
  @inlinable
  public func lookupIndex(_ address: IPAddress) -> Int? { places.nextHop(address).map(Int.init) }

  /// Writes the place in `entries` for each address, or `ForwardingTable.none`: the fastest way for many.
  ///
  /// - Precondition: There is room for as many places as there are addresses.
  public func lookup(_ addresses: Span<IPv4Address>, into places: inout MutableSpan<UInt32>) {
    self.places.lookup(addresses, into: &places)
  }

  /// Writes the place in `entries` for each address, or `ForwardingTable.none`: the fastest way for many.
  ///
  /// - Precondition: There is room for as many places as there are addresses.
  public func lookup(_ addresses: Span<IPv6Address>, into places: inout MutableSpan<UInt32>) {
    self.places.lookup(addresses, into: &places)
  }

  /// Every prefix that contains the address, with its value, the longest first.
  ///
  /// - Complexity: That of `lookupIndex` and O(*m*) for *m* matches.
  public func matches(_ address: IPAddress) -> [(prefix: IPPrefix, value: Value)] {
    var matches: [(prefix: IPPrefix, value: Value)] = []
    var next = lookupIndex(address)
    while let index = next {
      matches.append(entries[index])
      next = parents[index] == ForwardingTable.none ? nil : Int(parents[index])
    }
    return matches
  }

  /// The value of exactly this prefix, or nil when the table doesn't hold it; a covering one doesn't count.
  ///
  /// - Complexity: O(log *n*) for *n* entries.
  public func value(for prefix: IPPrefix) -> Value? {
    let index = entries.partitioningIndex { !($0.prefix < prefix) }
    return index < entries.count && entries[index].prefix == prefix ? entries[index].value : nil
  }

  /// The entries whose prefixes lie within this one, itself among them, in order.
  ///
  /// - Complexity: O(log *n*) for *n* entries.
  public func subtree(of prefix: IPPrefix) -> ArraySlice<(prefix: IPPrefix, value: Value)> {
    let first = entries.partitioningIndex { !($0.prefix < prefix) }
    let last = prefix.lastAddress
    let end = entries[first...].partitioningIndex { last < $0.prefix.address }
    return entries[first..<end]
  }

  static func parents(_ entries: [(prefix: IPPrefix, value: Value)]) -> [UInt32] {
    var parents: [UInt32] = []
    parents.reserveCapacity(entries.count)
    // The entries around the one that is looked at, the innermost last.
    var open: [(last: IPAddress, place: UInt32)] = []
    for (place, entry) in entries.enumerated() {
      while let inner = open.last, inner.last < entry.prefix.address { open.removeLast() }
      parents.append(open.last?.place ?? ForwardingTable.none)
      open.append((entry.prefix.lastAddress, UInt32(place)))
    }
    return parents
  }

  /// Checks, in debug builds, what the lookups rely on: ascending entries, and a table that finds each of them.
  ///
  /// - Complexity: O(*n*) for *n* entries.
  func _invariantCheck() {
    #if DEBUG
      for (left, right) in zip(entries, entries.dropFirst()) {
        assert(left.prefix < right.prefix, "entries ascend without duplicates")
      }
    #endif
  }
}
