import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `unless-through`: what gets by without passing what it should pass.
@Suite struct PolicyWaypointTests {
  private static let network = """
    packetwalk: 1
    vpcs:
      prod:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          dmz: {cidr: 10.0.0.0/24, zone: us-west-2a, route-table: out}
          app: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: nat}
          odd: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: inspected}
        route-tables:
          out: {routes: {0.0.0.0/0: internet-gateway}}
          nat: {routes: {0.0.0.0/0: nat:nat-a}}
          inspected: {routes: {0.0.0.0/0: interface:proxy}}
        nat-gateways: {nat-a: {subnet: dmz, ip: 10.0.0.9, public: 203.0.113.9}}
        security-groups: {all: {in: [all from 0.0.0.0/0]}}
        interfaces:
          app: {subnet: app, ip: 10.0.1.5, groups: all}
          odd: {subnet: odd, ip: 10.0.2.5, groups: all}
          edge: {subnet: dmz, ip: 10.0.0.5, public: 198.51.100.5, groups: all}
          proxy:
            subnet: dmz
            ip: 10.0.0.7
            public: 198.51.100.7
            groups: all
            source-dest-check: false
            middlebox: snat

    """

  @Test(
    arguments: [
      ("from: app, to: internet, on: any, unless-through: \"nat:nat-*\"", 0, ""),
      ("from: app, to: internet, on: any, unless-through: nat-a", 0, ""),
      ("from: app, to: internet, on: any", 1, "app -> 198.51.100.77"),
      ("from: [app, edge], to: internet, on: any, unless-through: \"nat:nat-a\"", 1, "edge -> 198.51.100.77"),
      ("from: [app, odd], to: internet, on: any, unless-through: \"nat:nat-a\"", 1, "odd -> 198.51.100.77"),
      ("from: [app, odd], to: internet, on: any, unless-through: [\"nat:nat-a\", proxy]", 0, ""),
      // Who is named on the way is no way for its own packets.
      ("from: proxy, to: internet, on: any, unless-through: proxy", 1, "proxy -> 198.51.100.77"),
      ("from: app, to: proxy, on: any, unless-through: proxy", 1, "app -> proxy"),
      ("from: app, to: internet, on: any, unless-through: \"nat:nat-b\"", 2, "nothing that packets pass"),
      ("from: app, to: internet, on: any, unless-through: \"sg:none\"", 2, "none"),
      ("from: app, to: internet, on: any, unless-through: []", 2, "empty"),
    ] as [(String, Int32, String)])
  func deny(paths: String, code: Int32, words: String) throws {
    let run = try run("{id: it, deny: {\(paths)}}")
    #expect(run.code == code, "\(run.out)\(run.error)")
    #expect((run.out + run.error).contains(words), "\(run.out)\(run.error)")
  }

  @Test func onlyDenyAsksForAWay() throws {
    for kind in ["allow", "only"] {
      let run = try run("{id: it, \(kind): {from: app, to: internet, on: any, unless-through: nat-a}}")
      #expect(run.code == 2 && run.error.contains("goes with “deny” only"), "\(run.error)")
    }
  }

  private func run(_ assertion: String) throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", Self.network)
    try folder.write("policy.yaml", "packetwalk: 1\nassertions:\n  - \(assertion)\n")
    return CommandRun(["test", folder.path + "/policy.yaml", "-t", folder.path + "/net.yaml"])
  }
}
