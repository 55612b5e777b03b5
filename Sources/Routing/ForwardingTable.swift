public import PacketWalkAddressing

/// A longest-prefix-match table from addresses to next hops, as small numbers: a forwarding information base.
///
/// It knows no prefixes any more, only answers, so that neighbouring routes with one next hop are one piece of memory. A
/// full table of the internet takes a few megabytes. `RouteTrie` has the prefixes, too.
///
///     let table = ForwardingTable([(prefix, 7), (.all(.ipv4), 0)], budget: .fast)
///     table.nextHop(address)
///
/// The table is an immutable value of flat memory; copies share it, and any number of threads may read it at once.
public struct ForwardingTable: Sendable {
  @usableFromInline let ipv4: FamilyTable<UInt32>
  @usableFromInline let ipv6: FamilyTable<UInt128>

  /// Builds a table from prefixes in any order. A later entry for the same prefix replaces the earlier one.
  ///
  /// - Parameters:
  ///   - routes: Prefixes, each with the number of its next hop. Numbers are best small and dense: the table
  ///     takes one, two or four bytes for each of them, as the greatest needs.
  ///   - budget: How much memory lookups may take to be fast.
  /// - Precondition: There are fewer than 2²⁶ routes, and next hops are below 2²⁶.
  /// - Complexity: O(*n*) for *n* routes in order, O(*n* log *n*) otherwise.
  public init(
    _ routes: some Sequence<(prefix: IPPrefix, nextHop: UInt32)>, budget: MemoryBudget = .automatic
  ) {
    let routes = Array(routes)
    let (order, ipv4Count) = RouteOrder.ascending(routes.lazy.map(\.prefix))
    var greatest: UInt32 = 0
    for route in routes { greatest = max(greatest, route.nextHop) }
    precondition(greatest < RouteOrder.limit, "the number of a next hop is too great")
    ipv4 = .build(
      order[..<ipv4Count].map { routes[$0].prefix.ipv4(label: routes[$0].nextHop) },
      labelCount: greatest + 1, budget: budget)
    ipv6 = .build(
      order[ipv4Count...].map { routes[$0].prefix.ipv6(label: routes[$0].nextHop) },
      labelCount: greatest + 1)
  }

  init(ipv4: FamilyTable<UInt32>, ipv6: FamilyTable<UInt128>) {
    self.ipv4 = ipv4
    self.ipv6 = ipv6
  }

  /// Stands for "no route" among next hops.
  public static var none: UInt32 { .max }

  /// The next hop of the longest prefix that contains the address, or nil where none does.
  ///
  /// - Complexity: A fixed number of reads for the table, whatever the address; no allocation.
  @inlinable
  public func nextHop(_ address: IPAddress) -> UInt32? {
    let label =
      switch address {
      case .v4(let address): ipv4.label(address.bits)
      case .v6(let address): ipv6.label(address.bits)
      }
    return label == Self.none ? nil : label
  }

  /// The next hop of the longest prefix that contains the address, or `none`.
  @inlinable
  public func nextHop(_ address: IPv4Address) -> UInt32 { ipv4.label(address.bits) }

  /// The next hop of the longest prefix that contains the address, or `none`.
  @inlinable
  public func nextHop(_ address: IPv6Address) -> UInt32 { ipv6.label(address.bits) }

  /// Writes the next hop of each address, or `none`: the fastest way for many.
  ///
  /// - Precondition: There is room for as many next hops as there are addresses.
  public func lookup(_ addresses: Span<IPv4Address>, into nextHops: inout MutableSpan<UInt32>) {
    ipv4.lookup(addresses, into: &nextHops)
  }

  /// Writes the next hop of each address, or `none`: the fastest way for many.
  ///
  /// - Precondition: There is room for as many next hops as there are addresses.
  public func lookup(_ addresses: Span<IPv6Address>, into nextHops: inout MutableSpan<UInt32>) {
    ipv6.lookup(addresses, into: &nextHops)
  }

  /// The form of a family's part.
  public func form(of family: AddressFamily) -> TableForm {
    family == .ipv4 ? ipv4.memory.layout.form : ipv6.memory.layout.form
  }

  /// The bytes that lookups of a family read from.
  public func byteCount(of family: AddressFamily) -> Int {
    family == .ipv4 ? ipv4.memory.byteCount : ipv6.memory.byteCount
  }
}

extension IPPrefix {
  func ipv4(label: UInt32) -> RoutePrefix<UInt32> {
    RoutePrefix(bits: UInt32(truncatingIfNeeded: address.bits), length: length, label: label)
  }

  func ipv6(label: UInt32) -> RoutePrefix<UInt128> {
    RoutePrefix(bits: address.bits, length: length, label: label)
  }
}
