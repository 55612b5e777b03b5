public import PacketWalkAddressing

/// What a question asks for: a protocol and the ports or ICMP type that go with it.
public struct Service: Hashable, Sendable {
  /// One protocol's share of a service.
  public struct Part: Hashable, Sendable {
    /// The IP protocol.
    public var `protocol`: IPProtocol
    /// Destination ports of TCP and UDP; nil for other protocols.
    public var ports: PortSet?
    /// ICMP type; 8 (echo request) unless given.
    public var icmpType: UInt8
    /// ICMP code; 0 unless given.
    public var icmpCode: UInt8

    /// Creates a part.
    public init(_ protocol: IPProtocol, ports: PortSet? = nil, icmpType: UInt8 = 0, icmpCode: UInt8 = 0) {
      self.protocol = `protocol`
      self.ports = ports
      self.icmpType = icmpType
      self.icmpCode = icmpCode
    }
  }

  /// The parts, in the order in which they are answered.
  public var parts: [Part]

  /// Creates a service from its parts.
  public init(_ parts: [Part]) { self.parts = parts }

  /// TCP on one port.
  public static func tcp(_ port: UInt16) -> Service {
    Service([Part(.tcp, ports: PortSet(PortRange(port)))])
  }

  /// UDP on one port.
  public static func udp(_ port: UInt16) -> Service {
    Service([Part(.udp, ports: PortSet(PortRange(port)))])
  }

  /// Ping.
  public static let echo = Service([Part(.icmp, icmpType: 8)])
}

extension Service: LosslessStringConvertible {
  /// Parses `tcp/443`, `tcp/1024-65535`, `tcp`, `udp/53`, `icmp`, `icmp/8`, `icmp/3/4`, `icmpv6/128`,
  /// `proto/47`, `any` (all of TCP and UDP, and ping), or a well-known name such as `https`.
  public init?(_ text: String) {
    let text = text.lowercased()
    if let known = WellKnownService.services[text] {
      self = known
      return
    }
    if text == "any" || text == "all" {
      self.init([
        Part(.tcp, ports: PortSet(.all)), Part(.udp, ports: PortSet(.all)), Part(.icmp, icmpType: 8),
      ])
      return
    }
    let fields = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let part = Self.part(fields) else { return nil }
    self.init([part])
  }

  /// The right way round, for `tcp/90-80`: nil for anything else.
  static func reversedPorts(_ text: String) -> PortRange? {
    let ends = text.split(separator: "/").last?.split(separator: "-").map { UInt16($0) } ?? []
    guard ends.count == 2, let first = ends[0], let last = ends[1], last < first else { return nil }
    return PortRange(last, first)
  }

  private static func part(_ fields: [String]) -> Part? {
    switch fields[0] {
    case "tcp", "udp":
      let `protocol`: IPProtocol = fields[0] == "tcp" ? .tcp : .udp
      if fields.count == 1 { return Part(`protocol`, ports: PortSet(.all)) }
      guard fields.count == 2, let range = PortRange(fields[1]) else { return nil }
      return Part(`protocol`, ports: PortSet(range))
    case "icmp", "icmpv6", "icmp6":
      let isFour = fields[0] == "icmp"
      let numbers = fields.dropFirst().map { UInt8($0) }
      guard numbers.count <= 2, numbers.allSatisfy({ $0 != nil }) else { return nil }
      let type = numbers.first ?? nil
      let code = numbers.count > 1 ? numbers[1] : nil
      return Part(isFour ? .icmp : .icmpv6, icmpType: type ?? (isFour ? 8 : 128), icmpCode: code ?? 0)
    case "proto":
      guard fields.count == 2, let number = UInt8(fields[1]) else { return nil }
      let `protocol` = IPProtocol(rawValue: number)
      if `protocol`.hasPorts { return Part(`protocol`, ports: PortSet(.all)) }
      if `protocol`.hasICMPType { return Part(`protocol`, icmpType: `protocol` == .icmp ? 8 : 128) }
      return Part(`protocol`)
    default:
      return nil
    }
  }

  /// The text that parses back to the same service.
  public var description: String { parts.map(\.description).joined(separator: ", ") }
}

extension Service.Part: CustomStringConvertible {
  public var description: String {
    if let ports {
      return ports.ranges == [.all] ? "\(`protocol`)" : "\(`protocol`)/\(ports)"
    }
    if `protocol`.hasICMPType {
      return icmpCode == 0 ? "\(`protocol`)/\(icmpType)" : "\(`protocol`)/\(icmpType)/\(icmpCode)"
    }
    return "proto/\(`protocol`.rawValue)"
  }
}

/// Names that stand for one port (IANA "Service Name and Transport Protocol Port Number Registry", and
/// the defaults of software that people put behind AWS's groups).
package enum WellKnownService {
  package static let services: [String: Service] = [
    "ssh": .tcp(22), "smtp": .tcp(25), "dns": .udp(53), "http": .tcp(80), "ntp": .udp(123),
    "ldap": .tcp(389), "https": .tcp(443), "syslog": .udp(514), "ldaps": .tcp(636), "mssql": .tcp(1433),
    "oracle": .tcp(1521), "nfs": .tcp(2049), "zookeeper": .tcp(2181), "mysql": .tcp(3306),
    "rdp": .tcp(3389), "postgres": .tcp(5432), "postgresql": .tcp(5432), "redshift": .tcp(5439),
    "amqp": .tcp(5672), "redis": .tcp(6379), "kafka": .tcp(9092), "elasticsearch": .tcp(9200),
    "memcached": .tcp(11211), "mongodb": .tcp(27017), "ping": .echo,
  ]
}
