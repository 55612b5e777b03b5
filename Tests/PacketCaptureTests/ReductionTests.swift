@testable import PacketWalkPacketCapture
import PacketWalkTestSupport
import Testing

/// The fast reducer against the slow one, on random traffic.
@Suite struct ReductionTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func agreesWithTheSlowReducer(turn: UInt64) throws {
    let seed = Fuzzing.seed() &* 1_000 &+ turn
    var random = SplitMix64(seed: seed)
    let traffic = RandomTraffic(packets: 1_000, using: &random)
    var slow = SlowReducer()
    for (place, item) in traffic.items.enumerated() { slow.add(item, record: place + 1) }
    let expected = slow.lines()
    let reduced = try Reduced(traffic.classic(.big))
    let lines = reduced.flows.sorted { $0.record < $1.record }.map(\.line)
    #expect(lines.count == expected.count, "seed \(seed)")
    for (line, slow) in zip(lines, expected) where line != slow {
      Issue.record("seed \(seed)\nfast \(line)\nslow \(slow)")
      break
    }
    #expect(reduced.report.tally[.mirrorDuplicate] == UInt64(slow.duplicates), "seed \(seed)")
    #expect(reduced.flows.count > 100 && slow.duplicates > 10)
  }

  /// Blocks of the input, and how they come, change nothing.
  @Test func blockSizesChangeNothing() throws {
    var random = SplitMix64(seed: 5)
    let traffic = RandomTraffic(packets: 300, using: &random)
    let captures = [traffic.classic(.little), traffic.blocks(.big)]
    for bytes in try captures + [Gzip.pack(traffic.blocks(.little))] {
      let whole = try Reduced(bytes)
      #expect(whole.report.packets == 300)
      for (blockSize, piece) in [(64, 1), (64, 7), (100, 4_096), (4_096, 13), (1 << 20, 1_000)] {
        let other = try Reduced(bytes, blockSize: blockSize, piece: piece)
        #expect(
          other.flows == whole.flows && other.report.tally == whole.report.tally, "\(blockSize) \(piece)")
      }
    }
  }

  /// However the packets lie in a capture, the flows are the same.
  @Test func formatsChangeNothing() throws {
    var random = SplitMix64(seed: 6)
    let traffic = RandomTraffic(packets: 500, using: &random)
    let expected = try Reduced(traffic.classic(.big)).flows.map(\.line)
    for bytes in [traffic.classic(.little), traffic.blocks(.big), traffic.blocks(.little)] {
      #expect(try Reduced(bytes).flows.map(\.line) == expected)
    }
  }

  /// A full table hands out what is idle for longest: nothing gets lost, and it is the same each time,
  /// whatever the secret of its hashes.
  @Test(arguments: [16, 40, 1_000])
  func aFullTableLosesNothing(capacity: Int) throws {
    var random = SplitMix64(seed: 7)
    let bytes = RandomTraffic(packets: 5_000, using: &random).classic(.big)
    var options = CaptureOptions()
    options.maximumFlows = capacity
    let reduced = try Reduced(bytes, options: options)
    let again = try Reduced(bytes, options: options)
    #expect(reduced.flows == again.flows && reduced.batches == again.batches)
    let inFlows = reduced.flows.reduce(0) { $0 + $1.packets }
    #expect(inFlows + reduced.report.tally.packetsWithoutFlow == reduced.report.packets)
    #expect(reduced.flows.contains { $0.ending == .tableFull } == (capacity < 200))
    #expect(reduced.batches.dropLast().allSatisfy { $0 >= 1_000 })
  }

  /// The one that is idle for longest goes first.
  @Test func evictsTheIdle() throws {
    var frames: [[UInt8]] = []
    for port in 1...16 as ClosedRange<UInt16> {
      frames.append(TestPacket("192.0.2.1", "192.0.2.2", .udp(port, 53)).frame())
    }
    frames += [frames[0], TestPacket("192.0.2.1", "192.0.2.2", .udp(99, 53)).frame()]
    var options = CaptureOptions()
    options.maximumFlows = 16
    let flows = try Reduced(frames: frames, options: options).flows
    let early = flows.filter { $0.ending == .tableFull }.map(\.initiator.port)
    #expect(early == [2, 3, 4, 5, 6])
    #expect(flows.count == 17)
  }

  @Test func readsSeveralCapturesAsOne() throws {
    let folder = try TemporaryFolder()
    var random = SplitMix64(seed: 8)
    let traffic = RandomTraffic(packets: 400, using: &random)
    var halves = (traffic, traffic)
    halves.0.items = Array(traffic.items.prefix(150))
    halves.1.items = Array(traffic.items.dropFirst(150))
    let first = try folder.write("1.pcap", halves.0.classic(.big))
    let second = try folder.write("2.pcap.gz", Gzip.pack(halves.1.blocks(.little)))
    let whole = try Reduced(traffic.classic(.big)).flows
    final class Flows { var all: [CapturedFlow] = [] }
    let flows = Flows()
    var reducer = FlowReducer { flows.all += $0 }
    let reports = try [reducer.read(first), reducer.read(second)]
    reducer.finish()
    #expect(reports.map(\.packets) == [150, 250] && reports.map(\.format) == [.pcap, .pcapng])
    func numbered(_ flow: CapturedFlow) -> String { flow.line.drop { $0 != " " }.description }
    #expect(flows.all.map(numbered).sorted() == whole.map(numbered).sorted())
    #expect(flows.all.contains { $0.file == 1 && $0.record == 1 } || flows.all.contains { $0.file == 1 })
  }

  @Test func stopsWhenAsked() throws {
    let folder = try TemporaryFolder()
    var writer = ClassicWriter()
    let frame = TestPacket("192.0.2.1", "192.0.2.2", .udp(1, 53)).frame()
    for _ in 0..<70_000 { writer.append(frame, at: 0) }
    let path = try folder.write("a.pcap", writer.bytes)
    var reducer = FlowReducer { _ in }
    var asked: [(Int, Int?)] = []
    let report = try reducer.read(path) { read, size in
      asked.append((read, size))
      return false
    }
    #expect(report.isStopped && report.packets == 32_768 && asked.map(\.1) == [writer.bytes.count])
    #expect(try FlowReducer.read(path: path).isStopped == false)
  }
}

extension FlowReducer {
  fileprivate static func read(path: String) throws -> CaptureFileReport {
    var reducer = FlowReducer { _ in }
    return try reducer.read(path)
  }
}
