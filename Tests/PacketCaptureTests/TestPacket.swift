import PacketWalkAddressing
@testable import PacketWalkPacketCapture

/// A packet as somebody means it, and as bytes.
struct TestPacket {
  enum Content {
    case tcp(UInt16, UInt16, TCPFlags)
    case udp(UInt16, UInt16)
    case sctp(UInt16, UInt16, chunk: UInt8)
    case icmp(type: UInt8, code: UInt8, identifier: UInt16)
    case other(UInt8)
  }

  var source: IPAddress
  var destination: IPAddress
  var content: Content
  var payload = 0
  var time: Int64 = 1_700_000_000_000_000_000

  init(_ source: String, _ destination: String, _ content: Content, payload: Int = 0) {
    self.source = IPAddress(source) ?? .v4(IPv4Address(bits: 0))
    self.destination = IPAddress(destination) ?? .v4(IPv4Address(bits: 0))
    self.content = content
    self.payload = payload
  }

  var isIPv6: Bool { source.family == .ipv6 }

  var isICMP: Bool { if case .icmp = content { true } else { false } }

  var proto: UInt8 {
    switch content {
    case .tcp: 6
    case .udp: 17
    case .sctp: 132
    case .icmp: isIPv6 ? 58 : 1
    case .other(let number): number
    }
  }

  /// The header of what IP carries, with its payload.
  var transport: [UInt8] {
    let order = ByteOrder.big
    let data = [UInt8](repeating: 0x2A, count: payload)
    switch content {
    case .tcp(let source, let destination, let flags):
      let header = order.bytes(source) + order.bytes(destination) + order.bytes(1 as UInt64)
      return header + [0x50, flags.rawValue, 0xFF, 0xFF, 0, 0, 0, 0] + data
    case .udp(let source, let destination):
      return order.bytes(source) + order.bytes(destination) + order.bytes(UInt16(8 + payload)) + [0, 0] + data
    case .sctp(let source, let destination, let chunk):
      return order.bytes(source) + order.bytes(destination) + order.bytes(1 as UInt64) + [chunk, 0, 0, 4]
        + data
    case .icmp(let type, let code, let identifier):
      return [type, code, 0, 0] + order.bytes(identifier) + [0, 1] + data
    case .other: return data
    }
  }

  /// The whole IP packet.
  var bytes: [UInt8] { Self.wrap(transport, proto, from: source, to: destination) }

  /// IP around some bytes.
  static func wrap(
    _ content: [UInt8], _ proto: UInt8, from source: IPAddress, to destination: IPAddress, total: Int? = nil,
    fragment: UInt16 = 0, identification: UInt16 = 0, options: [UInt8] = []
  ) -> [UInt8] {
    let order = ByteOrder.big
    guard case .v4(let from) = source, case .v4(let to) = destination else {
      let length = order.bytes(UInt16(total ?? content.count))
      return [0x60, 0, 0, 0] + length + [proto, 64] + order.bytes(source.bits) + order.bytes(destination.bits)
        + content
    }
    let header = UInt8(5 + options.count / 4)
    let length = order.bytes(UInt16(total ?? content.count + Int(header) * 4))
    return [0x40 | header, 0] + length + order.bytes(identification) + order.bytes(fragment) + [
      64, proto, 0, 0,
    ]
      + order.bytes(from.bits) + order.bytes(to.bits) + options + content
  }

  /// An Ethernet frame around it, with VLAN tags, the outermost first.
  func frame(vlans: [UInt16] = []) -> [UInt8] { Self.frame(bytes, isIPv6: isIPv6, vlans: vlans) }

  static func frame(_ packet: [UInt8], isIPv6: Bool, vlans: [UInt16] = []) -> [UInt8] {
    let order = ByteOrder.big
    var bytes: [UInt8] = [0x0A, 0, 0, 0, 0, 1, 0x0A, 0, 0, 0, 0, 2]
    for (place, vlan) in vlans.enumerated() {
      bytes += order.bytes(place + 1 < vlans.count ? 0x88A8 : 0x8100 as UInt16) + order.bytes(vlan)
    }
    return bytes + order.bytes(isIPv6 ? 0x86DD : 0x0800 as UInt16) + packet
  }

  /// The frame as a mirror session sends it.
  func mirrored(vni: UInt32, from interface: String, to collector: String = "10.0.9.9") -> [UInt8] {
    let header: [UInt8] = [0x08, 0, 0, 0] + ByteOrder.big.bytes(vni << 8)
    return Self.datagram(header + frame(), port: 4789, from: interface, to: collector)
  }

  /// An Ethernet frame with a datagram of UDP.
  static func datagram(_ payload: [UInt8], port: UInt16, from source: String, to destination: String)
    -> [UInt8]
  {
    let order = ByteOrder.big
    let header =
      order.bytes(50_000 as UInt16) + order.bytes(port) + order.bytes(UInt16(8 + payload.count)) + [0, 0]
    let zero = IPAddress.v4(IPv4Address(bits: 0))
    let (from, to) = (IPAddress(source) ?? zero, IPAddress(destination) ?? zero)
    return frame(wrap(header + payload, 17, from: from, to: to), isIPv6: from.family == .ipv6)
  }
}
