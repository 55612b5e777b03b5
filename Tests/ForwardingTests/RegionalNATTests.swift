import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Regional NAT gateways, NAT64 and attached proxies: NAT-9 to NAT-11 of the rules.
@Suite("Regional NAT and NAT64") struct RegionalNATTests {
  /// Two private zones and one regional NAT gateway for both.
  private func regional(_ nat: String, tables: String = "", rest: String = "") -> String {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      v:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a, zone-id: usw2-az1, route-table: private}
          b: {cidr: 10.0.2.0/24, zone: us-west-2b, zone-id: usw2-az2, route-table: private}
        route-tables: {private: {routes: {0.0.0.0/0: "nat:nat"}}\(tables)}
        security-groups: {open: {in: all from 0.0.0.0/0}}
        nat-gateways: {nat: {regional: true, \(nat)}}
        interfaces:
          a: {subnet: a, ip: 10.0.1.5, groups: open}
          b: {subnet: b, ip: 10.0.2.5, groups: open}
    \(rest)
    """
  }

  @Test("NAT-9: one gateway serves all zones, without a subnet [VPC guide, regional NAT gateways]")
  func nat9() throws {
    let it = try load(
      regional("zones: [{zone: us-west-2a, public: 203.0.113.9}, {zone-id: usw2-az2, public: 203.0.113.10}]"))
    for (client, address) in [("a", "203.0.113.9"), ("b", "203.0.113.10")] {
      let answer = try ask(it, from: client, to: "internet", on: "tcp/443")
      expect(answer, .reachable)
      #expect(answer.assumptions.map(\.rawValue) == ["ASSUMED_REGIONAL_NAT_HAS_NO_ACL"])
      #expect(answer.notes(.translate).contains { $0.hasSuffix("becomes \(address)") })
    }
    expect(
      try ask(it, from: "internet", to: "203.0.113.9", on: "tcp/443"), .unreachable,
      "forward PW_NAT_UNSOLICITED nat")
  }

  @Test(
    "NAT-9, X10: zones that its owner manages are all it serves [Reachability Analyzer, explanation codes]")
  func nat9Manual() throws {
    let it = try load(regional("automatic: false, zones: {zone: us-west-2a, public: 203.0.113.9}"))
    expect(try ask(it, from: "a", to: "internet", on: "tcp/443"), .reachable)
    expect(
      try ask(it, from: "b", to: "internet", on: "tcp/443"), .unreachable,
      "forward REGIONAL_NGW_ROUTE_AZ_RESTRICTION nat")
  }

  @Test("NAT-9: until AWS has expanded it, it serves from other zones [VPC guide, regional NAT gateways]")
  func nat9Automatic() throws {
    let it = try load(regional("zones: {zone: us-west-2a, public: 203.0.113.9}"))
    expect(try ask(it, from: "b", to: "internet", on: "tcp/443"), .reachable)
    expect(
      try ask(
        load(regional("public: [203.0.113.9, 203.0.113.10]")), from: "b", to: "internet", on: "tcp/443"),
      .reachable)
    expect(
      try ask(load(regional("available: false")), from: "b", to: "internet", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_ROUTE private: 0.0.0.0/0 -> nat")
  }

  @Test("NAT-9: it forwards by a table of its own [VPC guide, regional NAT gateways]")
  func nat9Table() throws {
    let nat = "public: 203.0.113.9, route-table: nat"
    expect(
      try ask(load(regional(nat, tables: ", nat: {}")), from: "a", to: "internet", on: "tcp/443"),
      .unreachable,
      "forward NO_ROUTE_TO_DESTINATION nat")
    expect(
      try ask(
        load(regional(nat, tables: ", nat: {routes: {0.0.0.0/0: internet-gateway}}")), from: "a",
        to: "internet",
        on: "tcp/443"), .reachable)
    expect(
      try ask(
        load(regional("public: 203.0.113.9, route-table: id:rtb-gone")), from: "a", to: "internet",
        on: "tcp/443"),
      .undetermined)
  }

  @Test(
    "NAT-9: its replies find a spoke behind a transit gateway by the same table [VPC guide, regional NAT gateways]"
  )
  func nat9Transit() throws {
    let spoke = """
      spoke:
          cidr: 10.1.0.0/16
          subnets: {s: {cidr: 10.1.1.0/24, zone: us-west-2b, zone-id: usw2-az2}}
          route-tables: {main: {routes: {0.0.0.0/0: "transit-gateway:hub"}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {client: {subnet: s, ip: 10.1.1.5, groups: open}}
      """
    let hub = """
      transit-gateways:
        hub:
          attachments: {v: {vpc: v, subnets: [a, b]}, spoke: {vpc: spoke, subnets: s}}
          route-tables: {all: {associations: [v, spoke], propagations: [v, spoke], routes: {0.0.0.0/0: v}}}
      """
    let zones = "zones: [{zone: us-west-2a, public: 203.0.113.9}, {zone: us-west-2b, public: 203.0.113.10}]"
    let yaml = regional(
      "\(zones), route-table: nat",
      tables: ", nat: {routes: {0.0.0.0/0: internet-gateway, 10.1.0.0/16: transit-gateway:hub}}", rest: hub
    )
    .replacing("vpcs:\n", with: "vpcs:\n  \(spoke)\n")
    expect(try ask(yaml, from: "client", to: "internet", on: "tcp/443"), .reachable)
    expect(
      try ask(
        yaml.replacing(", 10.1.0.0/16: transit-gateway:hub", with: ""), from: "client", to: "internet",
        on: "tcp/443"),
      .noReply, "reply IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
  }

  // MARK: NAT64

  /// An IPv6 client, a NAT gateway in a public subnet, and an IPv4 server in a third.
  private func six(
    client: String = "", acl: String = "", server: String = "tcp/443 from 10.0.2.9/32", nat: String = ""
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        internet-gateway: igw
        subnets:
          six: {cidr: "2001:db8:1:1::/64", zone: us-west-2a, route-table: six\(acl)}
          public: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"], zone: us-west-2a, route-table: public}
          four: {cidr: 10.0.3.0/24, zone: us-west-2a}
        route-tables:
          six: {routes: {"64:ff9b::/96": "nat:nat"}}
          public: {routes: {0.0.0.0/0: internet-gateway}}
          main: {}
        network-acls:
          default: {}
          narrow:
            in: {100: "allow tcp/1024-65535 from 64:ff9b::/96"}
            out: {100: "allow tcp/443 to 64:ff9b::/96"}
          four: {in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}
        security-groups:
          client: {in: [], out: [\(client.isEmpty ? #""all to ::/0""# : client)]}
          server: {in: [\(server), icmp all from 10.0.2.9/32]}
        nat-gateways: {nat: {subnet: public, ip: 10.0.2.9, public: 203.0.113.9\(nat)}}
        interfaces:
          client: {subnet: six, ip: "2001:db8:1:1::5", groups: client}
          server: {subnet: four, ip: 10.0.3.5, groups: server}
    """
  }

  @Test("NAT-10, X11: IPv6 on the client's leg, IPv4 on the far one [VPC guide, NAT64 and DNS64]")
  func nat10() throws {
    let it = try load(six(acl: ", network-acl: narrow"))
    let answer = try ask(it, from: "client", to: "64:ff9b::10.0.3.5", on: "tcp/443")
    expect(answer, .reachable)
    #expect(
      answer.notes(.translate) == [
        "source 2001:db8:1:1::5 becomes 10.0.2.9", "source port becomes one of 1024-65535",
        "destination 64:ff9b::a00:305 becomes 10.0.3.5",
      ])
    #expect(answer.assumptions.isEmpty)
    expect(try ask(it, from: "client", to: "64:ff9b::c633:644d", on: "tcp/443"), .reachable)
    expect(
      try ask(load(six(client: "all to 0.0.0.0/0")), from: "client", to: "64:ff9b::c633:644d", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH client")
    expect(
      try ask(load(six(acl: ", network-acl: four")), from: "client", to: "64:ff9b::c633:644d", on: "tcp/443"),
      .unreachable, "forward SUBNET_ACL_RESTRICTION four: *",
      further: ["reply SUBNET_ACL_RESTRICTION four: *"]
    )
    expect(
      try ask(
        load(six(server: #""tcp/443 from ::/0""#)), from: "client", to: "64:ff9b::10.0.3.5", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH server")
  }

  @Test("NAT-10: what is no TCP, UDP or ping is not translated, and ping only by assumption [RFC 6146]")
  func nat10Protocols() throws {
    let it = try load(six())
    let ping = try ask(it, from: "client", to: "64:ff9b::10.0.3.5", on: "icmp/8")
    expect(ping, .reachable)
    #expect(ping.assumptions.map(\.rawValue) == ["ASSUMED_NAT64_TRANSLATES_PING"])
    #expect(ping.notes(.translate).contains("icmpv6 becomes icmp"))
    expect(
      try ask(it, from: "client", to: "64:ff9b::10.0.3.5", on: "proto/47"), .unreachable,
      "forward PROTOCOL_RESTRICTION nat")
    expect(
      try ask(it, from: "client", to: "64:ff9b::10.0.3.5", on: "udp/53"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH server")
  }

  // MARK: Proxies

  @Test(
    "NAT-11: an attached proxy is noted; its rules are not modelled [VPC guide, inspect traffic from NAT gateways]"
  )
  func nat11() throws {
    let it = try load(six(nat: ", proxies: arn:aws:network-firewall:us-west-2:123456789012:proxy/p"))
    let answer = try ask(it, from: "client", to: "64:ff9b::c633:644d", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions.map(\.rawValue) == ["ASSUMED_NAT_PROXY_LETS_PASS"])
    expect(
      try ask(it, from: "client", to: "64:ff9b::c633:644d", on: "tcp/443", settled: [.proxyLetsPass: false]),
      .unreachable, "forward PW_ASSUMED_NO nat: ASSUMED_NAT_PROXY_LETS_PASS")
  }
}
