package import PacketWalkAddressing

/// A set of addresses of both families, exact and in one form only: equal sets compare equal.
package struct AddressSet: Hashable, Sendable {
  /// Sorted, disjoint, and never adjacent.
  package private(set) var ranges: [AddressRange]

  /// No address.
  package init() { ranges = [] }

  /// The addresses of one prefix.
  package init(_ prefix: IPPrefix) { ranges = [AddressRange(prefix)] }

  /// The union of any prefixes, in any order.
  package init(_ prefixes: some Sequence<IPPrefix>) { self.init(prefixes.map(AddressRange.init)) }

  /// The union of any ranges, in any order.
  ///
  /// - Complexity: O(*n* log *n*) for *n* ranges.
  package init(_ unordered: some Sequence<AddressRange>) {
    ranges = []
    for range in unordered.sorted() {
      if let end = ranges.last, range.first <= end.last || end.isBefore(range) {
        ranges[ranges.count - 1] = AddressRange(unchecked: end.first, max(end.last, range.last))
      } else {
        ranges.append(range)
      }
    }
  }

  /// Every address of both families.
  package static let all = AddressSet(AddressFamily.allCases.map(IPPrefix.all))

  package var isEmpty: Bool { ranges.isEmpty }

  /// - Complexity: O(log *n*) for *n* ranges.
  package func contains(_ address: IPAddress) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].last < address { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(address)
  }

  /// The addresses in either set.
  package func union(_ other: AddressSet) -> AddressSet { AddressSet(ranges + other.ranges) }

  /// The addresses in both sets.
  ///
  /// - Complexity: O(*n* + *m*).
  package func intersection(_ other: AddressSet) -> AddressSet {
    var common: [AddressRange] = []
    var (own, others) = (0, 0)
    while own < ranges.count, others < other.ranges.count {
      let (left, right) = (ranges[own], other.ranges[others])
      let last = min(left.last, right.last)
      if let shared = AddressRange(max(left.first, right.first), last) { common.append(shared) }
      if left.last == last { own += 1 }
      if right.last == last { others += 1 }
    }
    return AddressSet(common)
  }

  /// The addresses of this set that are not in the other.
  package func subtracting(_ other: AddressSet) -> AddressSet { intersection(other.complement) }

  /// The addresses of both families that are not in the set.
  package var complement: AddressSet {
    AddressSet(
      AddressFamily.allCases.flatMap { family -> [AddressRange] in
        let whole = IPPrefix.all(family)
        var gaps: [AddressRange] = []
        var next: IPAddress? = whole.address
        for range in ranges where range.first.family == family {
          if let start = next, start < range.first {
            let end = IPAddress(family: family, bits: range.first.bits - 1)
            gaps.append(AddressRange(unchecked: start, end))
          }
          next = range.last.advanced(by: 1)
        }
        if let start = next { gaps.append(AddressRange(unchecked: start, whole.lastAddress)) }
        return gaps
      })
  }

  package func isSubset(of other: AddressSet) -> Bool { subtracting(other).isEmpty }

  /// The fewest prefixes that make up the set, in order.
  package var prefixes: [IPPrefix] { ranges.flatMap(\.prefixes) }
}

extension AddressSet: CustomStringConvertible {
  package var description: String { prefixes.map(\.description).joined(separator: ", ") }
}
