import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Network ACLs: A2 of the rules.
@Suite("ACL") struct ACLTests {
  /// Two subnets; the servers' one has an ACL of its own, all groups are open.
  private func servers(_ in: String, out: String = "100: allow all to 0.0.0.0/0", client: String = "")
    -> String
  {
    """
    packetwalk: 1
    region: us-west-2
    instances: {box: {platform: windows}}
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        internet-gateway: igw
        subnets:
          clients: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a}
          servers: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"], zone: us-west-2a, network-acl: servers}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway, "::/0": internet-gateway}}}
        network-acls: {servers: {in: {\(`in`)}, out: {\(out)}}}
        security-groups: {open: {in: [all from 0.0.0.0/0, "all from ::/0"]}}
        interfaces:
          client: {subnet: clients, ip: [10.0.1.5, "2001:db8:1:1::5"], groups: open\(client)}
          server: {subnet: servers, ip: [10.0.2.5, "2001:db8:1:2::5"], groups: open, public: 203.0.113.25}
          neighbour: {subnet: servers, ip: 10.0.2.6, groups: open}
    """
  }

  private let client6 = "client@2001:db8:1:1::5"
  private let server6 = "server@2001:db8:1:2::5"

  @Test("ACL-1: a subnet without an association uses the VPC's default ACL [VPC guide, network ACLs]")
  func acl1() throws {
    let it = try load(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets:
            a: {cidr: 10.0.1.0/24, zone: us-west-2a, network-acl: own}
            b: {cidr: 10.0.2.0/24, zone: us-west-2a}
            c: {cidr: 10.0.3.0/24, zone: us-west-2a, network-acl: own}
          network-acls:
            default: {in: {100: deny tcp/22 from 0.0.0.0/0, 110: allow all from 0.0.0.0/0}}
            own: {in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}
          interfaces: {a: {subnet: a, ip: 10.0.1.5}, b: {subnet: b, ip: 10.0.2.5}, c: {subnet: c, ip: 10.0.3.5}}
      """)
    expect(
      try ask(it, from: "a", to: "b", on: "tcp/22"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION default: 100 deny tcp/22 from 0.0.0.0/0")
    expect(try ask(it, from: "a", to: "b", on: "tcp/23"), .reachable)
    expect(try ask(it, from: "a", to: "c", on: "tcp/22"), .reachable)
  }

  @Test("ACL-2: entries by ascending number, the first match decides [VPC guide, network ACLs]")
  func acl2() throws {
    // Written out of order; numbers decide.
    let it = try load(servers("110: allow all from 0.0.0.0/0, 100: deny all from 10.0.0.0/8"))
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/80"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: 100 deny all from 10.0.0.0/8")
    let outside = try ask(it, from: "198.51.100.7", to: "server", on: "tcp/80")
    expect(outside, .reachable)
    #expect(outside.rules(.networkACL) == ["110 allow all from 0.0.0.0/0"])
  }

  @Test("ACL-2: each direction has its own entries [VPC guide, network ACLs]")
  func acl2Directions() throws {
    let it = try load(
      servers(
        "100: allow all from 0.0.0.0/0", out: "90: deny all to 10.0.1.0/24, 100: allow all to 0.0.0.0/0"))
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/80"), .noReply,
      "reply SUBNET_ACL_RESTRICTION servers: 90 deny all to 10.0.1.0/24")
  }

  @Test("ACL-3: what no entry matches is denied by the implied last one [VPC guide, network ACLs]")
  func acl3() throws {
    let it = try load(servers("", out: ""))
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/80"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *", further: ["reply SUBNET_ACL_RESTRICTION servers: *"])
    expect(
      try ask(it, from: client6, to: server6, on: "tcp/80"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-4: the default ACL allows all of both families, a new one nothing [VPC guide, network ACLs]")
  func acl4() throws {
    let it = try load(servers("", out: ""))
    expect(
      try ask(it, from: "server", to: "client", on: "udp/53"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
    let open = try load(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: [10.0.0.0/16, "2001:db8:1::/56"]
          subnets:
            a: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a}
            b: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"], zone: us-west-2a}
          interfaces:
            a: {subnet: a, ip: [10.0.1.5, "2001:db8:1:1::5"]}
            b: {subnet: b, ip: [10.0.2.5, "2001:db8:1:2::5"]}
      """)
    let four = try ask(open, from: "a", to: "b", on: "tcp/80")
    expect(four, .reachable)
    #expect(four.rules(.networkACL) == ["100 allow all to 0.0.0.0/0", "100 allow all from 0.0.0.0/0"])
    let six = try ask(open, from: "a@2001:db8:1:1::5", to: "b@2001:db8:1:2::5", on: "tcp/80")
    expect(six, .reachable)
    #expect(six.rules(.networkACL) == ["101 allow all to ::/0", "101 allow all from ::/0"])
  }

