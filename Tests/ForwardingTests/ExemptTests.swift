import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// What no filter sees: A15 of the rules.
@Suite("EX") struct ExemptTests {
  /// A host that may send nothing at all.
  private func shut(_ vpc: String = "", rest: String = "") -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: [10.0.0.0/16, 10.9.0.0/16, "2001:db8:1::/56"]
        \(vpc)
        subnets:
          s: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a}
          services: {cidr: 10.0.0.0/24, zone: us-west-2a}
        network-acls: {default: {in: {}, out: {}}}
        security-groups: {shut: {out: []}, dns: {in: udp/53 from 0.0.0.0/0}}
        interfaces:
          host: {subnet: s, ip: [10.0.1.5, "2001:db8:1:1::5"], groups: shut}
          custom: {subnet: services, ip: 10.0.0.53, groups: dns}
    \(rest)
    """
  }

  @Test(
    "EX-1, T23: neither groups nor ACLs nor routes stop AWS's own services [VPC guide, network ACLs]",
    arguments: [
      ("10.0.0.2", "udp/53", "Amazon DNS server"), ("169.254.169.253", "tcp/53", "Amazon DNS server"),
      ("fd00:ec2::253", "udp/53", "Amazon DNS server"),
      ("169.254.169.254", "tcp/80", "instance metadata service"),
      ("fd00:ec2::254", "tcp/80", "instance metadata service"),
      ("169.254.169.123", "udp/123", "Amazon Time Sync Service"),
      ("fd00:ec2::123", "udp/123", "Amazon Time Sync Service"),
      ("169.254.170.2", "tcp/80", "ECS task metadata endpoint"),
      ("169.254.169.250", "tcp/1688", "Windows licence activation"),
    ])
  func ex1(address: String, service: String, name: String) throws {
    let answer = try ask(shut(), from: "host", to: address, on: service)
    expect(answer, .reachable)
    #expect(answer.components(.exempt, .securityGroup, .networkACL, .route) == [name])
  }

  @Test("EX-2, T23: another DNS server is ordinary traffic [VPC guide, DHCP option sets]")
  func ex2() throws {
    expect(
      try ask(shut(), from: "host", to: "10.0.0.53", on: "udp/53"), .unreachable,
      "forward SG_HAS_NO_RULES shut", "forward SUBNET_ACL_RESTRICTION default: *",
      "forward SUBNET_ACL_RESTRICTION default: *")
  }

  @Test("EX-2: without DNS support there is no resolver [VPC guide, DNS attributes]")
  func ex2Disabled() throws {
    for address in ["10.0.0.2", "169.254.169.253"] {
      let answer = try ask(shut("dns: false"), from: "host", to: address, on: "udp/53")
      #expect(answer.verdict == .unreachable)
      // An address like any other, so the group judges it.
      #expect(answer.blockers.first?.line == "forward SG_HAS_NO_RULES shut")
    }
    expect(try ask(shut("dns: false"), from: "host", to: "169.254.169.254", on: "tcp/80"), .reachable)
  }

  @Test("EX-2: a peer's resolver is out of reach [VPC peering guide]")
  func ex2Peer() throws {
    let answer = try ask(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: peering:p}}}
          interfaces: {host: {subnet: s, ip: 10.0.1.5}}
        w: {cidr: 10.1.0.0/16}
      peerings: {p: {requester: v, accepter: w}}
      """, from: "host", to: "10.1.0.2", on: "udp/53")
    expect(answer, .unreachable, "forward PW_NO_INTERFACE_HAS_ADDRESS p")
  }

  @Test("EX-3: an interface at an address that AWS keeps is found [VPC guide, subnet sizing]")
  func ex3Reserved() throws {
    let it = try load(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.0.0/24, zone: us-west-2a}}
          interfaces: {resolver: {subnet: s, ip: 10.0.0.2}, fine: {subnet: s, ip: 10.0.0.4}, last: {subnet: s, ip: 10.0.0.255}}
      """)
    #expect(
      it.topology.validate().map { "\($0.code) \($0.subject)" } == [
        "PW_RESERVED_ADDRESS resolver", "PW_RESERVED_ADDRESS last",
      ])
  }

  @Test("EX-3, T23: only the primary range's base + 2 is a resolver [VPC guide, DNS attributes]")
  func ex3() throws {
    // Where nothing else stops the packet, so that only the address can.
    let open = try load(
      shut().replacing("{default: {in: {}, out: {}}}", with: "{default: {}}")
        .replacing("groups: shut", with: "groups: dns"))
    expect(try ask(open, from: "host", to: "10.0.0.2", on: "udp/53"), .reachable)
    expect(
      try ask(open, from: "host", to: "10.9.0.2", on: "udp/53"), .unreachable,
      "forward PW_NO_INTERFACE_HAS_ADDRESS v")
    // Other subnets' base + 2 are reserved, not resolvers.
    expect(
      try ask(open, from: "host", to: "10.0.1.2", on: "udp/53"), .unreachable,
      "forward PW_NO_INTERFACE_HAS_ADDRESS s")
  }
}
