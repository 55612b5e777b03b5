import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Internet gateways and public addresses: A5 of the rules, and edge tables (RT-11, RT-12).
@Suite("IGW") struct InternetGatewayTests {
  private func edge(
    _ routes: String = "0.0.0.0/0: internet-gateway, \"::/0\": internet-gateway", interfaces: String = "",
    tables: String = "", acl: String = "", rest: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        internet-gateway: igw
        subnets:
          s: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a, route-table: s\(acl)}
          dmz: {cidr: 10.0.3.0/24, zone: us-west-2a}
        route-tables:
          s: {routes: {\(routes)}}
          main: {routes: {0.0.0.0/0: internet-gateway}}
          \(tables)
        network-acls:
          default: {}
          by-public: {in: {100: deny all from 203.0.113.5/32, 110: allow all from 0.0.0.0/0}, out: {100: deny all to 203.0.113.5/32, 110: allow all to 0.0.0.0/0}}
          remote: {in: {100: allow all from 198.51.100.0/24}, out: {100: allow all to 198.51.100.0/24}}
        security-groups: {open: {in: [all from 0.0.0.0/0, "all from ::/0"]}}
        interfaces:
          web: {subnet: s, ip: [10.0.1.5, {address: 10.0.1.50}, "2001:db8:1:1::5"], public: 203.0.113.5, groups: open}
          private: {subnet: s, ip: 10.0.1.6, groups: open}
          \(interfaces)
    \(rest)
    """
  }

  @Test("IGW-1: out to the internet needs a public address [VPC guide, internet gateways]")
  func igw1() throws {
    let it = try load(edge())
    let answer = try ask(it, from: "web", to: "internet", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.notes(.translate) == ["source 10.0.1.5 becomes 203.0.113.5"])
    #expect(answer.notes(.translate, direction: .reply) == ["destination 203.0.113.5 becomes 10.0.1.5"])
    expect(
      try ask(it, from: "private", to: "internet", on: "tcp/443"), .unreachable,
      "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
    expect(try ask(it, from: "web", to: "2001:db8:2::1", on: "tcp/443"), .reachable)
  }

  @Test("IGW-1: a gateway that isn't attached carries nothing [VPC guide, internet gateways]")
  func igw1Detached() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway:loose}}}
          interfaces: {web: {subnet: s, ip: 10.0.1.5, public: 203.0.113.5}}
      internet-gateways: {loose: {}}
      """
    expect(
      try ask(yaml, from: "web", to: "internet", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_ROUTE main: 0.0.0.0/0 -> loose")
    expect(
      try ask(yaml, from: "internet", to: "web", on: "tcp/443"), .unreachable,
      "forward PW_NO_INTERNET_GATEWAY v")
  }

  @Test("IGW-2, X3: each private address needs a public one of its own [VPC guide, Elastic IP addresses]")
  func igw2() throws {
    let it = try load(edge())
    expect(try ask(it, from: "web", to: "internet", on: "tcp/443", sourceAddress: "10.0.1.5"), .reachable)
    expect(
      try ask(it, from: "web", to: "internet", on: "tcp/443", sourceAddress: "10.0.1.50"), .unreachable,
      "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
  }

  @Test("IGW-3: filters see the near end's private and the far end's public address [VPC guide, flow logs]")
  func igw3() throws {
    // Entries about the interface's public address never match.
    let mine = try load(edge(acl: ", network-acl: by-public"))
    expect(try ask(mine, from: "internet", to: "web", on: "tcp/443"), .reachable)
    expect(try ask(mine, from: "web", to: "internet", on: "tcp/443"), .reachable)
    let far = try load(edge(acl: ", network-acl: remote"))
    expect(try ask(far, from: "198.51.100.7", to: "web", on: "tcp/443"), .reachable)
    expect(
      try ask(far, from: "192.0.2.7", to: "web", on: "tcp/443"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION remote: *", further: ["reply SUBNET_ACL_RESTRICTION remote: *"])
  }

  @Test(
    "IGW-4: in from the internet only to a public address that an interface holds [Reachability Analyzer guide]"
  )
  func igw4() throws {
    let it = try load(edge(rest: "unassociated-addresses: {spare: {public: 203.0.113.99}}"))
    expect(
      try ask(it, from: "internet", to: "203.0.113.99", on: "tcp/443"), .unreachable,
      "forward IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS internet")
    expect(
      try ask(it, from: "internet", to: "private", on: "tcp/443"), .unreachable,
      "forward IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS igw")
  }

  @Test(
    "IGW-5, T16: private and shared ranges don't cross the gateway outwards [Reachability Analyzer guide]")
  func igw5() throws {
    let it = try load(edge())
    for address in ["10.200.0.1", "172.16.0.1", "192.168.0.1"] {
      expect(
        try ask(it, from: "web", to: address, on: "tcp/443"), .unreachable,
        "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS igw")
    }
    expect(
      try ask(it, from: "web", to: "100.64.0.1", on: "tcp/443"), .unreachable,
      "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS igw")
  }

  @Test("IGW-5: nor inwards [Reachability Analyzer guide]")
  func igw5Inwards() throws {
    let it = try load(edge())
    for (address, code) in [
      ("10.200.0.1", "IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS"),
      ("100.64.0.1", "IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS"),
    ] {
      let answer = try ask(it, from: address, to: "203.0.113.5", on: "tcp/443")
      expect(answer, .unreachable, "forward \(code) igw")
    }
  }

  @Test("IGW-6: IPv6 needs a route and nothing else, both ways [VPC guide, internet gateways]")
  func igw6() throws {
    let it = try load(edge())
    let answer = try ask(it, from: "2001:db8:2::1", to: "2001:db8:1:1::5", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.notes(.translate) == [])
    let without = try load(edge("0.0.0.0/0: internet-gateway"))
    expect(
      try ask(without, from: "2001:db8:2::1", to: "2001:db8:1:1::5", on: "tcp/443"), .noReply,
      "reply NO_ROUTE_TO_DESTINATION s")
  }

  @Test(
    "IGW-6, X9: an interface may refuse the internet and stay reachable inside [EC2 API, NetworkInterface]")
  func igw6Denied() throws {
    let it = try load(
      edge(
        interfaces:
          "inner: {subnet: s, ip: [10.0.1.7, \"2001:db8:1:1::7\"], groups: open, deny-internet-gateway: true}"
      ))
    expect(
      try ask(it, from: "2001:db8:2::1", to: "inner@2001:db8:1:1::7", on: "tcp/443"), .unreachable,
      "forward PW_DENY_ALL_IGW_TRAFFIC igw")
    expect(
      try ask(it, from: "web@2001:db8:1:1::5", to: "inner@2001:db8:1:1::7", on: "tcp/443"), .reachable)
  }

  @Test("IGW-7: a public range for the VPC is no access to the internet [VPC guide, VPC CIDR blocks]")
  func igw7() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        v:
          cidr: 192.0.2.0/24
          internet-gateway: igw
          subnets: {s: {cidr: 192.0.2.0/25, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {web: {subnet: s, ip: 192.0.2.5, groups: open}}
      """
    expect(
      try ask(yaml, from: "web", to: "198.51.100.7", on: "tcp/443"), .unreachable,
      "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
    expect(
      try ask(yaml, from: "198.51.100.7", to: "web", on: "tcp/443"), .unreachable,
      "forward IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS igw")
  }

  @Test("IGW-8: from public address to public address the packet turns round at the gateway [EC2 guide]")
  func igw8() throws {
    let it = try load(
      edge(interfaces: "peer: {subnet: dmz, ip: 10.0.3.5, public: 203.0.113.35, groups: open}"))
    let answer = try ask(it, from: "web", to: "203.0.113.35", on: "tcp/443")
    expect(answer, .reachable)
    #expect(
      answer.notes(.translate) == [
        "source 10.0.1.5 becomes 203.0.113.5", "destination 203.0.113.35 becomes 10.0.3.5",
      ])
    expect(
      try ask(it, from: "private", to: "203.0.113.35", on: "tcp/443"), .unreachable,
      "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
  }

  @Test("IGW-9: a narrow route makes the subnet public for its range only [VPC guide, internet gateways]")
  func igw9() throws {
    let it = try load(edge("198.51.100.0/24: internet-gateway"))
    expect(try ask(it, from: "web", to: "198.51.100.9", on: "tcp/443"), .reachable)
    expect(
      try ask(it, from: "web", to: "192.0.2.9", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION s")
    expect(try ask(it, from: "198.51.100.9", to: "web", on: "tcp/443"), .reachable)
    expect(
      try ask(it, from: "192.0.2.9", to: "web", on: "tcp/443"), .noReply, "reply NO_ROUTE_TO_DESTINATION s")
  }

  // MARK: Edge tables

  private func inspected(_ firewall: String, _ routes: String = "0.0.0.0/0: interface:firewall") -> String {
    edge(
      routes,
      interfaces: "firewall: {subnet: dmz, ip: 10.0.3.4, groups: open, source-dest-check: false\(firewall)}",
      tables: "edge: {gateways: internet-gateway, routes: {10.0.1.0/24: interface:firewall}}")
  }

  @Test("RT-11: a gateway's own table steers what comes in through it [VPC guide, gateway route tables]")
  func rt11() throws {
    let answer = try ask(
      inspected(", public: 203.0.113.34"), from: "internet", to: "web", on: "tcp/443")
    expect(answer, .reachable)
    #expect(
      answer.rules(.route).suffix(2) == ["10.0.1.0/24 -> firewall", "10.0.0.0/16 local (implied)"])
    #expect(answer.assumptions == [.applianceForwards])
    #expect(
      answer.rules(.route, direction: .reply).prefix(2) == [
        "0.0.0.0/0 -> firewall", "0.0.0.0/0 -> igw",
      ])
  }

  @Test("RT-11: it doesn't touch what comes from elsewhere [VPC guide, gateway route tables]")
  func rt11Elsewhere() throws {
    let answer = try ask(inspected(", public: 203.0.113.34"), from: "firewall", to: "web", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.rules(.route) == ["10.0.0.0/16 local (implied)"])
  }

  @Test(
    "RT-11, T20: a middlebox behind an edge table needs a public address of its own [VPC guide, gateway route tables]"
  )
  func t20() throws {
    let it = try load(inspected(""))
    let bare = try ask(it, from: "internet", to: "web", on: "tcp/443")
    expect(bare, .unreachable, "forward INGRESS_RTB_NO_PUBLIC_IP edge")
    #expect(bare.assumptions.contains(.edgeApplianceNeedsPublicAddress))
    let settled = try ask(
      it, from: "internet", to: "web", on: "tcp/443", settled: [.edgeApplianceNeedsPublicAddress: false])
    expect(settled, .reachable)
    let known = try ask(
      it, from: "internet", to: "web", on: "tcp/443", settled: [.edgeApplianceNeedsPublicAddress: true])
    expect(known, .unreachable, "forward INGRESS_RTB_NO_PUBLIC_IP edge")
    #expect(!known.assumptions.contains(.edgeApplianceNeedsPublicAddress))
    let public_ = try ask(inspected(", public: 203.0.113.34"), from: "internet", to: "web", on: "tcp/443")
    expect(public_, .reachable)
    #expect(!public_.assumptions.contains(.edgeApplianceNeedsPublicAddress))
  }

  @Test(
    "RT-12: a subnet that an edge table steers to a middlebox can't use the gateway directly [VPC guide, gateway route tables]"
  )
  func rt12() throws {
    let it = try load(inspected(", public: 203.0.113.34", "0.0.0.0/0: internet-gateway"))
    expect(
      try ask(it, from: "internet", to: "web", on: "tcp/443"), .noReply,
      "reply INGRESS_RTB_TRAFFIC_REDIRECTION igw")
    let out = try ask(it, from: "web", to: "internet", on: "tcp/443")
    expect(out, .unreachable, "forward INGRESS_RTB_TRAFFIC_REDIRECTION igw")
    #expect(out.assumptions.contains(.asymmetricEdgeRoutingFails))
    for source in ["internet", "web"] {
      let settled = try ask(
        it, from: source, to: source == "web" ? "internet" : "web", on: "tcp/443",
        settled: [.asymmetricEdgeRoutingFails: false])
      expect(settled, .reachable)
    }
  }

  @Test(
    "RT-12: nor if the middlebox gets nothing for want of a public address [VPC guide, gateway route tables]"
  )
  func rt12WithoutPublicAddress() throws {
    let it = try load(inspected("", "0.0.0.0/0: internet-gateway"))
    expect(
      try ask(it, from: "web", to: "internet", on: "tcp/443"), .unreachable,
      "forward INGRESS_RTB_TRAFFIC_REDIRECTION igw")
  }
}
