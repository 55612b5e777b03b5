import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Gateway and interface endpoints: A10 of the rules.
@Suite("VPCE") struct EndpointTests {
  private func endpoints(
    _ routes: String = "pl:s3: endpoint:s3", out: String = "all to 0.0.0.0/0", acl: String = "",
    gateway: String = "", logs: String = "tcp/443 from 10.0.0.0/16"
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      v:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: a\(acl)}
          b: {cidr: 10.0.2.0/24, zone: us-west-2a}
          public: {cidr: 10.0.4.0/24, zone: us-west-2a, route-table: public}
        route-tables:
          a: {routes: {\(routes)}}
          public: {routes: {0.0.0.0/0: internet-gateway}}
        network-acls:
          default: {}
          inside: {in: {100: allow all from 10.0.0.0/16}, out: {100: allow all to 0.0.0.0/0}}
          service: {in: {100: allow tcp/1024-65535 from 198.51.100.0/24}, out: {100: allow tcp/443 to 198.51.100.0/24}}
        security-groups: {client: {out: [\(out)]}, logs: {in: [\(logs)], out: []}}
        nat-gateways: {nat: {subnet: public, ip: 10.0.4.9, public: 203.0.113.9}}
        endpoints:
          s3: {kind: gateway, service: s3\(gateway)}
          logs: {kind: interface, service: logs, groups: logs, interfaces: {b: {ip: 10.0.2.200}}\(gateway)}
        interfaces:
          client: {subnet: a, ip: 10.0.1.5, groups: client}
          web: {subnet: a, ip: 10.0.1.6, public: 203.0.113.6, groups: client}
    prefix-lists: {s3: [198.51.100.0/24]}
    """
  }

  @Test("VPCE-1, T9: the service's list competes with other routes by length [VPC guide, gateway endpoints]")
  func vpce1() throws {
    let it = try load(
      endpoints("pl:s3: endpoint:s3, 198.51.100.128/25: internet-gateway, 0.0.0.0/0: nat:nat"))
    let near = try ask(it, from: "web", to: "198.51.100.7", on: "tcp/443")
    expect(near, .reachable)
    #expect(near.rules(.route) == ["pl:s3 -> s3"])
    #expect(near.components(.deliver) == ["s3"])
    let narrower = try ask(it, from: "web", to: "198.51.100.200", on: "tcp/443")
    expect(narrower, .reachable)
    #expect(narrower.rules(.route).first == "198.51.100.128/25 -> igw")
    // Another Region's addresses are not in the list.
    let elsewhere = try ask(it, from: "web", to: "192.0.2.7", on: "tcp/443")
    expect(elsewhere, .reachable)
    #expect(elsewhere.rules(.route).first == "0.0.0.0/0 -> nat")
  }

  @Test("VPCE-1, T9: a static route of equal length wins [VPC guide, route priority]")
  func vpce1Equal() throws {
    let answer = try ask(
      endpoints("pl:s3: endpoint:s3, 198.51.100.0/24: nat:nat"), from: "client", to: "198.51.100.7",
      on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.rules(.route).first == "198.51.100.0/24 -> nat")
  }

  @Test("VPCE-1: only tables with the route use the endpoint [VPC guide, gateway endpoints]")
  func vpce1Tables() throws {
    expect(
      try ask(endpoints(""), from: "client", to: "198.51.100.7", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION a")
  }

  @Test("VPCE-2: TCP and ping only [Reachability Analyzer guide]")
  func vpce2() throws {
    let it = try load(endpoints())
    expect(try ask(it, from: "client", to: "service:s3", on: "icmp/8"), .reachable)
    for service in ["udp/443", "icmp/3", "proto/47"] {
      expect(
        try ask(it, from: "client", to: "service:s3", on: service), .unreachable,
        "forward VPCE_GATEWAY_PROTOCOL_RESTRICTION s3")
    }
  }

  @Test("VPCE-3: the group must let the service's ranges out; no public address is needed [VPC guide]")
  func vpce3() throws {
    expect(
      try ask(endpoints(out: "tcp/443 to pl:s3"), from: "client", to: "service:s3", on: "tcp/443"), .reachable
    )
    expect(
      try ask(endpoints(out: "tcp/443 to 198.51.100.0/24"), from: "client", to: "service:s3", on: "tcp/443"),
      .reachable)
    expect(
      try ask(endpoints(out: "tcp/443 to 10.0.0.0/16"), from: "client", to: "service:s3", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH client")
  }

  @Test("VPCE-3: the ACL sees the service's public addresses, both ways [VPC guide, gateway endpoints]")
  func vpce3ACL() throws {
    expect(
      try ask(endpoints(acl: ", network-acl: service"), from: "client", to: "service:s3", on: "tcp/443"),
      .reachable)
    expect(
      try ask(endpoints(acl: ", network-acl: inside"), from: "client", to: "service:s3", on: "tcp/443"),
      .noReply, "reply SUBNET_ACL_RESTRICTION inside: *")
  }

  @Test(
    "VPCE-4: an interface endpoint is judged by its own groups, the client by its own [VPC guide, PrivateLink]"
  )
  func vpce4() throws {
    let answer = try ask(endpoints(), from: "client", to: "service:logs", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup) == ["client egress", "logs ingress"])
    expect(
      try ask(endpoints(logs: "tcp/80 from 10.0.0.0/16"), from: "client", to: "service:logs", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH logs")
    expect(
      try ask(endpoints(out: "tcp/80 to 0.0.0.0/0"), from: "client", to: "service:logs", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH client")
  }

  @Test("VPCE-4: an endpoint begins nothing itself [Reachability Analyzer guide]")
  func vpce4Initiates() throws {
    let answer = try ask(endpoints(), from: "10.0.2.200", to: "client", on: "tcp/443")
    #expect(answer.verdict == .unreachable)
    #expect(answer.blockers.map(\.code) == ["VPCE_INTRA_VPC_TRAFFIC"])
  }

  @Test("VPCE-9: an endpoint that isn't available serves nobody [EC2 API, VpcEndpoint]")
  func vpce9() throws {
    let it = try load(endpoints(gateway: ", available: false"))
    #expect(
      try ask(it, from: "client", to: "service:s3", on: "tcp/443").blockers.map(\.code) == ["BAD_STATE"])
    expect(
      try ask(it, from: "client", to: "10.0.2.200", on: "tcp/443"), .unreachable, "forward BAD_STATE logs.b")
  }

  @Test("VPCE-1: an endpoint of another kind as a route's target is not guessed about")
  func vpce1Other() throws {
    let yaml = endpoints("0.0.0.0/0: endpoint:firewall").replacing(
      "    endpoints:\n", with: "    endpoints:\n      firewall: {kind: gateway-load-balancer, service: fw}\n"
    )
    let answer = try ask(yaml, from: "client", to: "192.0.2.7", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["what lies behind VPC endpoint firewall"])
  }
}
