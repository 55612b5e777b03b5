import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// The order of checks on a packet's way: A1 of the rules.
@Suite("ORD") struct OrderTests {
  private let peered = """
    packetwalk: 1
    region: us-west-2
    vpcs:
      left:
        cidr: 10.1.0.0/16
        subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {10.2.0.0/16: peering:both}}}
        interfaces: {a: {subnet: a, ip: 10.1.1.5}}
      right:
        cidr: 10.2.0.0/16
        subnets: {b: {cidr: 10.2.1.0/24, zone: us-west-2a}}
        security-groups: {open: {in: all from 0.0.0.0/0}}
        interfaces: {b: {subnet: b, ip: 10.2.1.5, groups: open}}
    peerings: {both: {requester: left, accepter: right}}
    """

  @Test("ORD-1, ORD-3: out of an interface come its groups, then its subnet's ACL, then routes [VPC guide]")
  func ord1() throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          network-acls: {default: {in: {}, out: {}}}
          security-groups: {shut: {out: []}}
          interfaces: {client: {subnet: s, ip: 10.0.1.5, groups: shut}, server: {subnet: s, ip: 10.0.1.6}}
      """, from: "client", to: "10.9.0.1", on: "tcp/22")
    expect(
      answer, .unreachable, "forward SG_HAS_NO_RULES shut", "forward SUBNET_ACL_RESTRICTION default: *",
      "forward NO_ROUTE_TO_DESTINATION main")
  }

  @Test("ORD-1: inside a subnet the groups count and nothing else [VPC guide, network ACLs]")
  func ord1SameSubnet() throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          network-acls: {default: {in: {}, out: {}}}
          interfaces: {a: {subnet: s, ip: 10.0.1.5}, b: {subnet: s, ip: 10.0.1.6}}
      """, from: "a", to: "b", on: "tcp/22")
    expect(answer, .reachable)
    #expect(
      answer.components(.securityGroup, .networkACL, .route, .neighbour, .deliver) == [
        "default egress", "s", "default ingress", "b",
      ])
  }

  @Test("ORD-2: into an interface come gateway, ACL, groups, interface [Reachability Analyzer guide]")
  func ord2() throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
          network-acls: {edge: {default: true, in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}}
          security-groups: {web: {in: tcp/22 from 0.0.0.0/0}}
          interfaces: {web: {subnet: s, ip: 10.0.1.5, public: 203.0.113.5, groups: web}}
      """, from: "internet", to: "web", on: "tcp/22")
    expect(answer, .reachable)
    #expect(
      answer.components(.translate, .networkACL, .securityGroup, .sourceDestinationCheck, .deliver) == [
        "igw", "edge ingress", "web ingress", "web",
      ])
    #expect(
      answer.components(.securityGroup, .networkACL, .route, .translate, direction: .reply) == [
        "web egress", "edge egress", "main", "igw", "internet",
      ])
  }

  @Test("ORD-2: what several of them stop is stopped in that order [Reachability Analyzer guide]")
  func ord2Blocked() throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets:
            a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: a}
            dmz: {cidr: 10.0.3.0/24, zone: us-west-2a, network-acl: shut}
          route-tables: {a: {routes: {192.0.2.0/24: interface:appliance}}}
          network-acls: {default: {}, shut: {}}
          security-groups: {none: {in: tcp/80 from 0.0.0.0/0}}
          interfaces:
            a: {subnet: a, ip: 10.0.1.5}
            appliance: {subnet: dmz, ip: 10.0.3.4, groups: none}
      """, from: "a", to: "192.0.2.7", on: "tcp/443")
    #expect(answer.verdict == .unreachable)
    #expect(
      answer.blockers.prefix(3).map(\.line) == [
        "forward SUBNET_ACL_RESTRICTION shut: *", "forward ENI_SG_RULES_MISMATCH none",
        "forward ENI_SOURCE_DEST_CHECK_RESTRICTION appliance",
      ])
  }

  @Test("ORD-4: a session needs the way back as well [Reachability Analyzer guide]")
  func ord4() throws {
    let answer = try ask(peered, from: "a", to: "b", on: "tcp/443")
    expect(answer, .noReply, "reply NO_ROUTE_TO_DESTINATION main")
    #expect((answer.delivered, answer.replied) == (.all, Extent.none))
  }

  @Test("ORD-6: a NAT gateway's subnet filters what passes the gateway [VPC guide, NAT gateways]")
  func ord6() throws {
    func natNetwork(_ entries: String) -> String {
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: true
          subnets:
            private: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: private}
            public: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: public, network-acl: public}
          route-tables:
            private: {routes: {0.0.0.0/0: nat:nat}}
            public: {routes: {0.0.0.0/0: internet-gateway}}
          network-acls: {default: {}, public: {\(entries)}}
          nat-gateways: {nat: {subnet: public, ip: 10.0.2.9, public: 203.0.113.9}}
          interfaces: {client: {subnet: private, ip: 10.0.1.5}}
      """
    }
    let blocked = natNetwork(
      "in: {90: deny tcp/443 from 10.0.1.0/24, 100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}"
    )
    expect(
      try ask(blocked, from: "client", to: "internet", on: "tcp/443"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION public: 90 deny tcp/443 from 10.0.1.0/24")
    // Out of the NAT gateway's subnet the source is the gateway's, the destination still the far one.
    let outwards = natNetwork(
      "in: {100: allow all from 0.0.0.0/0}, out: {90: deny tcp/443 to 0.0.0.0/0, 100: allow all to 0.0.0.0/0}"
    )
    expect(
      try ask(outwards, from: "client", to: "internet", on: "tcp/443"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION public: 90 deny tcp/443 to 0.0.0.0/0")
    // Replies enter the gateway's subnet at a port of the gateway's choosing, 1024-65535.
    let replies = natNetwork(
      "in: {90: allow all from 10.0.0.0/16, 100: allow tcp/32768-65535 from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}"
    )
    let answer = try ask(replies, from: "client", to: "internet", on: "tcp/443")
    expect(answer, .intermittent, "reply SUBNET_ACL_RESTRICTION public: *")
    #expect(answer.choices.map(\.kind) == ["port chosen by nat"])
    #expect(answer.choices.map(\.working) == [["32768-65535"]])
  }

  @Test("ORD-7: requests that arrive without an answer are told apart from those that don't")
  func ord7() throws {
    let answer = try ask(peered, from: "a", to: "b", on: "udp/514")
    expect(answer, .noReply, "reply NO_ROUTE_TO_DESTINATION main")
    #expect(answer.delivered == .all)
    // Nothing answers an ICMP error, so nothing is missed.
    expect(try ask(peered, from: "a", to: "b", on: "icmp/3"), .reachable)
  }

  @Test("ORD-8: routes that lead in a circle end in PW_LOOP [AWS agent toolkit, transit gateways]")
  func ord8() throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets:
            a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: a}
            b: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: b}
            c: {cidr: 10.0.3.0/24, zone: us-west-2a, route-table: a}
          route-tables:
            a: {routes: {192.0.2.0/24: interface:b}}
            b: {routes: {192.0.2.0/24: interface:a}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces:
            a: {subnet: a, ip: 10.0.1.5, groups: open, source-dest-check: false}
            b: {subnet: b, ip: 10.0.2.5, groups: open, source-dest-check: false}
            c: {subnet: c, ip: 10.0.3.5, groups: open}
      """, from: "c", to: "192.0.2.1", on: "tcp/80")
    #expect(answer.verdict == .unreachable)
    #expect(answer.blockers.map(\.code) == ["PW_LOOP"])
  }

  /// ORD-1: nobody sends from an interface that nothing holds.
  @Test(arguments: ["198.51.100.77", "169.254.169.253"])
  func aDetachedInterfaceSendsNothing(_ destination: String) throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        vpc:
          cidr: 10.2.0.0/16
          internet-gateway: igw
          subnets: {subnet: {cidr: 10.2.2.0/24, zone: eu-west-1a}}
          route-tables: {main: {main: true, routes: {0.0.0.0/0: internet-gateway}}}
          security-groups: {open: {}}
          interfaces:
            spare: {subnet: subnet, ip: 10.2.2.10, public: 203.0.113.3, groups: open, attached: false}
      """, from: "spare", to: destination, on: "tcp/443")
    expect(answer, .unreachable, "forward BAD_STATE spare")
  }
}
