import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Flows of captures beside the model.
@Suite struct CaptureReplayTests {
  /// A segment of TCP; flags as in the header.
  private struct Segment {
    var source: (address: [UInt8], port: UInt16)
    var destination: (address: [UInt8], port: UInt16)
    var flags: UInt8

    /// From one end to the other, `10.0.1.5 40000 10.0.2.5 5432 2`.
    init(_ text: String) throws {
      let words = text.split(separator: " ").map(String.init)
      func address(_ text: String) -> [UInt8] { text.split(separator: ".").compactMap { UInt8($0) } }
      source = (address(words[0]), try #require(UInt16(words[1])))
      destination = (address(words[2]), try #require(UInt16(words[3])))
      flags = try #require(UInt8(words[4]))
    }

    private func big(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }

    var bytes: [UInt8] {
      let segment =
        big(source.port) + big(destination.port) + [
          0, 0, 0, 1, 0, 0, 0, 0, 0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0,
        ]
      return [0x45, 0, 0, 40, 0, 1, 0x40, 0, 64, 6, 0, 0] + source.address + destination.address + segment
    }
  }

  /// A classic capture of raw IP in one byte order, whatever the machine has.
  private static func capture(_ lines: [String]) throws -> [UInt8] {
    func little(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    var bytes = little(0xA1B2_C3D4) + [2, 0, 4, 0] + little(0) + little(0) + little(65_535) + little(101)
    for (number, line) in lines.enumerated() {
      let packet = try Segment(line).bytes
      bytes += little(1_700_000_000 + UInt32(number)) + little(0)
      bytes += little(UInt32(packet.count)) + little(UInt32(packet.count)) + packet
    }
    return bytes
  }

  private static func report(_ lines: [String], at point: String?) throws -> ReplayReport {
    let folder = try TemporaryFolder()
    let path = try folder.write("some.pcap", try capture(lines))
    return try Replay(try ReplayTests.network(), capturePoint: point).report(on: [FlowLogSource(path)])
  }

  @Test(arguments: [
    // What came in, and what was answered.
    (
      ["203.0.113.9 40000 10.0.1.5 443 2", "10.0.1.5 443 203.0.113.9 40000 18"], "web", FlowClass.agreeAccept
    ),
    (["203.0.113.9 40000 10.0.1.5 443 2"], "web", .agreeAccept),
    (["203.0.113.9 40000 10.0.1.5 22 2"], "web", .modelRejects),
    (["10.0.1.5 40000 10.0.2.5 5432 2", "10.0.2.5 5432 10.0.1.5 40000 18"], "web", .agreeAccept),
    (["10.0.1.5 40000 10.0.2.5 5432 2", "10.0.2.5 5432 10.0.1.5 40000 18"], "db", .agreeAccept),
    (["10.0.1.5 40000 203.0.113.9 443 2", "203.0.113.9 443 10.0.1.5 40000 18"], "web", .modelRejects),
    // What went out is seen before the groups look at it.
    (["10.0.1.5 40000 203.0.113.9 443 2"], "web", .unjudged),
    // Without a SYN the other end may have begun.
    (["10.0.1.5 443 203.0.113.9 40000 16", "203.0.113.9 40000 10.0.1.5 443 16"], "web", .ambiguous),
    (["10.0.1.5 22 203.0.113.9 40000 16", "203.0.113.9 40000 10.0.1.5 22 16"], "web", .modelRejects),
  ]) func aFlowIsJudged(lines: [String], point: String, expected: FlowClass) throws {
    let report = try Self.report(lines, at: point)
    #expect(report.classes.mapValues(\.records) == [expected: 1])
    #expect(report.captures.map(\.flows) == [1])
  }

  @Test func aContradictionNamesWhatStopsIt() throws {
    let found = try #require(
      Self.report(["10.0.1.6 40000 10.0.2.5 5432 2", "10.0.2.5 5432 10.0.1.6 40000 18"], at: "db")
        .disagreements.first)
    #expect(found.component?.name == "db" && found.side == .ingress && found.service == "tcp/5432")
    #expect(found.question == Question(from: "10.0.1.6", to: "db", on: "tcp/5432"))
  }

  @Test func theAddressesTellWhereItWasTaken() throws {
    let flows = [
      "203.0.113.9 40000 10.0.1.5 443 2", "10.0.1.5 40000 10.0.2.5 5432 2", "10.0.2.5 5432 10.0.1.5 40000 18",
    ]
    #expect(try Self.report(flows, at: nil).classes.mapValues(\.records) == [.agreeAccept: 2])
    // Either end may have seen this one alone.
    let alone = try Self.report(Array(flows.suffix(2)), at: nil)
    #expect(alone.unjudged.map(\.reason) == [.noCapturePoint])
    #expect(throws: InputError.self) { try Self.report(flows, at: "nobody") }
  }
}
