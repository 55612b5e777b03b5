import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries

/// What came of asking every probe of one recording, or of many.
struct Tally: Sendable {
  var topologies = 0
  var probes = 0
  var disagreements: [String] = []
  var undetermined = 0
  var unproven = 0
  /// Probes that the recording leaves open altogether.
  var open = 0
  /// How many answers were intermittent, by what they depend on.
  var intermittent: [String: Int] = [:]

  init() {}

  /// - Complexity: one walk a probe.
  init(asking topology: KernelTopology) {
    topologies = 1
    let asker = VerdictAsker(topology.network, settled: Self.kernel)
    for probe in topology.probes {
      if probe.isOpen {
        open += 1
      } else {
        probes += 1
        ask(probe, topology, asker)
      }
    }
  }

  /// What AWS documents of edge tables (RT-11, RT-12) no kernel knows.
  private static let kernel: [Assumption: Bool] = [
    .edgeApplianceNeedsPublicAddress: false, .asymmetricEdgeRoutingFails: false,
  ]

  private mutating func ask(_ probe: KernelProbe, _ topology: KernelTopology, _ asker: VerdictAsker) {
    do throws(InputError) {
      let answers = try topology.network.answers(to: topology.question(probe), settled: Self.kernel)
      guard let answer = answers.first, answers.count == 1 else {
        return disagree(probe, topology, "\(answers.count) answers")
      }
      // Who asks for no reasons must be told the same.
      let alone = asker.verdicts(of: try asker.prepared(topology.question(probe)))
      guard alone == [answer.verdict] else {
        return disagree(probe, topology, "\(answer.verdict), and \(alone) without reasons")
      }
      if answer.verdict == .undetermined { undetermined += 1 }
      if answer.verdict == .intermittent { intermittent[cause(answer, probe), default: 0] += 1 }
      switch Agreement(probe, delivered: answer.delivered, replied: answer.replied) {
      case .agrees: break
      case .unproven: unproven += 1
      case .disagrees: disagree(probe, topology, describe(answer))
      }
    } catch {
      disagree(probe, topology, "error: \(error.message)")
    }
  }

  private mutating func disagree(_ probe: KernelProbe, _ topology: KernelTopology, _ answer: String) {
    disagreements.append("\(topology.name): \(probe)\n  model: \(answer)")
  }

  private func describe(_ answer: Answer) -> String {
    let blockers = answer.blockers.map {
      "\($0.direction.rawValue) \($0.code) at \($0.component.display)"
        + ($0.rule.map { ", rule \($0)" } ?? "")
    }
    return
      "\(answer.verdict.rawValue) (delivered \(answer.delivered.rawValue), replied \(answer.replied.rawValue))"
      + (blockers + answer.missing.map { "missing: \($0.what)" }).map { "\n    \($0)" }.joined()
  }

  private func cause(_ answer: Answer, _ probe: KernelProbe) -> String {
    let kinds = Set(answer.choices.map(\.kind)).sorted().joined(separator: " and ")
    let rules = Set(answer.blockers.map(\.code)).sorted().joined(separator: ", ")
    return "\(kinds) meets \(rules)"
  }

  mutating func add(_ other: Tally) {
    topologies += other.topologies
    probes += other.probes
    disagreements += other.disagreements
    undetermined += other.undetermined
    unproven += other.unproven
    open += other.open
    intermittent.merge(other.intermittent, uniquingKeysWith: +)
  }

  /// `1234 probes, 0 disagreements (…)`.
  var summary: String {
    "\(probes) probes, \(disagreements.count) disagreements (\(undetermined) undetermined, "
      + "\(intermittent.values.reduce(0, +)) intermittent, \(unproven) of them unproven, \(open) left open)"
  }
}
