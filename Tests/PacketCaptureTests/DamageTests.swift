import PacketWalkDiagnostics
@testable import PacketWalkPacketCapture
import PacketWalkTestSupport
import Testing

/// Captures that lie about themselves: counted with the first place, never fatal, never silent.
@Suite struct DamageTests {
  private let frame = TestPacket("192.0.2.1", "198.51.100.1", .tcp(40_000, 443, .syn)).frame()

  private func classic(_ change: (inout ClassicWriter) -> Void) throws -> (Int, CaptureTally) {
    var writer = ClassicWriter()
    writer.append(frame, at: 0)
    change(&writer)
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    return (packets.count, tally)
  }

  @Test func aRecordThatIsCutEndsTheCapture() throws {
    let (count, tally) = try classic { $0.record(captured: 60, original: 60, [1, 2, 3]) }
    #expect(count == 1 && tally.kinds == [.recordCut])
    #expect(
      tally.example(of: .recordCut) == CaptureTally.Place(record: 1, offset: 24 + 16 + UInt64(frame.count)))
    let (headless, second) = try classic { $0.record(captured: 0, original: 0, []) }
    #expect(headless == 2 && second.kinds.isEmpty)
  }

  @Test func aRecordLongerThanAnyCanBeEndsTheCapture() throws {
    let (count, tally) = try classic { $0.record(captured: 0xFFFF_FFFF, original: 60, [1, 2, 3]) }
    #expect(count == 1 && tally.kinds == [.recordTooLong])
    #expect(
      tally.findings(path: "a.pcap").map(\.origin.description) == ["a.pcap#byte \(24 + 16 + frame.count)"])
  }

  @Test func aLongRecordThatTheCaptureAdmitsIsSkipped() throws {
    var writer = ClassicWriter(snaplen: 4 << 20)
    writer.append([UInt8](repeating: 1, count: 3 << 20), at: 0)
    writer.append(frame, at: 0)
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.map(\.bytes) == [frame] && tally.kinds == [.packetTooLong])
  }

  @Test func remarksOnLengthsAndTimesThatCannotBe() throws {
    var writer = ClassicWriter(snaplen: 20)
    writer.record(fraction: 1_000_000, captured: UInt32(frame.count), original: 5, frame)
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.map(\.bytes) == [frame])
    #expect(tally.kinds == [.timestampInvalid, .capturedBeyondSnaplen, .capturedBeyondOriginal])
  }

  /// Blocks as bytes, and what is counted of them; a good packet follows each.
  private struct BadBlock: CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var kinds: [CaptureKind]
    /// Whether what follows can be found.
    var goesOn: Bool

    var testDescription: String { name }
  }

  private static let order = ByteOrder.little

  private static func block(_ type: UInt32, length: UInt32, _ body: [UInt8], end: UInt32? = nil) -> [UInt8] {
    order.bytes(type) + order.bytes(length) + body + order.bytes(end ?? length)
  }

  private static let badBlocks: [BadBlock] = [
    BadBlock(name: "zero", bytes: block(6, length: 0, []), kinds: [.blockTooShort], goesOn: false),
    BadBlock(name: "eleven", bytes: block(6, length: 11, []), kinds: [.blockTooShort], goesOn: false),
    BadBlock(
      name: "huge", bytes: block(6, length: .max, []), kinds: [.packetTooLong, .recordCut], goesOn: false),
    BadBlock(
      name: "huge and unknown", bytes: block(9, length: 0x8000_0000, []), kinds: [.recordCut, .blockSkipped],
      goesOn: false),
    BadBlock(
      name: "uneven", bytes: block(9, length: 15, [1, 2, 3, 0]), kinds: [.blockUneven, .blockSkipped],
      goesOn: true),
    BadBlock(
      name: "uneven, ends differ", bytes: block(9, length: 15, [1, 2, 3, 0], end: 16), kinds: [.blockUneven],
      goesOn: false),
    BadBlock(
      name: "ends differ", bytes: block(9, length: 16, [1, 2, 3, 0], end: 12),
      kinds: [.blockEndsDiffer, .blockSkipped], goesOn: true),
    BadBlock(
      name: "short enhanced packet", bytes: block(6, length: 16, [0, 0, 0, 0]), kinds: [.blockTooShort],
      goesOn: true),
    BadBlock(
      name: "short simple packet", bytes: block(3, length: 12, []), kinds: [.blockTooShort], goesOn: true),
    BadBlock(
      name: "short interface", bytes: block(1, length: 16, [1, 0, 0, 0]), kinds: [.blockTooShort],
      goesOn: true),
    BadBlock(
      name: "packet beyond its block",
      bytes: block(6, length: 36, Array(repeating: 0, count: 12) + [9, 0, 0, 0, 9, 0, 0, 0, 1, 2, 3, 4]),
      kinds: [.capturedBeyondBlock], goesOn: true),
    BadBlock(
      name: "packet of no interface",
      bytes: block(6, length: 32, [9, 0, 0, 0] + Array(repeating: 0, count: 16)), kinds: [.unknownInterface],
      goesOn: true),
    BadBlock(
      name: "option beyond its block", bytes: block(1, length: 24, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 9, 0]),
      kinds: [.optionBeyondBlock], goesOn: true),
    BadBlock(
      name: "section of no order", bytes: block(0x0A0D_0D0A, length: 28, Array(repeating: 1, count: 16)),
      kinds: [.byteOrderUnknown], goesOn: false),
  ]

  @Test(arguments: badBlocks)
  private func countsBadBlocks(bad: BadBlock) throws {
    var writer = BlockWriter(.little)
    writer.interface()
    writer.enhanced([7], units: 1)
    let offset = UInt64(writer.bytes.count)
    writer.bytes += bad.bytes
    writer.enhanced([8], units: 1)
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.map(\.bytes) == (bad.goesOn ? [[7], [8]] : [[7]]))
    #expect(
      tally.kinds.sorted { $0.rawValue < $1.rawValue } == bad.kinds.sorted { $0.rawValue < $1.rawValue })
    if bad.goesOn || bad.kinds.count == 1 {
      #expect(bad.kinds.allSatisfy { tally.example(of: $0)?.offset == offset })
    }
  }

  @Test func aSectionOfAnUnknownVersionEndsTheCapture() throws {
    var writer = BlockWriter()
    writer.interface()
    writer.section(.little, major: 2)
    writer.interface()
    writer.enhanced([1], units: 1)
    let (packets, tally) = try ReadPacket.all(of: writer.bytes)
    #expect(packets.isEmpty && tally.kinds == [.versionUnknown])
  }

  /// Captures with everything in them, to be damaged.
  private static func seeds() throws -> [[UInt8]] {
    var random = SplitMix64(seed: 99)
    let traffic = RandomTraffic(packets: 40, using: &random)
    var seeds = [false, true].map { traffic.classic(ByteOrder(isBig: $0), isNanoseconds: $0) }
    seeds += [ByteOrder.big, .little].map { traffic.blocks($0) }
    for linkType in [LinkType.null, .raw, .linuxSLL, .linuxSLL2, .nflog, .ipv6, .loop] {
      seeds.append(traffic.classic(.little, linkType: linkType))
    }
    seeds.append(try Gzip.pack(traffic.blocks(.big)))
    return seeds
  }

  /// Nothing crashes, nothing hangs, and no packet gets lost between flows and counts.
  @Test func survivesDamage() throws {
    let seeds = try Self.seeds()
    let seed = Fuzzing.seed()
    var options = CaptureOptions()
    options.maximumFlows = 16
    options.maximumFragments = 2
    for turn in 0..<UInt64(Fuzzing.iterations(default: 1_500)) {
      var mutator = Mutator(seed: seed &+ turn)
      var bytes = mutator.mutate(seeds[Int(turn % UInt64(seeds.count))])
      if turn % 3 == 0 { bytes = mutator.mutate(bytes) }
      guard let reduced = try? Reduced(bytes, options: options, blockSize: turn % 2 == 0 ? 64 : 4_096) else {
        continue
      }
      let inFlows = reduced.flows.reduce(0) { $0 + $1.packets }
      #expect(
        inFlows + reduced.report.tally.packetsWithoutFlow == reduced.report.packets, "seed \(seed &+ turn)")
    }
  }
}
