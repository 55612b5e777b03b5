import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Records of flow logs beside the model, each with the class that it has to get.
@Suite struct ReplayTests {
  static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: [10.0.0.0/16, 2001:db8:1::/56]
        internet-gateway: igw
        subnets:
          front: {cidr: [10.0.1.0/24, 2001:db8:1:1::/64], zone: us-west-2a}
          back: {cidr: 10.0.2.0/24, zone: us-west-2a, network-acl: strict}
          relay: {cidr: 10.0.3.0/24, zone: us-west-2a, network-acl: strict}
        network-acls:
          strict:
            in: {100: allow tcp/5432 from 10.0.1.0/24, 110: allow tcp/1024-65535 from 10.0.0.0/16}
            out: {100: allow tcp/1024-65535 to 10.0.1.0/24}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups:
          web: {in: [tcp/443 from 0.0.0.0/0, "tcp/443 from ::/0", icmp/8 from 10.0.0.0/16], out: tcp/5432 to sg:db}
          db: {in: tcp/5432 from sg:web, out: []}
        interfaces:
          web: {subnet: front, ip: [10.0.1.5, "2001:db8:1:1::5"], public: 198.51.100.5, groups: web}
          db: {subnet: back, ip: 10.0.2.5, groups: db}
          proxy: {subnet: relay, ip: 10.0.3.5, groups: web, source-dest-check: false}
          host: {subnet: relay, ip: 10.0.3.6, groups: web}

