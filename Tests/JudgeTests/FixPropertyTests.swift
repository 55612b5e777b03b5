import PacketWalkAnalysis
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Fixes of random questions about random networks work, and no part of one does.
@Suite struct FixPropertyTests {
  private static let topologies =
    Environment.value("PACKETWALK_FIX_ITERATIONS").flatMap(Int.init) ?? 16
  private static let questions = 12
  /// Larger sets are searched for parts step by step only, so that only such parts are held against them.
  private static let exhaustive = 5

  /// Against these alone there is always a rule.
  private static let filters = Set(
    [Code.groupRulesMismatch, .groupHasNoRules, .groupReferenceNotPreserved, .accessListRestriction]
      .map(\.rawValue))

  @Test func blockedQuestionsBecomeReachable() throws {
    try run(.reachable) { answer in answer.verdict == .reachable }
  }

  @Test func reachableQuestionsAreCut() throws {
    try run(.unreachable) { answer in answer.delivered == .none }
  }

  private func run(_ goal: FixReport.Goal, _ isWanted: (Answer) -> Bool) throws {
    var tally: [String: Int] = [:]
    var open = 0
    for iteration in 0..<UInt64(Self.topologies) {
      let seed = DifferentialTests.seed &+ 3_000_000 &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.make()
      let network = Network(topology)
      for question in JudgedQuestion.random(Self.questions, about: topology, &generator.random) {
        func holds(_ edits: [Edit]) throws -> Bool {
          try Network(topology.applying(edits)).answers(to: question.question).allSatisfy(isWanted)
        }
        let report = try network.fixes(for: question.question, goal: goal)
        #expect(report.isNothingToDo == (try holds([])), "seed \(seed) \(question)")
        guard !report.isNothingToDo else { continue }
        open += 1
        for fix in report.fixes {
          #expect(try holds(fix.edits), "seed \(seed) \(question): \(fix.edits) does not do")
          for mask in Self.parts(of: fix.edits.count) {
            let part = fix.edits.indices.filter { mask & (1 << $0) != 0 }.map { fix.edits[$0] }
            #expect(try !holds(part), "seed \(seed) \(question): of \(fix.edits) does \(part)")
          }
        }
        if goal == .reachable, report.fixes.isEmpty, report.missing.isEmpty, !report.isBounded {
          let answers = try network.answers(to: question.question)
          let obstacles = answers.flatMap { $0.blockers + $0.furtherBlockers }
          #expect(
            !obstacles.allSatisfy { Self.filters.contains($0.code) },
            "seed \(seed) \(question): nothing but rules stops it, and no rule is proposed")
        }
        let kind =
          report.fixes.first.map { "\($0.steps.count) steps" } ?? report.advice.first?.code.rawValue
          ?? (report.missing.isEmpty ? "nothing" : "missing")
        tally[kind, default: 0] += 1
      }
    }
    print(
      "\(open) questions to \(goal): \(tally.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" })")
    #expect(open > Self.topologies)
  }

  private static func parts(of count: Int) -> [Int] {
    let whole = (1 << count) - 1
    guard count > exhaustive else { return Array(0..<whole) }
    return (0..<count).map { whole & ~(1 << $0) }
  }
}
