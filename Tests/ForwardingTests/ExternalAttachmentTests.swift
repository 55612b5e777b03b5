import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Attachments of transit gateways that lead outside AWS's VPCs (semantics A8, A13).
@Suite struct ExternalAttachmentTests {
  private static func hub(
    attachment: String = "kind: vpn, resource: vpn-1",
    connections: String = "vpn-1: {transit-gateway: hub, tunnels: [up, down]}",
    external: String = "office: {ranges: [192.168.0.0/16, \"2001:db8:ff::/48\"], via: site}",
    tables: String =
      "route-tables: {main: {associations: [vpc, site], propagations: [vpc], routes: {192.168.0.0/16: site, \"2001:db8:ff::/48\": site}}}"
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        subnets: {app: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: transit-gateway:hub, "::/0": transit-gateway:hub}}}
        security-groups: {web: {in: [tcp/443 from 192.168.0.0/16, "tcp/443 from ::/0"]}}
        interfaces: {web: {subnet: app, ip: [10.0.1.5, "2001:db8:1:1::5"], groups: web}}
    transit-gateways:
      hub:
        attachments: {vpc: {vpc: v, subnets: app, ipv6: true}, site: {\(attachment)}}
        \(tables)
    vpn-connections: {\(connections)}
    external: {\(external)}
    """
  }

  @Test(
    "VPN-5: the transit gateway's routes alone decide what goes to a VPN attachment [AWS, transit gateway reference]"
  )
  func vpn5() throws {
    let network = try load(Self.hub())
    for selector in ["office", "192.168.7.7", "2001:db8:ff::9"] {
      let source = selector.contains("::") ? "web@2001:db8:1:1::5" : "web"
      expect(try ask(network, from: source, to: selector, on: "tcp/443"), .reachable)
      expect(try ask(network, from: selector, to: source, on: "tcp/443"), .reachable)
    }
    // Static routes of the connection filter nothing here.
    let filtered = Self.hub(
      connections: "vpn-1: {transit-gateway: hub, static-routes: [172.16.0.0/12]}")
    expect(try ask(filtered, from: "web", to: "office@192.168.1.1", on: "tcp/443"), .reachable)
    // A static route to what is not known to be there is followed all the same.
    let wide = Self.hub(
      tables:
        "route-tables: {main: {associations: [vpc, site], propagations: [vpc], routes: {0.0.0.0/0: site}}}")
    expect(try ask(wide, from: "web", to: "172.16.1.1", on: "tcp/443"), .undetermined)
  }

  @Test(
    "VPN-5, TGW-2: what comes out of an attachment is routed by its associated table [Transit gateway guide]")
  func association() throws {
    let none = Self.hub(
      tables: "route-tables: {main: {associations: vpc, propagations: [vpc], routes: {192.168.0.0/16: site}}}"
    )
    expect(
      try ask(none, from: "office", to: "web", on: "tcp/443"), .unreachable,
      "forward TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION site")
    let unrouted = Self.hub(
      tables: "route-tables: {main: {associations: [vpc, site], routes: {192.168.0.0/16: site}}}")
    expect(
      try ask(unrouted, from: "web", to: "office", on: "tcp/443"), .noReply,
      "reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT main")
  }

  @Test("VPN-2: tunnels of a transit gateway's connection [Reachability Analyzer, explanation codes]")
  func vpn2() throws {
    let down = "vpn-1: {transit-gateway: hub, tunnels: [down, down]}"
    expect(
      try ask(Self.hub(connections: down), from: "web", to: "office", on: "tcp/443"), .unreachable,
      "forward TGW_BAD_STATE_VPN vpn-1")
    expect(
      try ask(Self.hub(connections: down), from: "office", to: "web", on: "tcp/443"), .unreachable,
      "forward TGW_BAD_STATE_VPN vpn-1")
    expect(
      try ask(Self.hub(connections: down, external: ""), from: "web", to: "192.168.7.7", on: "tcp/443"),
      .unreachable, "forward TGW_BAD_STATE_VPN vpn-1")
    let named = Self.hub(external: "office: {ranges: 192.168.0.0/16, via: vpn-1}")
    expect(try ask(named, from: "web", to: "office", on: "tcp/443"), .reachable)
  }

  @Test(
    "TGW-11, TGW-12: every kind of attachment leads to what is declared behind it [EC2 API]",
    arguments: [
      "connect", "direct-connect-gateway", "client-vpn", "vpn-concentrator", "network-function", "fantasy",
    ])
  func kinds(kind: String) throws {
    let attachment = "kind: \(kind), resource: res-1"
    expect(
      try ask(Self.hub(attachment: attachment, connections: ""), from: "web", to: "office", on: "tcp/443"),
      .reachable)
    expect(
      try ask(Self.hub(attachment: attachment, connections: ""), from: "office", to: "web", on: "tcp/443"),
      .reachable)
    let undeclared = Self.hub(attachment: attachment, connections: "", external: "")
    let answer = try ask(undeclared, from: "web", to: "192.168.7.7", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(answer.missing.first?.what == "what lies behind \(kind) res-1 (transit gateway attachment site)")
  }

  @Test(
    "OUT-1, ODB-1: a local gateway or an ODB network leads to what is declared behind it [EC2 API, Route]",
    arguments: ["local gateway", "ODB network"])
  func unmodelled(kind: String) throws {
    func yaml(_ external: String) -> String {
      """
      packetwalk: 1
      unmodelled: {edge: {id: edge-1, kind: \(kind)}}
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {192.168.0.0/16: unmodelled:edge}}}
          security-groups: {web: {in: [tcp/443 from 192.168.0.0/16]}}
          interfaces: {web: {subnet: app, ip: 10.0.1.5, groups: web}}
      external: {\(external)}
      """
    }
    let declared = try load(yaml("plant: {ranges: 192.168.0.0/16, via: edge}"))
    expect(try ask(declared, from: "web", to: "plant", on: "tcp/443"), .reachable)
    expect(try ask(declared, from: "plant", to: "web", on: "tcp/443"), .reachable)
    expect(
      try ask(declared, from: "192.168.3.4", to: "web", on: "tcp/22"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    let answer = try ask(yaml(""), from: "web", to: "192.168.3.4", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["what lies behind \(kind) edge"])
  }

  @Test(
    "TGW-8: in appliance mode what comes from no zone may enter in any [Transit gateway guide, appliance mode]"
  )
  func tgw8() throws {
    func hub(_ isApplianceMode: Bool) -> String {
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.1.0.0/16
          subnets:
            a: {cidr: 10.1.1.0/24, zone: us-west-2a, network-acl: closed}
            b: {cidr: 10.1.2.0/24, zone: us-west-2b}
          route-tables: {main: {routes: {192.168.0.0/16: "transit-gateway:hub"}}}
          network-acls: {closed: {}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {web: {subnet: b, ip: 10.1.2.5, groups: open}}
      transit-gateways:
        hub:
          attachments:
            v: {vpc: v, subnets: [a, b], appliance-mode: \(isApplianceMode)}
            office: {kind: connect, resource: sdwan}
          route-tables:
            main: {associations: [v, office], routes: {10.1.0.0/16: v, 192.168.0.0/16: office}}
      external: {office: {ranges: 192.168.0.0/16, via: "attachment:office"}}
      """
    }
    for isApplianceMode in [true, false] {
      let answer = try ask(hub(isApplianceMode), from: "192.168.0.5", to: "web", on: "tcp/443")
      #expect(answer.verdict == .intermittent, "appliance mode \(isApplianceMode)")
    }
  }
}
