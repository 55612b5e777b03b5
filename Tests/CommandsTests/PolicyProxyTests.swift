import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// Who is reached through a load balancer counts as reached.
@Suite struct PolicyProxyTests {
  private static func network(
    isPublic: Bool = true, targets: String = "[10.0.3.5:5000]", listeners: String = "{https/443: app}",
    targetGroups: String = "", balancers: String = ""
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: out}
          b: {cidr: 10.0.2.0/24, zone: us-west-2b, route-table: out}
          inner: {cidr: 10.0.3.0/24, zone: us-west-2a}
        route-tables: {out: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups:
          front: {in: [tcp/443 from 0.0.0.0/0]}
          app: {in: [tcp/5000 from sg:front]}
          ops: {in: []}
        interfaces:
          app-1: {subnet: inner, ip: 10.0.3.5, groups: app}
          ops: {subnet: inner, ip: 10.0.3.9, groups: ops}
        load-balancers:
          alb:
            kind: application
            internet-facing: \(isPublic)
            groups: [front]
            nodes:
              a: {ip: 10.0.1.10\(isPublic ? ", public: 198.51.100.10" : "")}
              b: {ip: 10.0.2.10\(isPublic ? ", public: 198.51.100.11" : "")}
            listeners: \(listeners)
          \(balancers.replacing("\n", with: "\n      "))
        target-groups: {\(targetGroups) app: {protocol: http, targets: \(targets)}}

    """
  }

  private func test(_ assertion: String, _ network: String = Self.network()) throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write("network.yaml", network)
    try folder.write("policy.yaml", "packetwalk: 1\nassertions: [{id: x, \(assertion)}]\n")
    return CommandRun("test", folder.path + "/policy.yaml", "-t", folder.path + "/network.yaml", "--no-fix")
  }

  @Test func denyCountsThePortThatTheyGet() throws {
    let run = try test("deny: {from: internet, to: \"sg:app\", on: tcp/5000}")
    #expect(
      run.code == 1 && run.out.contains("internet -> lb:alb") && run.out.contains("tcp/443"),
      "\(run.out)\(run.error)")
    #expect(try test("deny: {from: internet, to: \"sg:app\", on: any}").code == 1)
    #expect(try test("deny: {from: internet, to: \"sg:app\", on: tcp/22}").code == 0)
    #expect(try test("deny: {from: internet, to: \"sg:app\", on: any}, via-proxy: ignore").code == 0)
    #expect(try test("deny: {from: internet, to: \"sg:ops\", on: any}").code == 0)
    // Nobody on the internet reaches an internal one.
    #expect(
      try test("deny: {from: internet, to: \"sg:app\", on: any}", Self.network(isPublic: false)).code == 0)
  }

  /// What is registered may be anybody.
  @Test func unknownTargetsAreADoubt() throws {
    let network = Self.network(targets: "unknown")
    let run = try test("deny: {from: internet, to: \"sg:app\", on: tcp/5000}", network)
    #expect(run.code == 3 && run.out.contains("lb:alb"), "\(run.out)\(run.error)")
    #expect(
      try test("deny: {from: internet, to: \"sg:app\", on: tcp/5000}, via-proxy: ignore", network).code == 0)
  }

  /// One balancer before another: each of its listeners leads to the listener of its target's port.
  @Test(arguments: [(80, 0), (443, 1)])
  func eachListenerBeforeAnotherBalancerCounts(_ port: Int, code: Int) throws {
    let network = Self.network(
      isPublic: false, listeners: "{http/80: ops, https/443: app}",
      targetGroups: """
        alb-80: {protocol: tcp, kind: alb, targets: ["alb:80"]}, ops: {protocol: http, targets: ["10.0.3.9:5000"]},
        alb-other: {protocol: tcp, kind: alb, targets: ["alb:\(port)"]},
        """,
      balancers: """
        nlb: {kind: network, internet-facing: true, nodes: {a: {ip: 10.0.1.20, public: 198.51.100.20}},
              listeners: {tcp/80: alb-80, tcp/8443: alb-other}}
        """)
    let run = try test("deny: {from: internet, to: \"sg:app\", on: tcp/5000}", network)
    #expect(run.code == code, "\(run.out)\(run.error)")
    #expect(code == 0 || run.out.contains("internet -> lb:nlb"), "\(run.out)")
  }

  @Test func onlyLetsInThroughWhomItLetsIn() throws {
    // The balancer itself may: whoever uses it is meant.
    #expect(try test("only: {to: \"sg:app\", from: \"lb:alb\", on: any}").code == 0)
    let run = try test("only: {to: \"sg:app\", from: 10.0.3.9, on: tcp/5000}")
    #expect(run.code == 1 && run.out.contains("lb:alb"), "\(run.out)\(run.error)")
  }

  @Test func exceptionsNameTheBalancer() throws {
    let run = try test(
      "deny: {from: internet, to: \"sg:app\", on: any}, except: [{to: \"lb:alb\", reason: public, expires: 2099-01-01}]"
    )
    #expect(run.code == 0, "\(run.out)\(run.error)")
  }

  @Test func allowDoesNotGoWithIt() throws {
    let run = try test("allow: {from: internet, to: \"lb:alb\", on: tcp/443}, via-proxy: count")
    #expect(run.code == 2 && run.error.contains("“via-proxy” goes with “deny” and “only”"), "\(run.error)")
  }
}
