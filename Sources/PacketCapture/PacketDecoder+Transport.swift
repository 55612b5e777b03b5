/// What IP carries.
extension PacketDecoder {
  @inline(__always)
  mutating func transport(
    _ header: IPHeader, _ context: inout Context, _ packet: inout DecodedPacket
  ) -> PacketFate {
    packet.length = UInt32(truncatingIfNeeded: min(header.length, Int(UInt32.max)))
    if header.fragment == .none {
      let bytes = context.bytes
      if header.proto == 6, header.end &- header.start >= 14 {
        setEnds(header, bytes.u16(header.start), bytes.u16(header.start &+ 2), &packet)
        setFlags(bytes[header.start &+ 13], &packet)
        return .flow
      }
    }
    return otherTransport(header, &context, &packet)
  }

  private mutating func otherTransport(
    _ header: IPHeader, _ context: inout Context, _ packet: inout DecodedPacket
  ) -> PacketFate {
    if header.fragment == .later { return laterFragment(header, &packet) }
    let fate = carried(header, &context, &packet)
    if header.fragment == .first, fate == .flow, !context.isQuoted {
      fragments.remember(FragmentKey(header, network: packet.key.network), packet)
    }
    return fate
  }

  private mutating func laterFragment(_ header: IPHeader, _ packet: inout DecodedPacket) -> PacketFate {
    let key = FragmentKey(header, network: packet.key.network)
    guard let first = fragments.find(key, at: packet.timestamp) else { return .counted(.fragmentUnmatched) }
    packet.key = first.key
    packet.isFromHigh = first.isFromHigh
    packet.remarks.insert(.laterFragment)
    return .flow
  }

  private mutating func carried(
    _ header: IPHeader, _ context: inout Context, _ packet: inout DecodedPacket
  ) -> PacketFate {
    let bytes = context.bytes
    let (start, captured) = (header.start, header.end - header.start)
    switch (header.proto, header.isIPv6) {
    case (6, _):
      guard captured >= 4 else { return .counted(.portsCut) }
      setEnds(header, bytes.u16(start), bytes.u16(start + 2), &packet)
      if captured >= 14 {
        setFlags(bytes[start + 13], &packet)
      } else if !context.isQuoted {
        packet.remarks.insert(.flagsCut)
      }
      return .flow
    case (17, _):
      guard captured >= 4 else { return .counted(.portsCut) }
      if decapsulates, !context.isQuoted, let fate = tunnel(header, &context, &packet) { return fate }
      setEnds(header, bytes.u16(start), bytes.u16(start + 2), &packet)
      return .flow
    case (132, _):
      guard captured >= 4 else { return .counted(.portsCut) }
      setEnds(header, bytes.u16(start), bytes.u16(start + 2), &packet)
      // INIT and INIT ACK come first in their packets (RFC 9260, 6.10).
      if captured >= 13 {
        let chunk = bytes[start + 12]
        packet.opening = chunk == 1 ? .begins : chunk == 2 ? .answers : .nothing
      }
      return .flow
    case (1, false), (58, true):
      guard captured >= 2 else { return .counted(.portsCut) }
      return icmp(header, &context, &packet)
    default:
      setEnds(header, nil, nil, &packet)
      return .flow
    }
  }

  // MARK: ICMP

  /// ICMP's errors, and the requests whose replies have another type.
  private enum ICMPKind {
    case error, request
    /// With the type of its request.
    case reply(UInt8)
    case other

    init(_ type: UInt8, isIPv6: Bool) {
      switch (type, isIPv6) {
      case (3, false), (4, false), (5, false), (11, false), (12, false), (1...127, true): self = .error
      // Echo, timestamp, information, address mask.
      case (8, false), (13, false), (15, false), (17, false), (128, true): self = .request
      case (0, false): self = .reply(8)
      case (14, false), (16, false), (18, false): self = .reply(type - 1)
      case (129, true): self = .reply(128)
      default: self = .other
      }
    }
  }

  private mutating func icmp(
    _ header: IPHeader, _ context: inout Context, _ packet: inout DecodedPacket
  ) -> PacketFate {
    let bytes = context.bytes
    let (start, captured) = (header.start, header.end - header.start)
    let (type, code) = (bytes[start], bytes[start + 1])
    switch ICMPKind(type, isIPv6: header.isIPv6) {
    case .error:
      // An error about an error must not be (RFC 1122, 3.2.2; RFC 4443, 2.4).
      guard !context.isQuoted, captured > 8 else { return .counted(.icmpErrorUnreadable) }
      return quoted(header, type, code, &context, &packet)
    case .request:
      guard captured >= 6 else { return .counted(.portsCut) }
      packet.opening = .begins
      setICMP(header, type, code, identifier: bytes.u16(start + 4), &packet)
    case .reply(let request):
      guard captured >= 6 else { return .counted(.portsCut) }
      packet.opening = .answers
      setICMP(header, request, code, identifier: bytes.u16(start + 4), &packet)
    case .other: setICMP(header, type, code, identifier: 0, &packet)
    }
    return .flow
  }

