import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Rules beside what was seen: what is proposed, what is not, and that everything that was seen still passes.
@Suite struct TightenTests {
  /// The network after what is proposed, and the proposal.
  private static func tightening(
    _ log: String, on network: Network, _ options: TightenOptions = TightenOptions()
  ) throws -> (made: Tightening, after: Network, report: ReplayReport) {
    let folder = try TemporaryFolder()
    try folder.write("flows.log", log)
    let sources = [FlowLogSource(folder.path + "/flows.log")]
    let made = try Tightener(network, options: options).tightening(on: sources)
    let after = Network(try network.topology.applying(made.edits))
    return (made, after, try Replay(after).report(on: sources))
  }

  private static func lines(_ made: Tightening) -> [String] {
    made.changed.map { rule in
      let way = rule.direction == .ingress ? "in" : "out"
      switch rule.outcome {
      case .unused: return "\(rule.component.name) \(way) \(rule.text) -"
      case .covered: return "\(rule.component.name) \(way) \(rule.text) ="
      case .narrowed(let texts):
        return "\(rule.component.name) \(way) \(rule.text) > \(texts.joined(separator: ", "))"
      default: return ""
      }
    }
  }

  // MARK: A week

  /// Three rules that nothing uses and one of ten times the ports are found, and nothing else.
  @Test(arguments: [1, 2] as [UInt64]) func aWeekShowsWhatIsTooWide(seed: UInt64) throws {
    var week = GeneratedWeek(seed: seed)
    let network = try ReplayTests.network(GeneratedWeek.network)
    let log = week.log(connections: 1_500)
    let (made, _, report) = try Self.tightening(log, on: network)
    let unused = made.before.rules.filter { $0.hits.total == 0 && $0.component.kind == "security group" }
    #expect(
      Set(unused.map { "\($0.component.name) \($0.rule)" }) == [
        "app tcp/9200 from sg:batch", "db tcp/22 from 10.0.0.0/16", "cache udp/161 from 10.0.9.0/24",
      ], "seed \(seed)")
    #expect(
      Self.lines(made) == [
        "app in tcp/8080-8089 from sg:web > tcp/8080 from sg:web", "app in tcp/9200 from sg:batch -",
        "db in tcp/22 from 10.0.0.0/16 -", "cache in udp/161 from 10.0.9.0/24 -",
      ], "seed \(seed)")
    #expect(made.before.score == 100 && report.score == 100)
    #expect(report.agreeing == made.before.agreeing && report.records(.ambiguous) == 0)
    #expect(made.proof?.lost == 0 && made.proof?.undecided == 0 && made.proof?.isByRecords == true)
    // The port of the only group that may send there is the one that stays: of the rest nobody had a rule to send.
    let closed = made.changed.map { $0.effects?.map { "\($0.kind.rawValue) \($0.services)" } ?? [] }
    #expect(closed == [[], [], [], []])
    #expect(made.effects?.isEmpty == true)
  }

  /// The same with everybody let out: then what is closed is told, for each change and for all.
  @Test func whatIsClosedIsTold() throws {
    var week = GeneratedWeek(seed: 3)
    let yaml = GeneratedWeek.network.replacing(
      "web: {in: tcp/443 from 0.0.0.0/0, out: tcp/8080 to sg:app}", with: "web: {in: tcp/443 from 0.0.0.0/0}")
    let (made, after, report) = try Self.tightening(week.log(connections: 600), on: ReplayTests.network(yaml))
    #expect(report.score == 100)
    #expect(
      Self.lines(made).first == "web out all to 0.0.0.0/0 > tcp/8080 to sg:app")
    let wide = try #require(made.changed.first { $0.text == "tcp/8080-8089 from sg:web" })
    let closed = try #require(wide.effects)
    #expect(
      closed.map { "\($0.kind.rawValue) \($0.services) from \($0.source) to \($0.destination) \($0.pairs)" }
        == [
          "closes tcp/8081-8089 from sg:web to sg:app 6"
        ])
    #expect(made.effects?.contains { $0.kind == .opens } == false)
    // As one would ask for it.
    let before = try #require(
      try ReplayTests.network(yaml).answers(to: Question(from: "web-1", to: "app-2", on: "tcp/8081")).first)
    let now = try #require(try after.answers(to: Question(from: "web-1", to: "app-2", on: "tcp/8081")).first)
    #expect(before.verdict == .reachable && now.verdict == .unreachable)
  }
}
