import PacketWalkDiagnostics
@testable import PacketWalkPacketCapture
import PacketWalkTestSupport
import Testing

/// Records and blocks: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
@Suite struct ReaderTests {
  private static let frames: [[UInt8]] = [
    TestPacket("192.0.2.1", "198.51.100.1", .tcp(40_000, 443, .syn)).frame(),
    TestPacket("2001:db8::1", "2001:db8::2", .udp(40_000, 53), payload: 33).frame(),
    [],
    [0xFF],
  ]
  private static let times: [Int64] = [1_700_000_000_123_456_789, 1_700_000_000_123_456_000, 0, 999_999_999]

  @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
  func readsClassicCapturesInBothOrders(big: Bool, nanoseconds: Bool) throws {
    var writer = ClassicWriter(ByteOrder(isBig: big), isNanoseconds: nanoseconds)
    for (frame, time) in zip(Self.frames, Self.times) { writer.append(frame, at: time, original: 1_500) }
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.map(\.bytes) == Self.frames)
    #expect(packets.map(\.timestamp) == Self.times.map { nanoseconds ? $0 : $0 / 1_000 * 1_000 })
    #expect(packets.allSatisfy { $0.original == 1_500 && $0.linkType == .ethernet && $0.interface == 0 })
    #expect(tally.kinds.isEmpty)
  }

  @Test func masksWhatStandsAboveTheLinkType() throws {
    var writer = ClassicWriter(linkType: .raw, frameCheck: 0x0400_0000)
    writer.append([0x45], at: 0)
    #expect(try ReadPacket.all(of: writer.bytes).packets.map(\.linkType) == [.raw])
  }

  /// The lengths of versions before 2.3 are the other way round.
  @Test(arguments: [(2, 9, 5), (3, 9, 5), (3, 5, 9), (4, 5, 9)] as [(UInt16, UInt32, UInt32)])
  func readsOldVersions(minor: UInt16, first: UInt32, second: UInt32) throws {
    var writer = ClassicWriter(minor: minor)
    writer.record(captured: first, original: second, [1, 2, 3, 4, 5])
    let packets = try ReadPacket.all(of: writer.bytes).packets
    #expect(packets.map(\.bytes) == [[1, 2, 3, 4, 5]] && packets.map(\.original) == [9])
  }

  @Test(arguments: [true, false])
  func readsAllKindsOfPacketBlocks(big: Bool) throws {
    let frame = Self.frames[0]
    var writer = BlockWriter(ByteOrder(isBig: big))
    writer.interface(name: "eth0")
    writer.enhanced(frame, units: 1_700_000_000_123_456, original: 1_500)
    writer.obsolete(frame, units: 1_700_000_000_123_457)
    writer.simple(frame)
    writer.block(5, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    writer.block(0x8000_0BAD, [1, 2, 3])
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.map(\.bytes) == [frame, frame, frame])
    #expect(
      packets.map(\.timestamp)
        == [1_700_000_000_123_456_000, 1_700_000_000_123_457_000, CaptureRecord.untimed])
    #expect(packets.map(\.original) == [1_500, frame.count, frame.count])
    #expect(tally.kinds == [.blockSkipped] && tally[.blockSkipped] == 2)
  }

  @Test func simpleBlocksKeepWhatTheFirstInterfaceKeeps() throws {
    var writer = BlockWriter()
    writer.interface(snaplen: 5)
    writer.simple([1, 2, 3, 4, 5], original: 60)
    let packets = try ReadPacket.all(of: writer.bytes).packets
    #expect(packets.map(\.bytes) == [[1, 2, 3, 4, 5]] && packets.map(\.original) == [60])
  }

  @Test(
    arguments: [
      // Nanoseconds, milliseconds, 1/1024 s, 1/2^32 s, an offset, an offset into the past, finer than it can
      // be.
      (9, nil, 1_234_567_891, 1_234_567_891), (3, nil, 1_234, 1_234_000_000),
      (0x8A, nil, 1_536, 1_500_000_000), (0xA0, nil, 0x1_8000_0000, 1_500_000_000),
      (6, 1_700_000_000, 1, 1_700_000_000_000_001_000), (6, -1, 2_000_000, 1_000_000_000),
      (12, nil, 1_500_000_000_000, 1_500_000_000), (0, nil, 7, 7_000_000_000),
    ] as [(UInt8, Int64?, UInt64, Int64)])
  func countsTimeAsTheInterfaceSays(resolution: UInt8, offset: Int64?, units: UInt64, expected: Int64) throws
  {
    for order in [ByteOrder.big, .little] {
      var writer = BlockWriter(order)
      writer.interface(resolution: resolution, offset: offset)
      writer.enhanced([1], units: units)
      #expect(try ReadPacket.all(of: writer.bytes).packets.map(\.timestamp) == [expected])
    }
  }

  @Test func aTimestampThatNoNumberHoldsIsNone() throws {
    var writer = BlockWriter()
    writer.interface()
    writer.enhanced([1], units: .max)
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.map(\.timestamp) == [CaptureRecord.untimed] && tally.kinds == [.timestampInvalid])
  }

  @Test func sectionsHaveTheirOwnOrderAndInterfaces() throws {
    var writer = BlockWriter(.little)
    writer.interface(.ethernet)
    writer.interface(.raw, resolution: 9)
    writer.enhanced([1], units: 5, interface: 1)
    writer.section(.big)
    writer.interface(.linuxSLL)
    writer.enhanced([2], units: 5, interface: 0)
    writer.enhanced([3], units: 5, interface: 1)
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.map(\.linkType) == [.raw, .linuxSLL] && packets.map(\.interface) == [1, 2])
    #expect(packets.map(\.timestamp) == [5, 5_000])
    // The second section has but one interface.
    #expect(tally.kinds == [.unknownInterface] && tally.example(of: .unknownInterface)?.record == 2)
  }

  @Test func knowsTheDirectionThatABlockNames() throws {
    var writer = BlockWriter()
    writer.interface()
    let request = TestPacket("192.0.2.1", "198.51.100.1", .tcp(40_000, 443, .syn)).frame()
    writer.enhanced(request, units: 1, flags: 2)
    #expect(try Reduced(writer.bytes).flows.map(\.direction) == [.outbound])
  }

  @Test(
    arguments: [
      ([], "empty", "the capture is empty"), ([0xA1, 0xB2], "unrecognised", "too short for a capture"),
      ([0xD4, 0xC3, 0xB2, 0xA1, 2, 0], "malformed", "the capture ends inside its header"),
      (
        Array("2 123456789012 eni-1".utf8), "unrecognised", "neither pcap nor pcapng: it begins with 32203132"
      ),
    ] as [([UInt8], String, String)])
  func refusesWhatIsNoCapture(bytes: [UInt8], code: String, message: String) {
    let error = #expect(throws: InputError.self) { try ReadPacket.all(of: bytes) }
    #expect(error?.code.rawValue == code && error?.message == message)
  }

  @Test func recognisesCaptures() {
    #expect(CaptureReader.recognises(ClassicWriter(.big).bytes))
    #expect(CaptureReader.recognises(ClassicWriter(.little, isNanoseconds: true).bytes))
    #expect(CaptureReader.recognises(BlockWriter().bytes))
    #expect(!CaptureReader.recognises([0xA1, 0xB2, 0xC3]) && !CaptureReader.recognises(Array("{}  ".utf8)))
  }

  @Test func readsPackedCaptures() throws {
    var writer = ClassicWriter()
    for turn in 0..<500 { writer.append(Self.frames[turn % 4], at: Int64(turn) * 1_000) }
    let plain = try ReadPacket.all(of: writer.bytes).packets
    let cut = writer.bytes.count / 3
    let packed = try Gzip.pack(Array(writer.bytes[..<cut])) + Gzip.pack(Array(writer.bytes[cut...]))
    for piece in [Int.max, 1, 7] {
      #expect(try ReadPacket.all(of: packed, piece: piece).packets == plain)
    }
    // Cut short: what could be unpacked is read, and the rest has its finding.
    let (packets, tally) = try ReadPacket.all(of: Array(packed.dropLast(9)))
    #expect(packets.count > 100 && packets == Array(plain.prefix(packets.count)))
    #expect(tally.kinds == [.inputDamaged])
  }
}
