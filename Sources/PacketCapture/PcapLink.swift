#if Pcap
  import PacketWalkDiagnostics

  /// Where IP is behind a link that only libpcap knows: learnt from the filters that it compiles.
  final class PcapLink {
    private let ipv4: (program: PcapProgram, place: Int)?
    private let ipv6: (program: PcapProgram, place: Int)?

    init(_ linkType: LinkType) {
      ipv4 = Self.learn("ip", first: "ip[0] = 255", linkType)
      ipv6 = Self.learn("ip6", first: "ip6[0] = 255", linkType)
    }

    /// The program that knows a protocol, and where a filter on IP's first byte reads it: its last load. Nil
    /// where libpcap doesn't know the link, or where it has to look for the place in each packet.
    private static func learn(
      _ name: String, first: String, _ linkType: LinkType
    ) -> (program: PcapProgram, place: Int)? {
      guard let program = try? PcapProgram(name, linkType),
        let place = (try? PcapProgram(first, linkType))?.lastFixedByte
      else { return nil }
      return (program, place)
    }

    /// The IP version of a packet and where it begins; nil for what isn't IP.
    func network(_ bytes: PacketBytes, original: Int) -> (isIPv6: Bool, place: Int)? {
      if let ipv4, ipv4.program.admits(bytes, original: original) { return (false, ipv4.place) }
      if let ipv6, ipv6.program.admits(bytes, original: original) { return (true, ipv6.place) }
      return nil
    }

    var isKnown: Bool { ipv4 != nil || ipv6 != nil }
  }

  extension PacketDecoder {
    /// What is behind a link that this reader doesn't know and libpcap does.
    mutating func throughLibpcap(
      _ linkType: LinkType, _ context: inout Context, _ packet: inout DecodedPacket
    ) -> PacketFate {
      let link = links[linkType] ?? PcapLink(linkType)
      links[linkType] = link
      guard link.isKnown else { return .counted(.unknownLinkType) }
      guard let network = link.network(context.bytes, original: context.original) else {
        return .counted(.otherEtherType)
      }
      return network.isIPv6
        ? ipv6(&context, network.place, &packet) : ipv4(&context, network.place, &packet)
    }
  }
#endif
