import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Application and classic load balancers: A11 of the rules.
@Suite("ALB, CLB") struct ApplicationBalancerTests {
  private func balanced(
    front: String = "in: tcp/443 from 0.0.0.0/0", web: String = "in: tcp/8080 from sg:front",
    balancer: String = "kind: application",
    group: String = "protocol: http, port: 8080, targets: [web-a, web-b]",
    nodes: String =
      "{public-a: {ip: 10.0.1.20, public: 203.0.113.20}, public-b: {ip: 10.0.2.20, public: 203.0.113.21}}",
    listeners: String = "{https/443: web}", acl: String = "", acls: String = "", more: String = ""
  ) -> String {
    """
    packetwalk: 1
    region: us-west-2
    vpcs:
      v:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          public-a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: public\(acl)}
          public-b: {cidr: 10.0.2.0/24, zone: us-west-2b, route-table: public}
          app-a: {cidr: 10.0.3.0/24, zone: us-west-2a}
          app-b: {cidr: 10.0.4.0/24, zone: us-west-2b}
          app-c: {cidr: 10.0.5.0/24, zone: us-west-2c}
        route-tables: {main: {}, public: {routes: {0.0.0.0/0: internet-gateway}}}
        network-acls: {default: {}, \(acls)}
        security-groups: {front: {\(front)}, web: {\(web)}, client: {}}
        interfaces:
          client: {subnet: app-c, ip: 10.0.5.5, groups: client}
          web-a: {subnet: app-a, ip: 10.0.3.10, groups: web}
          web-b: {subnet: app-b, ip: 10.0.4.10, groups: web}
          web-c: {subnet: app-c, ip: 10.0.5.10, groups: web}
          near: {subnet: public-a, ip: 10.0.1.10, groups: web}
        target-groups:
          web: {\(group)}
          other: {protocol: http, port: 9090, targets: web-a}
        load-balancers:
          front:
            \(balancer)
            internet-facing: true
            groups: front
            nodes: \(nodes)
            listeners: \(listeners)
        \(more)
    """
  }

  @Test("ALB-1: a node reaches targets of its own address families only [EC2 API, NetworkInterfaceType]")
  func alb1Families() throws {
    let it = try load(
      balanced(group: "protocol: http, port: 8080, targets: ['[2001:db8:9::1]:8080', web-a]"))
    expect(
      try ask(it, from: "internet", to: "lb:front", on: "tcp/443", through: "lb:front"), .intermittent,
      "leg 1 forward TARGET_ADDRESS_RESTRICTION front")
    expect(try ask(it, from: "internet", to: "web-a", on: "tcp/443", through: "lb:front"), .reachable)
  }

  @Test("LB-1: each node is a way of its own to a target, in two connections [EC2 API, NetworkInterfaceType]")
  func lb1() throws {
    let it = try load(balanced())
    let answer = try ask(it, from: "internet", to: "lb:front", on: "tcp/443", through: "lb:front")
    expect(answer, .reachable)
    #expect(answer.through?.name == "front")
    #expect(answer.components(.deliver, leg: 0) == ["front.public-a"])
    #expect(answer.components(.deliver, leg: 1) == ["web-a"])
    // One node that can't take the packet makes it a matter of luck.
    let half = try load(
      balanced(acl: ", network-acl: shut", acls: "shut: {in: {}, out: {}}"))
    let lucky = try ask(half, from: "internet", to: "lb:front", on: "tcp/443")
    expect(lucky, .intermittent, "forward SUBNET_ACL_RESTRICTION shut: *")
    #expect(lucky.choices.map(\.failing) == [["203.0.113.20"]])
  }

