/// A closed range of TCP or UDP ports: the one port-range type of the package.
public struct PortRange: Hashable, Sendable, Comparable {
  /// The lowest port, 0 to 65535.
  public let first: UInt16
  /// The highest port; never below `first`.
  public let last: UInt16

  /// Creates the range, or nil when the ports stand the wrong way round.
  public init?(_ first: UInt16, _ last: UInt16) {
    guard first <= last else { return nil }
    self.first = first
    self.last = last
  }

  /// The range of one port.
  public init(_ port: UInt16) {
    first = port
    last = port
  }

  /// All ports: 0 to 65535.
  public static let all = PortRange(unchecked: 0, .max)

  /// The ports that a client on a current Linux kernel uses for connections it opens
  /// (`net.ipv4.ip_local_port_range`).
  public static let linuxEphemeral = PortRange(unchecked: 32768, 60999)
  /// The ports that a client on Windows Server 2008 or later uses (VPC guide, ephemeral ports).
  public static let windowsEphemeral = PortRange(unchecked: 49152, 65535)
  /// The ports that load balancers, NAT gateways, Lambda functions and unknown clients use (VPC guide,
  /// ephemeral ports).
  public static let anyEphemeral = PortRange(unchecked: 1024, 65535)

  /// Whether the port lies in the range.
  public func contains(_ port: UInt16) -> Bool { first <= port && port <= last }
  /// Whether every port of `other` lies in the range.
  public func contains(_ other: PortRange) -> Bool { first <= other.first && other.last <= last }
  /// Whether the ranges share a port.
  public func overlaps(_ other: PortRange) -> Bool { first <= other.last && other.first <= last }

  public static func < (left: Self, right: Self) -> Bool {
    left.first == right.first ? left.last < right.last : left.first < right.first
  }

  init(unchecked first: UInt16, _ last: UInt16) {
    self.first = first
    self.last = last
  }
}

extension PortRange: LosslessStringConvertible {
  /// Parses `443` or `1024-65535`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap(Self.port), let last = parts.last.flatMap(Self.port),
      parts.count <= 2
    else { return nil }
    self.init(first, last)
  }

  public var description: String { first == last ? "\(first)" : "\(first)-\(last)" }

  private static func port(_ digits: Substring) -> UInt16? {
    digits.utf8.allSatisfy { 48...57 ~= $0 } ? UInt16(digits) : nil
  }
}
