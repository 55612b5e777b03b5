import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// What the input doesn't hold leaves an answer open where it matters, and only there.
@Suite("Unknown") struct UnknownTests {
  private func hosts(
    missing: String = "", groups: String = "", client: String = "open", server: String = "open",
    routes: String = "", file: String = "", vpc: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    missing: {\(missing)}
    vpcs:
      v:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        \(vpc)
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a\(routes.isEmpty ? "" : ", route-table: a")}
          b: {cidr: 10.0.2.0/24, zone: us-west-2a}
        \(routes.isEmpty ? "" : "route-tables: {main: {}, a: {routes: {\(routes)}}}")
        security-groups: {open: {in: all from 0.0.0.0/0}, shut: {out: []}, \(groups)}
        interfaces:
          client: {subnet: a, ip: 10.0.1.5, groups: [\(client)]}
          neighbour: {subnet: a, ip: 10.0.1.6, groups: open}
          server: {subnet: b, ip: 10.0.2.5, groups: [\(server)]}
    \(file)
    """
  }

  /// What an open answer depends on.
  private func missing(_ answer: Answer) -> [String] { answer.missing.map(\.what) }

  @Test("ACLs that the input leaves out matter between subnets only")
  func accessLists() throws {
    let it = try load(hosts(missing: "network-acls: aws ec2 describe-network-acls"))
    let answer = try ask(it, from: "client", to: "server", on: "tcp/443")
    expect(answer, .undetermined)
    #expect((answer.delivered, answer.replied) == (.unknown, .unknown))
    #expect(missing(answer).sorted() == ["the network ACL of subnet a", "the network ACL of subnet b"])
    #expect(Set(answer.missing.map(\.remedy)) == ["aws ec2 describe-network-acls"])
    // ORD-1: none of it inside a subnet.
    expect(try ask(it, from: "client", to: "neighbour", on: "tcp/443"), .reachable)
  }

  @Test(
    "Interfaces that the input leaves out may hold any public IPv4 address, but no IPv6 one outside the VPCs")
  func holders() throws {
    let it = try load(hosts(missing: "interfaces: aws ec2 describe-network-interfaces"))
    let answer = try ask(it, from: "198.51.100.7", to: "203.0.113.77", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["whether the address is one of the network's own"])
    expect(try ask(it, from: "2001:db8:8::7", to: "2001:db8:9::7", on: "tcp/443"), .reachable)
  }

  @Test("An ACL that the input leaves out doesn't save what something else stops")
  func accessListsElsewhere() throws {
    let it = try load(
      hosts(missing: "network-acls: \"\"", groups: "ssh: {in: tcp/22 from 0.0.0.0/0}", server: "ssh"))
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH ssh")
    expect(try ask(it, from: "client", to: "server", on: "tcp/22"), .undetermined)
    let stopped = try load(hosts(missing: "network-acls: \"\"", client: "shut"))
    expect(
      try ask(stopped, from: "client", to: "server", on: "tcp/443"), .unreachable,
      "forward SG_HAS_NO_RULES shut")
  }

  @Test("A group whose rules the input doesn't hold may admit anything")
  func danglingGroup() throws {
    let alone = try load(hosts(server: "id:sg-0f00"))
    let answer = try ask(alone, from: "client", to: "server", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["the rules of security group sg-0f00"])
    // What another group admits is settled, what none admits is not.
    let beside = try load(hosts(groups: "ssh: {in: tcp/22 from 0.0.0.0/0}", server: "ssh, id:sg-0f00"))
    expect(try ask(beside, from: "client", to: "server", on: "tcp/22"), .reachable)
    expect(try ask(beside, from: "client", to: "server", on: "tcp/443"), .undetermined)
    // A sender's other groups count as well; what comes after decides alone where it denies.
    let sender = try load(
      hosts(groups: "ssh: {in: tcp/22 from 0.0.0.0/0}", client: "id:sg-0f00", server: "ssh"))
    expect(try ask(sender, from: "client", to: "server", on: "tcp/22"), .undetermined)
    expect(
      try ask(sender, from: "client", to: "server", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH ssh")
  }

  @Test("An unknown group's answer in the reply direction is by state all the same (SG-14)")
  func danglingGroupReplies() throws {
    let it = try load(hosts(groups: "ssh: {in: tcp/22 from 0.0.0.0/0}", server: "ssh, id:sg-0f00"))
    let answer = try ask(it, from: "client", to: "server", on: "tcp/22")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup, direction: .reply).count == 2)
  }

  @Test("Groups that the input leaves out altogether")
  func groupsMissing() throws {
    let yaml = """
      packetwalk: 1
      missing: {security-groups: aws ec2 describe-security-groups}
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {a: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          interfaces:
            client: {subnet: a, ip: 10.0.1.5, groups: id:sg-1}
            server: {subnet: a, ip: 10.0.1.6, groups: id:sg-2}
      """
    let answer = try ask(yaml, from: "client", to: "server", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["the rules of security group sg-1", "the rules of security group sg-2"])
    #expect(answer.missing.first?.remedy == "aws ec2 describe-security-groups")
  }

  @Test("A prefix list without entries leaves open what its rule is about, and nothing else")
  func prefixListInGroup() throws {
    let lists = "prefix-lists: {closed: {entries: unknown}}"
    let it = try load(
      hosts(
        groups: "web: {in: [tcp/443 from pl:closed, tcp/22 from 10.0.0.0/16]}", server: "web", file: lists))
    let answer = try ask(it, from: "client", to: "server", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["the entries of prefix list closed"])
    expect(try ask(it, from: "client", to: "server", on: "tcp/22"), .reachable)
    // The rule is about port 443: another port is denied whatever the list holds.
    expect(
      try ask(it, from: "client", to: "server", on: "tcp/80"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    expect(
      try ask(it, from: "client", to: "server", on: "udp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    let parts = try it.answers(to: Question(from: "client", to: "server", on: "tcp/1-1000"))
    #expect(
      parts.map { "\($0.service) \($0.verdict.rawValue)" } == [
        "tcp/1-21,23-442,444-1000 unreachable", "tcp/22 reachable", "tcp/443 undetermined",
      ])
  }

  @Test("A prefix list without entries may hold a route for any address but the VPC's own")
  func prefixListInRoute() throws {
    let lists = "prefix-lists: {closed: {entries: unknown}}"
    let it = try load(
      hosts(routes: "pl:closed: internet-gateway, 0.0.0.0/0: internet-gateway", file: lists))
    let answer = try ask(it, from: "client", to: "198.51.100.7", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["the entries of prefix list closed"])
    expect(try ask(it, from: "client", to: "server", on: "tcp/443"), .reachable)
  }

  @Test("A route to what is not modelled")
  func unmodelledTarget() throws {
    let it = try load(
      hosts(
        groups: "narrow: {out: all to 10.0.0.0/8}", client: "open",
        routes: "10.9.0.0/16: {kind: core network, id: core-1}, 0.0.0.0/0: internet-gateway"))
    let answer = try ask(it, from: "client", to: "10.9.0.5", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["what lies behind core network core-1"])
    let stopped = try load(
      hosts(client: "shut", routes: "10.9.0.0/16: {kind: core network, id: core-1}"))
    expect(
      try ask(stopped, from: "client", to: "10.9.0.5", on: "tcp/443"), .unreachable,
      "forward SG_HAS_NO_RULES shut")
  }

  @Test("A reply that meets the unknown: that requests arrive is settled all the same")
  func unknownReply() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        left:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.2.0.0/16: peering:both}}}
          interfaces: {a: {subnet: a, ip: 10.1.1.5}}
        right:
          cidr: 10.2.0.0/16
          subnets: {b: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: {kind: core network, id: core-1}}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {b: {subnet: b, ip: 10.2.1.5, groups: open}}
      peerings: {both: {requester: left, accepter: right}}
      """
    let answer = try ask(yaml, from: "a", to: "b", on: "tcp/443")
    expect(answer, .undetermined)
    #expect((answer.delivered, answer.replied) == (.all, .unknown))
  }

