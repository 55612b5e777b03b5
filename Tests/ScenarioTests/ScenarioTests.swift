import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// The five reference networks (petclinic twice) give the verdicts they must, for the reasons they must.
@Suite struct ScenarioTests {
  static let inputs: [(scenario: String, input: String)] =
    [
      "psych-healthcare", "petclinic", "petclinic-as-documented", "gv-playground", "clinicease", "flask-cicd",
    ].map { ($0, "topology.yaml") } + [("petclinic", "snapshot"), ("flask-cicd", "snapshot")]

  @Test(arguments: inputs) func everyRowHolds(scenario: String, input: String) throws {
    let rows = try Scenario(scenario, input).rows()
    #expect(rows.count >= 11)
    for row in rows {
      for problem in row.problems {
        Issue.record("\(scenario)/\(input) row \(row.expectation.row): \(problem)\n\(row.text)")
      }
    }
    if Scenario.isPrinting { print(Scenario.table(rows, "\(scenario) (\(input))")) }
  }

  /// What `convert` writes gives the same answers as what it read.
  @Test(arguments: inputs) func convertedAnswersAreEqual(scenario: String, input: String) throws {
    let original = try Scenario(scenario, input)
    let text = NativeTopologyWriter.write(original.loaded.topology)
    let (topology, _) = try NativeTopology.read(Array(text.utf8), file: "converted.yaml")
    let converted = Network(topology)
    let network = Network(original.loaded.topology)
    for expectation in original.expectations where expectation.edits == nil {
      let before = try network.answers(to: expectation.question)
      let after = try converted.answers(to: expectation.question)
      #expect(before.map(\.verdict) == after.map(\.verdict), "row \(expectation.row)")
      #expect(
        before.map { $0.blockers.map { [$0.code, $0.component.name, $0.rule ?? ""] } }
          == after.map { $0.blockers.map { [$0.code, $0.component.name, $0.rule ?? ""] } },
        "row \(expectation.row)")
    }
  }
}
