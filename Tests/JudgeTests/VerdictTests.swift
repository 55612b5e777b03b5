import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// What walks for verdicts alone find must be what whole walks find: for everything that a network may hold, whatever
/// is assumed, on both sides of every edge that any rule has.
@Suite struct VerdictTests {
  static let seed = Environment.value("PACKETWALK_VERDICT_SEED").flatMap { UInt64($0) } ?? 1
  static let iterations = Environment.value("PACKETWALK_VERDICT_ITERATIONS").flatMap(Int.init) ?? 12
  /// Pairs a topology, and services a pair.
  static let pairs = 60
  static let services = 6

  static let options: [WalkOptions] = [
    WalkOptions(), WalkOptions(isStrict: true), WalkOptions(respectsHealth: true),
    WalkOptions(settled: .init(uniqueKeysWithValues: Assumption.allCases.map { ($0, true) })),
    WalkOptions(settled: .init(uniqueKeysWithValues: Assumption.allCases.map { ($0, false) })),
  ]

  @Test func everyVerdictIsTheWholeWalks() {
    var walks = 0
    var whole = 0
    var wrong = 0
    var tally: [String: Int] = [:]
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      _ = generator.make()
      let graph = PacketGraph(compiling: generator.topology)
      let options = Self.options[Int(iteration) % Self.options.count]
      let tables = VerdictTables(graph, options, routeCells: iteration % 3 == 2 ? 0 : RouteRows.budget)
      var walker = VerdictWalker(tables)
      let probes = ServiceProbe.edges(of: graph)
      let ends = ExploreEnd.all(of: generator.topology)
      for _ in 0..<Self.pairs {
        guard let source = ends.sources.randomElement(using: &generator.random),
          let destination = ends.destinations.randomElement(using: &generator.random),
          source.addresses[0].family == destination.addresses[0].family, source.holder != destination.holder
        else { continue }
        for _ in 0..<Self.services {
          guard let probe = probes.randomElement(using: &generator.random) else { continue }
          let question = probe.question(graph.pair(source, destination))
          let walked = graph.walk(question, options).parts[0].verdict
          let found = walker.verdict(of: tables.prepare(question))
          walks += 1
          tally[walked.rawValue, default: 0] += 1
          guard found != walked else { continue }
          wrong += 1
          guard wrong <= 5 else { continue }
          Issue.record(
            "seed \(seed) \(source) → \(destination) \(probe): quickly \(found?.rawValue ?? "none"), walked \(walked)"
          )
        }
      }
      whole += walker.wholeWalks
    }
    print(
      "compared \(walks) verdicts in \(Self.iterations) topologies, \(whole) needed the whole walk, \(wrong) differ"
    )
    for (verdict, count) in tally.sorted(by: { $0.value > $1.value }) { print("  \(count) \(verdict)") }
    #expect(wrong == 0)
    // So that nobody takes the whole walk's agreement with itself for anything.
    #expect(whole * 2 < walks)
  }
}
