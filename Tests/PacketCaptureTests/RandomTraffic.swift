import PacketWalkAddressing
@testable import PacketWalkPacketCapture
import PacketWalkTestSupport

/// Packets of few hosts and few ports, so that they meet often: connections, datagrams, pings, mirrors.
struct RandomTraffic {
  struct Item {
    var packet: TestPacket
    var vlans: [UInt16]
    /// The mirror's network and interface.
    var mirror: (vni: UInt32, interface: String)?
  }

  var items: [Item] = []

  init(packets: Int, using random: inout SplitMix64) {
    var time: Int64 = 1_700_000_000_000_000_000
    for _ in 0..<packets {
      // Mostly moments, at times minutes, and now and then back.
      time +=
        random.oneIn(20)
        ? .random(in: 0...400_000_000_000, using: &random) : .random(in: 0...9, using: &random)
      if random.oneIn(30) { time -= .random(in: 0...5_000_000, using: &random) }
      var item = Item(
        packet: Self.packet(using: &random), vlans: random.oneIn(5) ? [100, 200] : [],
        mirror: nil)
      item.packet.time = time
      if let recent = items.suffix(12).randomElement(using: &random), random.oneIn(3) {
        item = recent
        item.packet.time = time
        item.mirror?.interface = random.oneIn(2) ? "10.0.1.1" : "10.0.1.2"
      } else if random.oneIn(3) {
        item.mirror = (random.oneIn(3) ? 7 : 8, random.oneIn(2) ? "10.0.1.1" : "10.0.1.2")
      }
      items.append(item)
    }
  }

  private static func packet(using random: inout SplitMix64) -> TestPacket {
    let isIPv6 = random.oneIn(3)
    func host() -> String {
      "\(isIPv6 ? "2001:db8::" : "192.0.2.")\(Int.random(in: 1...3, using: &random))"
    }
    func port() -> UInt16 { .random(in: 1...3, using: &random) }
    let flags: [TCPFlags] = [.syn, [.syn, .ack], .ack, [.psh, .ack], [.fin, .ack], .rst]
    let content: TestPacket.Content
    switch Int.random(in: 0..<8, using: &random) {
    case 0..<4: content = .tcp(port(), port(), flags.randomElement(using: &random) ?? .ack)
    case 4: content = .udp(port(), port())
    case 5: content = .sctp(port(), port(), chunk: .random(in: 0...2, using: &random))
    case 6:
      let types: [UInt8] = isIPv6 ? [128, 129, 135] : [8, 0, 13, 14, 9]
      content = .icmp(type: types.randomElement(using: &random) ?? 8, code: 0, identifier: port())
    default: content = .other(47)
    }
    return TestPacket(host(), host(), content, payload: .random(in: 0...60, using: &random))
  }

  /// The bytes of an item behind a link's header.
  static func encode(_ item: Item, _ linkType: LinkType) -> [UInt8] {
    let packet = item.packet
    if linkType == .ethernet {
      if let mirror = item.mirror { return packet.mirrored(vni: mirror.vni, from: mirror.interface) }
      return packet.frame(vlans: item.vlans)
    }
    return packet.behind(linkType)
  }

  func classic(
    _ order: ByteOrder, isNanoseconds: Bool = true, linkType: LinkType = .ethernet
  ) -> [UInt8] {
    var writer = ClassicWriter(order, isNanoseconds: isNanoseconds, linkType: linkType)
    for item in items { writer.append(Self.encode(item, linkType), at: item.packet.time) }
    return writer.bytes
  }

  /// With interfaces of several link types, and everything else that a capture may have.
  func blocks(_ order: ByteOrder) -> [UInt8] {
    let linkTypes: [LinkType] = [.ethernet, .raw, .linuxSLL2]
    var writer = BlockWriter(order)
    writer.block(5, Array(repeating: 0, count: 12))
    for linkType in linkTypes { writer.interface(linkType, name: "\(linkType)", resolution: 9) }
    for (place, item) in items.enumerated() {
      // Mirrors need Ethernet.
      let interface = item.mirror == nil && item.vlans.isEmpty ? place % 3 : 0
      let bytes = Self.encode(item, linkTypes[interface])
      let units = UInt64(item.packet.time)
      writer.enhanced(bytes, units: units, interface: UInt32(interface), flags: place % 7 == 0 ? 1 : nil)
    }
    return writer.bytes
  }
}

extension TestPacket {
  /// The packet behind the header of a link that isn't Ethernet.
  func behind(_ linkType: LinkType, outgoing: Bool = false, order: ByteOrder = .little) -> [UInt8] {
    let network = ByteOrder.big
    let type = network.bytes(isIPv6 ? 0x86DD : 0x0800 as UInt16)
    switch linkType {
    case .null: return order.bytes(isIPv6 ? 30 : 2 as UInt32) + bytes
    case .loop: return network.bytes(isIPv6 ? 24 : 2 as UInt32) + bytes
    case .linuxSLL:
      return [0, outgoing ? 4 : 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 1, 0, 0] + type + bytes
    case .linuxSLL2:
      return type + [0, 0, 0, 0, 0, 2, 0, 1, outgoing ? 4 : 0, 6, 0, 0, 0, 0, 0, 1, 0, 0] + bytes
    case .nflog:
      let header: [UInt8] = [isIPv6 ? 10 : 2, 0, 0, 0]
      let hook = order.bytes(8 as UInt16) + order.bytes(1 as UInt16) + type + [outgoing ? 3 : 1, 0]
      let prefix = order.bytes(6 as UInt16) + order.bytes(10 as UInt16) + [0x61, 0, 0, 0]
      return header + hook + prefix + order.bytes(UInt16(bytes.count + 4)) + order.bytes(9 as UInt16) + bytes
    default: return bytes
    }
  }
}
