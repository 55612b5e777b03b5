import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkPolicy
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Rules beside what was seen: what is proposed, what is not, and that everything that was seen still passes.
@Suite struct TightenTests {
  /// The network after what is proposed, and the proposal.
  private static func tightening(
    _ log: String, on network: Network, _ options: TightenOptions = TightenOptions(), exploring: Bool = false
  ) throws -> (made: Tightening, after: Network, before: ReplayReport, report: ReplayReport) {
    let folder = try TemporaryFolder()
    try folder.write("flows.log", log)
    let sources = [FlowLogSource(folder.path + "/flows.log")]
    let made = try Tightener(network, options: options).tightening(on: sources, exploring: exploring)
    let after = Network(try network.topology.applying(made.edits))
    return (made, after, try Replay(network).report(on: sources), try Replay(after).report(on: sources))
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
  @Test(arguments: [1] as [UInt64]) func aWeekShowsWhatIsTooWide(seed: UInt64) throws {
    var week = GeneratedWeek(seed: seed)
    let network = try ReplayTests.network(GeneratedWeek.network)
    let log = week.log(connections: 800)
    let (made, _, before, report) = try Self.tightening(log, on: network, exploring: true)
    let unused = before.rules.filter { $0.hits.total == 0 && $0.component.kind == "security group" }
    #expect(
      Set(unused.map { "\($0.component.name) \($0.rule)" }) == [
        "app tcp/9200 from sg:batch", "db tcp/22 from 10.0.0.0/16", "cache udp/161 from 10.0.9.0/24",
      ], "seed \(seed)")
    #expect(
      Self.lines(made) == [
        "app in tcp/8080-8089 from sg:web > tcp/8080 from sg:web", "app in tcp/9200 from sg:batch -",
        "db in tcp/22 from 10.0.0.0/16 -", "cache in udp/161 from 10.0.9.0/24 -",
      ], "seed \(seed)")
    #expect(before.score == 100 && report.score == 100)
    #expect(report.agreeing == before.agreeing && report.records(.ambiguous) == 0)
    #expect(made.proof?.lost == 0 && made.proof?.isByRecords == true)
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
    let (made, after, _, report) = try Self.tightening(
      week.log(connections: 300), on: ReplayTests.network(yaml), exploring: true)
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

  // MARK: Rules one by one