    """

  static let header =
    "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags"

  static func network(_ yaml: String = network) throws -> Network {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", yaml)
    let loaded = try TopologyLoader.load(path: folder.path + "/net.yaml")
    return Network(loaded.topology, findings: loaded.findings)
  }

  static func report(_ lines: [String], on network: Network, listing: Int = 1000) throws -> ReplayReport {
    let folder = try TemporaryFolder()
    try folder.write("flows.log", ([header] + lines).joined(separator: "\n") + "\n")
    return try Replay(network, listLimit: listing).report(on: [FlowLogSource(folder.path + "/flows.log")])
  }

  /// `web 198.51.100.9:40000 10.0.1.5:443 6 ACCEPT 2`, as a record.
  private static func record(_ text: String) -> String {
    let words = text.split(separator: " ").map(String.init)
    func end(_ text: String) -> (String, String) {
      let cut = text.lastIndex(of: "/") ?? text.endIndex
      return (String(text[..<cut]), String(text[cut...].dropFirst()))
    }
    let (source, destination) = (end(words[1]), end(words[2]))
    return
      "\(words[0]) \(source.0) \(destination.0) \(source.1) \(destination.1) \(words[3]) 1 40 1700000000 1700000060 \(words[4]) OK \(words.count > 5 ? words[5] : "-")"
  }

  @Test(arguments: [
    ("web 203.0.113.9/40000 10.0.1.5/443 6 ACCEPT 2", FlowClass.agreeAccept),
    ("web 203.0.113.9/40000 10.0.1.5/443 6 REJECT 2", .modelAccepts),
    ("web 203.0.113.9/40000 10.0.1.5/22 6 REJECT 2", .agreeReject),
    ("web 203.0.113.9/40000 10.0.1.5/22 6 ACCEPT 2", .modelRejects),
    // Only an answer passes groups that have no rule for it.
    ("web 10.0.1.5/443 203.0.113.9/40000 6 ACCEPT 18", .agreeAccept),
    ("web 10.0.1.5/443 203.0.113.9/40000 6 REJECT 18", .modelAccepts),
    ("web 10.0.1.5/443 203.0.113.9/40000 6 ACCEPT 2", .modelRejects),
    ("web 10.0.1.5/443 203.0.113.9/40000 6 ACCEPT -", .ambiguous),
    ("web 10.0.1.5/443 203.0.113.9/40000 6 REJECT -", .ambiguous),
    // An answer to what the groups would have stopped is none.
    ("web 10.0.1.5/22 203.0.113.9/40000 6 ACCEPT 18", .modelRejects),
    ("web 10.0.1.5/22 203.0.113.9/40000 6 REJECT -", .agreeReject),
    // Rejected at the end of a connection.
    ("web 203.0.113.9/40000 10.0.1.5/443 6 REJECT 4", .latePacket),
    // References, and access lists beside them.
    ("web 10.0.1.5/40000 10.0.2.5/5432 6 ACCEPT 2", .agreeAccept),
    ("db 10.0.1.5/40000 10.0.2.5/5432 6 ACCEPT 2", .agreeAccept),
    ("db 10.0.1.6/40000 10.0.2.5/5432 6 REJECT 2", .agreeReject),
    ("db 10.0.2.5/5432 10.0.1.5/40000 6 ACCEPT 18", .agreeAccept),
    ("db 10.0.2.5/5432 10.0.1.5/1000 6 REJECT 18", .agreeReject),
    // Types are not logged.
    ("web 10.0.2.5/0 10.0.1.5/0 1 ACCEPT", .unjudged),
    ("web 203.0.113.9/0 10.0.1.5/0 1 REJECT", .agreeReject),
    ("web 2001:db8:9::1/40000 2001:db8:1:1::5/443 6 ACCEPT 2", .agreeAccept),
    ("web 2001:db8:9::1/40000 2001:db8:1:1::5/80 6 ACCEPT 2", .modelRejects),
    // What the access list stops may have come from the proxy, which is in the subnet.
    ("host 203.0.113.9/40000 10.0.3.6/443 6 ACCEPT 2", .unjudged),
    ("host 203.0.113.9/40000 10.0.3.6/80 6 REJECT 2", .agreeReject),
    ("web 203.0.113.9/40000 203.0.113.8/443 6 ACCEPT 2", .unjudged),
    ("eni-elsewhere 203.0.113.9/40000 10.0.1.5/443 6 ACCEPT 2", .unjudged),
  ]) func aRecordIsJudged(text: String, expected: FlowClass) throws {
    let report = try Self.report([Self.record(text)], on: Self.network())
    #expect(report.classes.mapValues(\.records) == [expected: 1])
  }

  /// Whichever comes first, the record of the other direction says that this one is an answer.
  @Test(arguments: [false, true]) func recordsOfOneConnectionDecideEachOther(isAnswerFirst: Bool) throws {
    let request = Self.record("web 203.0.113.9/40000 10.0.1.5/443 6 ACCEPT")
    for (action, expected) in [("ACCEPT", FlowClass.agreeAccept), ("REJECT", .modelAccepts)] {
      let answer = Self.record("web 10.0.1.5/443 203.0.113.9/40000 6 \(action)")
      let report = try Self.report(
        isAnswerFirst ? [answer, request] : [request, answer], on: Self.network())
      #expect(report.records(.ambiguous) == 0)
      #expect(report.records(expected) == (expected == .agreeAccept ? 2 : 1))
    }
  }

  /// A ping that was rejected may have been a request beside the answers to others.
  @Test func pingsDoNotDecideEachOther() throws {
    let yaml = Self.network.replacing("icmp/8 from", with: "icmp all from")
    let report = try Self.report(
      [
        Self.record("web 10.0.2.5/0 10.0.1.5/0 1 ACCEPT"), Self.record("web 10.0.1.5/0 10.0.2.5/0 1 REJECT"),
        Self.record("web 10.0.1.5/0 10.0.2.5/0 1 ACCEPT"),
      ], on: Self.network(yaml))
    #expect(report.classes.mapValues(\.records) == [.agreeAccept: 2, .ambiguous: 1])
  }

  @Test func aMissingRuleIsNamed() throws {
    let yaml = Self.network.replacing(
      "db: {in: tcp/5432 from sg:web, out: []}", with: "db: {in: [], out: []}")
    let report = try Self.report(
      [Self.record("db 10.0.1.5/40000 10.0.2.5/5432 6 ACCEPT 2")], on: Self.network(yaml))
    let found = try #require(report.disagreements.first)
    #expect(report.disagreements.count == 1)
    #expect(found.component?.name == "db" && found.component?.kind == "security group")
    #expect(found.rule == nil && found.service == "tcp/5432" && found.side == .ingress)
    #expect(found.question == Question(from: "10.0.1.5", to: "db", on: "tcp/5432"))
    #expect(report.score == 0)
  }

  @Test func rulesThatNothingUsesAreFound() throws {
    let report = try Self.report(
      [
        Self.record("web 203.0.113.9/40000 10.0.1.5/443 6 ACCEPT 2"),
        Self.record("web 10.0.1.5/40000 10.0.2.5/5432 6 ACCEPT 2"),
        Self.record("db 10.0.1.5/40000 10.0.2.5/5432 6 ACCEPT 2"),
        Self.record("db 10.0.2.5/5432 10.0.1.5/40000 6 ACCEPT 18"),
      ], on: Self.network())
    func hits(_ component: String, _ rule: String) -> Int? {
      report.rules.first { $0.component.name == component && $0.rule.contains(rule) }?.hits.total
    }
    #expect(hits("web", "tcp/443 from 0.0.0.0/0") == 1)
    #expect(hits("web", "tcp/443 from ::/0") == 0)
    #expect(hits("web", "tcp/5432 to sg:db") == 1)
    #expect(hits("db", "tcp/5432 from sg:web") == 1)
    #expect(hits("strict", "100 allow tcp/5432") == 1)
    #expect(hits("strict", "100 allow tcp/1024-65535 to") == 1)
    #expect(hits("strict", "110 allow") == 0)
  }

  @Test func twoRulesShareAHit() throws {
    let yaml = Self.network.replacing(
      "[tcp/443 from 0.0.0.0/0,", with: "[tcp/443 from 0.0.0.0/0, tcp/400-500 from 203.0.113.0/24,")
    let report = try Self.report(
      [
        Self.record("web 203.0.113.9/40000 10.0.1.5/443 6 ACCEPT 2"),
        Self.record("web 203.0.113.9/40000 10.0.1.5/444 6 ACCEPT 2"),
      ], on: Self.network(yaml))
    let wide = try #require(report.rules.first { $0.rule.contains("tcp/400-500") })
    let narrow = try #require(report.rules.first { $0.rule.contains("tcp/443 from 0.0.0.0/0") })
    #expect((wide.hits.sole, wide.hits.shared) == (1, 1))
    #expect((narrow.hits.sole, narrow.hits.shared) == (0, 1))
  }

  @Test func gapsAndValidityAreCounted() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "flows.log",
      """
      \(Self.header)
      web - - - - - - - 1700000000 1700000060 - NODATA -
      db - - - - - - - 1700000000 1700000060 - SKIPDATA -
      \(Self.record("web 203.0.113.9/40000 10.0.1.5/443 6 ACCEPT 2"))

      """)
    let source = FlowLogSource(folder.path + "/flows.log")
    let network = try Self.network()
    let report = try Replay(network).report(on: [source])
    #expect(report.counts.noData == 1 && report.counts.skipData == 1 && report.skippedWindows == 1)
    let db = try #require(report.rules.first { $0.component.name == "db" })
    #expect((db.logged, db.silent, db.skipped) == (0, 1, 1))
    let late = try Replay(network, validity: 1_700_000_001...Int.max).report(on: [source])
    #expect(late.unjudged.map(\.reason) == [.outsideValidity] && late.score == nil)
  }
}
