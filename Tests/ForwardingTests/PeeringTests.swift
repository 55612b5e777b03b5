import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// VPC peering: A7 of the rules, and group references across it (SG-11).
@Suite("PCX") struct PeeringTests {
  /// Two peered VPCs with routes both ways; `b` has the usual gateways for `a` to want.
  private func peered(
    left: String = "10.2.0.0/16: peering:both", right: String = "10.1.0.0/16: peering:both",
    groups: String = "in: all from 0.0.0.0/0", out: String = "all to 0.0.0.0/0", peering: String = "",
    region: String = "us-west-2", more: String = "", rest: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      left:
        cidr: [10.1.0.0/16, "2001:db8:1::/56"]
        subnets: {a: {cidr: [10.1.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a}}
        route-tables: {main: {routes: {\(left), "2001:db8:2::/56": "peering:both"}}}
        security-groups: {apps: {in: all from 0.0.0.0/0, out: [\(out), "all to ::/0"]}}
        interfaces: {a: {subnet: a, ip: [10.1.1.5, "2001:db8:1:1::5"], public: 203.0.113.5, groups: apps}}
      right:
        cidr: [10.2.0.0/16, "2001:db8:2::/56"]
        region: \(region)
        internet-gateway: igw
        subnets:
          b: {cidr: [10.2.1.0/24, "2001:db8:2:1::/64"], zone: \(region)a, route-table: b}
          dmz: {cidr: 10.2.3.0/24, zone: \(region)a, route-table: dmz}
        route-tables:
          b: {routes: {\(right), "2001:db8:1::/56": "peering:both", 0.0.0.0/0: nat:nat}}
          dmz: {routes: {0.0.0.0/0: internet-gateway, pl:s3: endpoint:s3, 10.1.0.0/16: peering:both}}
        security-groups: {server: {\(groups)}, open: {in: all from 0.0.0.0/0}}
        nat-gateways: {nat: {subnet: dmz, ip: 10.2.3.9, public: 203.0.113.9}}
        endpoints:
          s3: {kind: gateway, service: s3}
          logs: {kind: interface, service: logs, groups: open, interfaces: {b: {ip: 10.2.1.200}}}
        interfaces:
          b: {subnet: b, ip: [10.2.1.5, "2001:db8:2:1::5"], groups: server}
          firewall: {subnet: dmz, ip: 10.2.3.4, groups: open, source-dest-check: false}
      \(more)
    prefix-lists: {s3: [198.51.100.0/24]}
    peerings:
      both: {requester: left, accepter: right\(peering)}
      \(rest)
    """
  }

  @Test("PCX-1: each side needs a route, both sides' filters count [VPC peering guide]")
  func pcx1() throws {
    let answer = try ask(peered(), from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(
      answer.components(.securityGroup, .networkACL) == [
        "apps egress", "default egress", "default ingress", "server ingress",
      ])
    expect(
      try ask(peered(), from: "a@2001:db8:1:1::5", to: "b@2001:db8:2:1::5", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    expect(
      try ask(
        peered(groups: "in: \"all from ::/0\""), from: "a@2001:db8:1:1::5", to: "b@2001:db8:2:1::5",
        on: "tcp/443"),
      .reachable)
    expect(
      try ask(
        peered(right: "10.7.0.0/16: peering:both").replacing("0.0.0.0/0: nat:nat", with: ""), from: "a",
        to: "b", on: "tcp/443"),
      .noReply, "reply NO_ROUTE_TO_DESTINATION b")
    expect(
      try ask(peered(left: "10.7.0.0/16: peering:both"), from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION main")
  }

  @Test("PCX-1: a peering that isn't active drops [VPC peering guide]")
  func pcx1Inactive() throws {
    expect(
      try ask(peered(peering: ", active: false"), from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_ROUTE main: 10.2.0.0/16 -> both")
  }

  @Test(
    "PCX-2, T14: no way through a peer to the internet or a gateway endpoint [VPC peering guide]",
    arguments: ["192.0.2.7", "198.51.100.7", "10.3.1.5"])
  func pcx2(address: String) throws {
    expect(
      try ask(peered(left: "0.0.0.0/0: peering:both"), from: "a", to: address, on: "tcp/443"), .unreachable,
      "forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR both")
  }

  @Test("PCX-2: nor to a peer's peer [VPC peering guide]")
  func pcx2Transit() throws {
    let third = """
      third:
          cidr: 10.3.0.0/16
          subnets: {c: {cidr: 10.3.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: peering:next}}}
          interfaces: {c: {subnet: c, ip: 10.3.1.5}}
      """
    let yaml = peered(
      left: "10.0.0.0/8: peering:both", right: "10.1.0.0/16: peering:both, 10.3.0.0/16: peering:next",
      more: third, rest: "next: {requester: right, accepter: third}")
    expect(
      try ask(yaml, from: "a", to: "c", on: "tcp/443"), .unreachable,
      "forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR both")
  }

  @Test("PCX-3, X13: an interface endpoint of a peer is an interface like others [VPC peering guide]")
  func pcx3() throws {
    let answer = try ask(peered(), from: "a", to: "10.2.1.200", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.deliver) == ["logs.b"])
    #expect(answer.assumptions == [])
    // VPCE-4: that it answers anything but TCP is assumed.
    #expect(
      try ask(peered(), from: "a", to: "10.2.1.200", on: "udp/514").assumptions == [.endpointAnswersProtocol])
    // The gateway endpoint is not.
    expect(
      try ask(
        peered(left: "10.2.0.0/16: peering:both, pl:s3: peering:both"), from: "a", to: "198.51.100.7",
        on: "tcp/443"),
      .unreachable, "forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR both")
  }

  @Test(
    "PCX-4, ORD-5, T19: replies go by the local table, wherever the request came from [VPC peering guide]")
  func pcx4() throws {
    let it = try load(
      """
      packetwalk: 1
      vpcs:
        a:
          cidr: 172.16.0.0/16
          subnets: {s: {cidr: 172.16.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.0.0.0/16: peering:ac}}}
          security-groups: {ldap: {in: tcp/389 from 10.0.0.0/16}}
          interfaces: {directory: {subnet: s, ip: 172.16.1.5, groups: ldap}}
        b:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {172.16.0.0/16: peering:ab}}}
          interfaces: {in-b: {subnet: s, ip: 10.0.1.66}}
        c:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {172.16.0.0/16: peering:ac}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {in-c: {subnet: s, ip: 10.0.1.77}, twin: {subnet: s, ip: 10.0.1.66, groups: open}}
      peerings: {ab: {requester: a, accepter: b}, ac: {requester: a, accepter: c}}
      """)
    expect(try ask(it, from: "in-c", to: "directory", on: "tcp/389"), .reachable)
    let answer = try ask(it, from: "in-b", to: "directory", on: "tcp/389")
    expect(answer, .noReply, "reply PW_REPLY_DELIVERED_ELSEWHERE twin")
  }

  @Test("PCX-5, SG-11, T7: between Regions ranges work and references don't [VPC peering guide]")
  func pcx5() throws {
    let far = "eu-west-1"
    expect(
      try ask(peered(groups: "in: tcp/443 from 10.1.0.0/16", region: far), from: "a", to: "b", on: "tcp/443"),
      .reachable)
    expect(
      try ask(
        peered(groups: "in: tcp/443 from sg:left/apps", region: far), from: "a", to: "b", on: "tcp/443"),
      .unreachable, "forward SG_REFERENCES_NOT_PRESERVED server")
    expect(
      try ask(peered(out: "tcp/443 to sg:right/server", region: far), from: "a", to: "b", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH apps")
  }

  @Test("SG-11: within a Region references work both ways over an active peering [VPC peering guide]")
  func sg11() throws {
    expect(
      try ask(peered(groups: "in: tcp/443 from sg:left/apps"), from: "a", to: "b", on: "tcp/443"), .reachable)
    expect(
      try ask(peered(out: "tcp/443 to sg:right/server"), from: "a", to: "b", on: "tcp/443"), .reachable)
    // From the accepter's side as from the requester's.
    let back = peered(groups: "out: tcp/443 to sg:left/apps")
      .replacing("apps: {in: all from 0.0.0.0/0", with: "apps: {in: tcp/443 from sg:right/server")
    let answer = try ask(back, from: "b", to: "a", on: "tcp/443")
    expect(answer, .reachable)
    #expect(
      answer.rules(.securityGroup) == ["tcp/443 to sg:apps", "tcp/443 from sg:server"])
    expect(
      try ask(back, from: "b", to: "a", on: "tcp/80"), .unreachable, "forward ENI_SG_RULES_MISMATCH server",
      "forward ENI_SG_RULES_MISMATCH apps")
  }

  @Test("SG-11, T7: a stale reference admits nobody [VPC peering guide]")
  func sg11Stale() throws {
    expect(
      try ask(peered(groups: "in: tcp/443 from sg:id:sg-0f00"), from: "a", to: "b", on: "tcp/443"),
      .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    let answer = try ask(
      peered(groups: "in: tcp/443 from sg:left/apps", peering: ", active: false"), from: "a", to: "b",
      on: "tcp/443")
    expect(answer, .unreachable, "forward BAD_STATE_ROUTE main: 10.2.0.0/16 -> both")
  }

  @Test(
    "PCX-6: what a peer sends is delivered without a look at route tables [VPC guide, gateway route tables]")
  func pcx6() throws {
    let yaml = peered(right: "10.1.0.0/16: peering:both, 10.2.1.0/24: interface:firewall")
    let answer = try ask(yaml, from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.route) == ["main"])
    #expect(answer.assumptions == [])
  }

  @Test("PCX-7: the DNS option is about names; packets to an address go the same way [VPC peering guide]")
  func pcx7() throws {
    for option in ["", ", dns: true", ", dns: false"] {
      let yaml = """
        packetwalk: 1
        vpcs:
          a:
            cidr: 10.1.0.0/16
            subnets: {s: {cidr: 10.1.1.0/24, zone: us-west-2a}}
            route-tables: {main: {routes: {10.2.0.0/16: "peering:both"}}}
            interfaces: {client: {subnet: s, ip: 10.1.1.5}}
          b:
            cidr: 10.2.0.0/16
            subnets: {s: {cidr: 10.2.1.0/24, zone: us-west-2a}}
            route-tables: {main: {routes: {10.1.0.0/16: "peering:both"}}}
            security-groups: {open: {in: all from 10.1.0.0/16}}
            interfaces: {server: {subnet: s, ip: 10.2.1.5, public: 203.0.113.25, groups: open}}
        peerings: {both: {requester: a, accepter: {vpc: b\(option)}}}
        """
      let it = try load(yaml)
      #expect(it.topology.vpcPeeringConnections[0].accepter.allowsDNSResolution == (option == ", dns: true"))
      let answer = try ask(it, from: "client", to: "server", on: "tcp/443")
      expect(answer, .reachable)
      #expect(answer.rules(.route) == ["10.2.0.0/16 -> both"])
      // Nor does it bring a way to the other end's public address.
      expect(
        try ask(it, from: "client", to: "203.0.113.25", on: "tcp/443"), .unreachable,
        "forward NO_ROUTE_TO_DESTINATION main")
    }
  }

  @Test("PCX-1: what lies behind a VPC that the input doesn't hold is not known")
  func pcx1Unknown() throws {
    let yaml = peered(
      left: "10.2.0.0/16: peering:both, 10.7.0.0/16: peering:partner",
      rest: "partner: {requester: left, accepter: {vpc: id:vpc-0f, cidr: 10.7.0.0/16}}")
    let answer = try ask(yaml, from: "a", to: "10.7.0.5", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(
      answer.missing.map(\.what) == ["VPC vpc-0f on the other side of peering connection partner"])
    expect(try ask(yaml, from: "a", to: "b", on: "tcp/443"), .reachable)
  }
}
