import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// What several VPCs or several transit gateways do to each other: A8 of the rules.
@Suite("TGW together") struct TransitGatewayOverlapTests {
  private func spoke(_ name: String, _ range: String) -> String {
    """
      \(name):
        cidr: \(range)
        subnets: {s: {cidr: \(range.replacing("0.0/16", with: "1.0/24")), zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: "transit-gateway:hub"}}}
        security-groups: {open: {in: all from 0.0.0.0/0}}
        interfaces: {\(name): {subnet: s, ip: \(range.replacing("0.0/16", with: "1.5")), groups: open}}
    """
  }

  private func overlapping(_ attachments: String) -> String {
    """
    packetwalk: 1
    vpcs:
    \(spoke("client", "10.9.0.0/16"))
    \(spoke("first", "10.1.0.0/16"))
    \(spoke("second", "10.1.0.0/16"))
    transit-gateways:
      hub:
        attachments: {client: {vpc: client, subnets: s}, \(attachments)}
    """
  }

  @Test(
    "TGW-5, X7: of VPCs that share addresses only the first one's routes are propagated [Transit gateway guide]"
  )
  func tgw5() throws {
    let byOrder = "first: {vpc: first, subnets: s}, second: {vpc: second, subnets: s}"
    let it = try load(overlapping(byOrder))
    expect(try ask(it, from: "client", to: "first", on: "tcp/443"), .reachable)
    // A reply would find the first one too.
    expect(
      try ask(it, from: "second", to: "client", on: "tcp/443"), .noReply,
      "reply PW_REPLY_DELIVERED_ELSEWHERE first")
    let findings = it.topology.validate().filter { $0.code == "PW_OVERLAPPING_ATTACHMENTS" }
    #expect(
      findings.map(\.message) == [
        "10.1.0.0/16 of VPC second shares addresses with the VPC of first, which was attached before: its routes are not"
          + " propagated"
      ])
    let byTime =
      "first: {vpc: first, subnets: s, created: 2026-02-02}, second: {vpc: second, subnets: s, created: 2026-01-01}"
    let other = try load(overlapping(byTime))
    expect(try ask(other, from: "second", to: "client", on: "tcp/443"), .reachable)
    expect(
      try ask(other, from: "first", to: "client", on: "tcp/443"), .noReply,
      "reply PW_REPLY_DELIVERED_ELSEWHERE second")
  }

  @Test(
    "TGW-9: two transit gateways need not choose one zone of an inspection VPC [Transit gateway guide, appliances]"
  )
  func tgw9() throws {
    func inspected(_ second: String) -> String {
      """
      packetwalk: 1
      vpcs:
      \(spoke("a", "10.1.0.0/16").replacing("transit-gateway:hub", with: "transit-gateway:one"))
      \(spoke("b", "10.2.0.0/16").replacing("transit-gateway:hub", with: "transit-gateway:\(second)"))
        inspection:
          cidr: 10.3.0.0/16
          subnets: {s: {cidr: 10.3.1.0/24, zone: us-west-2a, route-table: s}}
          route-tables: {s: {routes: {10.1.0.0/16: "transit-gateway:one", 10.2.0.0/16: "transit-gateway:\(second)"}}}
      transit-gateways:
        one:
          attachments: {a: {vpc: a, subnets: s}, \(second == "one" ? "b: {vpc: b, subnets: s}, " : "")i: {vpc: inspection, subnets: s, appliance-mode: true}}
          route-tables:
            spokes: {associations: [a\(second == "one" ? ", b" : "")], routes: {0.0.0.0/0: i}}
            inspected: {associations: i, propagations: [a\(second == "one" ? ", b" : "")]}
        two:
          attachments: {\(second == "two" ? "b: {vpc: b, subnets: s}, " : "")i: {vpc: inspection, subnets: s, appliance-mode: true}}
          route-tables:
            spokes: {associations: [\(second == "two" ? "b" : "")], routes: {0.0.0.0/0: i}}
            inspected: {associations: i, propagations: [\(second == "two" ? "b" : "")]}
      """
    }
    let two = try load(inspected("two"))
    let answer = try ask(two, from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions == [.transitGatewaysAgreeOnZone])
    expect(try ask(two, from: "a", to: "b", on: "tcp/443", isStrict: true), .undetermined)
    // A flow that keeps to one of them is kept to one zone.
    let one = try ask(load(inspected("one")), from: "a", to: "b", on: "tcp/443")
    expect(one, .reachable)
    #expect(one.assumptions.isEmpty)
  }
}
