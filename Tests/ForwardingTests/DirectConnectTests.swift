import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Direct Connect gateways (semantics A13).
@Suite struct DirectConnectTests {
  private func vpc(
    allowed: String = "[10.0.0.0/15, \"2001:db8:1::/48\"]", interfaces: String = "[down, up]",
    connections: String = ""
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        vpn-gateways: {vgw: {}}
        subnets: {app: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a}}
        route-tables: {main: {routes: {192.168.0.0/16: vpn-gateway:vgw, "2001:db8:ff::/48": vpn-gateway:vgw}}}
        security-groups: {web: {in: [tcp/443 from 192.168.0.0/16, "tcp/443 from ::/0"]}}
        interfaces: {web: {subnet: app, ip: [10.0.1.5, "2001:db8:1:1::5"], groups: web}}
    vpn-connections: {\(connections)}
    direct-connect-gateways: {dx: {associations: {vpn-gateway: vgw, allowed: \(allowed)}, interfaces: \(interfaces)}}
    external: {office: {ranges: [192.168.0.0/16, "2001:db8:ff::/48"], via: dx}}
    """
  }

  @Test(
    "VPN-4: a VPC's range has to be in the allowed prefixes, or the other end knows no way back [Direct Connect guide, allowed prefixes]",
    arguments: [
      ("[10.0.0.0/15]", true), ("[10.0.0.0/16]", true), ("[10.0.0.0/24]", false), ("[192.0.2.0/24]", false),
      ("[]", false),
    ])
  func vpn4(allowed: String, isKnown: Bool) throws {
    let network = try load(vpc(allowed: allowed))
    let out = try ask(network, from: "web", to: "192.168.7.7", on: "tcp/443")
    let into = try ask(network, from: "192.168.7.7", to: "web", on: "tcp/443")
    if isKnown {
      expect(out, .reachable)
      expect(into, .reachable)
    } else {
      expect(out, .noReply, "reply PW_EXTERNAL_NO_ROUTE office")
      expect(into, .unreachable, "forward PW_EXTERNAL_NO_ROUTE office")
    }
  }

  @Test(
    "VPN-2, VPN-4: unlike a VPN connection, a private virtual interface carries IPv6 [VPC guide, routing options]"
  )
  func family() throws {
    let network = try load(vpc())
    expect(
      try ask(network, from: "web@2001:db8:1:1::5", to: "2001:db8:ff::9", on: "tcp/443"), .reachable)
    // With a VPN connection beside it as well.
    let both = try load(vpc(connections: "vpn-1: {vpn-gateway: vgw, tunnels: [down]}"))
    expect(
      try ask(both, from: "web@2001:db8:1:1::5", to: "2001:db8:ff::9", on: "tcp/443"), .reachable)
    expect(try ask(both, from: "web", to: "office", on: "tcp/443"), .reachable)
  }

  @Test("VPN-4: one virtual interface has to be up [Direct Connect guide, virtual interfaces]")
  func down() throws {
    let network = try load(vpc(interfaces: "[down, down]"))
    expect(
      try ask(network, from: "web", to: "office", on: "tcp/443"), .unreachable,
      "forward PW_DIRECT_CONNECT_DOWN dx")
    expect(
      try ask(network, from: "office", to: "web", on: "tcp/443"), .unreachable,
      "forward PW_DIRECT_CONNECT_DOWN dx")
  }

  @Test(
    "VPN-4: of a transit gateway the allowed prefixes themselves are advertised [Direct Connect guide, allowed prefixes]",
    arguments: [("[10.0.0.0/8]", true), ("[10.0.1.0/24]", true), ("[10.0.2.0/24]", false)])
  func transit(allowed: String, isKnown: Bool) throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: transit-gateway:hub}}}
          security-groups: {web: {in: [tcp/443 from 192.168.0.0/16]}}
          interfaces: {web: {subnet: app, ip: 10.0.1.5, groups: web}}
      transit-gateways:
        hub:
          attachments: {vpc: {vpc: v, subnets: app}, dx: {kind: direct-connect-gateway, resource: dx}}
          route-tables: {main: {associations: [vpc, dx], propagations: vpc, routes: {192.168.0.0/16: {attachments: dx, source: propagated}}}}
      direct-connect-gateways: {dx: {associations: {transit-gateway: hub, allowed: \(allowed)}}}
      external: {office: {ranges: 192.168.0.0/16, via: direct-connect:dx}}
      """
    let answer = try ask(yaml, from: "web", to: "office", on: "tcp/443")
    if isKnown {
      expect(answer, .reachable)
    } else {
      expect(answer, .noReply, "reply PW_EXTERNAL_NO_ROUTE office")
    }
  }
}
