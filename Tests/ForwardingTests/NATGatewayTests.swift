import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// NAT and egress-only gateways, source/destination checks and appliances: A6 of the rules.
@Suite("NAT") struct NATGatewayTests {
  /// A private subnet behind a NAT gateway in a public one.
  private func behind(
    _ nat: String = "ip: 10.0.2.9, public: 203.0.113.9", publicRoutes: String = "0.0.0.0/0: internet-gateway",
    acl: String = "", interfaces: String = "", rest: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        internet-gateway: igw
        egress-only-gateway: eigw
        subnets:
          private: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a, route-table: private\(acl)}
          public: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"], zone: us-west-2a, route-table: public}
        route-tables:
          private: {routes: {0.0.0.0/0: nat:nat, "::/0": egress-only-gateway}}
          public: {routes: {\(publicRoutes)}}
        network-acls:
          default: {}
          private:
            in: {100: allow all from 10.0.0.0/16, 110: "allow all from ::/0"}
            out: {100: allow all to 0.0.0.0/0, 110: "allow all to ::/0"}
        security-groups: {open: {in: [all from 0.0.0.0/0, "all from ::/0"]}}
        nat-gateways: {nat: {subnet: public, \(nat)}}
        interfaces:
          client: {subnet: private, ip: [10.0.1.5, "2001:db8:1:1::5"], groups: open}
          web: {subnet: public, ip: 10.0.2.5, public: 203.0.113.5, groups: open}
          \(interfaces)
    \(rest)
    """
  }

  @Test("NAT-1: TCP, UDP and ICMP only [VPC guide, NAT gateways]")
  func nat1() throws {
    let it = try load(behind())
    for service in ["tcp/443", "udp/53", "icmp/8"] {
      expect(try ask(it, from: "client", to: "internet", on: service), .reachable)
    }
    expect(
      try ask(it, from: "client", to: "internet", on: "proto/47"), .unreachable,
      "forward PROTOCOL_RESTRICTION nat")
  }

  @Test("NAT-1: the gateway picks a source port from 1024 to 65535 [VPC guide, NAT gateways]")
  func nat1Ports() throws {
    let answer = try ask(behind(), from: "client", to: "internet", on: "tcp/443", sourcePort: 40000)
    expect(answer, .reachable)
    #expect(
      answer.notes(.translate) == [
        "source 10.0.1.5 becomes 10.0.2.9", "source port becomes one of 1024-65535",
        "source 10.0.2.9 becomes 203.0.113.9",
      ])
  }

  @Test("NAT-2, T3: replies enter the private subnet from the far address [VPC guide, NAT gateways]")
  func nat2() throws {
    let inside = behind(acl: ", network-acl: private")
    expect(
      try ask(inside, from: "client", to: "internet", on: "tcp/443"), .noReply,
      "reply SUBNET_ACL_RESTRICTION private: *")
    // The far address is what an entry must name; the gateway's own would not do.
    let far = inside.replacing("allow all from 10.0.0.0/16", with: "allow tcp all from 198.51.100.7/32")
    let answer = try ask(far, from: "client", to: "198.51.100.7", on: "tcp/443")
    expect(answer, .reachable)
    #expect(
      answer.rules(.networkACL, direction: .reply).last == "100 allow tcp all from 198.51.100.7/32")
  }

  @Test("NAT-3: what the gateway doesn't expect it drops [VPC guide, NAT gateways]")
  func nat3() throws {
    let it = try load(behind())
    expect(
      try ask(it, from: "internet", to: "203.0.113.9", on: "tcp/443"), .unreachable,
      "forward PW_NAT_UNSOLICITED nat")
    expect(
      try ask(it, from: "client", to: "10.0.2.9", on: "tcp/443"), .unreachable,
      "forward PW_NAT_UNSOLICITED nat")
    expect(
      try ask(it, from: "internet", to: "client@10.0.1.5", on: "tcp/443"), .unreachable,
      "forward IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS igw")
  }

  @Test("NAT-4, T15: the gateway forwards by its own subnet's table [VPC guide, NAT gateways]")
  func nat4() throws {
    expect(
      try ask(behind(publicRoutes: ""), from: "client", to: "internet", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION public")
    let circle = try ask(
      behind(publicRoutes: "0.0.0.0/0: nat:nat"), from: "client", to: "internet", on: "tcp/443")
    #expect(circle.verdict == .unreachable)
    #expect(circle.blockers.map(\.code) == ["PW_LOOP"])
  }

  @Test("NAT-3: nor an answer whose request went past it [VPC guide, NAT gateways]")
  func nat3Answer() throws {
    let yaml = behind(publicRoutes: "10.0.1.0/24: nat:nat")
    expect(
      try ask(yaml, from: "client", to: "web", on: "tcp/443"), .noReply, "reply PW_NAT_NO_SESSION nat")
  }

  @Test("NAT-10: IPv6 to other addresses than 64:ff9b::/96 is not translated [VPC guide, NAT64 and DNS64]")
  func nat10Other() throws {
    let yaml = behind().replacing("\"::/0\": egress-only-gateway", with: "\"::/0\": nat:nat")
    let source = "client@2001:db8:1:1::5"
    expect(
      try ask(yaml, from: source, to: "2001:db8:2::1", on: "tcp/443"), .unreachable,
      "forward PW_NAT_IPV4_ONLY nat")
    expect(try ask(yaml, from: source, to: "64:ff9b::c633:6407", on: "tcp/443"), .reachable)
  }

  @Test("NAT-5, T15: a private gateway can't use an internet gateway [VPC guide, NAT gateways]")
  func nat5() throws {
    expect(
      try ask(
        behind("ip: 10.0.2.9, connectivity: private"), from: "client", to: "internet", on: "tcp/443"),
      .unreachable, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
  }

  @Test("NAT-7, T15: the route to a gateway that isn't available drops [VPC guide, NAT gateways]")
  func nat7() throws {
    expect(
      try ask(
        behind("ip: 10.0.2.9, public: 203.0.113.9, available: false"), from: "client", to: "internet",
        on: "tcp/443"), .unreachable, "forward BAD_STATE_ROUTE private: 0.0.0.0/0 -> nat")
  }

  @Test("NAT-8: of several addresses any may be the source [VPC guide, NAT gateways]")
  func nat8() throws {
    let far = """
      far:
          cidr: 10.9.0.0/16
          internet-gateway: far
          subnets: {s: {cidr: 10.9.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
          security-groups: {allow: {in: tcp/443 from 203.0.113.9/32}}
          interfaces: {server: {subnet: s, ip: 10.9.1.5, public: 203.0.113.95, groups: allow}}
      """
    let yaml = behind(
      "ip: [{address: 10.0.2.9, public: 203.0.113.9}, {address: 10.0.2.10, public: 203.0.113.10}]"
    )
    .replacing("vpcs:\n", with: "vpcs:\n  \(far)\n")
    let answer = try ask(yaml, from: "client", to: "203.0.113.95", on: "tcp/443")
    expect(answer, .intermittent, "forward ENI_SG_RULES_MISMATCH allow")
    let choice = try #require(answer.choices.first)
    #expect(
      (choice.kind, choice.working, choice.failing) == (
        "address of the NAT gateway", ["10.0.2.9"], ["10.0.2.10"]
      ))
  }

  // MARK: Egress-only

  @Test("EIGW-1: IPv6 sessions begin inside only [VPC guide, egress-only internet gateways]")
  func eigw1() throws {
    // Without the internet gateway nothing else could bring them in.
    let yaml = behind(publicRoutes: "").replacing("    internet-gateway: igw\n", with: "")
    let it = try load(yaml)
    let answer = try ask(it, from: "client@2001:db8:1:1::5", to: "2001:db8:2::1", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.notes(.translate) == [])
    expect(
      try ask(it, from: "2001:db8:2::1", to: "2001:db8:1:1::5", on: "tcp/443"), .unreachable,
      "forward PW_EGRESS_ONLY_UNSOLICITED eigw")
  }

  @Test("EIGW-1, X2: beside an internet gateway a request arrives, but no reply leaves [VPC guide]")
  func eigw1Both() throws {
    let it = try load(behind())
    expect(
      try ask(it, from: "client@2001:db8:1:1::5", to: "2001:db8:2::1", on: "tcp/443"), .reachable)
    let arriving = try ask(it, from: "2001:db8:2::1", to: "2001:db8:1:1::5", on: "tcp/443")
    expect(arriving, .noReply, "reply PW_EGRESS_ONLY_UNSOLICITED eigw")
    #expect(arriving.assumptions == [.bothIPv6Gateways])
  }

  @Test("EIGW-1: IPv4 is none of its business [VPC guide, egress-only internet gateways]")
  func eigw1IPv4() throws {
    let yaml = behind().replacing("0.0.0.0/0: nat:nat", with: "0.0.0.0/0: egress-only-gateway")
    expect(
      try ask(yaml, from: "client", to: "internet", on: "tcp/443"), .unreachable,
      "forward PW_EGRESS_ONLY_IPV6_ONLY eigw")
  }

  @Test(
    "EIGW-1: it takes packets of the VPC's own interfaces, not what is forwarded to it [VPC guide, egress-only internet gateways]"
  )
  func eigw1Source() throws {
    let yaml = behind(
      interfaces:
        "router: {subnet: private, ip: [10.0.1.7, \"2001:db8:1:1::7\"], groups: open, source-dest-check: false}"
    )
    let router = "router@2001:db8:1:1::7"
    expect(try ask(yaml, from: router, to: "2001:db8:2::1", on: "tcp/443"), .reachable)
    let answer = try ask(
      yaml, from: router, to: "2001:db8:2::1", on: "tcp/443", sourceAddress: "2001:db8:9::9")
    expect(answer, .unreachable, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS eigw")
  }

  // MARK: Appliances

  private func appliance(_ firewall: String, groups: String = "open") -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: 10.0.0.0/16
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: a}
          b: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: b}
          dmz: {cidr: 10.0.3.0/24, zone: us-west-2a, network-acl: dmz}
        route-tables:
          a: {routes: {10.0.2.0/24: interface:firewall}}
          b: {routes: {10.0.1.0/24: interface:firewall}}
        network-acls:
          default: {}
          dmz:
            in: {90: deny tcp/25 from 0.0.0.0/0, 100: allow all from 0.0.0.0/0}
            out: {90: deny tcp/26 to 0.0.0.0/0, 100: allow all to 0.0.0.0/0}
        security-groups:
          open: {in: all from 0.0.0.0/0}
          narrow: {in: tcp/443 from 10.0.1.0/24}
          shut: {in: all from 0.0.0.0/0, out: tcp/80 to 0.0.0.0/0}
        interfaces:
          a: {subnet: a, ip: 10.0.1.5, groups: open}
          a2: {subnet: a, ip: 10.0.1.6, groups: open}
          b: {subnet: b, ip: 10.0.2.5, groups: open}
          firewall: {subnet: dmz, ip: 10.0.3.4, groups: \(groups)\(firewall)}
    """
  }

  @Test("SDC-1, T18: an interface that checks takes only what is for itself [VPC guide, NAT instances]")
  func sdc1() throws {
    let it = try load(appliance(""))
    let answer = try ask(it, from: "a", to: "b", on: "tcp/443")
    #expect(answer.verdict == .unreachable)
    #expect(answer.blockers.first?.line == "forward ENI_SOURCE_DEST_CHECK_RESTRICTION firewall")
    let off = try ask(appliance(", source-dest-check: false"), from: "a", to: "b", on: "tcp/443")
    expect(off, .reachable)
  }

  @Test(
    "SDC-1: an interface that checks sends only from addresses of its own [EC2 guide, network interfaces]")
  func sdc1Source() throws {
    let it = try load(appliance(", source-dest-check: false"))
    expect(
      try ask(it, from: "a", to: "10.0.1.6", on: "tcp/443", sourceAddress: "10.0.1.99"), .unreachable,
      "forward ENI_SOURCE_DEST_CHECK_RESTRICTION a", further: ["reply PW_NO_INTERFACE_HAS_ADDRESS a"])
  }

  @Test(
    "SDC-2, T18: an appliance's groups and ACL judge what passes it, unchanged [VPC guide, middlebox routing]"
  )
  func sdc2() throws {
    let open = try load(appliance(", source-dest-check: false"))
    let answer = try ask(open, from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions.map(\.rawValue) == ["ASSUMED_APPLIANCE_FORWARDS"])
    #expect(
      answer.components(.securityGroup, .networkACL) == [
        "open egress", "default egress", "dmz ingress", "open ingress", "open egress", "dmz egress",
        "default ingress", "open ingress",
      ])
    expect(
      try ask(open, from: "a", to: "b", on: "tcp/25"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION dmz: 90 deny tcp/25 from 0.0.0.0/0")
    expect(
      try ask(open, from: "a", to: "b", on: "tcp/26"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION dmz: 90 deny tcp/26 to 0.0.0.0/0")
    expect(
      try ask(
        appliance(", source-dest-check: false", groups: "narrow"), from: "a", to: "b", on: "tcp/80"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH narrow")
    expect(
      try ask(appliance(", source-dest-check: false", groups: "shut"), from: "a", to: "b", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH shut")
  }

  @Test("SDC-2: taken strictly, what an appliance does is not known")
  func sdc2Strict() throws {
    let it = try load(appliance(", source-dest-check: false"))
    expect(try ask(it, from: "a", to: "b", on: "tcp/443", isStrict: true), .undetermined)
    expect(try ask(it, from: "a", to: "a2", on: "tcp/443", isStrict: true), .reachable)
  }

  @Test("SDC-3: traffic inside a subnet goes past the appliance [VPC guide, middlebox routing]")
  func sdc3() throws {
    let answer = try ask(
      appliance(", source-dest-check: false"), from: "a", to: "a2", on: "tcp/443")
    expect(answer, .reachable)
    #expect(!answer.trace.contains { $0.contains("firewall") })
    // The same table sends what leaves the subnet to it.
    let leaving = try ask(
      appliance(", source-dest-check: false"), from: "a", to: "b", on: "tcp/443")
    expect(leaving, .reachable)
    #expect(leaving.trace.contains { $0.contains("firewall") })
  }
}
