/// A set of ports as sorted, disjoint, non-adjacent ranges; equal sets compare equal.
public struct PortSet: Hashable, Sendable {
  /// The ranges in ascending order.
  public private(set) var ranges: [PortRange]

  /// The set of one range.
  public init(_ range: PortRange) { ranges = [range] }

  /// The union of any ranges, in any order.
  ///
  /// - Complexity: O(*n* log *n*) for *n* ranges.
  public init(_ unordered: some Sequence<PortRange>) {
    ranges = []
    for range in unordered.sorted() {
      if let last = ranges.last, range.first <= last.last || range.first - 1 == last.last {
        ranges[ranges.count - 1] = PortRange(unchecked: last.first, max(last.last, range.last))
      } else {
        ranges.append(range)
      }
    }
  }

  /// Whether the set has no port.
  public var isEmpty: Bool { ranges.isEmpty }
  /// The lowest port of the set.
  public var first: UInt16? { ranges.first?.first }
  /// The number of ports in the set.
  public var count: Int { ranges.reduce(0) { $0 + Int($1.last - $1.first) + 1 } }

  /// Whether the port is in the set.
  public func contains(_ port: UInt16) -> Bool { ranges.contains { $0.contains(port) } }

  /// The ports that lie in the range too.
  public func intersection(_ range: PortRange) -> PortSet {
    PortSet(
      ranges.compactMap { PortRange(max($0.first, range.first), min($0.last, range.last)) })
  }

  /// The ports that do not lie in the range.
  public func subtracting(_ range: PortRange) -> PortSet {
    PortSet(
      ranges.flatMap { own -> [PortRange] in
        guard own.overlaps(range) else { return [own] }
        let below = own.first < range.first ? [PortRange(unchecked: own.first, range.first - 1)] : []
        let above = own.last > range.last ? [PortRange(unchecked: range.last + 1, own.last)] : []
        return below + above
      })
  }

  /// The ports that are in the other set too.
  public func intersection(_ other: PortSet) -> PortSet {
    PortSet(other.ranges.flatMap { intersection($0).ranges })
  }

  /// The ports that are not in the other set.
  public func subtracting(_ other: PortSet) -> PortSet {
    other.ranges.reduce(self) { $0.subtracting($1) }
  }

  /// The ports of either set.
  public func union(_ other: PortSet) -> PortSet { PortSet(ranges + other.ranges) }
}

extension PortSet: CustomStringConvertible {
  public var description: String { ranges.map(\.description).joined(separator: ",") }
}