  @Test(
    "ALB-1: behind the node a new connection begins, from its address and a port from 1024 [Reachability Analyzer guide]"
  )
  func alb1() throws {
    let it = try load(balanced())
    let answer = try ask(it, from: "internet", to: "web-a", on: "tcp/443", through: "lb:front")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup, leg: 0) == ["front ingress"])
    #expect(answer.components(.securityGroup, leg: 1) == ["front egress", "web ingress"])
    #expect(
      answer.notes(.relay, leg: 1).last == "tcp 10.0.1.20:(1024-65535) -> 10.0.3.10:8080")
    // The client itself may not.
    expect(
      try ask(it, from: "client", to: "web-a", on: "tcp/8080"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    expect(
      try ask(
        balanced(front: "in: tcp/80 from 0.0.0.0/0"), from: "internet", to: "web-a", on: "tcp/443",
        through: "lb:front"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH front")
    // The target's groups see the node, not the client.
    expect(
      try ask(
        balanced(web: "in: tcp/8080 from sg:client"), from: "client", to: "web-a", on: "tcp/443",
        through: "lb:front"),
      .unreachable, "leg 1 forward ENI_SG_RULES_MISMATCH web")
  }

  @Test("ALB-1, T22: the balancer's group must let the target's port out [Elastic Load Balancing guide]")
  func t22() throws {
    let answer = try ask(
      balanced(front: "in: tcp/443 from 0.0.0.0/0, out: tcp/443 to 0.0.0.0/0"), from: "internet", to: "web-a",
      on: "tcp/443", through: "lb:front")
    expect(answer, .unreachable, "leg 1 forward ENI_SG_RULES_MISMATCH front")
  }

  @Test("ALB-1: ACLs judge both connections and both replies [VPC guide, network ACLs]")
  func alb1ACL() throws {
    let narrow = balanced(
      acl: ", network-acl: node",
      acls:
        "node: {in: {100: allow tcp/443 from 0.0.0.0/0}, out: {100: allow tcp/1024-65535 to 0.0.0.0/0}}")
    // The target's reply comes to the node's ephemeral port.
    expect(
      try ask(narrow, from: "internet", to: "web-b", on: "tcp/443", through: "lb:front"), .intermittent,
      "leg 1 reply SUBNET_ACL_RESTRICTION node: *")
  }

  @Test("ALB-2: an application balancer uses targets of all its zones, whatever the node's [ELB API]")
  func alb2() throws {
    let it = try load(balanced(group: "protocol: http, port: 8080, targets: web-b"))
    expect(try ask(it, from: "internet", to: "lb:front", on: "tcp/443", through: "lb:front"), .reachable)
  }

  @Test("ALB-2, NLB-7: a target group may keep to the node's zone [ELB API]")
  func alb2Zones() throws {
    let it = try load(balanced(group: "protocol: http, port: 8080, targets: web-b, cross-zone: false"))
    let answer = try ask(it, from: "internet", to: "lb:front", on: "tcp/443", through: "lb:front")
    expect(answer, .intermittent, "leg 1 forward ELB_NOT_CROSSZONE front")
    #expect(answer.choices.first?.failing == ["203.0.113.20"])
  }

  @Test("NLB-7: targets in zones that the balancer doesn't have are never used [ELB guide, troubleshooting]")
  func disabledZone() throws {
    let it = try load(balanced(group: "protocol: http, port: 8080, targets: web-c"))
    expect(
      try ask(it, from: "internet", to: "lb:front", on: "tcp/443", through: "lb:front"), .unreachable,
      "leg 1 forward ELB_INSTALLED_AZ_RESTRICTION front")
  }

  @Test("ALB-3: a port without a listener is refused [Reachability Analyzer guide]")
  func alb3() throws {
    let it = try load(balanced(front: "in: all from 0.0.0.0/0"))
    expect(
      try ask(it, from: "internet", to: "web-a", on: "tcp/8443", through: "lb:front"), .unreachable,
      "forward ELBV2_LISTENER_PORT_RESTRICTION front")
    expect(
      try ask(it, from: "internet", to: "lb:front", on: "icmp/8"), .unreachable,
      "forward ELBV2_LISTENERS_MISMATCH front")
  }

  @Test("ALB-3: every rule's targets count, conditions are assumed to hold [Network Access Analyzer guide]")
  func alb3Rules() throws {
    let it = try load(
      balanced(
        web: "in: tcp/8080-9090 from sg:front",
        listeners: "{https/443: {rules: {\"/other/*\": other}, default: web}}"
      ))
    let answer = try ask(it, from: "internet", to: "web-a", on: "tcp/443", through: "lb:front")
    expect(answer, .reachable)
    #expect(answer.assumptions.map(\.rawValue) == ["ASSUMED_LISTENER_CONDITIONS_MATCH"])
    let oneOfTwo = try load(
      balanced(listeners: "{https/443: {rules: {\"/other/*\": other}, default: web}}"))
    expect(
      try ask(oneOfTwo, from: "internet", to: "web-a", on: "tcp/443", through: "lb:front"), .intermittent,
      "leg 1 forward ENI_SG_RULES_MISMATCH web")
  }

  @Test("ALB-3: a listener without targets, and one that answers by itself [Reachability Analyzer guide]")
  func alb3Empty() throws {
    expect(
      try ask(
        balanced(group: "protocol: http, port: 8080"), from: "internet", to: "lb:front", on: "tcp/443",
        through: "lb:front"), .unreachable, "leg 1 forward ELBV2_LISTENER_HAS_NO_TG front")
    // Without going through, the node itself is the end: a redirect answers.
    expect(
      try ask(balanced(listeners: "{https/443: []}"), from: "internet", to: "lb:front", on: "tcp/443"),
      .reachable)
  }

  @Test(
    "ALB-3: an interface that is no target is not reached through the balancer [Reachability Analyzer guide]")
  func notATarget() throws {
    expect(
      try ask(balanced(), from: "internet", to: "web-c", on: "tcp/443", through: "lb:front"), .unreachable,
      "leg 1 forward TARGET_ADDRESS_RESTRICTION front")
  }

  @Test("LB-2: targets that the input can't name leave the answer open [Reachability Analyzer guide]")
  func unknownTargets() throws {
    let it = try load(balanced(group: "protocol: http, port: 8080, targets: unknown"))
    let answer = try ask(it, from: "internet", to: "lb:front", on: "tcp/443", through: "lb:front")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["the targets of target group web"])
    #expect(answer.missing.map(\.remedy) == ["aws elbv2 describe-target-health"])
    // What fails before is settled all the same.
    expect(
      try ask(it, from: "internet", to: "lb:front", on: "tcp/80", through: "lb:front"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH front", "forward ELBV2_LISTENER_PORT_RESTRICTION front")
  }

  // MARK: Classic

  private func classic(_ web: String, targets: String = "web-a, web-b", acl: String = "", acls: String = "")
    -> String
  {
    balanced(
      front: "in: tcp/80 from 0.0.0.0/0", web: web, balancer: "kind: classic\n        cross-zone: true",
      group: "protocol: tcp, port: 8080, targets: [\(targets)]", listeners: "{http/80: web}", acl: acl,
      acls: acls)
  }

  @Test(
    "CLB-1: the target's group must admit the instance port, not the listener's [Reachability Analyzer guide]"
  )
  func clb1() throws {
    expect(
      try ask(
        classic("in: tcp/8080 from sg:front"), from: "internet", to: "web-a", on: "tcp/80",
        through: "lb:front"),
      .reachable)
    expect(
      try ask(
        classic("in: tcp/80 from sg:front"), from: "internet", to: "web-a", on: "tcp/80", through: "lb:front"),
      .unreachable, "leg 1 forward ENI_SG_RULES_MISMATCH web")
    expect(
      try ask(classic("in: tcp/8080 from sg:front"), from: "internet", to: "lb:front", on: "tcp/8080"),
      .unreachable,
      "forward ENI_SG_RULES_MISMATCH front", "forward ELB_LISTENER_PORT_RESTRICTION front")
  }

  @Test(
    "ACL-13: a classic balancer's ACL judges what it sends into its own subnet [Reachability Analyzer guide]")
  func acl13() throws {
    let it = try load(
      classic(
        "in: tcp/8080 from sg:front", targets: "near", acl: ", network-acl: node",
        acls:
          "node: {in: {100: allow all from 0.0.0.0/0}, out: {90: deny tcp/8080 to 10.0.1.0/24, 100: allow all to 0.0.0.0/0}}"
      ))
    expect(
      try ask(it, from: "internet", to: "front.public-a@203.0.113.20", on: "tcp/80", through: "lb:front"),
      .unreachable, "leg 1 forward ELB_ACL_RESTRICTION node: 90 deny tcp/8080 to 10.0.1.0/24")
  }
}
