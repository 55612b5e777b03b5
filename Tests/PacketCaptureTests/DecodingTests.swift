import PacketWalkAddressing
@testable import PacketWalkPacketCapture
import Testing

/// From the link's header to the ports.
@Suite struct DecodingTests {
  private static let syn = TestPacket("192.0.2.1", "198.51.100.9", .tcp(40_000, 443, .syn))
  private static let syn6 = TestPacket("2001:db8::1", "2001:db8::9", .tcp(40_000, 443, .syn))
  private static let order = ByteOrder.big

  private func flows(_ bytes: [UInt8], _ linkType: LinkType = .ethernet, original: Int? = nil) throws
    -> Reduced
  {
    var writer = ClassicWriter(linkType: linkType)
    writer.append(bytes, at: 0, original: original)
    return try Reduced(writer.bytes)
  }

  private static let links: [LinkType] = [
    .null, .raw, .rawOfBSD, .rawOfOpenBSD, .loop, .linuxSLL, .linuxSLL2, .nflog,
  ]

  @Test(arguments: links)
  func readsAllLinks(linkType: LinkType) throws {
    for packet in [Self.syn, Self.syn6] {
      for order in [ByteOrder.big, .little] {
        let reduced = try flows(packet.behind(linkType, outgoing: true, order: order), linkType)
        let flow = try #require(reduced.flows.first)
        #expect(flow.initiator.address == packet.source && flow.responder.address == packet.destination)
        #expect(flow.initiator.port == 40_000 && flow.responder.port == 443 && flow.evidence == .syn)
        #expect(flow.initiator.bytes == UInt64(packet.bytes.count) && flow.initiator.flags == .syn)
        let knowsDirection = [.linuxSLL, .linuxSLL2, .nflog].contains(linkType)
        #expect(flow.direction == (knowsDirection ? .outbound : .unknown))
        // Whatever is cut off is counted, and nothing is made up.
        let bytes = packet.behind(linkType, order: order)
        for count in 0..<bytes.count - 6 {
          let cut = try flows(Array(bytes.prefix(count)), linkType, original: bytes.count)
          let isFlow: UInt64 = cut.flows.isEmpty ? 0 : 1
          #expect(isFlow + cut.report.tally.packetsWithoutFlow == 1, "\(count)")
        }
      }
    }
    #expect(try flows(Self.syn.bytes, .ipv4).flows.count == 1)
    #expect(try flows(Self.syn6.bytes, .ipv6).flows.count == 1)
    #expect(try flows(Self.syn6.bytes, .ipv4).counts == [.malformedIP: 1])
  }

  @Test func looksThroughTagsAndLabels() throws {
    let tagged = try flows(Self.syn.frame(vlans: [100, 200, 300]))
    #expect(tagged.flows.map(\.vlan) == [100] && tagged.flows.map(\.evidence) == [.syn])
    #expect(try flows(Self.syn.frame(vlans: Array(1...9))).counts == [.tooManyTags: 1])
    let ends: [UInt8] = [0x0A, 0, 0, 0, 0, 1, 0x0A, 0, 0, 0, 0, 2]
    let labels = ends + [0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64]
    #expect(try flows(labels + Self.syn.bytes).flows.count == 1)
    #expect(try flows(labels + Self.syn6.bytes).flows.count == 1)
    let snap = ends + [0, 60, 0xAA, 0xAA, 3, 0, 0, 0, 8, 0]
    #expect(try flows(snap + Self.syn.bytes).flows.count == 1)
  }

  private static let ends: [UInt8] = [0x0A, 0, 0, 0, 0, 1, 0x0A, 0, 0, 0, 0, 2]
  private static let counted: [(String, [UInt8], CaptureKind)] = [
    ("ARP", ends + [0x08, 0x06, 0, 1], .arp),
    ("LLDP", ends + [0x88, 0xCC, 2, 7], .otherEtherType),
    ("spanning tree", ends + [0, 38, 0x42, 0x42, 3, 0, 0, 0, 0, 0], .frameWithoutType),
    ("a short frame", [1, 2, 3], .linkHeaderCut),
    ("half a tag", ends + [0x81, 0, 0], .linkHeaderCut),
    ("no IP header", ends + [0x08, 0, 0x45, 0, 0], .ipHeaderCut),
    ("IPv6 as IPv4", TestPacket.frame(syn6.bytes, isIPv6: false), .malformedIP),
    ("a header of 16 bytes", changed(14, 0x44), .malformedIP),
    ("a header longer than the packet", changed(17, 19), .malformedIP),
    ("ports cut", Array(syn.frame().prefix(37)), .portsCut),
    ("a fragment alone", changed(21, 9), .fragmentUnmatched),
  ]

