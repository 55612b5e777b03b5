import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Site-to-Site VPN, and the networks behind it (semantics A13).
@Suite struct VPNTests {
  /// A VPC with an office behind its virtual private gateway.
  private struct Site {
    var routes = "192.168.0.0/16: vpn-gateway:vgw, 2001:db8:ff::/48: vpn-gateway:vgw"
    var connections = "vpn-1: {vpn-gateway: vgw, tunnels: [up, down]}"
    var external = "office: {ranges: [192.168.0.0/16, \"2001:db8:ff::/48\"], via: vpn-1}"
    var vgw = "vpn-gateways: {vgw: {}}"
    var tables = ""
    var groups = "in: [tcp/443 from 192.168.0.0/16]"
    var more = ""

    var yaml: String {
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: [10.0.0.0/16, "2001:db8:1::/56"]
          \(vgw)
          subnets:
            app: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a}
            dmz: {cidr: 10.0.2.0/24, zone: us-west-2a}
          route-tables:
            main: {routes: {\(routes)}}
            \(tables)
          security-groups: {web: {\(groups)}}
          interfaces:
            web: {subnet: app, ip: [10.0.1.5, "2001:db8:1:1::5"], groups: web}
            appliance: {subnet: dmz, ip: 10.0.2.5, groups: web, source-dest-check: false}
      vpn-connections: {\(connections)}
      external: {\(external)}
      \(more)
      """
    }
  }

  @Test("VPN-1: a declared network is asked and asks by address, range or name [VPC guide, Site-to-Site VPN]")
  func vpn1() throws {
    let network = try load(Site().yaml)
    let out = try ask(network, from: "web", to: "192.168.7.7", on: "tcp/443")
    expect(out, .reachable)
    #expect(out.destination.component?.name == "office")
    #expect(out.components(.deliver) == ["office"])
    let into = try ask(network, from: "192.168.7.7", to: "web", on: "tcp/443")
    expect(into, .reachable)
    #expect(into.components(.deliver) == ["web"])
    for selector in ["external:office", "office", "192.168.4.0/24", "external:off*", "office@192.168.1.1"] {
      expect(try ask(network, from: "web", to: selector, on: "tcp/443"), .reachable)
      expect(try ask(network, from: selector, to: "web", on: "tcp/443"), .reachable)
    }
    expect(
      try ask(network, from: "office", to: "web", on: "tcp/22"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
  }

  @Test("VPN-1: parts of a network that a rule tells apart are asked apart [VPC guide, security group rules]")
  func vpn1Parts() throws {
    let network = try load(Site(groups: "in: [tcp/443 from 192.168.8.0/24]").yaml)
    let answer = try ask(network, from: "office", to: "web", on: "tcp/443")
    #expect(answer.verdict == .intermittent)
    #expect(answer.choices.first?.working == ["192.168.8.1"])
    #expect(try ask(network, from: "192.168.8.9", to: "web", on: "tcp/443").verdict == .reachable)
    #expect(try ask(network, from: "192.168.9.9", to: "web", on: "tcp/443").verdict == .unreachable)
  }

  @Test("VPN-1: what is not declared is not known, and what is not routed is unreachable [VPC guide]")
  func vpn1Undeclared() throws {
    let network = try load(Site(external: "").yaml)
    let answer = try ask(network, from: "web", to: "192.168.7.7", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(
      answer.missing.map(\.what) == ["what lies behind VPN connection vpn-1 of virtual private gateway vgw"])
    #expect(answer.missing.first?.remedy.contains("via: vgw") == true)
    expect(
      try ask(network, from: "web", to: "172.16.0.1", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION main")
    // Another range behind the same gateway is still unknown.
    let other = Site(routes: "0.0.0.0/0: vpn-gateway:vgw")
    expect(try ask(other.yaml, from: "web", to: "172.16.0.1", on: "tcp/443"), .undetermined)
  }

  @Test(
    "VPN-1: a gateway carries only its own VPC's interfaces' packets [Reachability Analyzer, explanation codes]"
  )
  func vpn1Interfaces() throws {
    // From another VPC, by a transit gateway that hands over in the gateway's VPC.
    let more = """
      transit-gateways:
        hub: {attachments: {here: {vpc: v, subnets: app}, there: {vpc: far, subnets: far}},
          route-tables: {main: {associations: [here, there], routes: {0.0.0.0/0: here, 10.9.0.0/16: there}}}}
      """
    let yaml = Site(
      routes: "192.168.0.0/16: vpn-gateway:vgw, 10.9.0.0/16: transit-gateway:hub", more: more
    ).yaml.replacing(
      "vpn-connections:",
      with: """
          far:
            cidr: 10.9.0.0/16
            subnets: {far: {cidr: 10.9.1.0/24, zone: us-west-2a}}
            route-tables: {main: {routes: {0.0.0.0/0: transit-gateway:hub}}}
            interfaces: {far: {subnet: far, ip: 10.9.1.5}}
        vpn-connections:
        """)
    expect(
      try ask(yaml, from: "far", to: "192.168.7.7", on: "tcp/443"), .unreachable,
      "forward VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS vgw")
    let network = try load(Site(routes: "192.168.0.0/16: vpn-gateway:vgw").yaml)
    expect(
      try ask(network, from: "office", to: "10.0.1.99", on: "tcp/443"), .unreachable,
      "forward VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS vgw")
  }

  @Test("VPN-1: a peered VPC's packets do not get to the gateway at all [VPC peering guide, basics]")
  func vpn1Peering() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        a:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.2.0.0/16: peering:p, 192.168.0.0/16: peering:p}}}
          interfaces: {a: {subnet: a, ip: 10.1.1.5}}
        b:
          cidr: 10.2.0.0/16
          vpn-gateways: {vgw: {}}
          subnets: {b: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: peering:p, 192.168.0.0/16: vpn-gateway:vgw}}}
      peerings: {p: {requester: a, accepter: b}}
      external: {office: {ranges: 192.168.0.0/16, via: vgw}}
      """
    expect(
      try ask(yaml, from: "a", to: "office", on: "tcp/443"), .unreachable,
      "forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR p")
    expect(
      try ask(yaml, from: "office", to: "a", on: "tcp/443"), .unreachable,
      "forward PW_EXTERNAL_NO_ROUTE office")
  }

