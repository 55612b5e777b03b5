import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// The service of a rule: `all`, `tcp/443`, `tcp all`, `icmp/3/4`, `proto/47`, as `TrafficSelector` prints.
enum NativeService {
  static func parse(_ text: String, at origin: Origin) throws(InputError) -> TrafficSelector {
    if let selector = selector(text) { return selector }
    if let ends = reversedPorts(text) {
      throw InputError(
        .malformed, "the ports of “\(text)” stand the wrong way round: \(ends.last)-\(ends.first)", at: origin
      )
    }
    throw InputError(
      .malformed,
      "“\(text)” is no service: all, tcp all, tcp/443, tcp/1024-65535, udp/53, icmp/8, icmp/3/4, icmpv6 all, proto/47",
      at: origin)
  }

  private static func reversedPorts(_ text: String) -> (first: UInt16, last: UInt16)? {
    let ends = text.split(separator: "/").last?.split(separator: "-").map { UInt16($0) } ?? []
    guard ends.count == 2, let first = ends[0], let last = ends[1], last < first else { return nil }
    return (first, last)
  }

  private static func selector(_ text: String) -> TrafficSelector? {
    if text == "all" { return .all }
    if text.hasSuffix(" all"), let known = named(text.dropLast(4)) { return TrafficSelector(protocol: known) }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2 else { return nil }
    if parts[0] == "proto", parts.count == 2 {
      return UInt8(parts[1]).map { TrafficSelector(protocol: IPProtocol(rawValue: $0)) }
    }
    guard let known = named(parts[0]) else { return nil }
    if known.hasPorts {
      guard parts.count == 2, let ports = PortRange(String(parts[1])) else { return nil }
      return TrafficSelector(protocol: known, ports: ports)
    }
    guard parts.count <= 3, let type = UInt8(parts[1]) else { return nil }
    guard parts.count == 3 else { return TrafficSelector(protocol: known, icmpType: type) }
    return UInt8(parts[2]).map { TrafficSelector(protocol: known, icmpType: type, icmpCode: $0) }
  }

  private static func named(_ word: Substring) -> IPProtocol? {
    switch word {
    case "tcp": .tcp
    case "udp": .udp
    case "icmp": .icmp
    case "icmpv6": .icmpv6
    default: nil
    }
  }
}
