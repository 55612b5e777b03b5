import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// The reference networks load as they are written, without a finding that would weaken an answer.
@Suite struct NativeScenarioTests {
  static let scenarios = [
    "psych-healthcare", "petclinic", "petclinic-as-documented", "gv-playground", "clinicease", "flask-cicd",
  ]

  @Test(arguments: scenarios) func loads(_ scenario: String) throws {
    let path = "Fixtures/scenarios/\(scenario)/topology.yaml"
    do {
      let (topology, findings) = try NativeTopology.read(Array(Repository.text(path).utf8), file: path)
      #expect(topology.vpcs.count == 1 && topology.loadBalancers.count == 1)
      #expect(findings.filter { $0.severity >= .warning } == [])
    } catch let error as InputError {
      Issue.record("\(error.origin): \(error.message)")
    }
  }

  /// The expectations keep to the YAML that the native format accepts.
  @Test(arguments: scenarios) func expectationsAreYAML(_ scenario: String) throws {
    let path = "Fixtures/scenarios/\(scenario)/expectations.yaml"
    do {
      let root = try YAMLDocument.parse(Array(Repository.text(path).utf8), file: path)
      guard case .mapping(let pairs) = root.content else {
        Issue.record("\(path) is not a mapping")
        return
      }
      #expect(pairs.map(\.key) == ["packetwalk-expectations", "rows"])
    } catch let error as InputError {
      Issue.record("\(error.origin): \(error.message)")
    }
  }
}
