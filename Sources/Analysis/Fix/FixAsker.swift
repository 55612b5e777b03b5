import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Asks one question on topologies with changes applied.
struct FixAsker {
  /// A pair of the question that is not as wanted.
  struct Open {
    var place: Int
    var asked: QuestionWalk
    var result: WalkResult
  }

  struct Outcome {
    var network: Network
    var pairs: Int
    var open: [Open]

    /// What the open pairs depend on that the input does not hold.
    var missing: [MissingFact] {
      var facts: [MissingFact] = []
      for pair in open {
        for part in pair.result.parts where part.verdict == .undetermined {
          for fact in network.missing(part, of: pair.result) where !facts.contains(fact) {
            facts.append(fact)
          }
        }
      }
      return facts
    }
  }

  let base: Network
  let question: Question
  let goal: FixReport.Goal
  let options: WalkOptions
  let limit: Int
  /// The pairs that matter; nil for all.
  var scope: Set<Int>?
  /// Topologies asked so far.
  private(set) var asked = 0
  private var known: [Set<FixStep>: Bool] = [:]

  init(_ base: Network, _ question: Question, _ goal: FixReport.Goal, _ options: WalkOptions, limit: Int) {
    self.base = base
    self.question = question
    self.goal = goal
    self.options = options
    self.limit = limit
  }

  var isExhausted: Bool { asked >= limit }

  /// The network after the steps; nil where one of them does not apply after the others, as a rule that an
  /// earlier one took away.
  func network(after steps: [FixStep]) -> Network? {
    guard !steps.isEmpty else { return base }
    return (try? base.topology.applying(steps.map(\.edit))).map { Network($0, findings: base.findings) }
  }

  /// The pairs that are not as wanted after the steps.
  ///
  /// - Throws: what the question's selectors are refused for.
  mutating func ask(_ steps: [FixStep]) throws(InputError) -> Outcome? {
    asked += 1
    guard let network = network(after: steps), let walks = try walks(in: network, after: steps) else {
      return nil
    }
    var open: [Open] = []
    var explaining = options
    explaining.isExplaining = true
    explaining.findsAllBlockers = true
    for (place, asked) in walks.enumerated() where scope?.contains(place) ?? true {
      guard !isAsWanted(network.graph.walk(asked.walk, options)) else { continue }
      open.append(
        Open(place: place, asked: asked, result: network.graph.walk(asked.walk, explaining)))
    }
    known[Set(steps)] = open.isEmpty
    return Outcome(network: network, pairs: walks.count, open: open)
  }

  /// Whether all pairs are as wanted after the steps, whose order does not matter.
  mutating func holds(_ steps: [FixStep]) throws(InputError) -> Bool {
    if let known = known[Set(steps)] { return known }
    asked += 1
    guard let network = network(after: steps), let walks = try walks(in: network, after: steps) else {
      known[Set(steps)] = false
      return false
    }
    var holds = true
    for (place, asked) in walks.enumerated()
    where holds && scope?.contains(place) ?? true {
      holds = isAsWanted(network.graph.walk(asked.walk, options))
    }
    known[Set(steps)] = holds
    return holds
  }

  /// Nil where the question means nothing any more, as when the address that it names was taken away.
  private func walks(in network: Network, after steps: [FixStep]) throws(InputError) -> [QuestionWalk]? {
    do {
      return try network.walks(for: question)
    } catch {
      guard steps.isEmpty else { return nil }
      throw error
    }
  }

  private func isAsWanted(_ result: WalkResult) -> Bool {
    result.parts.allSatisfy { part in
      switch goal {
      case .reachable: part.verdict == .reachable
      case .unreachable: part.delivered == .none
      }
    }
  }
}