  @Test("Route tables that the input leaves out matter beyond the subnet")
  func routeTables() throws {
    let it = try load(
      """
      packetwalk: 1
      missing: {route-tables: aws ec2 describe-route-tables}
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {a: {cidr: 10.0.1.0/24, zone: us-west-2a}, b: {cidr: 10.0.2.0/24, zone: us-west-2a}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces:
            client: {subnet: a, ip: 10.0.1.5, groups: open}
            neighbour: {subnet: a, ip: 10.0.1.6, groups: open}
            server: {subnet: b, ip: 10.0.2.5, groups: open}
      """)
    expect(try ask(it, from: "client", to: "neighbour", on: "tcp/443"), .reachable)
    let answer = try ask(it, from: "client", to: "server", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.remedy).first == "aws ec2 describe-route-tables")
  }

  @Test("Interfaces that the input leaves out: who holds an address is open")
  func interfaces() throws {
    let it = try load(hosts(missing: "interfaces: aws ec2 describe-network-interfaces"))
    expect(try ask(it, from: "client", to: "server", on: "tcp/443"), .reachable)
    let answer = try ask(it, from: "client", to: "10.0.2.99", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["the network interfaces of VPC v"])
    expect(
      try ask(hosts(), from: "client", to: "10.0.2.99", on: "tcp/443"), .unreachable,
      "forward PW_NO_INTERFACE_HAS_ADDRESS v")
  }

  @Test("A transit gateway's table without routes, and one with some that can't be read")
  func transitRoutes() throws {
    func hub(_ routes: String) -> String {
      """
      packetwalk: 1
      vpcs:
        left:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.0.0.0/8: transit-gateway:hub}}}
          interfaces: {a: {subnet: a, ip: 10.1.1.5}, a2: {subnet: a, ip: 10.1.1.6}}
        right:
          cidr: 10.2.0.0/16
          subnets: {b: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.0.0.0/8: transit-gateway:hub}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {b: {subnet: b, ip: 10.2.1.5, groups: open}}
      transit-gateways:
        hub:
          attachments: {left: {vpc: left, subnets: a}, right: {vpc: right, subnets: b}}
          route-tables: {main: {associations: [left, right]\(routes)}}
      """
    }
    let answer = try ask(hub(", routes: unknown"), from: "a", to: "b", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(missing(answer) == ["the routes of transit gateway route table main"])
    #expect(answer.missing.first?.remedy == "aws ec2 search-transit-gateway-routes")
    expect(try ask(hub(", propagations: [left, right]"), from: "a", to: "b", on: "tcp/443"), .reachable)
  }

  private func balanced(_ crossZone: String, far: String) -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: 10.0.0.0/16
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a}
          b: {cidr: 10.0.2.0/24, zone: us-west-2b}
        security-groups: {open: {in: all from 0.0.0.0/0}, shut: {in: []}}
        interfaces:
          client: {subnet: a, ip: 10.0.1.5, groups: open}
          near: {subnet: a, ip: 10.0.1.6, groups: open}
          far: {subnet: b, ip: 10.0.2.6, groups: \(far)}
        target-groups: {web: {protocol: tcp, port: 80, targets: [near, far]}}
        load-balancers:
          front:
            kind: network
            groups: open
            cross-zone: \(crossZone)
            nodes: {a: {ip: 10.0.1.20}, b: {ip: 10.0.2.20}}
            listeners: {tcp/443: web}
    """
  }

  @Test("Whether a balancer crosses zones matters only where the targets of other zones answer otherwise")
  func crossZone() throws {
    func asked(_ crossZone: String, far: String) throws -> Answer {
      try ask(balanced(crossZone, far: far), from: "client", to: "10.0.1.20", on: "tcp/443")
    }
    expect(try asked("unknown", far: "open"), .reachable)
    let answer = try asked("unknown", far: "shut")
    #expect(answer.verdict == .undetermined)
    #expect(missing(answer).first == "whether load balancer front balances across zones")
    expect(try asked("false", far: "shut"), .reachable)
    #expect(try asked("true", far: "shut").verdict == .intermittent)
  }
}
