import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Cloud WAN core networks, written as transit gateways whose route tables are segments (semantics A13, SG-10).
@Suite struct CoreNetworkTests {
  private static func wan(
    references: String = "true", left: String = "us-west-2", right: String = "us-west-2",
    rightOptions: String = "", production: String = "[left, right]", shared: String = "",
    external: String = ""
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      left:
        cidr: 10.1.0.0/16
        subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: transit-gateway:wan}}}
        security-groups: {client: {id: sg-client}}
        interfaces: {a: {subnet: a, ip: 10.1.1.5, groups: client}}
      right:
        cidr: 10.2.0.0/16
        subnets: {b: {cidr: 10.2.1.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: transit-gateway:wan}}}
        security-groups: {server: {in: [tcp/443 from sg:sg-client, tcp/80 from 10.1.0.0/16]}}
        interfaces: {b: {subnet: b, ip: 10.2.1.5, groups: server}}
    transit-gateways:
      wan:
        core-network: true
        group-references: \(references)
        attachments:
          left: {vpc: left, subnets: a, edge: \(left)}
          right: {vpc: right, subnets: b, edge: \(right)\(rightOptions)}
          site: {kind: vpn, resource: vpn-1, edge: \(left)}
        route-tables:
          production: {associations: [left, right], propagations: \(production), routes: {192.168.0.0/16: site}}
          hybrid: {associations: [site], propagations: [left]}
    external: {\(external)}
    """
  }

  @Test("CWAN-1: segments carry what is propagated to them [Network Manager API; Cloud WAN guide, segments]")
  func segments() throws {
    let network = try load(Self.wan())
    expect(try ask(network, from: "a", to: "b", on: "tcp/80"), .reachable)
    // An isolated segment's attachments don't know each other.
    expect(
      try ask(Self.wan(production: "[]"), from: "a", to: "b", on: "tcp/80"), .unreachable,
      "forward TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT production")
  }

  @Test("CWAN-1: a connection's attachment leads to what is declared behind it [Network Manager API]")
  func external() throws {
    expect(try ask(Self.wan(), from: "a", to: "192.168.7.7", on: "tcp/443"), .undetermined)
    let office = "office: {ranges: 192.168.0.0/16, via: site}"
    expect(try ask(Self.wan(external: office), from: "a", to: "office", on: "tcp/443"), .reachable)
    // The other VPC is not shared with the connection's segment: replies do not come back.
    expect(
      try ask(Self.wan(external: office), from: "b", to: "office", on: "tcp/443"), .noReply,
      "reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT hybrid")
  }

  @Test(
    "CWAN-1: what a snapshot's route to a core network leads to is not known without its attachments and routes [Network Manager API]"
  )
  func undeclared() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: {kind: core network, id: "arn:aws:networkmanager::123456789012:core-network/c"}}}}
          interfaces: {a: {subnet: a, ip: 10.1.1.5}}
      """
    expect(try ask(yaml, from: "a", to: "192.168.7.7", on: "tcp/443"), .undetermined)
  }

  @Test(
    "SG-10: group references cross a core network at one edge only, where it and the attachments say so [Cloud WAN guide, VPC attachments]"
  )
  func sg10() throws {
    expect(try ask(Self.wan(), from: "a", to: "b", on: "tcp/443"), .reachable)
    for yaml in [
      Self.wan(references: "false"), Self.wan(right: "eu-west-1"),
      Self.wan(rightOptions: ", group-references: false"),
    ] {
      expect(
        try ask(yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
        "forward SG_REFERENCING_SUPPORT server")
      expect(try ask(yaml, from: "a", to: "b", on: "tcp/80"), .reachable)
    }
  }
}
