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
/// The table is an immutable value of flat arrays; copies share storage, and any number of threads may
/// read it at once. Its size is linear in the number of prefixes.
public struct RouteTrie<Value: Sendable>: Sendable {
  /// Every prefix once, with its value, in the order of `IPPrefix`: IPv4 first, and a covering prefix before
  /// everything inside it.
  public let entries: [(prefix: IPPrefix, value: Value)]

  let ipv4: RadixTrie<UInt32>
  let ipv6: RadixTrie<UInt128>

  /// Builds a table from prefixes in any order. A later entry for the same prefix replaces the earlier one.
  ///
  /// - Precondition: there are fewer than 2³¹ entries.
  /// - Complexity: O(*n* log *n*) for *n* entries.
  public init(_ entries: some Sequence<(prefix: IPPrefix, value: Value)>) {
    self.init(ascending: Self.ascending(Array(entries)))
  }

  private init(ascending entries: [(prefix: IPPrefix, value: Value)]) {
    precondition(entries.count < Int(Int32.max), "too many entries for one table")
    self.entries = entries
    let split = entries.partitioningIndex { $0.prefix.family == .ipv6 }
    let (prefixes4, prefixes6) = (entries[..<split].map(\.prefix), entries[split...].map(\.prefix))
    ipv4 = RadixTrie(
      bits: prefixes4.map { UInt32($0.address.bits) }, lengths: prefixes4.map(\.length), firstEntry: 0)
    ipv6 = RadixTrie(
      bits: prefixes6.map(\.address.bits), lengths: prefixes6.map(\.length), firstEntry: split)
    _invariantCheck()
  }

  /// The number of different prefixes.
  public var count: Int { entries.count }
  /// Whether the table holds no prefix, so that every lookup is nil.
  public var isEmpty: Bool { entries.isEmpty }

  /// The longest prefix that contains the address and its value, or nil where none does.
  ///
  /// - Complexity: O(*b*) for an address of *b* bits, whatever the number of entries; no allocation.
  public func lookup(_ address: IPAddress) -> (prefix: IPPrefix, value: Value)? {
    lookupIndex(address).map { entries[$0] }
  }

  /// The place in `entries` of the longest prefix that contains the address, or nil where none does.
  ///
  /// This is the form for hot loops: it copies neither prefix nor value.
  ///
  /// - Complexity: O(*b*) for an address of *b* bits, whatever the number of entries; no allocation.
  public func lookupIndex(_ address: IPAddress) -> Int? {
    switch address {
    case .v4(let address): ipv4.longestMatch(address.bits)
    case .v6(let address): ipv6.longestMatch(address.bits)
    }
  }

  /// Every prefix that contains the address, with its value, the longest first.
  ///
  /// - Complexity: O(*b*) for an address of *b* bits.
  public func matches(_ address: IPAddress) -> [(prefix: IPPrefix, value: Value)] {
    let shortestFirst =
      switch address {
      case .v4(let address): ipv4.allMatches(address.bits)
      case .v6(let address): ipv6.allMatches(address.bits)
      }
    return shortestFirst.reversed().map { entries[$0] }
  }

  /// The value of exactly this prefix, or nil when the table doesn't hold it; a covering one doesn't count.
  ///
  /// - Complexity: O(*b*) for addresses of *b* bits.
  public func value(for prefix: IPPrefix) -> Value? {
    let index =
      switch prefix.address {
      case .v4(let address): ipv4.exactMatch(address.bits, length: prefix.length)
      case .v6(let address): ipv6.exactMatch(address.bits, length: prefix.length)
      }
    return index.map { entries[$0].value }
  }

  /// The entries in the order of their prefixes, the last of equal ones alone.
  private static func ascending(
    _ entries: [(prefix: IPPrefix, value: Value)]
  ) -> [(prefix: IPPrefix, value: Value)] {
    let order = entries.indices.sorted { left, right in
      let (a, b) = (entries[left].prefix, entries[right].prefix)
      return a == b ? left < right : a < b
    }
    var ascending: [(prefix: IPPrefix, value: Value)] = []
    ascending.reserveCapacity(entries.count)
    for index in order {
      if let last = ascending.last, last.prefix == entries[index].prefix { ascending.removeLast() }
      ascending.append(entries[index])
    }
    return ascending
  }

  /// Checks, in debug builds, what the lookups rely on: ascending entries and two well-formed tries.
  ///
  /// - Complexity: O(*n*) for *n* entries.
  func _invariantCheck() {
    #if DEBUG
      for (left, right) in zip(entries, entries.dropFirst()) {
        assert(left.prefix < right.prefix, "entries ascend without duplicates")
      }
      let found = ipv4._invariantCheck() + ipv6._invariantCheck()
      assert(found == Array(entries.indices), "every entry stands in its trie once, in order")
    #endif
  }
}
