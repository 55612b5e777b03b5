import PacketWalkAddressing
import PacketWalkAnalysis
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// Every blocked row of the reference networks has a fix that works, or advice where none can.
@Suite struct ScenarioFixTests {
  @Test(arguments: ScenarioTests.inputs) func everyBlockedRow(scenario: String, input: String) throws {
    let loaded = try Scenario(scenario, input)
    for expectation in loaded.expectations where expectation.flowLogAt == nil {
      var topology = loaded.loaded.topology
      if let node = expectation.edits {
        topology = try topology.applying(NativeEdits.read(node, for: topology))
      }
      let network = Network(topology)
      let report = try network.fixes(for: expectation.question)
      let place = "\(scenario)/\(input) row \(expectation.row)"
      let answers = try network.answers(to: expectation.question)
      if answers.allSatisfy({ $0.verdict == .reachable }) {
        #expect(report.isNothingToDo, "\(place)")
        continue
      }
      #expect(!report.isNothingToDo, "\(place)")
      for fix in report.fixes { try verify(fix, expectation.question, topology, place) }
      if Scenario.isPrinting {
        print(
          "\(place): \(expectation.question.source) -> \(expectation.question.destination) \(expectation.question.service) \(expectation.question.through ?? "")"
        )
        for fix in report.fixes {
          print("   fix \(fix.cost):"); for step in fix.steps { print("      \(Self.text(step, network))") }
        }
        for advice in report.advice { print("   advice \(advice.code.rawValue) \(advice.component.name)") }
        for fact in report.missing { print("   missing \(fact.what)") }
      }
    }
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

  static func text(_ step: FixStep, _ network: Network) -> String {
    switch step {
    case .associateAddress(let id, let address, _): return "associate an Elastic IP with \(id) (\(address))"
    case .edit(.addSecurityGroupRule(let id, let rule)):
      return "sg \(id) + \(rule.direction) \(network.text(rule))"
    case .edit(.removeSecurityGroupRule(let id, let rule)):
      return "sg \(id) - \(rule.direction) \(network.text(rule))"
    case .edit(.setNetworkACLEntry(let id, let entry)):
      return "acl \(id) \(entry.direction) \(network.text(entry))"
    case .edit(.setRoute(let id, let route)): return "rtb \(id) \(network.text(route))"
    case .edit(let edit): return "\(edit)"
    }
  }
}
