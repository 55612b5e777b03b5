import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Names and policies of interface endpoints: A10 of the rules.
@Suite("VPCE names") struct EndpointNameTests {
  private func named(_ logs: String = "private-dns: true", dns: String = "true", s3: String = "") -> String {
    """
    packetwalk: 1
    region: us-west-2
    endpoint-services: {partner: {service: com.amazonaws.vpce.us-west-2.vpce-svc-1, private-dns-name: api.partner.example}}
    vpcs:
      v:
        cidr: 10.0.0.0/16
        dns: \(dns)
        internet-gateway: igw
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a}
          b: {cidr: 10.0.2.0/24, zone: us-west-2a}
        route-tables: {main: {routes: {pl:s3: endpoint:s3}}}
        security-groups: {open: {in: all from 0.0.0.0/0}}
        endpoints:
          s3: {kind: gateway, service: s3\(s3)}
          logs: {kind: interface, service: logs, groups: open, interfaces: {b: {ip: 10.0.2.200}}, dns: vpce-1.logs.us-west-2.vpce.amazonaws.com, \(logs)}
          ecr: {kind: interface, service: ecr.dkr, groups: open, interfaces: {b: {ip: 10.0.2.201}}, private-dns: true}
        interfaces: {client: {subnet: a, ip: 10.0.1.5, groups: open}}
      other:
        cidr: 10.9.0.0/16
        subnets: {a: {cidr: 10.9.1.0/24, zone: us-west-2a}}
        interfaces: {stranger: {subnet: a, ip: 10.9.1.5}}
    prefix-lists: {s3: [198.51.100.0/24]}
    """
  }

  @Test(
    "VPCE-5: with private DNS the service's name leads to the endpoint, in its VPC [VPC guide, PrivateLink]")
  func vpce5() throws {
    let it = try load(named())
    for name in ["logs.us-west-2.amazonaws.com", "https://LOGS.us-west-2.amazonaws.com./x"] {
      let answer = try ask(it, from: "client", to: name, on: "tcp/443")
      expect(answer, .reachable)
      #expect(answer.components(.deliver) == ["logs.b"])
    }
    let part = try ask(it, from: "client", to: "123456789012.dkr.ecr.us-west-2.amazonaws.com", on: "tcp/443")
    #expect(part.components(.deliver) == ["ecr.b"])
    // Everybody else has the public addresses.
    expect(
      try ask(it, from: "stranger", to: "logs.us-west-2.amazonaws.com", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION main")
  }

  @Test(
    "VPCE-5: without private DNS, or without DNS, the name is the public one's [VPC guide, DNS attributes]")
  func vpce5Off() throws {
    for yaml in [named("private-dns: false"), named(dns: "false")] {
      expect(
        try ask(yaml, from: "client", to: "logs.us-west-2.amazonaws.com", on: "tcp/443"), .unreachable,
        "forward NO_ROUTE_TO_DESTINATION main")
    }
  }

  @Test("VPCE-5: an endpoint's own names are always its own [EC2 API, VpcEndpoint]")
  func vpce5Own() throws {
    let answer = try ask(
      named("private-dns: false"), from: "client", to: "vpce-1.logs.us-west-2.vpce.amazonaws.com",
      on: "tcp/443")
    #expect(answer.components(.deliver) == ["logs.b"])
  }

  @Test("VPCE-8: a policy changes no verdict and is noted where it was met [VPC guide, endpoint policies]")
  func vpce8() throws {
    let answer = try ask(
      named("full-access: false", s3: ", full-access: false"), from: "client", to: "service:logs",
      on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.notes(.deliver) == ["endpoint policy not evaluated"])
    #expect(
      try ask(named(s3: ", full-access: false"), from: "client", to: "service:s3", on: "tcp/443")
        .notes(.deliver) == ["endpoint policy not evaluated"])
    #expect(try ask(named(), from: "client", to: "service:logs", on: "tcp/443").notes(.deliver).isEmpty)
  }
}
