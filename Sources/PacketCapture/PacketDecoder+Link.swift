/// What stands before IP.
extension PacketDecoder {
  private enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let arp: UInt16 = 0x0806
    static let reverseARP: UInt16 = 0x8035
    static let ipv6: UInt16 = 0x86DD
    static let mpls: UInt16 = 0x8847
    static let mplsMulticast: UInt16 = 0x8848
    /// 802.1Q, 802.1ad and what was used before that.
    static let tags: [UInt16] = [0x8100, 0x88A8, 0x9100]
  }

  @inline(__always)
  mutating func ethernet(_ context: inout Context, _ place: Int, _ packet: inout DecodedPacket) -> PacketFate
  {
    guard place &+ 14 <= context.bytes.count else { return .counted(.linkHeaderCut) }
    let type = context.bytes.u16(place &+ 12)
    if type == EtherType.ipv4 { return ipv4(&context, place &+ 14, &packet) }
    return etherType(type, &context, place &+ 14, &packet)
  }

  mutating func etherType(
    _ first: UInt16, _ context: inout Context, _ start: Int, _ packet: inout DecodedPacket
  ) -> PacketFate {
    let bytes = context.bytes
    var (type, place) = (first, start)
    while EtherType.tags.contains(type) {
      context.tags += 1
      guard context.tags <= Self.maximumTags else { return .counted(.tooManyTags) }
      guard place + 4 <= bytes.count else { return .counted(.linkHeaderCut) }
      if packet.vlan == DecodedPacket.noVLAN { packet.vlan = bytes.u16(place) & 0x0FFF }
      type = bytes.u16(place + 2)
      place += 4
    }
    switch type {
    case EtherType.ipv4: return ipv4(&context, place, &packet)
    case EtherType.ipv6: return ipv6(&context, place, &packet)
    case EtherType.arp, EtherType.reverseARP: return .counted(.arp)
    case EtherType.mpls, EtherType.mplsMulticast: return mpls(&context, place, &packet)
    case ..<1536: return frameWithLength(&context, place, &packet)
    default: return .counted(.otherEtherType)
    }
  }

  /// IEEE 802.3: a length instead of a type. SNAP (RFC 1042) brings the type after all.
  private mutating func frameWithLength(
    _ context: inout Context, _ place: Int, _ packet: inout DecodedPacket
  ) -> PacketFate {
    let bytes = context.bytes
    guard place + 8 <= bytes.count, bytes.u32(place) == 0xAAAA_0300, bytes[place + 4] == 0,
      bytes[place + 5] == 0, context.tags < Self.maximumTags
    else { return .counted(.frameWithoutType) }
    let type = bytes.u16(place + 6)
    guard type >= 1536 else { return .counted(.frameWithoutType) }
    context.tags += 1
    return etherType(type, &context, place + 8, &packet)
  }

  /// MPLS (RFC 3032): nothing says what the labels carry, so that its first bits have to.
  private mutating func mpls(
    _ context: inout Context, _ start: Int, _ packet: inout DecodedPacket
  ) -> PacketFate {
    var place = start
    while true {
      context.tags += 1
      guard context.tags <= Self.maximumTags else { return .counted(.tooManyTags) }
      guard place + 4 <= context.bytes.count else { return .counted(.linkHeaderCut) }
      let isBottom = context.bytes[place + 2] & 1 != 0
      place += 4
      if isBottom { break }
    }
    guard place < context.bytes.count else { return .counted(.linkHeaderCut) }
    switch context.bytes[place] >> 4 {
    case 4: return ipv4(&context, place, &packet)
    case 6: return ipv6(&context, place, &packet)
    default: return .counted(.otherEtherType)
    }
  }

  mutating func otherLink(
    _ linkType: LinkType, _ context: inout Context, _ packet: inout DecodedPacket
  ) -> PacketFate {
    switch linkType {
    case .raw, .rawOfBSD, .rawOfOpenBSD: return bare(&context, 0, &packet)
    case .ipv4: return ipv4(&context, 0, &packet)
    case .ipv6: return ipv6(&context, 0, &packet)
    case .null, .loop: return loopback(&context, &packet)
    case .linuxSLL: return cooked(&context, &packet)
    case .linuxSLL2: return cooked2(&context, &packet)
    case .nflog: return netfilterLog(&context, &packet)
    default:
      #if Pcap
        return throughLibpcap(linkType, &context, &packet)
      #else
        return .counted(.unknownLinkType)
      #endif
    }
  }

  /// IP of the version that its first bits name.
  private mutating func bare(
    _ context: inout Context, _ place: Int, _ packet: inout DecodedPacket
  ) -> PacketFate {
    guard place < context.bytes.count else { return .counted(.ipHeaderCut) }
    switch context.bytes[place] >> 4 {
    case 4: return ipv4(&context, place, &packet)
    case 6: return ipv6(&context, place, &packet)
    default: return .counted(.malformedIP)
    }
  }

  /// What Linux, Windows, NetBSD and OpenBSD, FreeBSD, and Darwin call IPv6.
  static var ipv6Families: [UInt32] { [10, 23, 24, 28, 30] }

  /// Four bytes with the address family, in the order of the machine that wrote it, which no capture names:
  /// families are small numbers, so that one of the two orders is right.
  private mutating func loopback(_ context: inout Context, _ packet: inout DecodedPacket) -> PacketFate {
    guard context.bytes.count >= 4 else { return .counted(.linkHeaderCut) }
    let family = min(context.bytes.u32(0), context.bytes.littleU32(0))
    switch family {
    case 2: return ipv4(&context, 4, &packet)
    case _ where Self.ipv6Families.contains(family): return ipv6(&context, 4, &packet)
    default: return .counted(.otherEtherType)
    }
  }

  private mutating func cooked(_ context: inout Context, _ packet: inout DecodedPacket) -> PacketFate {
    guard context.bytes.count >= 16 else { return .counted(.linkHeaderCut) }
    note(UInt8(truncatingIfNeeded: min(context.bytes.u16(0), 255)), &packet)
    return etherType(context.bytes.u16(14), &context, 16, &packet)
  }

  private mutating func cooked2(_ context: inout Context, _ packet: inout DecodedPacket) -> PacketFate {
    guard context.bytes.count >= 20 else { return .counted(.linkHeaderCut) }
    note(context.bytes[10], &packet)
    return etherType(context.bytes.u16(0), &context, 20, &packet)
  }

  /// Linux's packet types: to us, to all, to many, to somebody else, from us.
  private func note(_ packetType: UInt8, _ packet: inout DecodedPacket) {
    switch packetType {
    case 0, 1, 2: packet.direction = .inbound
    case 4: packet.direction = .outbound
    default: break
    }
  }

  private mutating func netfilterLog(_ context: inout Context, _ packet: inout DecodedPacket) -> PacketFate {
    guard context.bytes.count < 2 || context.bytes[1] == 0 else { return .counted(.otherEtherType) }
    guard let place = Self.netfilterPayload(context.bytes, &packet.direction) else {
      return .counted(.linkHeaderCut)
    }
    return bare(&context, place, &packet)
  }

  /// Where the packet in a netfilter log's record begins: after family, version and resource among
  /// attributes, whose lengths stand in the writer's byte order; as with address families, only one of the
  /// two makes sense.
  static func netfilterPayload(_ bytes: PacketBytes, _ direction: inout CaptureDirection) -> Int? {
    var place = 4
    while place + 4 <= bytes.count {
      let big = bytes.u16(place) < bytes.littleU16(place)
      let length = Int(bytes.u16(place, big: big))
      guard length >= 4 else { return nil }
      switch bytes.u16(place + 2, big: big) & 0x7FFF {
      // The hook: before routing and local input, local output and after routing.
      case 1 where length >= 8 && place + 8 <= bytes.count:
        switch bytes[place + 6] {
        case 0, 1: direction = .inbound
        case 3, 4: direction = .outbound
        default: break
        }
      case 9: return place + 4
      default: break
      }
      place += (length + 3) & ~3
    }
    return nil
  }
}
