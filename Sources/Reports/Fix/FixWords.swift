import PacketWalkAnalysis
import PacketWalkForwarding
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTopology

/// The words of fixes, for pages and for JSON alike.
enum FixWords {
  /// A fix's steps, one a line: edits in their text form, the rest in words.
  static func lines(_ fix: Fix, on topology: Topology) -> [String] { lines(fix.steps, on: topology) }

  static func lines(_ steps: [FixStep], on topology: Topology) -> [String] {
    // The names of a whole topology are dear.
    guard !steps.isEmpty else { return [] }
    let texts = EditText.texts(steps.map(\.edit), on: topology)
    return zip(steps, texts).map { step, text in manual(step, on: topology) ?? text }
  }

  /// A step that is no edit; nil for one that is.
  static func manual(_ step: FixStep, on topology: Topology) -> String? {
    guard case .associateAddress(let id, let address, _) = step else { return nil }
    let interface = topology.networkInterfaces.first { $0.id == id }
    return "associate an Elastic IP address with \(interface?.shortName ?? id.rawValue) (\(address))"
  }

  static func verdict(_ goal: FixReport.Goal) -> Verdict {
    switch goal {
    case .reachable: .reachable
    case .unreachable: .unreachable
    }
  }

  /// What is said of the best fix.
  static func claim(_ report: FixReport) -> String {
    let verdict = verdict(report.goal).headline
    let scope = report.fixed < report.pairs ? "\(report.fixed) of \(report.pairs) pairs " : ""
    return "smallest found, re-checked: \(scope)\(verdict)"
  }

  /// Why there is no fix.
  static func nothing(_ report: FixReport) -> String {
    if report.isNothingToDo {
      switch report.goal {
      case .reachable: return "nothing to fix, it is reachable"
      case .unreachable: return "nothing to cut, no request arrives"
      }
    }
    if report.advice.isEmpty, !report.missing.isEmpty {
      return "what is missing comes first: \(report.missing.map(\.what).listed(atMost: 2))"
    }
    switch report.goal {
    case .reachable: return "none found that leaves the routes in use as they are"
    case .unreachable: return "no rule, route or address that could be changed lets it pass"
    }
  }

  static func advice(_ advice: FixAdvice) -> (sentence: String, source: String) {
    CodeEntry.of(advice.code).advice
  }

  static func effect(_ effect: Effect) -> String {
    "also \(effect.kind.rawValue) \(effect.services) from \(effect.source) to \(effect.destination)"
      + (effect.count > 1 ? " (\(effect.count) pairs)" : "")
  }

  static let bounded = "the search ended at its limits; there may be a smaller set"
}

extension FixReport {
  var noun: String {
    switch goal {
    case .reachable: "fix"
    case .unreachable: "cut"
    }
  }
}
