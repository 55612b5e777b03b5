import PacketWalkAddressing
@testable import PacketWalkPacketCapture
import Testing

/// Who began, what is one conversation, what belongs to it.
@Suite struct FlowTests {
  private static let client = "192.0.2.1"
  private static let server = "198.51.100.9"
  private static let second: Int64 = 1_000_000_000

  private static func out(_ flags: TCPFlags) -> [UInt8] {
    TestPacket(client, server, .tcp(40_000, 443, flags)).frame()
  }

  private static func back(_ flags: TCPFlags) -> [UInt8] {
    TestPacket(server, client, .tcp(443, 40_000, flags)).frame()
  }

  @Test(
    arguments: [
      ([out(.syn), back([.syn, .ack])], client, .syn), ([back([.syn, .ack]), out(.ack)], client, .synAck),
      ([back([.syn, .ack]), out(.syn)], client, .syn), ([back(.ack), out(.ack)], server, .firstPacket),
      ([out(.ack), back(.ack)], client, .firstPacket), ([back(.ack), out(.syn)], client, .syn),
    ] as [([[UInt8]], String, CapturedFlow.Evidence)])
  func knowsWhoBegan(frames: [[UInt8]], initiator: String, evidence: CapturedFlow.Evidence) throws {
    let flows = try Reduced(frames: frames).flows
    #expect(flows.map(\.initiator.address) == [IPAddress(initiator)] && flows.map(\.evidence) == [evidence])
    #expect(
      flows.map(\.isDirectionInferred) == [evidence == .firstPacket] && flows.map(\.isAnswered) == [true])
  }

  @Test func aSynAfterTheEndBeginsAnother() throws {
    for end in [TCPFlags.rst, [.fin, .ack]] {
      let frames = [Self.out(.syn), Self.out(.syn), Self.back(end), Self.out(.syn), Self.back(.ack)]
      let flows = try Reduced(frames: frames).flows
      #expect(flows.map(\.packets) == [3, 2] && flows.map(\.ending) == [.reused, .endOfCapture])
      #expect(flows.map(\.record) == [1, 4] && flows.map(\.evidence) == [.syn, .syn])
    }
  }

  @Test(
    arguments: [
      (TestPacket.Content.tcp(1, 2, .ack), 350, 1), (.tcp(1, 2, .ack), 351, 2), (.udp(1, 2), 180, 1),
      (.udp(1, 2), 181, 2), (.icmp(type: 8, code: 0, identifier: 1), 181, 2), (.other(47), 180, 1),
    ] as [(TestPacket.Content, Int64, Int)])
  func silenceEndsFlows(content: TestPacket.Content, seconds: Int64, count: Int) throws {
    let frame = TestPacket(Self.client, Self.server, content).frame()
    let flows = try Reduced([(frame, 0), (frame, seconds * Self.second)]).flows
    #expect(flows.count == count && flows.map(\.ending).first == (count == 2 ? .idle : .endOfCapture))
    // A capture of an earlier time, read after.
    let back = try Reduced([(frame, seconds * Self.second), (frame, 0)]).flows
    #expect(back.count == count)
    var options = CaptureOptions()
    (options.tcpIdle, options.idle) = (Self.second, Self.second)
    #expect(try Reduced([(frame, 0), (frame, 2 * Self.second)], options: options).flows.count == 2)
  }

  @Test func pingsAreFlowsByTheirIdentifiers() throws {
    func ping(_ type: UInt8, _ identifier: UInt16, back: Bool = false) -> [UInt8] {
      let (from, to) = back ? (Self.server, Self.client) : (Self.client, Self.server)
      return TestPacket(from, to, .icmp(type: type, code: 0, identifier: identifier)).frame()
    }
    let flows = try Reduced(frames: [ping(8, 1), ping(8, 2), ping(0, 1, back: true), ping(0, 3, back: true)])
      .flows
    #expect(flows.map(\.service) == [1, 2, 3].map { .exchange(type: 8, identifier: $0) })
    #expect(
      flows.map(\.isAnswered) == [true, false, true] && flows.map(\.evidence) == [.request, .request, .reply])
    #expect(flows.allSatisfy { $0.initiator.address == IPAddress(Self.client) })
    // The server's own ping with the same identifier is one flow with it: nothing tells them apart.
    #expect(try Reduced(frames: [ping(8, 1), ping(8, 1, back: true)]).flows.count == 1)
  }

  @Test func fragmentsFollowTheirFirst() throws {
    let packet = TestPacket(Self.client, Self.server, .udp(40_000, 53), payload: 40)
    func fragment(_ content: ArraySlice<UInt8>, _ word: UInt16, id: UInt16 = 9) -> [UInt8] {
      let bytes = TestPacket.wrap(
        Array(content), 17, from: packet.source, to: packet.destination, fragment: word, identification: id)
      return TestPacket.frame(bytes, isIPv6: false)
    }
    let transport = packet.transport
    let first = fragment(transport[..<24], 0x2000)
    let later = fragment(transport[24...], 3)
    let reduced = try Reduced(frames: [later, first, later, fragment(transport[24...], 3, id: 8)])
    #expect(reduced.flows.map(\.packets) == [2] && reduced.flows.map(\.initiator.bytes) == [44 + 44])
    #expect(reduced.counts == [.fragmentUnmatched: 2, .laterFragment: 1])
    let late = try Reduced([(first, 0), (later, 61 * Self.second)])
    #expect(late.counts == [.fragmentUnmatched: 1])
    // Room for one packet's fragments only.
    var options = CaptureOptions()
    options.maximumFragments = 1
    let full = try Reduced(
      frames: [first, fragment(transport[..<24], 0x2000, id: 8), later], options: options)
    #expect(full.counts == [.fragmentUnmatched: 1])
  }

  @Test func fragmentsOfIPv6FollowTheirFirst() throws {
    let packet = TestPacket("2001:db8::1", "2001:db8::9", .udp(40_000, 53), payload: 40)
    func fragment(_ content: ArraySlice<UInt8>, _ word: UInt16) -> [UInt8] {
      let header: [UInt8] = [17, 0] + ByteOrder.big.bytes(word) + [0, 0, 0, 5]
      let bytes = TestPacket.wrap(header + content, 44, from: packet.source, to: packet.destination)
      return TestPacket.frame(bytes, isIPv6: true)
    }
    let transport = packet.transport
    let reduced = try Reduced(frames: [fragment(transport[..<24], 1), fragment(transport[24...], 24)])
    #expect(reduced.flows.map(\.packets) == [2] && reduced.flows.map(\.responder.port) == [53])
  }

  @Test func errorsAreKeptWithTheirFlows() throws {
    func unreachable(_ packet: TestPacket, code: UInt8) -> [UInt8] {
      let content: [UInt8] = (packet.isIPv6 ? [1, code] : [3, code]) + [0, 0, 0, 0, 0, 0]
      let router = IPAddress(packet.isIPv6 ? "2001:db8::fe" : "203.0.113.1") ?? packet.destination
      let bytes = TestPacket.wrap(
        content + packet.bytes.prefix(packet.isIPv6 ? 48 : 28), packet.isIPv6 ? 58 : 1, from: router,
        to: packet.source)
      return TestPacket.frame(bytes, isIPv6: packet.isIPv6)
    }
    for packet in [
      TestPacket(Self.client, Self.server, .udp(40_000, 53)),
      TestPacket("2001:db8::1", "2001:db8::9", .udp(40_000, 53)),
    ] {
      let error = unreachable(packet, code: 3)
      let reduced = try Reduced(frames: [error, packet.frame(), error, error, unreachable(packet, code: 1)])
      let flow = try #require(reduced.flows.first)
      #expect(reduced.flows.count == 1 && flow.packets == 1 && !flow.isAnswered)
      #expect(flow.errors.map(\.code) == [3, 1] && flow.errors.map(\.count) == [2, 1])
      #expect(flow.errors.allSatisfy { $0.isAboutInitiator && $0.sender != packet.destination })
      #expect(reduced.counts == [.icmpErrorUnmatched: 1, .icmpError: 3])
      let cut = try Reduced(frames: [Array(error.prefix(packet.isIPv6 ? 80 : 50))])
      #expect(cut.counts[.icmpErrorUnreadable] == 1)
    }
  }

  /// A host that sends to itself: all of it is the initiator's.
  @Test func aFlowMayHaveOneEnd() throws {
    let packet = TestPacket(Self.client, Self.client, .udp(7, 7)).frame()
    let flows = try Reduced(frames: [packet, packet]).flows
    #expect(flows.map(\.initiator.packets) == [2] && flows.map(\.isAnswered) == [false])
  }

  @Test func packetsWithoutTimeStayTogether() throws {
    var writer = BlockWriter()
    writer.interface(resolution: 9)
    let frame = TestPacket(Self.client, Self.server, .udp(7, 53)).frame()
    writer.simple(frame)
    writer.enhanced(frame, units: 5_000)
    writer.simple(frame)
    let reduced = try Reduced(writer.bytes)
    #expect(reduced.flows.map(\.packets) == [3] && reduced.counts == [.untimed: 2])
    #expect(reduced.flows.map(\.firstSeen) == [5_000] && reduced.flows.map(\.lastSeen) == [5_000])
  }

  @Test func everyKindHasItsOwnName() {
    #expect(Set(CaptureKind.allCases.map(\.name)).count == CaptureKind.allCases.count)
    #expect(Set(CaptureKind.allCases.map(\.explanation)).count == CaptureKind.allCases.count)
  }
}
