import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Gateway load balancers and their endpoints: A9 of the rules.
@Suite("GWLB") struct GatewayBalancerTests {
  /// A web server whose traffic with the internet is routed through an endpoint both ways.
  private func yaml(
    appliances: String = "tcp/22 from 10.9.0.0/16, udp/6081 from 10.9.1.0/24", middlebox: String = "",
    zone: String = "a", crossZone: Bool = false, outTable: String = "0.0.0.0/0: internet-gateway",
    acl: String = "", service: String = "inspection", web: String = "tcp/443 from 0.0.0.0/0",
    listeners: String = "geneve/0: appliances", blocking: String = "", excluded: String = ""
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          app: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: app\(blocking)}
          data: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: data\(blocking)}
          inspect: {cidr: 10.0.9.0/28, zone: us-west-2a, route-table: out\(acl)\(excluded)}
        route-tables:
          main: {}
          app: {routes: {0.0.0.0/0: "endpoint:to-gwlb", 10.0.2.0/24: "endpoint:to-gwlb"}}
          data: {routes: {10.0.1.0/24: "endpoint:to-gwlb"}}
          out: {routes: {\(outTable)}}
          edge: {gateways: internet-gateway, routes: {10.0.1.0/24: "endpoint:to-gwlb"}}
        network-acls:
          default: {}
          narrow: {in: {100: allow tcp/443 from 0.0.0.0/0, 110: allow tcp/1024-65535 from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}
        security-groups:
          web: {in: [\(web)]}
          db: {in: [tcp/5432 from 10.0.1.0/24]}
          db-by-group: {in: [tcp/5432 from sg:web]}
        endpoints: {to-gwlb: {kind: gateway-load-balancer, service: \(service), subnets: inspect}}
        interfaces:
          web: {subnet: app, ip: 10.0.1.5, public: 203.0.113.5, groups: web}
          db: {subnet: data, ip: 10.0.2.5, groups: db}
          closed: {subnet: data, ip: 10.0.2.6, groups: db-by-group}
      security:
        cidr: 10.9.0.0/16
        subnets:
          a: {cidr: 10.9.1.0/24, zone: us-west-2a}
          b: {cidr: 10.9.2.0/24, zone: us-west-2b}
        security-groups: {appliance: {in: [\(appliances)]}}
        interfaces:
          appliance: {subnet: \(zone), ip: \(zone == "a" ? "10.9.1.5" : "10.9.2.5"), groups: appliance\(middlebox)}
        target-groups: {appliances: {protocol: geneve, port: 6081, targets: appliance}}
        load-balancers:
          gwlb: {kind: gateway, cross-zone: \(crossZone), nodes: {a: {ip: 10.9.1.9}, b: {ip: 10.9.2.9}}, listeners: {\(listeners)}}
    endpoint-services: {inspection: {load-balancers: security/gwlb}}
    """
  }

  @Test(
    "GWLB-2: a packet comes back from the endpoint unchanged, and its subnet's table routes it [VPC guide]")
  func gwlb2() throws {
    let it = try load(yaml())
    let out = try ask(it, from: "web", to: "internet", on: "tcp/443")
    expect(out, .reachable)
    #expect(out.assumptions == [.gatewayBalancerReflects])
    #expect(out.rules(.route).prefix(2) == ["0.0.0.0/0 -> to-gwlb", "0.0.0.0/0 -> igw"])
    let inward = try ask(it, from: "internet", to: "web", on: "tcp/443")
    expect(inward, .reachable)
    expect(
      try ask(yaml(outTable: ""), from: "web", to: "internet", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION out")
  }

  @Test("GWLB-2: of an unknown service it is assumed that it reflects [Network Access Analyzer guide]")
  func gwlb2Unknown() throws {
    let it = try load(yaml(service: "com.amazonaws.vpce.us-west-2.vpce-svc-0f"))
    let answer = try ask(it, from: "web", to: "internet", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions == [.gatewayBalancerReflects])
    expect(try ask(it, from: "web", to: "internet", on: "tcp/443", isStrict: true), .undetermined)
  }

  @Test("GWLB-1: the appliances' groups must admit GENEVE from the balancer [Reachability Analyzer guide]")
  func gwlb1() throws {
    for groups in ["tcp/443 from 0.0.0.0/0", "udp/6081 from 10.9.2.0/24", "udp/4789 from 0.0.0.0/0"] {
      expect(
        try ask(yaml(appliances: groups), from: "web", to: "internet", on: "tcp/443"), .unreachable,
        "forward GWLB_DESTINATION_PORT_RESTRICTION gwlb")
    }
    for groups in ["all from 10.9.0.0/16", "udp all from 10.9.1.9/32"] {
      expect(try ask(yaml(appliances: groups), from: "web", to: "internet", on: "tcp/443"), .reachable)
    }
  }

  @Test("GWLB-1: the target group speaks GENEVE on port 6081 [Gateway Load Balancer guide]")
  func gwlb1Group() throws {
    expect(
      try ask(
        yaml().replacing("protocol: geneve", with: "protocol: tcp"), from: "web", to: "internet",
        on: "tcp/443"),
      .unreachable, "forward GWLB_PROTOCOL_RESTRICTION gwlb")
    expect(
      try ask(yaml().replacing("port: 6081", with: "port: 6082"), from: "web", to: "internet", on: "tcp/443"),
      .unreachable, "forward GWLB_DESTINATION_PORT_RESTRICTION gwlb")
    expect(
      try ask(yaml(listeners: ""), from: "web", to: "internet", on: "tcp/443"), .unreachable,
      "forward ELBV2_LISTENER_HAS_NO_TG to-gwlb")
  }

  @Test("GWLB-3: without cross-zone an endpoint is served by its own zone [Gateway Load Balancer guide]")
  func gwlb3() throws {
    expect(
      try ask(
        yaml(appliances: "all from 0.0.0.0/0", zone: "b"), from: "web", to: "internet", on: "tcp/443"),
      .unreachable, "forward ELB_NOT_CROSSZONE to-gwlb")
    expect(
      try ask(
        yaml(appliances: "all from 0.0.0.0/0", zone: "b", crossZone: true), from: "web", to: "internet",
        on: "tcp/443"), .reachable)
  }

  @Test("GWLB-4, SG-8: group references do not survive the endpoint [transit gateway guide]")
  func gwlb4() throws {
    let it = try load(yaml(outTable: "0.0.0.0/0: internet-gateway"))
    expect(try ask(it, from: "web", to: "db", on: "tcp/5432"), .reachable)
    expect(
      try ask(it, from: "web", to: "closed", on: "tcp/5432"), .unreachable,
      "forward SG_REFERENCES_NOT_PRESERVED db-by-group")
  }

  @Test("GWLB-2, SDC-2: what the appliances do may be declared")
  func declared() throws {
    let forwarding = try ask(
      yaml(middlebox: ", middlebox: forward"), from: "web", to: "internet", on: "tcp/443")
    expect(forwarding, .reachable)
    #expect(forwarding.assumptions == [])
    expect(
      try ask(yaml(middlebox: ", middlebox: drop"), from: "web", to: "internet", on: "tcp/443"), .unreachable,
      "forward PW_MIDDLEBOX_DROPS appliance")
    let inspecting = yaml(middlebox: ", middlebox: inspect")
    expect(try ask(inspecting, from: "web", to: "internet", on: "tcp/443"), .reachable)
    // What comes back from the internet goes past the endpoint.
    let past = inspecting.replacing(
      "edge: {gateways: internet-gateway, routes: {10.0.1.0/24: \"endpoint:to-gwlb\"}}", with: "edge: {}")
    expect(
      try ask(past, from: "web", to: "internet", on: "tcp/443"), .noReply,
      "reply PW_INSPECTED_ONE_WAY appliance")
  }

  @Test("ORD-6: the ACL of the endpoint's subnet is taken to apply, where it matters")
  func ord6() throws {
    let it = try load(yaml(acl: ", network-acl: narrow"))
    let passing = try ask(it, from: "web", to: "internet", on: "tcp/443")
    expect(passing, .reachable)
    #expect(!passing.assumptions.contains(.endpointAccessListApplies))
    let stopped = try ask(it, from: "web", to: "internet", on: "tcp/80")
    expect(stopped, .unreachable, "forward SUBNET_ACL_RESTRICTION narrow: *")
    #expect(stopped.assumptions.contains(.endpointAccessListApplies))
    expect(
      try ask(
        it, from: "web", to: "internet", on: "tcp/80", settled: [.endpointAccessListApplies: false]),
      .reachable)
    expect(
      try ask(
        it, from: "web", to: "internet", on: "tcp/80", settled: [.endpointAccessListApplies: true]),
      .unreachable, "forward SUBNET_ACL_RESTRICTION narrow: *")
  }

  @Test(
    "BPA-3: what leaves by an endpoint is judged by the endpoint's subnet [VPC guide, Block Public Access]")
  func bpa3() throws {
    let blocked = ", block-public-access: bidirectional"
    expect(
      try ask(yaml(blocking: blocked, excluded: blocked), from: "web", to: "internet", on: "tcp/443"),
      .unreachable, "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw")
    #expect(
      try ask(yaml(blocking: blocked), from: "web", to: "internet", on: "tcp/443").blockers.allSatisfy {
        $0.direction == .reply
      })
  }
}
