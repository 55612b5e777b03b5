import PacketWalkAnalysis
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// What is said where there is no fix, or not for all.
@Suite struct FixReportTests {
  @Test func nothingToFix() throws {
    let network = try load(network(hosts(in: "tcp/5432 from sg:web")))
    let report = try network.fixes(for: Question(from: "web", to: "db", on: "tcp/5432"))
    #expect(report.isNothingToDo)
    #expect(report.fixes.isEmpty && report.advice.isEmpty && report.missing.isEmpty)
  }

  @Test func nothingToCut() throws {
    let network = try load(network(hosts(in: "tcp/443 from sg:web")))
    let report = try network.fixes(for: Question(from: "web", to: "db", on: "tcp/5432"), goal: .unreachable)
    #expect(report.isNothingToDo)
  }

  @Test func whatTheInputLacksComesFirst() throws {
    let network = try load(network(hosts(in: "tcp/5432 from pl:id:pl-0f")))
    let report = try network.fixes(for: Question(from: "web", to: "db", on: "tcp/5432"))
    #expect(report.fixes.isEmpty)
    #expect(report.missing.map(\.what).joined().contains("pl-0f"))
  }

  @Test func anExemptServiceCannotBeCut() throws {
    let network = try load(network(hosts(in: "tcp/5432 from sg:web")))
    let report = try network.fixes(
      for: Question(from: "web", to: "10.0.0.2", on: "udp/53"), goal: .unreachable)
    #expect(!report.isNothingToDo && report.fixes.isEmpty)
  }

  @Test func edgeToEdgeIsARedesign() throws {
    let network = try load(
      """
      packetwalk: 1
      vpcs:
        spoke:
          cidr: 10.1.0.0/16
          subnets: {app: {cidr: 10.1.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: peering:both}}}
          interfaces: {web: {subnet: app, ip: 10.1.1.5}}
        shared:
          cidr: 10.2.0.0/16
          internet-gateway: igw
          subnets: {dmz: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
      peerings:
        both: {requester: spoke, accepter: shared}
      """)
    let report = try network.fixes(for: Question(from: "web", to: "internet", on: "tcp/443"))
    #expect(report.fixes.isEmpty)
    #expect(report.advice.map(\.code) == [.peeringAddress])
  }

  /// One member of a set can be helped, and one cannot.
  @Test func someOfASet() throws {
    let network = try load(
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          security-groups: {web: {in: []}, db: {in: []}}
          interfaces:
            web: {subnet: app, ip: 10.0.1.10, groups: web, tags: {tier: web}}
            db: {subnet: app, ip: 10.0.1.20, groups: db}
        far:
          cidr: 10.9.0.0/16
          subnets: {app: {cidr: 10.9.1.0/24, zone: us-west-2a}}
          security-groups: {web: {in: []}}
          interfaces: {web-far: {subnet: app, ip: 10.9.1.10, groups: web, tags: {tier: web}}}
      """)
    let report = try network.fixes(for: Question(from: "tag:tier=web", to: "db", on: "tcp/5432"))
    #expect(report.pairs == 2 && report.asWanted == 0 && report.fixed == 1)
    #expect(report.fixes.count == 1 && report.fixes.first?.steps.count == 1)
    #expect(report.advice.map(\.code) == [.noRoute])
  }

  /// Effects rank before the number of changes, and are told.
  @Test func effectsRank() throws {
    let network = try load(network(hosts(in: "tcp/5432 from sg:web")))
    let question = Question(from: "web", to: "db", on: "tcp/5432")
    let plain = try network.fixes(for: question, goal: .unreachable)
    #expect(plain.fixes.allSatisfy { $0.effects == nil })
    let ranked = try network.fixes(for: question, goal: .unreachable) { before, after, _ in
      after.map { after in
        // Whatever touches the group that decides is the worst of all.
        let isRule = before.topology.securityGroups != after.topology.securityGroups
        return isRule
          ? [Effect(.closes, source: "web", destination: "db", services: "tcp/1", count: 7)] : []
      }
    }
    #expect(
      ranked.fixes.map { $0.effects?.count ?? -1 } == ranked.fixes.map { $0.effects?.count ?? -1 }.sorted())
    #expect(Set(ranked.fixes.map(\.steps)) == Set(plain.fixes.map(\.steps)))
  }

  @Test func limitsAreSaid() throws {
    let network = try load(network(hosts(in: "tcp/443 from sg:web")))
    let report = try network.fixes(
      for: Question(from: "web", to: "db", on: "tcp/5432"), limits: FixLimits(expansions: 1, questions: 9))
    #expect(report.isBounded && report.fixes.isEmpty)
  }

  private func hosts(in rule: String) -> String {
    """
        security-groups: {web: {in: []}, db: {in: [\(rule)]}}
        interfaces:
          web: {subnet: app, ip: 10.0.1.10, groups: web}
          db: {subnet: app, ip: 10.0.1.20, groups: db}
    """
  }
}