  private static func network(_ groups: String, _ lists: String = "") throws -> Network {
    try ReplayTests.network(
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets:
            front: {cidr: 10.0.1.0/24, zone: us-west-2a}
            back: {cidr: 10.0.2.0/24, zone: us-west-2a\(lists.isEmpty ? "" : ", network-acl: strict")}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
      \(lists)
          security-groups:
            web: {in: [], out: []}
            old: {in: [], out: []}
      \(groups)
          interfaces:
            web-1: {subnet: front, ip: 10.0.1.5, groups: web}
            web-2: {subnet: front, ip: 10.0.1.6, groups: [web, old]}
            app: {subnet: back, ip: 10.0.2.5, groups: app}

      """)
  }

  /// `app 10.0.1.5/40000 10.0.2.5/443 6 ACCEPT 2`, as a record.
  private static func record(_ text: String) -> String {
    let words = text.split(separator: " ").map(String.init)
    let (source, destination) = (words[1].split(separator: "/"), words[2].split(separator: "/"))
    return
      "\(words[0]) \(source[0]) \(destination[0]) \(source[1]) \(destination[1]) \(words[3]) 1 40 1700000000 1700000060 \(words[4]) OK \(words.count > 5 ? words[5] : "-")\n"
  }

  private static let silence =
    "web-1 - - - - - - - 1700000000 1700000060 - NODATA -\n"
    + "web-2 - - - - - - - 1700000000 1700000060 - NODATA -\n"
    + "app - - - - - - - 1700000000 1700000060 - NODATA -\n"

  private static let twoWebs = [
    "app 10.0.1.5/40000 10.0.2.5/443 6 ACCEPT 2", "app 10.0.1.6/40000 10.0.2.5/443 6 ACCEPT 2",
  ]

  @Test(arguments: [
    // A group whose members are all within, and as few others as possible.
    (
      "app: {in: all from 10.0.0.0/16, out: []}", "group", twoWebs,
      ["app in all from 10.0.0.0/16 > tcp/443 from sg:web"]
    ),
    (
      "app: {in: all from 10.0.0.0/16, out: []}", "exact", twoWebs,
      ["app in all from 10.0.0.0/16 > tcp/443 from 10.0.1.5/32, tcp/443 from 10.0.1.6/32"]
    ),
    (
      "app: {in: all from 10.0.0.0/16, out: []}", "/28", twoWebs,
      ["app in all from 10.0.0.0/16 > tcp/443 from 10.0.1.0/28"]
    ),
    (
      "app: {in: all from 10.0.0.0/16, out: []}", "subnet", twoWebs,
      ["app in all from 10.0.0.0/16 > tcp/443 from 10.0.1.0/24"]
    ),
    // A group with a member outside of the rule would be wider.
    (
      "app: {in: all from 10.0.1.5/32, out: []}", "group", [twoWebs[0]],
      ["app in all from 10.0.1.5/32 > tcp/443 from 10.0.1.5/32"]
    ),
    // A reference stays; ports become those that were seen.
    (
      "app: {in: tcp/400-500 from sg:web, out: []}", "exact", twoWebs,
      ["app in tcp/400-500 from sg:web > tcp/443 from sg:web"]
    ),
    // What two let pass is the narrower one's business.
    (
      "app: {in: [all from 0.0.0.0/0, tcp/443 from sg:web], out: []}", "group", twoWebs,
      ["app in all from 0.0.0.0/0 ="]
    ),
    // An answer needs no rule, whichever way it is known to be one.
    (
      "app: {in: tcp/443 from sg:web, out: all to 0.0.0.0/0}", "group",
      twoWebs + [
        "app 10.0.2.5/443 10.0.1.5/40000 6 ACCEPT 18", "app 10.0.2.5/443 10.0.1.5/40001 6 ACCEPT 0",
      ], ["app out all to 0.0.0.0/0 -"]
    ),
    // Types of ICMP are not logged: each rule that some type matches may have been used.
    (
      "app: {in: [icmp/8 from 10.0.0.0/16, icmp/3 from 10.0.0.0/16], out: []}", "subnet",
      ["app 10.0.1.5/0 10.0.2.5/0 1 ACCEPT"],
      [
        "app in icmp/8 from 10.0.0.0/16 > icmp/8 from 10.0.1.0/24",
        "app in icmp/3 from 10.0.0.0/16 > icmp/3 from 10.0.1.0/24",
      ]
    ),
    // The public, as many as there are.
    (
      "app: {in: tcp/440-450 from 0.0.0.0/0, out: []}", "group",
      (0..<20).map { "app \(20 + 3 * $0).51.7.9/40000 10.0.2.5/443 6 ACCEPT 2" },
      ["app in tcp/440-450 from 0.0.0.0/0 > tcp/443 from 0.0.0.0/0"]
    ),
    // What was rejected is no use.
    (
      "app: {in: tcp/443 from 10.0.1.0/24, out: []}", "group", ["app 10.0.1.5/40000 10.0.2.5/22 6 REJECT 2"],
      ["app in tcp/443 from 10.0.1.0/24 -"]
    ),
  ]) func aRuleIsMadeCloser(groups: String, margin: String, records: [String], expected: [String]) throws {
    let margin = try #require(TightenOptions.Margin(margin))
    let log = ReplayTests.header + "\n" + records.map(Self.record).joined() + Self.silence
    let (made, _, before, report) = try Self.tightening(
      log, on: Self.network("      " + groups), TightenOptions(margin: margin))
    #expect(Self.lines(made) == expected)
    #expect(report.disagreeing == before.disagreeing && made.proof?.lost == 0)
  }

  /// An access list is about subnets, asks answers too, and keeps its order and its denials.
  @Test func anEntryIsMadeCloser() throws {
    let lists = """
          network-acls:
            strict:
              in: {90: deny tcp/22 from 0.0.0.0/0, 100: allow tcp/400-500 from 10.0.0.0/16, 101: allow udp/53 from 10.0.0.0/16}
              out: {100: allow tcp/1024-65535 to 0.0.0.0/0, 110: allow all to 0.0.0.0/0}
      """
    let log =
      ReplayTests.header + "\n"
      + [Self.twoWebs[0], "app 10.0.2.5/443 10.0.1.5/40000 6 ACCEPT 18"].map(Self.record).joined()
      + Self.silence
    let (made, after, _, report) = try Self.tightening(
      log, on: Self.network("      app: {in: tcp/443 from sg:web, out: []}", lists))
    #expect(
      Self.lines(made) == [
        "strict in 100 allow tcp/400-500 from 10.0.0.0/16 > 100 allow tcp/443 from 10.0.1.0/24",
        "strict in 101 allow udp/53 from 10.0.0.0/16 -",
        "strict out 100 allow tcp/1024-65535 to 0.0.0.0/0 > 100 allow tcp/1024-65535 to 10.0.1.0/24",
      ])
    #expect(report.score == 100)
    let numbers = after.topology.networkACLs.first { $0.info.name == "strict" }?.entries.map(\.number)
    #expect(numbers?.sorted() == [90, 100, 100, 110])
  }

  /// Nothing is said of rules for interfaces without a log, unless somebody vouches for them.
  @Test func whatLoggedNothingIsNotJudged() throws {
    let network = try ReplayTests.network(GeneratedWeek.network)
    let log = GeneratedWeek.header + "5 db-1 - - - - - - - 1793491200 1793491260 - NODATA -\n"
    let (made, _, _, _) = try Self.tightening(log, on: network)
    #expect(made.changed.isEmpty)
    let rule = try #require(made.rules.first { $0.text == "tcp/22 from 10.0.0.0/16" })
    #expect(rule.outcome == .held(.silent(["db-2"])) && rule.logged == 1)
    let (trusting, _, _, _) = try Self.tightening(log, on: network, TightenOptions(trustsSilence: true))
    // Of groups that have no log at all nothing is said even so.
    #expect(Set(trusting.changed.map(\.component.name)) == ["db"])
  }

  // MARK: The policy

  /// What was seen, by group where it holds for all of them, and all of it true.
  @Test func thePolicyOfAWeek() throws {
    var week = GeneratedWeek(seed: 5)
    let folder = try TemporaryFolder()
    try folder.write("flows.log", week.log(connections: 300))
    let network = try ReplayTests.network(GeneratedWeek.network)
    let today = try #require(CalendarDate(year: 2026, month: 11, day: 22))
    let draft = try Tightener(network).policy(on: [FlowLogSource(folder.path + "/flows.log")], today: today)
    let found = draft.open.map { item in
      "\(item.draft.sources.joined()) \(item.draft.destinations.joined()) \(item.draft.services.joined(separator: ","))"
    }
    #expect(
      Set(found) == [
        "internet sg:web tcp/443", "sg:web sg:app tcp/8080", "sg:app sg:db tcp/5432",
        "sg:app sg:cache tcp/6379",
        "sg:batch sg:db tcp/5432",
      ])
    #expect(draft.left == 0)
  }
}