  @Test("ACL-5: an entry has one family [VPC guide, network ACLs]")
  func acl5() throws {
    let four = try load(servers("100: allow all from 0.0.0.0/0"))
    expect(try ask(four, from: "client", to: "server", on: "tcp/80"), .reachable)
    expect(
      try ask(four, from: client6, to: server6, on: "tcp/80"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
    let six = try load(servers("100: 'allow all from ::/0'", out: "100: 'allow all to ::/0'"))
    expect(try ask(six, from: client6, to: server6, on: "tcp/80"), .reachable)
    expect(
      try ask(six, from: "client", to: "server", on: "tcp/80"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-6: egress entries look at the destination port [VPC guide, network ACLs]")
  func acl6() throws {
    let both = try load(
      servers("100: allow tcp/443 from 0.0.0.0/0", out: "100: allow tcp/443 to 0.0.0.0/0"))
    expect(
      try ask(both, from: "client", to: "server", on: "tcp/443", sourcePort: 51000), .noReply,
      "reply SUBNET_ACL_RESTRICTION servers: *")
    let right = try load(
      servers("100: allow tcp/443 from 0.0.0.0/0", out: "100: allow tcp/51000 to 0.0.0.0/0"))
    expect(try ask(right, from: "client", to: "server", on: "tcp/443", sourcePort: 51000), .reachable)
  }

  @Test("ACL-6: an ingress entry's range is the source's, an egress entry's the destination's [VPC guide]")
  func acl6Addresses() throws {
    let it = try load(
      servers("100: allow all from 10.0.1.0/24", out: "100: allow all to 10.0.1.0/24"))
    expect(try ask(it, from: "client", to: "server", on: "tcp/80"), .reachable)
    let reversed = try load(
      servers("100: allow all from 10.0.2.0/24", out: "100: allow all to 10.0.2.0/24"))
    expect(
      try ask(reversed, from: "client", to: "server", on: "tcp/80"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test(
    "ACL-7: of protocols but TCP, UDP and ICMP an entry looks at the number only [EC2 API, CreateNetworkAclEntry]"
  )
  func acl7() throws {
    let it = try load(
      servers("100: allow proto/47 from 0.0.0.0/0", out: "100: allow proto/47 to 0.0.0.0/0"))
    expect(try ask(it, from: "client", to: "server", on: "proto/47"), .reachable)
    expect(
      try ask(it, from: "client", to: "server", on: "proto/50"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/47"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-8: ICMP entries match type and code [VPC guide, network ACLs]")
  func acl8() throws {
    let it = try load(servers("100: allow icmp/8 from 0.0.0.0/0", out: "100: allow icmp/0 to 0.0.0.0/0"))
    expect(try ask(it, from: "client", to: "server", on: "icmp/8"), .reachable)
    // The other way round the request is a type 8 that goes out.
    expect(
      try ask(it, from: "server", to: "client", on: "icmp/8"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
    // Of all services only pings stay without an answer here.
    let silent = try load(
      servers(
        "100: allow all from 0.0.0.0/0", out: "90: deny icmp/0 to 0.0.0.0/0, 100: allow all to 0.0.0.0/0"))
    expect(
      try ask(silent, from: "client", to: "server", on: "icmp/8"), .noReply,
      "reply SUBNET_ACL_RESTRICTION servers: 90 deny icmp/0 to 0.0.0.0/0")
    expect(try ask(silent, from: "client", to: "server", on: "icmp/3"), .reachable)
    let fragmentation = try load(servers("100: allow icmp/3/4 from 0.0.0.0/0"))
    expect(try ask(fragmentation, from: "client", to: "server", on: "icmp/3/4"), .reachable)
    expect(
      try ask(fragmentation, from: "client", to: "server", on: "icmp/3/1"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-8: IPv6 ping is types 128 and 129 of protocol 58 [VPC guide, network ACLs]")
  func acl8IPv6() throws {
    let it = try load(
      servers("100: 'allow icmpv6/128 from ::/0'", out: "100: 'allow icmpv6/129 to ::/0'"))
    expect(try ask(it, from: client6, to: server6, on: "icmpv6/128"), .reachable)
    expect(
      try ask(it, from: server6, to: client6, on: "icmpv6/128"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-9: host bits of a range don't count [VPC guide, network ACLs]")
  func acl9() throws {
    let it = try load(servers("100: allow all from 10.0.1.77/24"))
    let answer = try ask(it, from: "client", to: "server", on: "tcp/80")
    expect(answer, .reachable)
    #expect(answer.rules(.networkACL).last == "100 allow all from 10.0.1.0/24")
  }

  @Test("ACL-10: an entry is about a range, never a group or a prefix list [VPC guide, gateway endpoints]")
  func acl10() throws {
    for peer in ["sg:open", "pl:offices"] {
      let error = #expect(throws: InputError.self) {
        try NativeTopology.read(Array(servers("100: allow all from \(peer)").utf8), file: "test.yaml")
      }
      #expect(error?.message == "a network ACL knows only CIDRs, not “\(peer)”")
    }
  }

  @Test("ACL-11: replies are judged anew, whatever let the request in [VPC guide, network ACLs]")
  func acl11() throws {
    let it = try load(servers("100: allow all from 0.0.0.0/0", out: "100: allow tcp/443 to 0.0.0.0/0"))
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/443"), .noReply,
      "reply SUBNET_ACL_RESTRICTION servers: *")
    // What is allowed out needs the answer to be allowed in as well.
    let oneWay = try load(servers("100: deny all from 10.0.1.0/24", out: "100: allow all to 0.0.0.0/0"))
    expect(
      try ask(oneWay, from: "server", to: "client", on: "tcp/443"), .noReply,
      "reply SUBNET_ACL_RESTRICTION servers: 100 deny all from 10.0.1.0/24")
  }

  @Test(
    "ACL-12: the reply's port is the client's own kind of ephemeral port [VPC guide, ephemeral ports]",
    arguments: [
      ("", "32768-60999", Verdict.reachable), ("", "49152-65535", .intermittent), ("", "1024-5000", .noReply),
      (", instance: box", "49152-65535", .reachable), (", instance: box", "32768-61000", .intermittent),
      (", kind: lambda", "1024-65535", .reachable), (", kind: lambda", "32768-65535", .intermittent),
      (", ephemeral-ports: 40000-40010", "40000-40010", .reachable),
    ])
  func acl12(client: String, allowed: String, verdict: Verdict) throws {
    let it = try load(
      servers("100: allow all from 0.0.0.0/0", out: "100: allow tcp/\(allowed) to 0.0.0.0/0", client: client))
    let answer = try ask(it, from: "client", to: "server", on: "tcp/443")
    #expect(answer.verdict == verdict, "\(answer.trace)")
    #expect(
      answer.blockers.map(\.line)
        == (verdict == .reachable ? [] : ["reply SUBNET_ACL_RESTRICTION servers: *"]))
  }

  @Test("ACL-12: an intermittent answer names the ports that work [VPC guide, ephemeral ports]")
  func acl12Choices() throws {
    let it = try load(
      servers("100: allow all from 0.0.0.0/0", out: "100: allow tcp/49152-65535 to 0.0.0.0/0"))
    let answer = try ask(it, from: "client", to: "server", on: "tcp/443")
    let choice = try #require(answer.choices.first)
    #expect(
      (choice.kind, choice.working, choice.failing) == ("client port", ["49152-60999"], ["32768-49151"]))
    expect(try ask(it, from: "client", to: "server", on: "tcp/443", sourcePort: 50000), .reachable)
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/443", sourcePort: 40000), .noReply,
      "reply SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-12: a client on the internet may use any port from 1024 [VPC guide, ephemeral ports]")
  func acl12Internet() throws {
    let all = try load(
      servers("100: allow all from 0.0.0.0/0", out: "100: allow tcp/1024-65535 to 0.0.0.0/0"))
    expect(try ask(all, from: "internet", to: "server", on: "tcp/443"), .reachable)
    let linux = try load(
      servers("100: allow all from 0.0.0.0/0", out: "100: allow tcp/32768-65535 to 0.0.0.0/0"))
    expect(
      try ask(linux, from: "internet", to: "server", on: "tcp/443"), .intermittent,
      "reply SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-13, T1: traffic inside a subnet passes no ACL and no route table [VPC guide, network ACLs]")
  func acl13() throws {
    let it = try load(servers("", out: ""))
    let answer = try ask(it, from: "neighbour", to: "server", on: "tcp/22")
    expect(answer, .reachable)
    #expect(answer.components(.networkACL, .route) == [])
    #expect(answer.components(.networkACL, .route, direction: .reply) == [])
  }

  @Test("ACL-13: what leaves the subnet and comes back by a gateway passes its ACL [VPC guide, network ACLs]")
  func acl13Gateway() throws {
    let yaml = servers("100: deny all from 203.0.113.0/24, 110: allow all from 0.0.0.0/0")
      .replacing("ip: 10.0.2.6,", with: "ip: 10.0.2.6, public: 203.0.113.26,")
    expect(try ask(yaml, from: "neighbour", to: "server", on: "tcp/443"), .reachable)
    let answer = try ask(yaml, from: "neighbour", to: "203.0.113.25", on: "tcp/443")
    #expect(answer.verdict == .unreachable)
    #expect(
      answer.blockers.first?.line
        == "forward SUBNET_ACL_RESTRICTION servers: 100 deny all from 203.0.113.0/24")
  }

  @Test("T2: allowing a service's port both ways does not let its replies out [VPC guide, network ACLs]")
  func t2() throws {
    let it = try load(
      servers("100: allow tcp/443 from 0.0.0.0/0", out: "100: allow tcp/443 to 0.0.0.0/0"))
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/443"), .noReply,
      "reply SUBNET_ACL_RESTRICTION servers: *")
    let some = try load(
      servers("100: allow tcp/443 from 0.0.0.0/0", out: "100: allow tcp/49152-65535 to 0.0.0.0/0"))
    expect(
      try ask(some, from: "client", to: "server", on: "tcp/443"), .intermittent,
      "reply SUBNET_ACL_RESTRICTION servers: *")
  }

  @Test("ACL-6: a question about a range of ports is answered part by part")
  func acl6Ranges() throws {
    let it = try load(servers("90: deny tcp/100-200 from 0.0.0.0/0, 100: allow all from 0.0.0.0/0"))
    let answers = try it.answers(to: Question(from: "client", to: "server", on: "tcp/1-1000"))
    #expect(
      answers.map { "\($0.service) \($0.verdict.rawValue)" } == [
        "tcp/1-99,201-1000 reachable", "tcp/100-200 unreachable",
      ])
  }
}
