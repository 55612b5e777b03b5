import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// Security groups: A3 of the rules.
@Suite("SG") struct SecurityGroupTests {
  /// Two subnets of one VPC without an ACL in the way; groups and whose they are.
  private func hosts(
    _ groups: String, client: String = "open", server: String = "server", more: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        internet-gateway: igw
        subnets:
          a: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a, route-table: a}
          b: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"], zone: us-west-2a}
          dmz: {cidr: 10.0.3.0/24, zone: us-west-2a}
        route-tables:
          main: {routes: {0.0.0.0/0: internet-gateway, "::/0": internet-gateway}}
          a: {routes: {0.0.0.0/0: internet-gateway, "::/0": internet-gateway}}
        security-groups: {open: {in: [all from 0.0.0.0/0, "all from ::/0"]}, \(groups)}
        interfaces:
          client: {subnet: a, ip: [10.0.1.5, "2001:db8:1:1::5"], public: 203.0.113.5, groups: [\(client)]}
          server: {subnet: b, ip: [10.0.2.5, "2001:db8:1:2::5"], public: 203.0.113.25, groups: [\(server)]}
          other: {subnet: a, ip: 10.0.1.6, groups: open}
          \(more)
    prefix-lists: {offices: [10.1.0.0/16, 10.0.1.4/31, 10.0.3.8/30, "2001:db8:1:1::/64"], closed: {entries: unknown}}
    """
  }

  private let client6 = "client@2001:db8:1:1::5"
  private let server6 = "server@2001:db8:1:2::5"

  @Test("SG-1: an interface admits what any of its groups admits [VPC guide, security group rules]")
  func sg1() throws {
    let it = try load(
      hosts("ssh: {in: tcp/22 from 0.0.0.0/0}, web: {in: tcp/80 from 0.0.0.0/0}", server: "ssh, web"))
    expect(try ask(it, from: "client", to: "server", on: "tcp/22"), .reachable)
    let answer = try ask(it, from: "client", to: "server", on: "tcp/80")
    expect(answer, .reachable)
    #expect(answer.rules(.securityGroup).last == "tcp/80 from 0.0.0.0/0")
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH ssh, web")
  }

  @Test("SG-2: a group without egress rules lets nothing begin, a new one anything [VPC guide]")
  func sg2() throws {
    let shut = try load(hosts("server: {in: all from 0.0.0.0/0}, shut: {out: []}", client: "shut"))
    expect(
      try ask(shut, from: "client", to: "server", on: "tcp/22"), .unreachable,
      "forward SG_HAS_NO_RULES shut")
    let new = try load(hosts("server: {}, client: {}", client: "client"))
    expect(
      try ask(new, from: "client", to: "server", on: "tcp/22"), .unreachable,
      "forward SG_HAS_NO_RULES server")
    expect(try ask(new, from: "server", to: "other", on: "tcp/22"), .reachable)
    expect(try ask(new, from: server6, to: "2001:db8:2::1", on: "tcp/22"), .reachable)
  }

  @Test("SG-3, SG-12: members of the default group admit each other, nobody else [VPC guide, default group]")
  func sg3() throws {
    let it = try load(hosts("x: {}", client: "default", server: "default"))
    let answer = try ask(it, from: "client", to: "server", on: "udp/4000")
    expect(answer, .reachable)
    #expect(answer.rules(.securityGroup) == ["all to 0.0.0.0/0", "all from sg:default"])
    expect(try ask(it, from: client6, to: server6, on: "udp/4000"), .reachable)
    expect(
      try ask(it, from: "internet", to: "server", on: "udp/4000"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH default")
    expect(
      try ask(it, from: "other", to: "server", on: "udp/4000"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH default")
  }

  @Test("SG-4: of icmp a rule may say the code too [EC2 API, IpPermission]")
  func sg4Code() throws {
    let it = try load(hosts("server: {in: icmp/3/4 from 0.0.0.0/0}"))
    let answer = try ask(it, from: "client", to: "server", on: "icmp/3/4")
    expect(answer, .reachable)
    #expect(answer.rules(.securityGroup).last == "icmp/3/4 from 0.0.0.0/0")
    for service in ["icmp/3/3", "icmp/8"] {
      expect(
        try ask(it, from: "client", to: "server", on: service), .unreachable,
        "forward ENI_SG_RULES_MISMATCH server")
    }
  }

  @Test("SG-4: ports are destination ports; icmp has type and code [EC2 API, IpPermission]")
  func sg4() throws {
    let it = try load(
      hosts("server: {in: [tcp/8000-8010 from 0.0.0.0/0, icmp/8 from 0.0.0.0/0, proto/50 from 0.0.0.0/0]}"))
    expect(try ask(it, from: "client", to: "server", on: "tcp/8010"), .reachable)
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/8011", sourcePort: 8010), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    expect(
      try ask(it, from: "client", to: "server", on: "udp/8010"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    expect(try ask(it, from: "client", to: "server", on: "icmp/8/3"), .reachable)
    expect(
      try ask(it, from: "client", to: "server", on: "icmp/3"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    expect(try ask(it, from: "client", to: "server", on: "proto/50"), .reachable)
    expect(
      try ask(it, from: "client", to: "server", on: "proto/51"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
  }

  @Test("SG-4: icmpv6 without a type is all types [EC2 API, IpPermission]")
  func sg4IPv6() throws {
    let it = try load(hosts("server: {in: \"icmpv6 all from ::/0\"}"))
    expect(try ask(it, from: client6, to: server6, on: "icmpv6/128"), .reachable)
    expect(
      try ask(it, from: "client", to: "server", on: "icmp/8"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
  }

  @Test("SG-5, X2: a range of one family says nothing of the other [VPC guide, security group rules]")
  func sg5() throws {
    let four = try load(hosts("server: {in: tcp/443 from 0.0.0.0/0}"))
    expect(try ask(four, from: "client", to: "server", on: "tcp/443"), .reachable)
    expect(
      try ask(four, from: client6, to: server6, on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    let six = try load(hosts("server: {in: \"tcp/443 from ::/0\"}"))
    expect(try ask(six, from: client6, to: server6, on: "tcp/443"), .reachable)
    expect(
      try ask(six, from: "client", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
  }

  @Test("SG-6: a prefix list is any of its entries [VPC guide, prefix lists]")
  func sg6() throws {
    let it = try load(hosts("server: {in: tcp/443 from pl:offices}"))
    let answer = try ask(it, from: "client", to: "server", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.rules(.securityGroup).last == "tcp/443 from pl:offices")
    expect(
      try ask(it, from: "other", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    expect(try ask(it, from: client6, to: server6, on: "tcp/443"), .reachable)
  }

  @Test("SG-6: each entry of a prefix list counts, in rules of either direction [VPC guide, prefix lists]")
  func sg6Entries() throws {
    let guests = """
      last: {subnet: dmz, ip: 10.0.3.9, groups: open}
            outside: {subnet: dmz, ip: 10.0.3.12, groups: open}
      """
    let ingress = try load(hosts("server: {in: tcp/443 from pl:offices}", more: guests))
    for host in ["client", "last"] {
      expect(try ask(ingress, from: host, to: "server", on: "tcp/443"), .reachable)
    }
    expect(
      try ask(ingress, from: "outside", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    let egress = try load(hosts("server: {out: tcp/443 to pl:offices}", more: guests))
    for host in ["client", "last"] {
      let answer = try ask(egress, from: "server", to: host, on: "tcp/443")
      expect(answer, .reachable)
      #expect(answer.rules(.securityGroup).first == "tcp/443 to pl:offices")
    }
    for host in ["other", "outside"] {
      expect(
        try ask(egress, from: "server", to: host, on: "tcp/443"), .unreachable,
        "forward ENI_SG_RULES_MISMATCH server")
    }
    expect(
      try ask(egress, from: "server", to: "client", on: "tcp/80"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
  }

  @Test("SG-7: a reference means the members' private addresses, both ways [EC2 guide, security group rules]")
  func sg7() throws {
    let ingress = try load(
      hosts("apps: {}, server: {in: tcp/443 from sg:apps}", client: "apps"))
    expect(try ask(ingress, from: "client", to: "server", on: "tcp/443"), .reachable)
    expect(try ask(ingress, from: client6, to: server6, on: "tcp/443"), .reachable)
    expect(
      try ask(ingress, from: "other", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
    let egress = try load(
      hosts("apps: {out: tcp/443 to sg:server}, server: {in: all from 0.0.0.0/0}", client: "apps"))
    expect(try ask(egress, from: "client", to: "server", on: "tcp/443"), .reachable)
    expect(
      try ask(egress, from: "client", to: "other", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH apps")
    // Never the public address.
    expect(
      try ask(egress, from: "client", to: "203.0.113.25", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH apps")
  }

  @Test("SG-7: secondary and delegated addresses are their interface's [EC2 guide, security group rules]")
  func sg7Addresses() throws {
    let it = try load(
      hosts(
        "pods: {in: [tcp/443 from sg:apps]}, apps: {out: tcp/443 to sg:pods}, server: {in: tcp/443 from sg:pods}",
        client: "apps",
        more: "pod: {subnet: b, ip: [10.0.2.30, 10.0.2.31], delegated-prefixes: 10.0.2.48/28, groups: pods}"))
    for address in ["10.0.2.30", "10.0.2.31", "10.0.2.50"] {
      expect(try ask(it, from: "client", to: address, on: "tcp/443"), .reachable)
      expect(try ask(it, from: "pod", to: "server", on: "tcp/443", sourceAddress: address), .reachable)
    }
  }

  @Test("SG-7: the rules of a referenced group are not imported [EC2 guide, security group rules]")
  func sg7Rules() throws {
    let it = try load(hosts("base: {in: tcp/443 from 0.0.0.0/0}, server: {in: tcp/443 from sg:base}"))
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
  }

  @Test("T4, IGW-8: a reference doesn't admit a member that comes by the public address [EC2 guide]")
  func t4() throws {
    let it = try load(hosts("apps: {}, server: {in: tcp/22 from sg:apps}", client: "apps"))
    expect(
      try ask(it, from: "client", to: "203.0.113.25", on: "tcp/22"), .unreachable,
      "forward SG_REFERENCES_NOT_PRESERVED server")
    let admitted = try load(hosts("apps: {}, server: {in: tcp/22 from 203.0.113.5/32}", client: "apps"))
    let answer = try ask(admitted, from: "client", to: "203.0.113.25", on: "tcp/22")
    expect(answer, .reachable)
    #expect(
      answer.notes(.translate) == [
        "source 10.0.1.5 becomes 203.0.113.5", "destination 203.0.113.25 becomes 10.0.2.5",
      ])
    // Without a public address of its own the sender doesn't get that far.
    expect(
      try ask(admitted, from: "other", to: "203.0.113.25", on: "tcp/22"), .unreachable,
      "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
  }

  @Test("T5, SG-8: a middlebox forgets whose packet it is [VPC guide, middlebox routing]")
  func t5() throws {
    func through(_ rule: String, client: String = "apps: {}") throws -> Network {
      try load(
        hosts(
          "\(client), server: {in: \(rule)}, firewall: {in: all from 0.0.0.0/0}", client: "apps",
          more: "firewall: {subnet: dmz, ip: 10.0.3.4, groups: firewall, source-dest-check: false}"
        ).replacing(
          "a: {routes: {0.0.0.0/0", with: "a: {routes: {10.0.2.0/24: interface:firewall, 0.0.0.0/0"))
    }
    let byReference = try ask(
      try through("tcp/443 from sg:apps"), from: "client", to: "server", on: "tcp/443")
    expect(byReference, .unreachable, "forward SG_REFERENCES_NOT_PRESERVED server")
    #expect(byReference.components(.route) == ["a", "main"])
    let byRange = try ask(
      try through("tcp/443 from 10.0.1.0/24"), from: "client", to: "server", on: "tcp/443")
    expect(byRange, .reachable)
    #expect(byRange.assumptions == [.applianceForwards])
    // An egress rule by reference does not hold either.
    expect(
      try ask(
        try through("tcp/443 from 10.0.1.0/24", client: "apps: {out: tcp/443 to sg:server}"), from: "client",
        to: "server", on: "tcp/443"), .unreachable,
      "forward SG_REFERENCES_NOT_PRESERVED apps: tcp/443 to sg:server")
  }

  @Test("SG-13: a group may belong to interfaces of another VPC [VPC guide, VPC associations]")
  func sg13() throws {
    let it = try load(
      """
      packetwalk: 1
      vpcs:
        one: {cidr: 10.1.0.0/16, security-groups: {shared: {in: tcp/443 from 10.2.0.0/16}}}
        two:
          cidr: 10.2.0.0/16
          subnets: {s: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          interfaces:
            a: {subnet: s, ip: 10.2.1.5, groups: one/shared}
            b: {subnet: s, ip: 10.2.1.6}
      """)
    expect(try ask(it, from: "b", to: "a", on: "tcp/443"), .reachable)
  }

  @Test(
    "SG-13: a reference means members in all associated VPCs, where identity survives [VPC guide, VPC associations]"
  )
  func sg13References() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        one:
          cidr: 10.1.0.0/16
          subnets: {s: {cidr: 10.1.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.2.0.0/16: "peering:both"}}}
          security-groups: {shared: {vpcs: two, in: "tcp/443 from sg:shared"}}
          interfaces: {server: {subnet: s, ip: 10.1.1.5, groups: shared}}
        two:
          cidr: 10.2.0.0/16
          subnets: {s: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: "peering:both"}}}
          interfaces: {client: {subnet: s, ip: 10.2.1.5, groups: one/shared}, other: {subnet: s, ip: 10.2.1.6}}
      peerings: {both: {requester: one, accepter: two}}
      """
    let it = try load(yaml)
    expect(try ask(it, from: "client", to: "server", on: "tcp/443"), .reachable)
    expect(
      try ask(it, from: "other", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH shared")
    #expect(it.topology.validate().isEmpty)
    let loose = try load(yaml.replacing("vpcs: two, ", with: ""))
    #expect(loose.topology.validate().map(\.code) == ["PW_GROUP_OUTSIDE_VPC"])
  }

  @Test("SG-14: replies to what was admitted pass whatever the other direction's rules [EC2 guide, tracking]")
  func sg14() throws {
    let server = try load(hosts("server: {in: tcp/443 from 0.0.0.0/0, out: []}"))
    let answer = try ask(server, from: "client", to: "server", on: "tcp/443")
    expect(answer, .reachable)
    #expect(
      answer.explanation?.hops.filter { $0.outcome == .byState }.map(\.component.name) == ["server", "open"])
    let client = try load(
      hosts(
        "client: {out: tcp/443 to 0.0.0.0/0}, server: {in: tcp/443 from 0.0.0.0/0, out: []}", client: "client"
      ))
    expect(try ask(client, from: "client", to: "server", on: "tcp/443"), .reachable)
    expect(
      try ask(client, from: "server", to: "client", on: "tcp/443"), .unreachable,
      "forward SG_HAS_NO_RULES server", "forward SG_HAS_NO_RULES client")
  }

  @Test("SG-18: NAT gateways and gateways have no group [VPC guide, NAT gateways]")
  func sg18() throws {
    let it = try load(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: true
          subnets:
            private: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: private}
            public: {cidr: 10.0.2.0/24, zone: us-west-2a}
          route-tables:
            main: {routes: {0.0.0.0/0: internet-gateway}}
            private: {routes: {0.0.0.0/0: nat:nat}}
          nat-gateways: {nat: {subnet: public, ip: 10.0.2.9, public: 203.0.113.9}}
          interfaces: {client: {subnet: private, ip: 10.0.1.5}}
      """)
    let answer = try ask(it, from: "client", to: "internet", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup) == ["default egress"])
    #expect(answer.components(.securityGroup, direction: .reply) == ["default ingress"])
  }
}
