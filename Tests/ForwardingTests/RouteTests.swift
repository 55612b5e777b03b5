import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Route tables: A4 of the rules.
@Suite("RT") struct RouteTests {
  /// Subnets `a` and `b` of one VPC, the routes of `a`, and things for them to lead to.
  private func routed(_ routes: String, more: String = "", interfaces: String = "", rest: String = "")
    -> String
  {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      v:
        cidr: [10.0.0.0/16, 100.64.0.0/16, "2001:db8:1::/56"]
        internet-gateway: igw
        vpn-gateways: {office: {}}
        subnets:
          a: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a, route-table: a}
          b: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"], zone: us-west-2a}
          dmz: {cidr: 10.0.3.0/24, zone: us-west-2a}
          second: {cidr: 100.64.1.0/24, zone: us-west-2a}
          public: {cidr: 10.0.4.0/24, zone: us-west-2a, route-table: public}
          \(more)
        route-tables:
          a: {routes: {\(routes)}}
          public: {routes: {0.0.0.0/0: internet-gateway}}
        security-groups: {open: {in: [all from 0.0.0.0/0, "all from ::/0"]}}
        nat-gateways: {nat: {subnet: public, ip: 10.0.4.9, public: 203.0.113.9}}
        endpoints: {s3: {kind: gateway, service: s3}, dynamodb: {kind: gateway, service: dynamodb}}
        interfaces:
          a: {subnet: a, ip: [10.0.1.5, "2001:db8:1:1::5"], public: 203.0.113.5, groups: open}
          a2: {subnet: a, ip: 10.0.1.6, groups: open}
          b: {subnet: b, ip: [10.0.2.5, "2001:db8:1:2::5"], groups: open}
          second: {subnet: second, ip: 100.64.1.5, groups: open}
          firewall: {subnet: dmz, ip: 10.0.3.4, groups: open, source-dest-check: false}
          \(interfaces)
    prefix-lists: {s3: [198.51.100.0/24], other: [198.51.100.0/24, 192.0.2.0/24]}
    \(rest)
    """
  }

  /// The table entries of the request's way, which show where it went.
  private func routes(_ answer: Answer) -> [String] { answer.rules(.route).filter { $0 != "implied" } }

  @Test("RT-1: a subnet without an association uses the VPC's main table [VPC guide, route tables]")
  func rt1() throws {
    let it = try load(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: true
          subnets:
            a: {cidr: 10.0.1.0/24, zone: us-west-2a}
            b: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: closed}
          route-tables: {open: {main: true, routes: {0.0.0.0/0: internet-gateway}}, closed: {}}
          interfaces:
            a: {subnet: a, ip: 10.0.1.5, public: 203.0.113.5}
            b: {subnet: b, ip: 10.0.2.5, public: 203.0.113.6}
      """)
    let answer = try ask(it, from: "a", to: "internet", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.route).first == "open")
    expect(
      try ask(it, from: "b", to: "internet", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION closed")
  }

  @Test("RT-2: every range of the VPC has a local route in every table [VPC guide, route tables]")
  func rt2() throws {
    let it = try load(routed(""))
    let answer = try ask(it, from: "a", to: "second", on: "tcp/443")
    expect(answer, .reachable)
    #expect(routes(answer) == ["100.64.0.0/16 local (implied)"])
    expect(
      try ask(it, from: "a@2001:db8:1:1::5", to: "b@2001:db8:1:2::5", on: "tcp/443"), .reachable)
    expect(
      try ask(it, from: "a", to: "10.0.2.77", on: "tcp/443"), .unreachable,
      "forward PW_NO_INTERFACE_HAS_ADDRESS v")
  }

  @Test("RT-3: 0.0.0.0/0 is no route for IPv6 [VPC guide, route tables]")
  func rt3() throws {
    let it = try load(routed("0.0.0.0/0: internet-gateway"))
    expect(try ask(it, from: "a", to: "198.51.100.7", on: "tcp/443"), .reachable)
    expect(
      try ask(it, from: "a", to: "2001:db8:2::1", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION a")
  }

  @Test(
    "RT-4.2, VPN-3, T8: local beats what a VPN gateway propagates, however specific [Site-to-Site VPN guide]")
  func rt4Local() throws {
    let it = try load(
      routed(
        "10.0.2.0/24: {target: vpn-gateway:office, source: propagated}, 192.168.0.0/16: {target: vpn-gateway:office, source: propagated}"
      ))
    let answer = try ask(it, from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(routes(answer) == ["10.0.0.0/16 local (implied)"])
    // Elsewhere it counts, and what lies behind it is not known.
    expect(try ask(it, from: "a", to: "192.168.1.1", on: "tcp/443"), .undetermined)
  }

  @Test("RT-4.3: the longest prefix wins [VPC guide, route priority]")
  func rt4Longest() throws {
    let it = try load(
      routed("0.0.0.0/0: internet-gateway, 198.51.100.0/24: nat:nat, 198.51.100.128/25: blackhole of nat:nat")
    )
    #expect(routes(try ask(it, from: "a", to: "192.0.2.7", on: "tcp/443")) == ["0.0.0.0/0 -> igw"])
    #expect(
      routes(try ask(it, from: "a", to: "198.51.100.7", on: "tcp/443")) == [
        "198.51.100.0/24 -> nat", "0.0.0.0/0 -> igw",
      ])
    expect(
      try ask(it, from: "a", to: "198.51.100.200", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_ROUTE a: 198.51.100.128/25 -> nat (blackhole)")
  }

  @Test(
    "RT-4.4: of equal prefixes a static route beats a prefix list's, that a propagated one [VPC guide, route priority]",
    arguments: [
      ("198.51.100.0/24: nat:nat, pl:s3: endpoint:s3", "198.51.100.0/24 -> nat"),
      (
        "pl:s3: endpoint:s3, 198.51.100.0/24: {target: vpn-gateway:office, source: propagated}", "pl:s3 -> s3"
      ),
      (
        "198.51.100.0/24: [{target: vpn-gateway:office, source: propagated}, nat:nat]",
        "198.51.100.0/24 -> nat"
      ),
    ])
  func rt4Priority(written: String, winner: String) throws {
    let answer = try ask(routed(written), from: "a", to: "198.51.100.7", on: "tcp/443")
    expect(answer, .reachable)
    #expect(routes(answer).first == winner)
  }

  @Test(
    "RT-4.5: two prefix lists with one range and different targets are ambiguous [VPC guide, route tables]")
  func rt4Ambiguous() throws {
    let it = try load(routed("pl:s3: endpoint:s3, pl:other: interface:firewall"))
    // The endpoint's service answers, the appliance's subnet leads nowhere.
    let answer = try ask(it, from: "a", to: "198.51.100.7", on: "tcp/443")
    expect(answer, .intermittent, "forward NO_ROUTE_TO_DESTINATION main")
    #expect(answer.choices.map(\.kind) == ["prefix list"])
    // Where both ends agree there is nothing to report.
    expect(
      try ask(it, from: "a", to: "192.0.2.7", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION main")
  }

  @Test("RT-4.6, T10: a blackhole doesn't fall through to a shorter prefix [Reachability Analyzer guide]")
  func rt4Blackhole() throws {
    expect(
      try ask(
        routed("10.9.0.0/16: blackhole of nat:nat, 0.0.0.0/0: internet-gateway"), from: "a", to: "10.9.1.1",
        on: "tcp/443"), .unreachable, "forward BAD_STATE_ROUTE a: 10.9.0.0/16 -> nat (blackhole)")
  }

  @Test("RT-5: a route to a whole subnet sends its traffic to a middlebox [VPC guide, middlebox routing]")
  func rt5() throws {
    let it = try load(routed("10.0.2.0/24: interface:firewall"))
    let answer = try ask(it, from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(routes(answer) == ["10.0.2.0/24 -> firewall", "10.0.0.0/16 local (implied)"])
    #expect(answer.assumptions == [.applianceForwards])
    // The reply has routes of its own and here no middlebox.
    #expect(answer.components(.route, direction: .reply) == ["main"])
    let neighbours = try ask(it, from: "a", to: "a2", on: "tcp/443")
    expect(neighbours, .reachable)
    #expect(routes(neighbours) == [])
  }

  @Test("RT-5: the local route's own target may be replaced [VPC guide, route tables]")
  func rt5Local() throws {
    let answer = try ask(routed("10.0.0.0/16: interface:firewall"), from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(routes(answer) == ["10.0.0.0/16 -> firewall", "10.0.0.0/16 local (implied)"])
    expect(
      try ask(routed("10.0.0.0/16: local"), from: "a", to: "b", on: "tcp/443"), .reachable)
  }

  @Test("RT-6: what a target of another kind does is not guessed [EC2 API, Route]")
  func rt6() throws {
    let it = try load(
      routed("192.0.2.0/24: {kind: carrier gateway, id: cagw-1}, 0.0.0.0/0: internet-gateway"))
    let answer = try ask(it, from: "a", to: "192.0.2.7", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["what lies behind carrier gateway cagw-1"])
    expect(try ask(it, from: "a", to: "198.51.100.7", on: "tcp/443"), .reachable)
  }

  @Test("RT-7: a filtered route is not installed [EC2 API, Route]")
  func rt7() throws {
    let it = try load(
      routed(
        "198.51.100.0/24: [{target: internet-gateway, state: filtered}, nat:nat], 192.0.2.0/24: {target: internet-gateway, state: filtered}"
      ))
    let answer = try ask(it, from: "a", to: "198.51.100.7", on: "tcp/443")
    expect(answer, .reachable)
    #expect(routes(answer).first == "198.51.100.0/24 -> nat")
    expect(
      try ask(it, from: "a", to: "192.0.2.7", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION a")
  }

  @Test("RT-8: a route that covers link-local addresses doesn't catch the metadata service [VPC guide]")
  func rt8() throws {
    let answer = try ask(
      routed("169.254.0.0/16: interface:firewall"), from: "a", to: "169.254.169.254", on: "tcp/80")
    expect(answer, .reachable)
    #expect(routes(answer) == [])
  }

  @Test(
    "RT-8: what a covering route would take of AWS's own ranges is not forwarded [VPC guide, route tables]")
  func rt8Reserved() throws {
    for cover in ["169.254.0.0/16", "0.0.0.0/0", "169.254.169.0/24"] {
      let it = try load(routed("\(cover): interface:firewall"))
      expect(
        try ask(it, from: "a", to: "169.254.169.200", on: "tcp/80"), .unreachable,
        "forward PW_RESERVED_RANGE a: 169.254.168.0/22 not forwarded (implied)")
    }
    expect(
      try ask(routed("169.254.0.0/16: interface:firewall"), from: "a", to: "169.254.9.9", on: "tcp/80"),
      .unreachable,
      "forward NO_ROUTE_TO_DESTINATION main")
    expect(
      try ask(routed(""), from: "a", to: "169.254.169.200", on: "tcp/80"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION a")
  }

  @Test("RT-9: the route of a peering that is not accepted drops [VPC peering guide]")
  func rt9() throws {
    let answer = try ask(
      routed(
        "10.9.0.0/16: peering:pending, 0.0.0.0/0: internet-gateway",
        rest:
          "peerings: {pending: {requester: v, accepter: {vpc: id:vpc-0f, cidr: 10.9.0.0/16}, active: false}}"),
      from: "a", to: "10.9.0.5", on: "tcp/443")
    expect(answer, .unreachable, "forward BAD_STATE_ROUTE a: 10.9.0.0/16 -> pending")
  }

  @Test("RT-10: a VPN gateway without propagation brings no route [VPC guide, route tables]")
  func rt10() throws {
    expect(
      try ask(routed(""), from: "a", to: "192.168.1.1", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION a")
  }

  @Test("RT-14: an advertised route's next hop is the interface that holds the address [EC2 API, Route]")
  func rt14() throws {
    let advertised = "{target: \"address:10.0.3.4\", source: advertised}"
    let it = try load(routed("10.0.2.0/24: interface:firewall, 192.0.2.0/24: \(advertised)"))
    let answer = try ask(it, from: "a", to: "192.0.2.7", on: "tcp/443")
    #expect(routes(answer).first == "192.0.2.0/24 -> 10.0.3.4")
    expect(answer, .unreachable, "forward NO_ROUTE_TO_DESTINATION main")
    // An equal static route wins.
    let tied = try load(routed("192.0.2.0/24: [\(advertised), {target: internet-gateway}]"))
    let static_ = try ask(tied, from: "a", to: "192.0.2.7", on: "tcp/443")
    #expect(routes(static_) == ["192.0.2.0/24 -> igw"])
    #expect(static_.assumptions == [.staticBeatsAdvertised])
  }

  @Test("RT-4.4: the local route comes before a prefix list with the same range [VPC guide, route priority]")
  func rt44LocalBeforePrefixList() throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        vpc:
          cidr: 10.2.0.0/16
          internet-gateway: igw
          subnets:
            near: {cidr: 10.2.1.0/24, zone: eu-west-1a}
            far: {cidr: 10.2.3.0/24, zone: eu-west-1b}
          route-tables: {main: {main: true, routes: {pl:all: internet-gateway}}}
          security-groups: {open: {in: [all from 0.0.0.0/0]}}
          interfaces:
            a: {subnet: near, ip: 10.2.1.10, groups: open}
            b: {subnet: far, ip: 10.2.3.10, groups: open}
      prefix-lists: {all: [10.2.0.0/16]}
      """, from: "a", to: "b", on: "udp/53")
    expect(answer, .reachable)
  }
}