  /// A frame with one byte changed.
  private static func changed(_ place: Int, _ value: UInt8) -> [UInt8] {
    var bytes = syn.frame()
    bytes[place] = value
    return bytes
  }

  @Test(arguments: counted)
  func countsWhatIsNoFlow(name: String, bytes: [UInt8], kind: CaptureKind) throws {
    let reduced = try flows(bytes)
    #expect(
      reduced.flows.isEmpty && reduced.counts[kind] == 1 && reduced.report.tally.packetsWithoutFlow == 1)
  }

  @Test func unknownLinkTypesAreCounted() throws {
    #expect(try flows([1, 2, 3], LinkType(rawValue: 105)).counts == [.unknownLinkType: 1])
  }

  @Test func keepsFlagsOfShortCaptures() throws {
    let frame = Self.syn.frame()
    let enough = try flows(Array(frame.prefix(48)), original: frame.count)
    #expect(enough.flows.map(\.evidence) == [.syn] && enough.flows.map(\.initiator.bytes) == [40])
    let ports = try flows(Array(frame.prefix(38)), original: frame.count)
    #expect(ports.flows.map(\.evidence) == [.firstPacket] && ports.counts == [.flagsCut: 1])
  }

  @Test func lengthsComeFromTheHeaderOrTheWire() throws {
    let tcp = Self.syn.transport
    let large = TestPacket.wrap(tcp, 6, from: Self.syn.source, to: Self.syn.destination, total: 0)
    let reduced = try flows(TestPacket.frame(large, isIPv6: false), original: 60_000)
    #expect(
      reduced.flows.map(\.initiator.bytes) == [60_000 - 14] && reduced.counts == [.lengthFromCapture: 1])
    let jumbo = TestPacket.wrap(tcp, 6, from: Self.syn6.source, to: Self.syn6.destination, total: 0)
    let second = try flows(TestPacket.frame(jumbo, isIPv6: true), original: 90_000)
    #expect(second.flows.map(\.initiator.bytes) == [90_000 - 14] && second.counts == [.lengthFromCapture: 1])
    let lie = TestPacket.wrap(tcp, 6, from: Self.syn.source, to: Self.syn.destination, total: 1_000)
    #expect(try flows(TestPacket.frame(lie, isIPv6: false)).counts == [.longerThanCaptured: 1])
    // Ethernet's padding is no part of the packet.
    let padded = Self.syn.frame() + [0, 0, 0, 0, 0, 0]
    #expect(try flows(padded).flows.map(\.initiator.bytes) == [40])
  }

  @Test func skipsOptionsOfIPv4() throws {
    let packet = TestPacket.wrap(
      Self.syn.transport, 6, from: Self.syn.source, to: Self.syn.destination,
      options: [1, 1, 1, 1, 7, 3, 4, 0])
    #expect(try flows(TestPacket.frame(packet, isIPv6: false)).flows.map(\.responder.port) == [443])
  }

  /// An IPv6 packet with extension headers of eight bytes, or as each needs.
  private func chain(_ headers: [UInt8]) -> [UInt8] {
    var content = Self.syn6.transport
    var next: UInt8 = 6
    for header in headers.reversed() {
      switch header {
      // Authentication counts four bytes at a time; two more than it says.
      case 51: content = [next, 1] + Array(repeating: 0, count: 10) + content
      case 44: content = [next, 0, 0, 0, 0, 0, 0, 1] + content
      default: content = [next, 0, 0, 0, 0, 0, 0, 0] + content
      }
      next = header
    }
    let packet = TestPacket.wrap(content, next, from: Self.syn6.source, to: Self.syn6.destination)
    return TestPacket.frame(packet, isIPv6: true)
  }

  @Test func walksExtensionHeadersOfIPv6() throws {
    #expect(try flows(chain([0, 60, 43, 44, 51, 60])).flows.map(\.responder.port) == [443])
    #expect(try flows(chain(Array(repeating: 60, count: 8))).flows.count == 1)
    #expect(try flows(chain(Array(repeating: 60, count: 9))).counts == [.tooManyHeaders: 1])
    let whole = chain([0, 43])
    #expect(try flows(Array(whole.prefix(60)), original: whole.count).counts == [.ipHeaderCut: 1])
    var broken = whole
    broken[55] = 200
    #expect(try flows(broken).counts == [.malformedIP: 1])
  }

  private func mirror(_ packet: TestPacket, _ vni: UInt32, _ interface: String) -> [UInt8] {
    packet.mirrored(vni: vni, from: interface)
  }

  @Test func unpacksMirrors() throws {
    let reply = TestPacket("198.51.100.9", "192.0.2.1", .tcp(443, 40_000, [.syn, .ack]))
    let one = [(Self.syn, "10.0.1.1"), (reply, "10.0.1.1"), (Self.syn, "10.0.1.2"), (reply, "10.0.1.2")]
    let reduced = try Reduced(frames: one.map { mirror($0.0, 77, $0.1) })
    let flow = try #require(reduced.flows.first)
    #expect(reduced.flows.count == 1 && flow.packets == 2 && flow.vni == 77 && flow.isAnswered)
    #expect(flow.initiator.mirror == IPAddress("10.0.1.1") && flow.responder.mirror == IPAddress("10.0.1.1"))
    #expect(reduced.counts == [.mirrorDuplicate: 2, .decapsulated: 4])
    // The copies of a short connection may all come after its end.
    let end = TestPacket("198.51.100.9", "192.0.2.1", .tcp(443, 40_000, .rst))
    let short =
      [Self.syn, end].map { mirror($0, 77, "10.0.1.1") } + [Self.syn, end].map { mirror($0, 77, "10.0.1.2") }
    let once = try Reduced(frames: short)
    #expect(once.flows.map(\.packets) == [2] && once.counts[.mirrorDuplicate] == 2)
    // Another session's number is another flow.
    let two = try Reduced(frames: [mirror(Self.syn, 1, "10.0.1.1"), mirror(Self.syn, 2, "10.0.1.2")])
    #expect(two.flows.map(\.vni) == [1, 2])
    var options = CaptureOptions()
    options.decapsulates = false
    let plain = try Reduced(frames: [mirror(Self.syn, 1, "10.0.1.1")], options: options)
    #expect(plain.flows.map(\.responder.port) == [4789] && plain.flows.map(\.vni) == [nil])
  }

  /// By way of a gateway load balancer: GENEVE with options around VXLAN.
  @Test func unpacksGENEVE() throws {
    let vxlan: [UInt8] = [0x08, 0, 0, 0, 0, 0x30, 0x39, 0]
    let mirrored = TestPacket.datagram(vxlan + Self.syn.frame(), port: 4789, from: "10.0.1.1", to: "10.0.2.2")
    let header: [UInt8] = [0x02, 0, 0x08, 0x00, 0, 0, 0, 0, 1, 8, 1, 1, 0, 0, 0, 0]
    let outer = TestPacket.datagram(
      header + Array(mirrored.dropFirst(14)), port: 6081, from: "10.0.3.3", to: "10.0.4.4")
    let flows = try Reduced(frames: [outer]).flows
    #expect(flows.map(\.vni) == [0x3039] && flows.map(\.initiator.mirror) == [IPAddress("10.0.1.1")])
    #expect(flows.map(\.responder.port) == [443])
    // What only uses the port is a datagram like others.
    let other = TestPacket.datagram([1, 2, 3], port: 6081, from: "10.0.3.3", to: "10.0.4.4")
    #expect(try Reduced(frames: [other]).flows.map(\.responder.port) == [6081])
    var nested = Self.syn.frame()
    for _ in 0..<5 {
      nested = TestPacket.datagram(vxlan + nested, port: 4789, from: "10.0.1.1", to: "10.0.2.2")
    }
    #expect(try Reduced(frames: [nested]).counts == [.tooManyTunnels: 1])
  }
}