  @Test(
    "VPN-1: the network's own routes count for its packets and its replies [assumption of the declaration]")
  func vpn1Routes() throws {
    let blind = Site(external: "office: {ranges: 192.168.0.0/16, via: vpn-1, routes: [10.7.0.0/16]}")
    expect(
      try ask(blind.yaml, from: "web", to: "office", on: "tcp/443"), .noReply,
      "reply PW_EXTERNAL_NO_ROUTE office")
    let narrow = Site(external: "office: {ranges: 192.168.0.0/16, via: vpn-1, routes: [10.0.1.0/24]}")
    expect(try ask(narrow.yaml, from: "office", to: "web", on: "tcp/443"), .reachable)
    let down = Site(external: "office: {ranges: 192.168.0.0/16, via: vpn-1, state: down}")
    expect(
      try ask(down.yaml, from: "web", to: "office", on: "tcp/443"), .unreachable,
      "forward PW_EXTERNAL_NETWORK_DOWN office")
    expect(
      try ask(down.yaml, from: "office", to: "web", on: "tcp/443"), .unreachable,
      "forward PW_EXTERNAL_NETWORK_DOWN office")
  }

  @Test("VPN-2: one tunnel has to be up [Reachability Analyzer, explanation codes]")
  func vpn2() throws {
    let down = Site(connections: "vpn-1: {vpn-gateway: vgw, tunnels: [down, down]}")
    expect(
      try ask(down.yaml, from: "web", to: "office", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_VPN vpn-1")
    expect(
      try ask(down.yaml, from: "office", to: "web", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_VPN vpn-1")
    // Whatever is behind it.
    let undeclared = Site(connections: down.connections, external: "")
    expect(
      try ask(undeclared.yaml, from: "web", to: "192.168.7.7", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_VPN vpn-1")
    let unknown = Site(connections: "vpn-1: {vpn-gateway: vgw}")
    expect(try ask(unknown.yaml, from: "web", to: "office", on: "tcp/443"), .reachable)
    let second = Site(
      connections:
        "vpn-1: {vpn-gateway: vgw, tunnels: [down, down]}, vpn-2: {vpn-gateway: vgw, tunnels: [up]}",
      external: "office: {ranges: 192.168.0.0/16, via: [vpn-1, vpn-2]}")
    expect(try ask(second.yaml, from: "web", to: "office", on: "tcp/443"), .reachable)
  }

  @Test("VPN-2: connections of a virtual private gateway carry IPv4 only [VPC guide, routing options]")
  func vpn2Family() throws {
    expect(
      try ask(Site().yaml, from: "web@2001:db8:1:1::5", to: "2001:db8:ff::9", on: "tcp/443"), .unreachable,
      "forward PW_VPN_IPV4_ONLY vgw")
    let undeclared = Site(external: "")
    expect(
      try ask(undeclared.yaml, from: "web@2001:db8:1:1::5", to: "2001:db8:ff::9", on: "tcp/443"),
      .unreachable,
      "forward PW_VPN_IPV4_ONLY vgw")
  }

  @Test(
    "VPN-2: without BGP only static routes lead through the connection [Site-to-Site VPN guide, routing options]"
  )
  func vpn2Static() throws {
    let site = Site(connections: "vpn-1: {vpn-gateway: vgw, static-routes: [192.168.1.0/24]}")
    let network = try load(site.yaml)
    expect(try ask(network, from: "web", to: "192.168.1.7", on: "tcp/443"), .reachable)
    expect(
      try ask(network, from: "web", to: "192.168.2.7", on: "tcp/443"), .unreachable,
      "forward PW_VGW_NO_ROUTE vgw")
  }

  @Test(
    "VPN-3, RT-4, T8: the local route beats a propagated one, however specific [Site-to-Site VPN, route priority]"
  )
  func vpn3() throws {
    let site = Site(routes: "10.0.2.0/24: {target: vpn-gateway:vgw, source: propagated}")
    let answer = try ask(site.yaml, from: "web", to: "appliance", on: "icmp/8")
    #expect(answer.rules(.route) == ["10.0.0.0/16 local (implied)"])
  }

  @Test("RT-10, RT-4: no propagated route, no way [VPC guide, route tables]")
  func rt10() throws {
    expect(
      try ask(Site(routes: "").yaml, from: "web", to: "office", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION main")
    expect(
      try ask(Site(routes: "").yaml, from: "office", to: "web", on: "tcp/443"), .noReply,
      "reply NO_ROUTE_TO_DESTINATION main")
  }

  @Test("RT-11: a gateway's own route table steers what comes in by VPN [VPC guide, gateway route tables]")
  func rt11() throws {
    let site = Site(
      tables: "edge: {gateways: \"vpn-gateway:vgw\", routes: {10.0.1.0/24: interface:appliance}}")
    let answer = try ask(site.yaml, from: "office", to: "web", on: "tcp/443")
    #expect(answer.verdict == .reachable)
    #expect(answer.rules(.route).contains("10.0.1.0/24 -> appliance"))
    #expect(answer.assumptions == [.applianceForwards])
  }

  @Test(
    "VPN-1: public addresses of a network are in it, whichever way packets come [assumption of the declaration]"
  )
  func publicRange() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: true
          vpn-gateways: {vgw: {}}
          subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
          security-groups: {web: {in: [tcp/443 from 203.0.113.0/24]}}
          interfaces: {web: {subnet: app, ip: 10.0.1.5, public: 198.51.100.5, groups: web}}
      external: {office: {ranges: 203.0.113.0/24, via: vgw}}
      """
    let network = try load(yaml)
    expect(try ask(network, from: "203.0.113.9", to: "198.51.100.5", on: "tcp/443"), .reachable)
    expect(try ask(network, from: "web", to: "203.0.113.9", on: "tcp/80"), .reachable)
    expect(
      try ask(network, from: "internet", to: "web", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    expect(
      try ask(network, from: "office", to: "10.0.1.5", on: "tcp/443"), .noReply,
      "reply PW_REPLY_SOURCE_REWRITTEN office")
  }
}
