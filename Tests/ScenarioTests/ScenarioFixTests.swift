import PacketWalkAnalysis
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Every blocked row of the reference networks has a fix that works, or advice where none can.
@Suite struct ScenarioFixTests {
  @Test(arguments: ScenarioTests.inputs) func everyBlockedRow(scenario: String, input: String) throws {
    let loaded = try Scenario(scenario, input)
    var pages = ""
    for expectation in loaded.expectations where expectation.flowLogAt == nil {
      var topology = loaded.loaded.topology
      if let node = expectation.edits {
        topology = try topology.applying(NativeEdits.read(node, for: topology))
      }
      let network = Network(topology)
      let (question, place) = (expectation.question, "\(scenario)/\(input) row \(expectation.row)")
      let report = try network.fixes(for: question)
      let isReachable = try network.answers(to: question).allSatisfy { $0.verdict == .reachable }
      #expect(report.isNothingToDo == isReachable, "\(place)")
      guard !report.isNothingToDo else { continue }
      #expect(!report.isBounded && !(report.fixes.isEmpty && report.advice.isEmpty && report.missing.isEmpty))
      for fix in report.fixes { try verify(fix, question, topology, place) }
      let through = question.through.map { " through \($0)" } ?? ""
      pages +=
        "row \(expectation.row): \(question.source) -> \(question.destination) \(question.service)\(through)\n"
        + FixTextReport.text(report, on: topology, TextStyle(isColoured: false, width: 0)) + "\n"
    }
    // Identifiers of the snapshots are no reader's matter; what is verified above is.
    guard input == "topology.yaml" else { return }
    #expect(
      try pages == TextSnapshot.recorded("scenarios/\(scenario)/fixes.txt", pages),
      "RECORD_SNAPSHOTS=1 writes it anew")
  }

  private func verify(_ fix: Fix, _ question: Question, _ topology: Topology, _ place: String) throws {
    func verdicts(_ edits: [Edit]) throws -> Set<String> {
      Set(try Network(topology.applying(edits)).answers(to: question).map(\.verdict.rawValue))
    }
    #expect(try verdicts(fix.edits) == ["reachable"], "\(place): \(fix.edits)")
    for mask in 0..<((1 << fix.edits.count) - 1) {
      let part = fix.edits.indices.filter { mask & (1 << $0) != 0 }.map { fix.edits[$0] }
      #expect(try verdicts(part) != ["reachable"], "\(place): a part of \(fix.edits) does")
    }
  }
}
