import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Judge and engine, which have no code in common, must answer alike.
@Suite struct DifferentialTests {
  static let seed = Environment.value("PACKETWALK_JUDGE_SEED").flatMap { UInt64($0) } ?? 1
  /// Topologies; each is asked `questions` questions.
  static let iterations =
    Environment.value("PACKETWALK_JUDGE_ITERATIONS").flatMap(Int.init) ?? 16
  static let questions = 25

  @Test func agree() {
    var asked = 0
    var skipped = 0
    var tally: [String: Int] = [:]
    var found = 0
    var kinds: [String: Int] = [:]
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.make()
      #expect(topology.isSound, "seed \(seed): \(topology.validate().map(\.message))")
      let network = Network(topology)
      for question in JudgedQuestion.random(Self.questions, about: topology, &generator.random) {
        guard let judged = Judge(topology).judge(question.asked) else {
          skipped += 1
          continue
        }
        asked += 1
        if judged == .undecided {
          tally["undecided", default: 0] += 1
          continue
        }
        guard let disagreement = Disagreement(topology, network, question, judged: judged) else {
          tally[Disagreement.answer(network, question, isExplaining: false), default: 0] += 1
          continue
        }
        print("seed \(seed) \(question): judge \(disagreement.judged) | \(disagreement.answered)")
        found += 1
        let line = "\(disagreement.judged) | \(disagreement.answered)"
        kinds[line, default: 0] += 1
        guard kinds[line] == 1, kinds.count <= 4 else { continue }
        Issue.record("seed \(seed)\n\(disagreement.shrunk())")
      }
    }
    // So that nobody takes a generator of closed doors for agreement.
    print(
      "judged \(asked) questions in \(Self.iterations) topologies, \(found) disagreements; "
        + "\(skipped) more have too many combinations")
    #expect(skipped * 10 < asked, "the judge has no opinion too often")
    for (line, count) in kinds.sorted(by: { $0.value > $1.value }) { print("  \(count) judge \(line)") }
    for (answer, count) in tally.sorted(by: { $0.value > $1.value }) { print("  \(count) \(answer)") }
  }
}
