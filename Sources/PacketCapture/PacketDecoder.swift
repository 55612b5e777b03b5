/// Takes packets apart, from the link's header to the ports, as far as they were captured.
///
/// No length in a packet is believed before it was held against what is there.
struct PacketDecoder {
  /// How many VLAN tags and MPLS labels, how many IPv6 headers, how many tunnels a packet may have.
  static let maximumTags = 8
  static let maximumHeaders = 8
  static let maximumTunnels = 4

  let decapsulates: Bool
  var fragments: FragmentTable
  var points = MirrorPoints()
  /// The number of the capture that packets come from.
  var file: UInt16 = 0
  #if Pcap
    /// Links that only libpcap knows.
    var links: [LinkType: PcapLink] = [:]
  #endif
  /// Of the last packet whose fate was to be an error.
  var error = ICMPErrorHeader()

  init(decapsulates: Bool, maximumFragments: Int) {
    self.decapsulates = decapsulates
    fragments = FragmentTable(capacity: maximumFragments)
  }

  /// Where in a packet decoding is.
  struct Context {
    let bytes: PacketBytes
    /// The record's length on the wire.
    let original: Int
    var tunnels = 0
    var tags = 0
    /// Whether this is what an ICMP error repeats of the packet that it is about.
    var isQuoted = false
  }

  @inline(__always)
  mutating func decode(_ record: CaptureRecord, into packet: inout DecodedPacket) -> PacketFate {
    packet.timestamp = record.timestamp
    packet.direction = record.direction
    packet.interface = record.interface
    packet.file = file
    packet.record = record.number
    packet.offset = record.offset
    packet.flags = 0
    packet.opening = .nothing
    packet.vlan = DecodedPacket.noVLAN
    packet.point = 0
    packet.key.network = 0
    packet.remarks = record.isTimed ? [] : .untimed
    var context = Context(bytes: record.bytes, original: record.originalLength)
    if record.linkType == .ethernet { return ethernet(&context, 0, &packet) }
    return otherLink(record.linkType, &context, &packet)
  }

  // MARK: IP

  @inline(__always)
  mutating func ipv4(_ context: inout Context, _ place: Int, _ packet: inout DecodedPacket) -> PacketFate {
    let bytes = context.bytes
    let captured = bytes.count &- place
    guard captured >= 20 else {
      return .counted(captured >= 1 && bytes[place] >> 4 != 4 ? .malformedIP : .ipHeaderCut)
    }
    let first = bytes[place]
    let headerLength = Int(first & 15) &* 4
    guard first >> 4 == 4, headerLength >= 20 else { return .counted(.malformedIP) }
    var header = IPHeader()
    var total = Int(bytes.u16(place &+ 2))
    let onWire = context.original &- place
    if total == 0 {
      // The network card cuts what the sender handed it: the header is written before there is a length.
      total = max(onWire, captured)
      packet.remarks.insert(.lengthFromCapture)
    } else if total > onWire, !context.isQuoted {
      packet.remarks.insert(.longerThanCaptured)
    }
    guard total >= headerLength else { return .counted(.malformedIP) }
    guard captured >= headerLength else { return .counted(.ipHeaderCut) }
    header.length = total
    header.start = place &+ headerLength
    header.end = min(bytes.count, place &+ total)
    header.proto = bytes[place &+ 9]
    header.fragmentProto = header.proto
    header.sourceLow = UInt64(bytes.u32(place &+ 12))
    header.destinationLow = UInt64(bytes.u32(place &+ 16))
    let fragment = bytes.u16(place &+ 6)
    if fragment & 0x3FFF != 0 {
      header.fragment = fragment & 0x1FFF == 0 ? .first : .later
      header.fragmentID = UInt32(bytes.u16(place &+ 4))
    }
    return transport(header, &context, &packet)
  }

  mutating func ipv6(_ context: inout Context, _ place: Int, _ packet: inout DecodedPacket) -> PacketFate {
    let bytes = context.bytes
    let captured = bytes.count &- place
    guard captured >= 40 else {
      return .counted(captured >= 1 && bytes[place] >> 4 != 6 ? .malformedIP : .ipHeaderCut)
    }
    guard bytes[place] >> 4 == 6 else { return .counted(.malformedIP) }
    var header = IPHeader()
    header.isIPv6 = true
    let onWire = context.original &- place
    let payload = Int(bytes.u16(place &+ 4))
    header.proto = bytes[place &+ 6]
    if payload == 0, header.proto != 59, onWire > 40 {
      // A jumbogram, or segments that the network card cuts.
      header.length = max(onWire, captured)
      packet.remarks.insert(.lengthFromCapture)
    } else {
      header.length = 40 &+ payload
      if header.length > onWire, !context.isQuoted { packet.remarks.insert(.longerThanCaptured) }
    }
    header.sourceHigh = bytes.u64(place &+ 8)
    header.sourceLow = bytes.u64(place &+ 16)
    header.destinationHigh = bytes.u64(place &+ 24)
    header.destinationLow = bytes.u64(place &+ 32)
    header.start = place &+ 40
    header.end = min(bytes.count, place &+ header.length)
    if let problem = extensionHeaders(&header, packetEnd: place &+ header.length, bytes) {
      return .counted(problem)
    }
    return transport(header, &context, &packet)
  }

  /// Walks over the headers between IPv6's and what the packet carries.
  private func extensionHeaders(
    _ header: inout IPHeader, packetEnd: Int, _ bytes: PacketBytes
  ) -> CaptureKind? {
    var count = 0
    while true {
      let length: Int
      switch header.proto {
      // Hop-by-hop options, routing, destination options, fragment, authentication.
      case 0, 43, 60, 44, 51: break
      default: return nil
      }
      count += 1
      guard count <= Self.maximumHeaders else { return .tooManyHeaders }
      guard header.start + 8 <= packetEnd else { return .malformedIP }
      guard header.start + 8 <= header.end else { return .ipHeaderCut }
      let next = bytes[header.start]
      switch header.proto {
      case 44:
        length = 8
        let word = bytes.u16(header.start + 2)
        // An atomic fragment (RFC 6946) is whole.
        if word & 0xFFF9 != 0 {
          header.fragment = word & 0xFFF8 == 0 ? .first : .later
          header.fragmentID = bytes.u32(header.start + 4)
          header.fragmentProto = next
        }
      case 51: length = (Int(bytes[header.start + 1]) + 2) * 4
      default: length = (Int(bytes[header.start + 1]) + 1) * 8
      }
      header.proto = next
      guard header.start + length <= packetEnd else { return .malformedIP }
      header.start += length
      // What follows in a later fragment is no header.
      if header.fragment == .later { return nil }
    }
  }
}
