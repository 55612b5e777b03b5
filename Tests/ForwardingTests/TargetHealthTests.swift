import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// The health of targets: A11 of the rules.
@Suite("LB-2") struct TargetHealthTests {
  private func balanced(
    _ well: String = "healthy", _ sick: String = "unhealthy", kind: String = "application",
    protocol: String = "http", listener: String = "https/443"
  ) throws -> Network {
    try load(
      """
      packetwalk: 1
      region: us-west-2
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets:
            front: {cidr: 10.0.1.0/24, zone: us-west-2a}
            app: {cidr: 10.0.2.0/24, zone: us-west-2a}
          security-groups: {front: {in: tcp/443 from 10.0.0.0/16}, web: {in: tcp/8080 from 10.0.0.0/16}, shut: {}}
          interfaces:
            client: {subnet: app, ip: 10.0.2.4}
            well: {subnet: app, ip: 10.0.2.5, groups: web}
            sick: {subnet: app, ip: 10.0.2.6, groups: shut}
          target-groups:
            web:
              protocol: \(`protocol`)
              port: 8080
              targets: [{target: well, health: \(well)}, {target: sick, health: \(sick)}]
          load-balancers:
            front:
              kind: \(kind)
              groups: front
              cross-zone: true
              nodes: {front: {ip: 10.0.1.20}}
              listeners: {\(listener): web}
      """)
  }

  @Test("LB-2: health is no configuration and counts for nothing [Reachability Analyzer guide]")
  func lb2() throws {
    expect(
      try ask(balanced(), from: "client", to: "lb:front", on: "tcp/443", through: "lb:front"), .intermittent,
      "leg 1 forward SG_HAS_NO_RULES shut")
  }

  @Test(
    "LB-2: with --respect-health unhealthy targets are passed over [ELB guide, target group health]",
    arguments: ["unhealthy", "initial", "unhealthy.draining"])
  func lb2Respected(state: String) throws {
    let it = try balanced("healthy", state)
    expect(
      try ask(
        it, from: "client", to: "lb:front", on: "tcp/443", through: "lb:front", respectsHealth: true),
      .reachable)
    expect(
      try ask(it, from: "client", to: "sick", on: "tcp/443", through: "lb:front", respectsHealth: true),
      .unreachable, "leg 1 forward PW_TARGET_UNHEALTHY front")
    let network = try balanced("healthy", state, kind: "network", protocol: "tcp", listener: "tcp/443")
    expect(try ask(network, from: "client", to: "lb:front", on: "tcp/443", respectsHealth: true), .reachable)
  }

  @Test("LB-2: where no target is healthy all of them are used [ELB guide, target group health]")
  func lb2FailsOpen() throws {
    expect(
      try ask(
        balanced("unhealthy", "unhealthy"), from: "client", to: "lb:front", on: "tcp/443",
        through: "lb:front",
        respectsHealth: true),
      .intermittent, "leg 1 forward SG_HAS_NO_RULES shut")
    // A classic load balancer uses none.
    expect(
      try ask(
        balanced("OutOfService", "OutOfService", kind: "classic", protocol: "tcp"), from: "client",
        to: "lb:front", on: "tcp/443", through: "lb:front", respectsHealth: true),
      .unreachable, "leg 1 forward PW_TARGET_UNHEALTHY front")
  }

  @Test("LB-2: a target of which nothing is said is used [ELB API, describe-target-health]")
  func lb2Unsaid() throws {
    expect(
      try ask(
        balanced("healthy", "unused"), from: "client", to: "lb:front", on: "tcp/443", through: "lb:front",
        respectsHealth: true),
      .intermittent, "leg 1 forward SG_HAS_NO_RULES shut")
  }
}
