import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

@testable import PacketWalkReplay

/// Flow logs of recorded packets beside their snapshots: none may disagree.
@Suite struct RecordedLogsTests {
  /// `PACKETWALK_CORPUS` names a folder of recordings, each a folder with `snapshot/` and `flowlog.txt`.
  @Test(.enabled(if: Fixtures.corpus != nil)) func noRecordDisagrees() throws {
    let corpus = try #require(Fixtures.corpus)
    let logs = try ByteInput.files(in: corpus).filter { $0.hasSuffix("/flowlog.txt") }
    try #require(!logs.isEmpty)
    for log in logs {
      let folder = log.dropLast("/flowlog.txt".count)
      let loaded = try TopologyLoader.load(path: folder + "/snapshot")
      let network = Network(loaded.topology, findings: loaded.findings)
      let report = try Replay(network).report(on: [FlowLogSource(log)])
      let found = report.disagreements.first.map { "\($0.kind) \($0.service) \($0.example)" }
      #expect(report.disagreeing == 0, "\(log): \(found ?? "")")
      #expect(report.agreeing > report.counts.records / 2, "\(log)")
    }
  }

  /// Captures beside them, each with the identifier of its interface in its name.
  @Test(.enabled(if: Fixtures.corpus != nil)) func noCaptureContradicts() throws {
    let corpus = try #require(Fixtures.corpus)
    let captures = try ByteInput.files(in: corpus).filter {
      $0.hasSuffix(".pcap") && $0.contains("/capture.eni-")
    }
    try #require(!captures.isEmpty)
    for capture in captures {
      let folder = capture[..<(capture.lastIndex(of: "/") ?? capture.startIndex)]
      let loaded = try TopologyLoader.load(path: folder + "/snapshot")
      let network = Network(loaded.topology, findings: loaded.findings)
      let report = try Replay(network).report(on: [FlowLogSource(capture)])
      let found = report.disagreements.first.map { "\($0.kind) \($0.service) \($0.example)" }
      #expect(report.disagreeing == 0, "\(capture): \(found ?? "")")
      #expect(report.agreeing > 0, "\(capture)")
    }
  }
}
