import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk mutate`: exit codes, what counts as noticed, and that what is suggested does notice.
@Suite struct MutateCommandTests {
  private static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}, inner: {cidr: 10.0.2.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups:
          web: {in: [tcp/443 from 0.0.0.0/0], out: [tcp/5432 to sg:db]}
          db: {in: tcp/5432 from sg:web, out: []}
        interfaces:
          web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}
          db: {subnet: inner, ip: 10.0.2.5, public: 198.51.100.6, groups: db}

    """

  private func run(_ policy: String, _ arguments: [String] = [], in shared: TemporaryFolder? = nil) throws
    -> CommandRun
  {
    let folder = try shared ?? TemporaryFolder()
    try folder.write("net.yaml", Self.network)
    try folder.write("policy.yaml", policy)
    return CommandRun(
      ["mutate", folder.path + "/policy.yaml", "-t", folder.path + "/net.yaml", "--today", "2026-01-01"]
        + arguments)
  }

  private static func policy(_ assertions: String...) -> String {
    "packetwalk: 1\nassertions:\n" + assertions.map { "  - \($0)\n" }.joined()
  }

  private static let uses = "{id: uses, allow: {from: sg:web, to: sg:db, on: postgres}}"
  private static let failing = "{id: shut, deny: {from: internet, to: sg:web, on: https}}"
  private static let loose =
    "{id: quiet, only: {from: sg:web, to: sg:db, on: any}, severity: warning}"

  @Test(
    arguments: [
      (policy(uses), [], 0), (policy(uses), ["--min-score", "1"], 0),
      (policy(uses), ["--min-score", "99"], 1),
      // A policy that fails has no score.
      (policy(failing), [], 1), (policy(uses, failing), ["--assertion", "uses"], 0),
      (policy("{id: a, deny: {from: internet, to: sg:web, on: https}, severity: warning}"), [], 0),
      (
        policy("{id: a, deny: {from: internet, to: sg:web, on: https}, severity: warning}"),
        ["--fail-on", "warning"], 1
      ),
      // Where nothing is tried that is real, nothing is noticed.
      (policy(uses), ["--only", "public-address", "--limit", "1", "--min-score", "100"], 1),
      (policy(uses), ["--only", "widen"], 2), (policy(uses), ["--assertion", "use"], 2),
      (policy(uses), ["--today", "soon"], 2), (policy("{id: a, deny: {}}"), [], 2),
      (policy("{id: a, deny: {from: sg:gone, to: sg:db, on: any}}"), [], 2),
      (policy(uses), ["--limit", "0"], 64), (policy(uses), ["--min-score", "101"], 64),
    ] as [(String, [String], Int32)])
  func exitCodes(policy: String, arguments: [String], code: Int32) throws {
    let run = try run(policy, arguments)
    #expect(run.code == code, "\(arguments) \(run.out) \(run.error)")
  }

  @Test func aPolicyThatFailsIsSaidToAndHasNoScore() throws {
    let run = try run(Self.policy(Self.failing))
    #expect(run.out.contains("The policy fails on the network as it is"))
    #expect(run.out.contains("shut"))
    #expect(!run.out.contains("Noticed"))
  }

  @Test func whatIsBelowTheThresholdNoticesNothing() throws {
    func noticed(_ arguments: [String]) throws -> Int? {
      let run = try run(Self.policy(Self.loose), ["--json"] + arguments)
      return try run.objects()[0]["noticed"]?.integer
    }
    #expect(try noticed([]) == 0)
    #expect(try noticed(["--fail-on", "warning"]) ?? 0 > 0)
  }

  /// Suggestion by suggestion a policy gets better, until no change goes unnoticed for which one was found.
  @Test func whatIsSuggestedNotices() throws {
    var assertions = ["    - " + Self.uses]
    var scores: [Int] = []
    for _ in 0..<20 {
      let policy = "packetwalk: 1\nassertions:\n" + assertions.joined(separator: "\n")
      let run = try run(policy, ["--json"])
      try #require(run.code == 0, "\(run.out) \(run.error)\n\(policy)")
      let report = try #require(run.objects().first)
      scores.append(report["score"]?.integer ?? -1)
      let survivors = Array(try #require(report["survivors"]?.elements))
      guard let remedy = survivors.compactMap({ $0["wouldNotice"]?["yaml"]?.string }).first else {
        #expect(survivors.isEmpty)
        break
      }
      assertions.append(remedy.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
    }
    #expect(scores.count > 2 && scores.last == 100, "\(scores)")
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 < $1 }, "\(scores)")
  }

  @Test func whatIsOpenToTheInternetStandsFirst() throws {
    let run = try run(Self.policy(Self.uses), ["--json"])
    let open = try #require(run.objects().first?["survivors"]?.elements).map {
      $0["isOpenToInternet"]?.boolean ?? false
    }
    #expect(open.first == true && open.last == false)
    #expect(open == open.sorted { $0 && !$1 })
  }

  @Test func samplesAreStatedAndRepeatable() throws {
    let folder = try TemporaryFolder()
    let first = try run(Self.policy(Self.uses), ["--limit", "9", "--seed", "5"], in: folder)
    let again = try run(Self.policy(Self.uses), ["--limit", "9", "--seed", "5"], in: folder)
    #expect(first.out == again.out)
    #expect(first.out.contains("9 of ") && first.out.contains("chosen by chance from seed 5"))
    let all = try run(Self.policy(Self.uses))
    #expect(all.out.contains("which is all"))
  }
}
