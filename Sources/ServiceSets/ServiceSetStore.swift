package import PacketWalkAddressing

/// Makes and combines sets of services, exactly.
///
/// A set is protocol → (destination port, or ICMP type and code) → source port: nested runs of equal values in
/// that fixed order, each level interned. So a set has one form only, equality is one comparison of handles,
/// and what two sets combine to is computed once. Protocols without ports hold all of a level or nothing.
///
/// A value: a copy goes its own way, and handles made before the copy mean the same in both.
package struct ServiceSetStore: Sendable {
  /// What a run's value refers to: a node of the level below, or yes and no at the lowest.
  enum Level: Int, Sendable {
    case sources
    case destinations
    case protocols

    var last: UInt16 { self == .protocols ? 255 : .max }
  }

  private enum Operation: UInt8 {
    case union
    case intersection
    case subtraction
  }

  private struct Combination: Hashable {
    var operation: Operation
    var left: UInt32
    var right: UInt32
  }

  /// One level's nodes by number: 0 holds nothing and 1 everything.
  private struct Nodes {
    var segments: [Segments]
    var numbers: [Segments: UInt32]
    var combined: [Combination: UInt32] = [:]

    init(_ level: Level) {
      segments = [Segments(0, upTo: level.last), Segments(1, upTo: level.last)]
      numbers = [segments[0]: 0, segments[1]: 1]
    }
  }

  private var levels = [Nodes(.sources), Nodes(.destinations), Nodes(.protocols)]

  package init() {}

  // MARK: Making

  /// Services of TCP or UDP.
  ///
  /// - Precondition: the protocol has ports.
  package mutating func ports(
    _ protocol: IPProtocol, _ destinations: PortRange = .all, from sources: PortRange = .all
  ) -> ServiceSet {
    precondition(`protocol`.hasPorts, "a protocol without ports")
    let inner = intern(Segments(1, in: sources.first...sources.last, upTo: .max), .sources)
    let middle = intern(
      Segments(inner, in: destinations.first...destinations.last, upTo: .max), .destinations)
    return of(`protocol`, middle)
  }

  /// ICMP of one type and code, or of all where one is nil.
  ///
  /// - Precondition: the protocol is ICMP's or ICMPv6's; a code comes with a type.
  package mutating func icmp(_ protocol: IPProtocol = .icmp, type: UInt8? = nil, code: UInt8? = nil)
    -> ServiceSet
  {
    precondition(`protocol`.hasICMPType && (type != nil || code == nil), "no ICMP type and code")
    guard let type else { return all(of: `protocol`) }
    let first = UInt16(type) << 8 | UInt16(code ?? 0)
    let last = UInt16(type) << 8 | UInt16(code ?? .max)
    return of(`protocol`, intern(Segments(1, in: first...last, upTo: .max), .destinations))
  }

  /// Everything of one protocol.
  package mutating func all(of protocol: IPProtocol) -> ServiceSet { of(`protocol`, 1) }

  mutating func of(_ protocol: IPProtocol, _ destinations: UInt32) -> ServiceSet {
    let number = UInt16(`protocol`.rawValue)
    return ServiceSet(id: intern(Segments(destinations, in: number...number, upTo: 255), .protocols))
  }

  mutating func intern(_ segments: Segments, _ level: Level) -> UInt32 {
    if let known = levels[level.rawValue].numbers[segments] { return known }
    let number = UInt32(levels[level.rawValue].segments.count)
    levels[level.rawValue].segments.append(segments)
    levels[level.rawValue].numbers[segments] = number
    return number
  }

  // MARK: Combining

  /// The services in either set.
  ///
  /// - Complexity: O(1) if asked before; else O(runs) a level.
  package mutating func union(_ left: ServiceSet, _ right: ServiceSet) -> ServiceSet {
    ServiceSet(id: combine(.union, left.id, right.id, .protocols))
  }

  /// The services in both sets.
  package mutating func intersection(_ left: ServiceSet, _ right: ServiceSet) -> ServiceSet {
    ServiceSet(id: combine(.intersection, left.id, right.id, .protocols))
  }

  /// The services of the first set that are not in the second.
  package mutating func subtracting(_ left: ServiceSet, _ right: ServiceSet) -> ServiceSet {
    ServiceSet(id: combine(.subtraction, left.id, right.id, .protocols))
  }

  /// The services that are not in the set.
  package mutating func complement(_ set: ServiceSet) -> ServiceSet { subtracting(.any, set) }

  /// Whether every service of the first set is in the second.
  package mutating func isSubset(_ left: ServiceSet, of right: ServiceSet) -> Bool {
    subtracting(left, right).isEmpty
  }

  private mutating func combine(_ operation: Operation, _ left: UInt32, _ right: UInt32, _ level: Level)
    -> UInt32
  {
    switch operation {
    case .union:
      if left == 1 || right == 1 { return 1 }
      if left == 0 || left == right { return right }
      if right == 0 { return left }
    case .intersection:
      if left == 0 || right == 0 { return 0 }
      if left == 1 || left == right { return right }
      if right == 1 { return left }
    case .subtraction:
      if left == 0 || right == 1 || left == right { return 0 }
      if right == 0 { return left }
    }
    // Both orders of a symmetric operation are one question.
    let isSwapped = operation != .subtraction && right < left
    let key = Combination(
      operation: operation, left: isSwapped ? right : left, right: isSwapped ? left : right)
    if let known = levels[level.rawValue].combined[key] { return known }
    let segments = (
      levels[level.rawValue].segments[Int(key.left)], levels[level.rawValue].segments[Int(key.right)]
    )
    let joined = Segments(segments.0, segments.1) { left, right in
      guard let below = Level(rawValue: level.rawValue - 1) else {
        return Self.bit(operation, left, right)
      }
      return combine(operation, left, right, below)
    }
    let number = intern(joined, level)
    levels[level.rawValue].combined[key] = number
    return number
  }

  private static func bit(_ operation: Operation, _ left: UInt32, _ right: UInt32) -> UInt32 {
    switch operation {
    case .union: left | right
    case .intersection: left & right
    case .subtraction: left & ~right
    }
  }

  // MARK: Reading

  /// Whether a service is in the set: `destination` is a port, or an ICMP type and code as `type << 8 | code`;
  /// for a protocol without either, both numbers are any.
  package func contains(
    _ set: ServiceSet, _ protocol: IPProtocol, destination: UInt16 = 0, source: UInt16 = 0
  ) -> Bool {
    let middle = segments(set.id, .protocols).value(at: UInt16(`protocol`.rawValue))
    let inner = segments(middle, .destinations).value(at: destination)
    return segments(inner, .sources).value(at: source) != 0
  }

  /// The lowest destination port, or ICMP type and code, that is in the set with any source port.
  package func firstDestination(_ set: ServiceSet, _ protocol: IPProtocol) -> UInt16? {
    let middle = segments(set.id, .protocols).value(at: UInt16(`protocol`.rawValue))
    return segments(middle, .destinations).held.first?.range.lowerBound
  }

  /// The destination ports of TCP or UDP that are in the set for every source port.
  package func destinationPorts(_ set: ServiceSet, _ protocol: IPProtocol) -> PortSet {
    let middle = segments(set.id, .protocols).value(at: UInt16(`protocol`.rawValue))
    return PortSet(
      segments(middle, .destinations).held.compactMap {
        $0.value == 1 ? PortRange($0.range.lowerBound, $0.range.upperBound) : nil
      })
  }

  /// The set with ICMP as it holds ICMPv6, type for type, but the echo request of one for that of the other.
  package mutating func withPing(_ set: ServiceSet) -> ServiceSet {
    let middle = segments(set.id, .protocols).value(at: UInt16(IPProtocol.icmpv6.rawValue))
    var own = of(.icmp, middle)
    if middle > 1 {
      own = subtracting(own, icmp(type: 8))
      for code in UInt8.min...UInt8.max
      where segments(middle, .destinations).value(at: 128 << 8 | UInt16(code)) != 0 {
        own = union(own, icmp(type: 8, code: code))
      }
    }
    return union(subtracting(set, all(of: .icmp)), own)
  }

  func segments(_ number: UInt32, _ level: Level) -> Segments {
    levels[level.rawValue].segments[Int(number)]
  }
}
