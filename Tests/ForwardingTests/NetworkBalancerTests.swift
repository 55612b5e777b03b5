import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Network load balancers: A11 of the rules.
@Suite("NLB") struct NetworkBalancerTests {
  private func balanced(
    web: String = "in: all from 0.0.0.0/0", groups: String = "[]",
    front: String = "in: tcp/443 from 0.0.0.0/0",
    group: String = "protocol: tcp, port: 8080, kind: instance, targets: [one, two]",
    balancer: String = "cross-zone: true", listeners: String = "{tcp/443: web}", acl: String = "",
    acls: String = "",
    nodes: String =
      "{public-a: {ip: 10.0.1.20, public: 203.0.113.20}, public-b: {ip: 10.0.2.20, public: 203.0.113.21}}",
    interfaces: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    instances: {one: {}, two: {}}
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        internet-gateway: igw
        subnets:
          public-a: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a, route-table: public}
          public-b: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"], zone: us-west-2b, route-table: public}
          app-a: {cidr: 10.0.3.0/24, zone: us-west-2a\(acl)}
          app-b: {cidr: 10.0.4.0/24, zone: us-west-2b\(acl)}
        route-tables: {main: {}, public: {routes: {0.0.0.0/0: internet-gateway, "::/0": internet-gateway}}}
        network-acls: {default: {}, \(acls)}
        security-groups: {front: {\(front)}, web: {\(web)}, client: {}}
        interfaces:
          client: {subnet: app-b, ip: 10.0.4.5, groups: client}
          one-0: {subnet: app-a, ip: 10.0.3.10, groups: web, instance: one}
          one-1: {subnet: app-a, ip: 10.0.3.11, groups: client, instance: one, device-index: 1}
          two-0: {subnet: app-b, ip: 10.0.4.10, groups: web, instance: two}
          \(interfaces)
        target-groups: {web: {\(group)}}
        load-balancers:
          front:
            kind: network
            internet-facing: true
            groups: \(groups)
            \(balancer)
            nodes: \(nodes)
            listeners: \(listeners)
    """
  }

  private let byAddress = "protocol: tcp, port: 8080, kind: ip, targets: [one-0, two-0]"

  @Test(
    "NLB-1, T21: without groups the balancer lets its listeners' traffic pass [NLB guide, security groups]")
  func nlb1() throws {
    let answer = try ask(balanced(), from: "internet", to: "lb:front", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup) == ["web ingress"])
    expect(
      try ask(balanced(), from: "internet", to: "lb:front", on: "tcp/80"), .unreachable,
      "forward ELBV2_LISTENER_PORT_RESTRICTION front")
    expect(
      try ask(
        balanced(groups: "[front]", front: "in: tcp/80 from 0.0.0.0/0"), from: "internet", to: "lb:front",
        on: "tcp/443"), .unreachable, "forward ENI_SG_RULES_MISMATCH front")
  }

  @Test("NLB-2, T17: instance targets see the client's address [NLB guide, target groups]")
  func nlb2() throws {
    let answer = try ask(
      balanced(web: "in: tcp/8080 from 10.0.0.0/16"), from: "internet", to: "lb:front", on: "tcp/443")
    expect(answer, .unreachable, "forward ENI_SG_RULES_MISMATCH web")
    #expect(answer.notes(.translate).contains("destination port becomes 8080"))
    #expect(!answer.notes(.translate).contains { $0.hasPrefix("source") })
  }

  @Test("NLB-2, T17: ip targets of TCP see the balancer's [NLB guide, target groups]")
  func nlb2Addresses() throws {
    let answer = try ask(
      balanced(web: "in: tcp/8080 from 10.0.0.0/16", group: byAddress), from: "internet", to: "lb:front",
      on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.notes(.translate).contains { $0.hasSuffix("becomes 10.0.1.20") })
  }

  @Test(
    "NLB-2: the attribute overrides the default, except for UDP [NLB guide, target groups]",
    arguments: [
      ("kind: instance, protocol: tcp, preserve-client-ip: false", "tcp/443", Verdict.reachable),
      ("kind: ip, protocol: tcp, preserve-client-ip: true", "tcp/443", .unreachable),
      ("kind: ip, protocol: udp, preserve-client-ip: false", "udp/443", .unreachable),
      ("kind: ip, protocol: tcp_udp, preserve-client-ip: false", "tcp/443", .unreachable),
    ])
  func nlb2Attribute(group: String, service: String, verdict: Verdict) throws {
    let targets = group.contains("instance") ? "[one, two]" : "[one-0, two-0]"
    let listener = group.contains("tcp_udp") ? "tcp_udp/443" : service
    let answer = try ask(
      balanced(
        web: "in: [tcp/8080 from 10.0.0.0/16, udp/8080 from 10.0.0.0/16]",
        group: "\(group), port: 8080, targets: \(targets)",
        listeners: "{\(listener): web}"), from: "internet", to: "lb:front", on: service)
    #expect(answer.verdict == verdict, "\(answer.trace)")
  }

  @Test("NLB-3, T17: a target can't be its own client [NLB guide, troubleshooting]")
  func nlb3() throws {
    let it = try load(balanced(group: "protocol: tcp, port: 8080, kind: instance, targets: one"))
    expect(
      try ask(it, from: "one-0", to: "front.public-a@10.0.1.20", on: "tcp/443"), .unreachable,
      "forward PW_NLB_HAIRPIN front")
    expect(try ask(it, from: "two-0", to: "front.public-a@10.0.1.20", on: "tcp/443"), .reachable)
    // With the address not kept it may.
    expect(
      try ask(
        balanced(group: "protocol: tcp, port: 8080, targets: one-0"), from: "one-0",
        to: "front.public-a@10.0.1.20",
        on: "tcp/443"), .reachable)
  }

  @Test("NLB-3: with the address kept, targets are in the balancer's own VPC [NLB guide, target groups]")
  func nlb3Outside() throws {
    let outside = "protocol: tcp, port: 8080, kind: ip, targets: [{target: 10.9.0.5, zone: all}]"
    expect(
      try ask(
        balanced(group: outside + ", preserve-client-ip: true"), from: "client",
        to: "front.public-a@10.0.1.20",
        on: "tcp/443"),
      .unreachable, "forward PW_NLB_TARGET_OUTSIDE_VPC front")
  }

  @Test("NLB-4: a client of IPv6 and a target of IPv4 see the balancer's address [NLB guide, target groups]")
  func nlb4() throws {
    let it = try load(
      balanced(
        web: "in: tcp/8080 from 10.0.0.0/16",
        nodes: "{public-a: {ip: [10.0.1.20, \"2001:db8:1:1::20\"], public: 203.0.113.20}}"))
    let answer = try ask(
      it, from: "2001:db8:2::1", to: "front.public-a@2001:db8:1:1::20", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.notes(.translate).contains("source 2001:db8:2::1 becomes 10.0.1.20"))
    expect(
      try ask(it, from: "internet", to: "front.public-a@203.0.113.20", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
  }

  @Test(
    "NLB-5, T21: the balancer's group may be referenced though the client's address is kept [NLB guide, security groups]"
  )
  func nlb5() throws {
    expect(
      try ask(
        balanced(web: "in: tcp/8080 from sg:front", groups: "[front]"), from: "internet", to: "lb:front",
        on: "tcp/443"),
      .reachable)
    // Without groups the balancer has nothing to reference.
    expect(
      try ask(balanced(web: "in: tcp/8080 from sg:front"), from: "internet", to: "lb:front", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH web")
    // The client's group is never seen through the balancer.
    let client = try load(
      balanced(web: "in: tcp/8080 from sg:client", groups: "[front]"))
    expect(try ask(client, from: "client", to: "one-0", on: "tcp/8080"), .reachable)
    expect(
      try ask(client, from: "client", to: "front.public-a@10.0.1.20", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
  }

  @Test("NLB-6: the balancer's group judges what leaves it [NLB guide, security groups]")
  func nlb6() throws {
    let answer = try ask(
      balanced(groups: "[front]", front: "in: tcp/443 from 0.0.0.0/0, out: tcp/443 to 0.0.0.0/0"),
      from: "internet",
      to: "lb:front", on: "tcp/443")
    expect(answer, .unreachable, "forward ENI_SG_RULES_MISMATCH front")
  }

  @Test("NLB-7, X1: without cross-zone a node uses its own zone's targets [NLB guide, troubleshooting]")
  func nlb7() throws {
    let it = try load(
      balanced(
        group: "protocol: tcp, port: 8080, kind: instance, targets: two", balancer: "cross-zone: false"))
    let answer = try ask(it, from: "internet", to: "lb:front", on: "tcp/443")
    expect(answer, .intermittent, "forward ELB_NOT_CROSSZONE front")
    #expect(answer.choices.map(\.failing) == [["203.0.113.20"]])
  }

  @Test("NLB-8: an instance target is the primary address of its first interface [NLB guide, target groups]")
  func nlb8() throws {
    let it = try load(balanced(group: "protocol: tcp, port: 8080, kind: instance, targets: one"))
    let answer = try ask(it, from: "internet", to: "lb:front", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.deliver) == ["one-0"])
    // Whatever further addresses the interface has.
    let more = balanced(group: "protocol: tcp, port: 8080, kind: instance, targets: one")
      .replacing("ip: 10.0.3.10,", with: "ip: [10.0.3.10, 10.0.3.12],")
    let primary = try ask(more, from: "internet", to: "lb:front", on: "tcp/443")
    expect(primary, .reachable)
    #expect(primary.notes(.translate).contains { $0.hasSuffix("becomes 10.0.3.10") })
  }

  @Test("NLB-3: nor an instance of another VPC [NLB guide, target groups]")
  func nlb3Instance() throws {
    let yaml = balanced(group: "protocol: tcp, port: 8080, kind: instance, targets: far")
      .replacing("instances: {one: {}", with: "instances: {far: {}, one: {}")
      .replacing(
        "vpcs:\n",
        with: """
          vpcs:
            w:
              cidr: 10.8.0.0/16
              subnets: {s: {cidr: 10.8.1.0/24, zone: us-west-2a}}
              interfaces: {far-0: {subnet: s, ip: 10.8.1.5, instance: far}}

