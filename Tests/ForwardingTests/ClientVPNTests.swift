import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Client VPN endpoints (semantics A13).
@Suite struct ClientVPNTests {
  private struct Site {
    var interfaces = "app-a: {ip: 10.0.1.250}"
    var authorize = "[10.0.0.0/8, 192.168.0.0/16]"
    var routes = "{10.0.0.0/16: app-a}"
    var available = "true"
    var groups = "in: [tcp/443 from sg:vpn]"
    var vpn = "in: []"
    var acl = ""

    var yaml: String {
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets:
            app-a: {cidr: 10.0.1.0/24, zone: us-west-2a}
            app-b: {cidr: 10.0.2.0/24, zone: us-west-2b\(acl)}
          network-acls: {narrow: {in: {100: allow all from 10.0.1.0/24}, out: {100: allow all to 10.0.1.0/24}}}
          security-groups: {vpn: {\(vpn)}, web: {\(groups)}}
          interfaces: {web: {subnet: app-b, ip: 10.0.2.5, groups: web}}
          client-vpn-endpoints:
            users:
              {groups: vpn, interfaces: {\(interfaces)}, authorize: \(authorize), routes: \(routes),
               available: \(available)}
      external: {staff: {ranges: 10.100.0.0/22, via: users}}
      """
    }
  }

  @Test("CVPN-1: users come under the interface's address and groups [Client VPN guide, how it works]")
  func cvpn1() throws {
    let network = try load(Site(acl: ", network-acl: narrow").yaml)
    for source in ["staff", "external:staff", "10.100.1.9"] {
      let answer = try ask(network, from: source, to: "web", on: "tcp/443")
      expect(answer, .reachable)
      #expect(answer.notes(.translate).first?.hasPrefix("source 10.100.") == true)
      #expect(answer.components(.securityGroup) == ["vpn egress", "web ingress"])
    }
    expect(
      try ask(network, from: "staff", to: "web", on: "tcp/22"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    // A rule about the users' own range never sees it.
    let clients = Site(groups: "in: [tcp/443 from 10.100.0.0/22]")
    expect(
      try ask(clients.yaml, from: "staff", to: "web", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    let silent = Site(vpn: "in: [], out: []")
    expect(
      try ask(silent.yaml, from: "staff", to: "web", on: "tcp/443"), .unreachable,
      "forward SG_HAS_NO_RULES vpn")
  }

  @Test(
    "CVPN-1: authorization rules and the endpoint's routes decide what users reach [Client VPN guide, authorization rules, routes]"
  )
  func rules() throws {
    expect(
      try ask(Site(authorize: "[10.0.1.0/24]").yaml, from: "staff", to: "web", on: "tcp/443"), .unreachable,
      "forward PW_CLIENT_VPN_NOT_AUTHORIZED users")
    expect(
      try ask(Site(routes: "{10.0.1.0/24: app-a}").yaml, from: "staff", to: "web", on: "tcp/443"),
      .unreachable, "forward PW_CLIENT_VPN_NO_ROUTE users")
    expect(
      try ask(Site(available: "false").yaml, from: "staff", to: "web", on: "tcp/443"), .unreachable,
      "forward BAD_STATE users")
    for site in [Site(authorize: "unknown"), Site(routes: "unknown"), Site(interfaces: "")] {
      expect(try ask(site.yaml, from: "staff", to: "web", on: "tcp/443"), .undetermined)
    }
  }

  @Test(
    "CVPN-1: a rule for a group holds for those in it, which is an assumption [Client VPN guide, authorization rules]"
  )
  func group() throws {
    let network = try load(Site(authorize: "[{to: 10.0.0.0/16, group: S-1}]").yaml)
    let answer = try ask(network, from: "staff", to: "web", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions == [.clientVPNUserInGroup])
    let all = try load(Site(authorize: "[{to: 10.0.0.0/16, group: S-1}, 10.0.0.0/16]").yaml)
    #expect(try ask(all, from: "staff", to: "web", on: "tcp/443").assumptions == [])
    // The longest rule takes precedence.
    let narrow = try load(Site(authorize: "[10.0.0.0/8, {to: 10.0.2.0/24, group: S-1}]").yaml)
    #expect(try ask(narrow, from: "staff", to: "web", on: "tcp/443").assumptions == [.clientVPNUserInGroup])
  }

  @Test("CVPN-1: any of the interfaces in the routes' subnets may send [Client VPN guide, how it works]")
  func interfaces() throws {
    let site = Site(
      interfaces: "app-a: [{ip: 10.0.1.250}, {ip: 10.0.1.251}], app-b: {ip: 10.0.2.250}",
      groups: "in: [tcp/443 from 10.0.1.250/32]")
    let answer = try ask(site.yaml, from: "staff", to: "web", on: "tcp/443")
    #expect(answer.verdict == .intermittent)
    #expect(answer.choices.first?.working == ["10.0.1.250"])
    #expect(answer.choices.first?.failing == ["10.0.1.251"])
  }

  @Test("CVPN-1: nothing begins towards users [Client VPN guide, how it works]")
  func noWayIn() throws {
    expect(
      try ask(Site().yaml, from: "web", to: "10.100.1.9", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION main")
  }
}
