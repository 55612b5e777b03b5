import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// What AWS would refuse. Lint only: no verdict depends on it.
@Suite struct QuotaTests {
  private func severities(_ yaml: String, _ check: LintCheck) throws -> [Finding.Severity] {
    try load(yaml).lint([check]).findings.map(\.severity)
  }

  private func verdict(_ yaml: String, _ service: String) throws -> String {
    let question = Question(from: "client", to: "web", on: service)
    return try load(yaml).answers(to: question).map(\.verdict.rawValue).joined(separator: " ")
  }

  private func hosts(_ groups: String = "web") -> String {
    """
        interfaces:
          web: {subnet: app, ip: 10.0.1.5, groups: [\(groups)]}
          client: {subnet: app, ip: 10.0.1.6}

    """
  }

  @Test(
    "ACL-16: more entries than the quota admits are a finding and change no verdict [Amazon VPC quotas]",
    arguments: [(19, nil), (20, .note), (39, .note), (41, .error)] as [(Int, Finding.Severity?)])
  func aclQuota(count: Int, severity: Finding.Severity?) throws {
    let entries = (0..<count).map { "\(100 + $0): allow tcp/\(8000 + $0) from 10.0.0.0/16" }
    let yaml = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets:
            app: {cidr: 10.0.1.0/24, zone: us-west-2a, network-acl: app}
            desk: {cidr: 10.0.2.0/24, zone: us-west-2a}
          network-acls: {app: {in: {\(entries.joined(separator: ", "))}, out: {100: allow all to 0.0.0.0/0}}}
          security-groups: {web: {in: all from 0.0.0.0/0}}
          interfaces:
            web: {subnet: app, ip: 10.0.1.5, groups: web}
            client: {subnet: desk, ip: 10.0.2.6}
      """
    #expect(try severities(yaml, .aclQuota) == [severity].compactMap { $0 })
    #expect(try verdict(yaml, "tcp/\(8000 + count - 1)") == "reachable")
  }

  @Test(
    "SG-19: more rules than the quota admits are a finding and change no verdict [Amazon VPC quotas]",
    arguments: [(60, []), (61, [.note]), (1001, [.error])] as [(Int, [Finding.Severity])])
  func groupQuota(count: Int, expected: [Finding.Severity]) throws {
    let rules = (0..<count).map { "tcp/\(2000 + $0) from 10.0.0.0/16" }
    let yaml = network(
      "    security-groups: {web: {in: [\(rules.joined(separator: ", "))]}}\n" + hosts())
    #expect(try severities(yaml, .groupQuota) == expected)
    #expect(try verdict(yaml, "tcp/\(2000 + count - 1)") == "reachable")
  }

  @Test("SG-19: an interface's groups times their rules have a limit of their own [Amazon VPC quotas]")
  func groupsTimesRules() throws {
    let rules = (0..<201).map { "tcp/\(2000 + $0) from 10.0.0.0/16" }.joined(separator: ", ")
    let groups = "    security-groups: {web: {in: [\(rules)]}, a: {}, b: {}, c: {}, d: {}}\n"
    let found = try load(network(groups + hosts("web, a, b, c, d"))).lint([.groupQuota]).findings
    #expect(found.map(\.severity) == [.error, .note])
    #expect(found.first?.resource.name == "web" && found.first?.resource.kind == "network interface")
  }

  @Test(
    "RT-15: more routes than the quota admits are a finding and change no verdict [Amazon VPC quotas]",
    arguments: [(500, nil), (501, .note), (1001, .error)] as [(Int, Finding.Severity?)])
  func routeQuota(count: Int, severity: Finding.Severity?) throws {
    let routes = (0..<count).map { "192.168.\($0 / 8).\(32 * ($0 % 8))/27: internet-gateway" }
    let yaml = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets:
            app: {cidr: 10.0.1.0/24, zone: us-west-2a}
            desk: {cidr: 10.0.2.0/24, zone: us-west-2a}
          route-tables: {main: {routes: {\(routes.joined(separator: ", "))}}}
          security-groups: {web: {in: all from 0.0.0.0/0}}
          interfaces:
            web: {subnet: app, ip: 10.0.1.5, groups: web}
            client: {subnet: desk, ip: 10.0.2.6}
      """
    #expect(try severities(yaml, .routeQuota) == [severity].compactMap { $0 })
    #expect(try verdict(yaml, "tcp/443") == "reachable")
  }

  @Test(
    "RT-16: a further range as large as a route's destination is a finding and changes no verdict [VPC CIDR blocks]",
    arguments: [
      ("10.7.0.0/16", "vpn-gateway:office", true), ("10.7.0.0/24", "vpn-gateway:office", true),
      ("10.7.0.0/25", "vpn-gateway:office", false), ("10.8.0.0/16", "vpn-gateway:office", false),
      // A middlebox may stand within the VPC's own ranges (RT-5).
      ("10.7.0.0/16", "interface:web", false),
    ] as [(String, String, Bool)])
  func rangeOverRoute(range: String, target: String, isFound: Bool) throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: [10.0.0.0/16, \(range)]
          subnets:
            app: {cidr: 10.0.1.0/24, zone: us-west-2a}
            desk: {cidr: 10.0.2.0/24, zone: us-west-2a}
          vpn-gateways: {office: {}}
          route-tables: {main: {routes: {10.7.0.0/24: "\(target)"}}}
          security-groups: {web: {in: all from 0.0.0.0/0}}
          interfaces:
            web: {subnet: app, ip: 10.0.1.5, groups: web}
            client: {subnet: desk, ip: 10.0.2.6}
      """
    #expect(try severities(yaml, .rangeOverRoute) == (isFound ? [.warning] : []))
    #expect(try verdict(yaml, "tcp/443") == "reachable")
  }
}