          """)
    let answer = try ask(yaml, from: "client", to: "front.public-a@10.0.1.20", on: "tcp/443")
    expect(answer, .unreachable, "forward PW_NLB_TARGET_OUTSIDE_VPC front")
  }

  @Test("NLB-9: a listener takes its own protocol only [ELB API]")
  func nlb9() throws {
    let quic = try load(
      balanced(
        group: "protocol: quic, port: 8080, kind: instance, targets: one", listeners: "{quic/443: web}"))
    expect(
      try ask(quic, from: "internet", to: "lb:front", on: "tcp/443"), .unreachable,
      "forward ELBV2_LISTENERS_MISMATCH front")
    expect(try ask(quic, from: "internet", to: "lb:front", on: "udp/443"), .reachable)
    let both = try load(
      balanced(
        group: "protocol: tcp_udp, port: 8080, kind: instance, targets: one", listeners: "{tcp_udp/443: web}")
    )
    for service in ["tcp/443", "udp/443"] {
      expect(try ask(both, from: "internet", to: "lb:front", on: service), .reachable)
    }
  }

  @Test("NLB-10: the target's ACL sees the client's address too [NLB guide, register targets]")
  func nlb10() throws {
    let acls = "inside: {in: {100: allow all from 10.0.0.0/16}, out: {100: allow all to 0.0.0.0/0}}"
    expect(
      try ask(
        balanced(acl: ", network-acl: inside", acls: acls), from: "internet", to: "lb:front", on: "tcp/443"),
      .unreachable, "forward SUBNET_ACL_RESTRICTION inside: *")
    expect(
      try ask(
        balanced(group: byAddress, acl: ", network-acl: inside", acls: acls), from: "internet",
        to: "lb:front",
        on: "tcp/443"), .reachable)
  }

  @Test("NLB-11: the target's reply returns to the node, whatever its own routes [assumed]")
  func nlb11() throws {
    let answer = try ask(balanced(), from: "internet", to: "lb:front", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions.contains(.preservedReplyReturnsToNode))
    #expect(answer.rules(.route, direction: .reply) == ["0.0.0.0/0 -> igw", "implied"])
    // Its subnet's ACL counts.
    let acls = "in-only: {in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 10.0.0.0/16}}"
    expect(
      try ask(
        balanced(acl: ", network-acl: in-only", acls: acls), from: "internet", to: "lb:front", on: "tcp/443"),
      .noReply, "reply SUBNET_ACL_RESTRICTION in-only: *")
  }

  @Test("NLB-3: a target's interface that nothing holds takes nothing, with the client's address kept or not")
  func nlb3Detached() throws {
    for preserves in [true, false] {
      let answer = try ask(
        """
        packetwalk: 1
        vpcs:
          v:
            cidr: 10.0.0.0/16
            subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
            interfaces:
              client: {subnet: s, ip: 10.0.1.4}
              target: {subnet: s, ip: 10.0.1.5, instance: i-target, attached: false}
              node: {subnet: s, kind: network-load-balancer, ip: 10.0.1.6, groups: []}
            load-balancers: {lb: {kind: network, nodes: [node], listeners: {tcp/443: tg}}}
            target-groups: {tg: {kind: instance, protocol: tcp, targets: [i-target:443], preserve-client-ip: \(preserves)}}
        instances: {i-target: {}}
        """, from: "client", to: "10.0.1.6", on: "tcp/443")
      #expect(answer.verdict == .unreachable)
    }
  }
}
