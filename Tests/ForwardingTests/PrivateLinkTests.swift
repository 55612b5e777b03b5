import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// PrivateLink with both its sides: A10 and A11 of the rules.
@Suite("PrivateLink") struct PrivateLinkTests {
  private func linked(
    web: String = "in: tcp/8080 from 10.9.0.0/16", front: String = "in: tcp/443 from 10.50.0.0/16",
    groups: String = "[front]", balancer: String = "cross-zone: true",
    group: String = "protocol: tcp, port: 8080, kind: instance, targets: [one, two]",
    service: String = "load-balancers: front", endpoint: String = "",
    door: String = "in: tcp/443 from 10.50.0.0/16, out: []", out: String = "tcp/443 to sg:door",
    listeners: String = "{tcp/443: web}", acl: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    instances: {one: {}, two: {}}
    endpoint-services: {partner: {\(service)}}
    vpcs:
      consumer:
        cidr: 10.50.0.0/16
        subnets:
          app: {cidr: 10.50.0.0/24, zone: us-west-2a}
          link-a: {cidr: 10.50.8.0/24, zone: us-west-2a}
          link-b: {cidr: 10.50.9.0/24, zone: us-west-2b}
        security-groups: {client: {out: [\(out)]}, door: {\(door)}}
        interfaces: {client: {subnet: app, ip: 10.50.0.4, groups: client}}
        endpoints:
          partner:
            kind: interface
            service: partner
            groups: door
            interfaces: {link-a: {ip: 10.50.8.10}, link-b: {ip: 10.50.9.10}}
            \(endpoint)
      provider:
        cidr: 10.9.0.0/16
        subnets:
          front-a: {cidr: 10.9.1.0/24, zone: us-west-2a\(acl)}
          app-a: {cidr: 10.9.3.0/24, zone: us-west-2a}
          app-b: {cidr: 10.9.4.0/24, zone: us-west-2b}
        network-acls:
          default: {}
          inside: {in: {100: allow all from 10.9.0.0/16}, out: {100: allow all to 10.9.0.0/16}}
        security-groups: {front: {\(front)}, web: {\(web)}}
        interfaces:
          one-0: {subnet: app-a, ip: 10.9.3.10, groups: web, instance: one}
          two-0: {subnet: app-b, ip: 10.9.4.10, groups: web, instance: two}
        target-groups: {web: {\(group)}}
        load-balancers:
          front:
            kind: network
            groups: \(groups)
            \(balancer)
            nodes: {front-a: {ip: 10.9.1.20}}
            listeners: \(listeners)
    """
  }

  private func call(_ yaml: String, _ service: String = "tcp/443") throws -> Answer {
    try ask(yaml, from: "client", to: "partner.link-a", on: service)
  }

  @Test("VPCE-6: a target sees the balancer's address, never the consumer's [NLB guide, target groups]")
  func vpce6() throws {
    let answer = try call(linked())
    expect(answer, .reachable)
    #expect(
      answer.components(.securityGroup) == [
        "client egress", "door ingress", "front ingress", "front egress", "web ingress",
      ])
    #expect(answer.notes(.translate).contains("source 10.50.0.4 becomes 10.9.1.20"))
    #expect(answer.components(.deliver) == ["one-0"])
    #expect(answer.components(.deliver, direction: .reply) == ["client"])
    // However the group keeps addresses elsewhere.
    for group in [
      "kind: instance, preserve-client-ip: true, targets: one", "preserve-client-ip: true, targets: one-0",
    ] {
      expect(
        try call(
          linked(web: "in: tcp/8080 from 10.50.0.0/16", group: "protocol: tcp, port: 8080, \(group)")),
        .unreachable, "forward ENI_SG_RULES_MISMATCH web")
    }
    expect(try call(linked(web: "in: tcp/8080 from 10.9.1.0/24")), .reachable)
  }

  @Test(
    "VPCE-6: the endpoint's own group is judged first, and the client's may name it [VPC guide, PrivateLink]")
  func vpce6Groups() throws {
    expect(
      try call(linked(door: "in: tcp/80 from 10.50.0.0/16")), .unreachable,
      "forward ENI_SG_RULES_MISMATCH door")
    expect(
      try call(linked(out: "tcp/80 to sg:door")), .unreachable, "forward ENI_SG_RULES_MISMATCH client")
  }

  @Test("NLB-3, NLB-4: what came by PrivateLink is always translated [NLB guide, target groups]")
  func nlb4() throws {
    // One target that is alone, and could not answer itself with addresses kept.
    let answer = try call(
      linked(
        group: "protocol: tcp_udp, port: 8080, kind: instance, targets: one", listeners: "{tcp_udp/443: web}")
    )
    expect(answer, .reachable)
    #expect(!answer.assumptions.contains(.preservedReplyReturnsToNode))
  }

  @Test(
    "NLB-6: the balancer's group judges the client's own address, if it judges PrivateLink [NLB guide, security groups]"
  )
  func nlb6() throws {
    let endpointOnly = "in: tcp/443 from 10.50.8.0/24"
    expect(
      try call(linked(front: endpointOnly)), .unreachable, "forward ENI_SG_RULES_MISMATCH front")
    expect(
      try call(linked(front: endpointOnly, balancer: "judge-private-link: false")), .reachable)
    expect(try call(linked(groups: "[]")), .reachable)
    // What leaves the balancer is judged all the same.
    expect(
      try call(
        linked(front: endpointOnly + ", out: tcp/443 to 0.0.0.0/0", balancer: "judge-private-link: false")),
      .unreachable, "forward ENI_SG_RULES_MISMATCH front")
  }

  @Test("SG-8: groups of the consumer are not known beyond the endpoint [VPC guide, PrivateLink]")
  func sg8() throws {
    expect(
      try call(linked(front: "in: tcp/443 from sg:consumer/client")), .unreachable,
      "forward SG_REFERENCES_NOT_PRESERVED front")
  }

  @Test("VPCE-6: the network ACL of the node's subnet does not see the consumer [NLB guide, PrivateLink]")
  func vpce6ACL() throws {
    expect(try call(linked(acl: ", network-acl: inside")), .reachable)
  }

  @Test("VPCE-6: the balancer's listeners and targets decide what the service takes [NLB guide]")
  func vpce6Listeners() throws {
    let open = "in: all from 10.50.0.0/16"
    expect(
      try call(linked(front: open, door: open, out: "all to 0.0.0.0/0"), "tcp/80"), .unreachable,
      "forward ELBV2_LISTENER_PORT_RESTRICTION front")
    expect(
      try call(linked(front: open, door: open, out: "all to 0.0.0.0/0"), "udp/443"), .unreachable,
      "forward ELBV2_LISTENERS_MISMATCH front")
    expect(
      try call(linked(balancer: "cross-zone: false", group: "protocol: tcp, port: 8080, targets: two-0")),
      .unreachable, "forward ELB_INSTALLED_AZ_RESTRICTION front")
  }

  @Test(
    "VPCE-9: the service must be in the endpoint's zone, and be there at all [Reachability Analyzer guide]")
  func vpce9() throws {
    let it = try load(linked())
    expect(
      try ask(it, from: "client", to: "partner.link-b", on: "tcp/443"), .unreachable,
      "forward VPCE_SERVICE_NOT_INSTALLED_IN_AZ partner")
    expect(
      try call(linked(service: "load-balancers: front, zones: us-west-2b")), .unreachable,
      "forward VPCE_SERVICE_NOT_INSTALLED_IN_AZ partner")
    expect(
      try call(linked(service: "load-balancers: front, available: false")), .unreachable,
      "forward BAD_STATE partner")
    expect(
      try call(linked(endpoint: "available: false")), .unreachable, "forward BAD_STATE partner.link-a")
  }

  @Test("VPCE-7: an endpoint of another Region's service leads to any of its nodes [EC2 API, VpcEndpoint]")
  func vpce7Region() throws {
    let it = try load(linked(endpoint: "service-region: eu-west-1"))
    expect(try ask(it, from: "client", to: "partner.link-b", on: "tcp/443"), .reachable)
  }

  @Test("VPCE-6: a service whose balancer is not in the input is unknown [EC2 API, endpoint services]")
  func vpce6Missing() throws {
    let answer = try call(linked(service: "load-balancers: \"id:elsewhere\""))
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["load balancer elsewhere"])
  }

  @Test("VPCE-6: a service that the input doesn't hold answers at the endpoint, as AWS's own do")
  func vpce6Elsewhere() throws {
    let yaml = linked().replacing(
      "service: partner\n", with: "service: \"id:com.amazonaws.vpce.us-west-2.vpce-svc-9\"\n")
    let answer = try call(yaml)
    expect(answer, .reachable)
    #expect(answer.components(.deliver) == ["partner.link-a"])
  }

  @Test(
    "VPCE-6, X13: the endpoint serves clients across a peering, judged by their own addresses [VPC peering guide]"
  )
  func vpce6Peered() throws {
    let peered = linked(
      front: "in: tcp/443 from 10.60.0.0/16", door: "in: tcp/443 from 10.60.0.0/16, out: []"
    )
    .replacing(
      "    cidr: 10.50.0.0/16\n",
      with: "    cidr: 10.50.0.0/16\n    route-tables: {main: {routes: {10.60.0.0/16: peering:to-far}}}\n"
    )
    .replacing(
      "vpcs:\n",
      with: """
        peerings: {to-far: {requester: {vpc: far}, accepter: {vpc: consumer}}}
        vpcs:
          far:
            cidr: 10.60.0.0/16
            subnets: {app: {cidr: 10.60.1.0/24, zone: us-west-2a}}
            route-tables: {main: {routes: {10.50.0.0/16: peering:to-far}}}
            interfaces: {far-client: {subnet: app, ip: 10.60.1.4}}

        """)
    expect(try ask(peered, from: "far-client", to: "partner.link-a", on: "tcp/443"), .reachable)
  }
}
