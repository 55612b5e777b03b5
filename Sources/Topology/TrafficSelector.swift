package import PacketWalkAddressing

/// What a group rule or an ACL entry says about protocol, ports and ICMP type and code.
///
/// The formats normalise: a protocol without ports has none here, whatever the file said (ACL-7, SG-4).
package struct TrafficSelector: Hashable, Sendable {
  /// Nil for all protocols (`-1`).
  package var `protocol`: IPProtocol?
  /// Destination ports of TCP or UDP; nil for all.
  package var ports: PortRange?
  /// ICMP type; nil for all.
  package var icmpType: UInt8?
  /// ICMP code; nil for all.
  package var icmpCode: UInt8?

  package init(
    protocol: IPProtocol? = nil, ports: PortRange? = nil, icmpType: UInt8? = nil, icmpCode: UInt8? = nil
  ) {
    self.protocol = `protocol`
    self.ports = ports == .all ? nil : ports
    self.icmpType = icmpType
    self.icmpCode = icmpCode
  }

  package static let all = TrafficSelector()
}

extension TrafficSelector: CustomStringConvertible {
  /// `all`, `tcp all`, `tcp/443`, `udp/1024-65535`, `icmp/8`, `icmp/3/4`, `proto/47`.
  package var description: String {
    guard let `protocol` else { return "all" }
    if `protocol`.hasPorts { return ports.map { "\(`protocol`)/\($0)" } ?? "\(`protocol`) all" }
    if `protocol`.hasICMPType {
      guard let icmpType else { return "\(`protocol`) all" }
      return icmpCode.map { "\(`protocol`)/\(icmpType)/\($0)" } ?? "\(`protocol`)/\(icmpType)"
    }
    return "proto/\(`protocol`.rawValue)"
  }
}