  /// What an ICMP error repeats of the packet that it is about.
  private mutating func quoted(
    _ header: IPHeader, _ type: UInt8, _ code: UInt8, _ context: inout Context, _ packet: inout DecodedPacket
  ) -> PacketFate {
    let length = packet.length
    let remarks = packet.remarks
    context.isQuoted = true
    let place = header.start + 8
    let fate = header.isIPv6 ? ipv6(&context, place, &packet) : ipv4(&context, place, &packet)
    packet.length = length
    packet.remarks = remarks
    guard fate == .flow else { return .counted(.icmpErrorUnreadable) }
    error = ICMPErrorHeader(
      isIPv6: header.isIPv6, senderHigh: header.sourceHigh, senderLow: header.sourceLow, type: type,
      code: code)
    return .error
  }

  // MARK: Keys

  @inline(__always)
  private func setFlags(_ flags: UInt8, _ packet: inout DecodedPacket) {
    packet.flags = flags
    let handshake = flags & (TCPFlags.syn.rawValue | TCPFlags.ack.rawValue)
    if handshake & TCPFlags.syn.rawValue != 0 {
      packet.opening = handshake == TCPFlags.syn.rawValue ? .begins : .answers
    }
  }

  /// The key of a packet with ports, or without.
  @inline(__always)
  private func setEnds(
    _ header: IPHeader, _ sourcePort: UInt16?, _ destinationPort: UInt16?, _ packet: inout DecodedPacket
  ) {
    let (source, destination) = (sourcePort ?? 0, destinationPort ?? 0)
    let isFromHigh: Bool
    if header.sourceHigh != header.destinationHigh {
      isFromHigh = header.sourceHigh > header.destinationHigh
    } else if header.sourceLow != header.destinationLow {
      isFromHigh = header.sourceLow > header.destinationLow
    } else {
      isFromHigh = source > destination
    }
    let (low, high) = isFromHigh ? (destination, source) : (source, destination)
    setKey(header, isFromHigh, UInt64(low) << 48 | UInt64(high) << 32 | (sourcePort == nil ? 0 : 2), &packet)
  }

  private func setICMP(
    _ header: IPHeader, _ type: UInt8, _ code: UInt8, identifier: UInt16, _ packet: inout DecodedPacket
  ) {
    let (source, destination) =
      ((header.sourceHigh, header.sourceLow), (header.destinationHigh, header.destinationLow))
    // A host that pings itself answers as the higher end.
    let isFromHigh = source > destination || source == destination && packet.opening == .answers
    let service = UInt64(type) << 56 | UInt64(code) << 48 | UInt64(identifier) << 32
    setKey(header, isFromHigh, service, &packet)
  }

  @inline(__always)
  private func setKey(
    _ header: IPHeader, _ isFromHigh: Bool, _ service: UInt64, _ packet: inout DecodedPacket
  ) {
    packet.isFromHigh = isFromHigh
    packet.key.lowAddressHigh = isFromHigh ? header.destinationHigh : header.sourceHigh
    packet.key.lowAddressLow = isFromHigh ? header.destinationLow : header.sourceLow
    packet.key.highAddressHigh = isFromHigh ? header.sourceHigh : header.destinationHigh
    packet.key.highAddressLow = isFromHigh ? header.sourceLow : header.destinationLow
    packet.key.service = service | UInt64(header.proto) << 24 | (header.isIPv6 ? 1 : 0)
  }

  // MARK: Tunnels

  /// Traffic mirrors' tunnels: VXLAN (RFC 7348) and GENEVE (RFC 8926); nil for what only uses their ports.
  private mutating func tunnel(
    _ header: IPHeader, _ context: inout Context, _ packet: inout DecodedPacket
  ) -> PacketFate? {
    let bytes = context.bytes
    let start = header.start + 8
    guard start + 8 <= header.end else { return nil }
    let inner: Int
    let type: UInt16
    switch bytes.u16(header.start + 2) {
    case 4789:
      guard bytes[start] & 0x08 != 0 else { return nil }
      (inner, type) = (start + 8, 0x6558)
    case 6081:
      // Version 0, and a length of options that fits.
      guard bytes[start] >> 6 == 0 else { return nil }
      (inner, type) = (start + 8 + Int(bytes[start] & 0x3F) * 4, bytes.u16(start + 2))
    default: return nil
    }
    guard inner <= header.end, [0x6558, 0x0800, 0x86DD].contains(type) else { return nil }
    context.tunnels += 1
    guard context.tunnels <= Self.maximumTunnels else { return .counted(.tooManyTunnels) }
    packet.key.network = UInt64(bytes.u32(start + 4) >> 8) + 1
    packet.point = points.number(of: header)
    packet.vlan = DecodedPacket.noVLAN
    packet.remarks.remove([.lengthFromCapture, .longerThanCaptured])
    packet.remarks.insert(.decapsulated)
    context.tags = 0
    return type == 0x6558 ? ethernet(&context, inner, &packet) : etherType(type, &context, inner, &packet)
  }
}
