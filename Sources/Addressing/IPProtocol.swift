/// An IP protocol number (IANA "Assigned Internet Protocol Numbers").
public struct IPProtocol: RawRepresentable, Hashable, Sendable, Comparable {
  /// The number in the IP header: 0 to 255.
  public var rawValue: UInt8

  /// Creates a protocol from its number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// ICMP for IPv4 (RFC 792).
  public static let icmp = IPProtocol(rawValue: 1)
  /// TCP (RFC 9293).
  public static let tcp = IPProtocol(rawValue: 6)
  /// UDP (RFC 768).
  public static let udp = IPProtocol(rawValue: 17)
  /// ICMP for IPv6 (RFC 4443).
  public static let icmpv6 = IPProtocol(rawValue: 58)

  /// Whether packets carry source and destination ports that AWS filters look at: TCP and UDP only.
  public var hasPorts: Bool { self == .tcp || self == .udp }
  /// Whether packets carry an ICMP type and code.
  public var hasICMPType: Bool { self == .icmp || self == .icmpv6 }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension IPProtocol: LosslessStringConvertible {
  /// Parses `tcp`, `udp`, `icmp`, `icmpv6` in any case, or a number from 0 to 255.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "tcp": self = .tcp
    case "udp": self = .udp
    case "icmp": self = .icmp
    case "icmpv6", "icmp6": self = .icmpv6
    default:
      guard let number = UInt8(text) else { return nil }
      self.init(rawValue: number)
    }
  }

  public var description: String {
    switch self {
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .icmpv6: "icmpv6"
    default: "\(rawValue)"
    }
  }
}
