import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// What appliances are declared to do: SDC-2 of the rules.
@Suite("SDC-2") struct MiddleboxTests {
  /// `a` reaches `b` by the appliance, and the internet too; what comes back takes the routes that are given.
  private func yaml(
    _ middlebox: String, back: String = "10.0.1.0/24: interface:box", groups: String = "open",
    server: String = "all from 0.0.0.0/0", more: String = ""
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: a}
          b: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: b}
          dmz: {cidr: 10.0.3.0/24, zone: us-west-2a, route-table: dmz}
        route-tables:
          a: {routes: {10.0.2.0/24: interface:box, 0.0.0.0/0: interface:box}}
          b: {routes: {\(back)}}
          dmz: {routes: {0.0.0.0/0: internet-gateway}}
        security-groups:
          open: {in: all from 0.0.0.0/0}
          client: {in: all from 10.0.2.0/24}
          web: {in: tcp/443 from 10.0.0.0/16}
          server: {in: [\(server)]}
        interfaces:
          a: {subnet: a, ip: 10.0.1.5, groups: client}
          b: {subnet: b, ip: 10.0.2.5, groups: server}
          box: {subnet: dmz, ip: 10.0.3.4, public: 203.0.113.4, groups: \(groups), source-dest-check: false\(middlebox)}
          \(more)
    """
  }

  @Test("SDC-2: what is declared to forward is not assumed to [VPC guide, middlebox routing]")
  func forward() throws {
    let answer = try ask(yaml(", middlebox: forward"), from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions == [])
    // As every forwarder it takes the sender's groups away (SG-8).
    expect(
      try ask(yaml(", middlebox: forward", server: "all from sg:client"), from: "a", to: "b", on: "tcp/443"),
      .unreachable, "forward SG_REFERENCES_NOT_PRESERVED server")
  }

  @Test("SDC-2: what is declared to drop drops others' packets, not its own")
  func drop() throws {
    let it = try load(yaml(", middlebox: drop"))
    expect(try ask(it, from: "a", to: "b", on: "tcp/443"), .unreachable, "forward PW_MIDDLEBOX_DROPS box")
    expect(try ask(it, from: "a", to: "box", on: "tcp/443"), .reachable)
  }

  @Test("SDC-2: a NAT instance sends from its own address, and replies find back [VPC guide, NAT instances]")
  func snat() throws {
    let it = try load(yaml(", middlebox: snat", back: ""))
    let out = try ask(it, from: "a", to: "internet", on: "tcp/443")
    expect(out, .reachable)
    #expect(out.assumptions == [])
    #expect(
      out.notes(.translate) == [
        "source 10.0.1.5 becomes 10.0.3.4", "source port becomes one of 1024-65535",
        "source 10.0.3.4 becomes 203.0.113.4",
      ])
    // The server sees the instance, and answers it whatever its routes say.
    expect(try ask(it, from: "a", to: "b", on: "tcp/443"), .reachable)
    expect(
      try ask(
        yaml(", middlebox: snat", server: "tcp/443 from 10.0.3.4/32"), from: "a", to: "b", on: "tcp/443"),
      .reachable)
    expect(
      try ask(
        yaml(", middlebox: snat", server: "tcp/443 from 10.0.1.0/24"), from: "a", to: "b", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH server")
  }

  @Test("SDC-2: a NAT instance's groups and source check judge as any appliance's [VPC guide, NAT instances]")
  func snatGroups() throws {
    let narrow = try load(yaml(", middlebox: snat", groups: "web"))
    expect(try ask(narrow, from: "a", to: "internet", on: "tcp/443"), .reachable)
    expect(
      try ask(narrow, from: "a", to: "internet", on: "tcp/80"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    let checked = yaml(", middlebox: snat").replacing(
      "source-dest-check: false", with: "source-dest-check: true")
    expect(
      try ask(checked, from: "a", to: "internet", on: "tcp/443"), .unreachable,
      "forward ENI_SOURCE_DEST_CHECK_RESTRICTION box")
  }

  @Test("SDC-2, SG-8: behind a NAT instance its own groups are seen, and not the client's")
  func snatIdentity() throws {
    expect(
      try ask(yaml(", middlebox: snat", server: "all from sg:client"), from: "a", to: "b", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH server")
    expect(
      try ask(yaml(", middlebox: snat", server: "all from sg:open"), from: "a", to: "b", on: "tcp/443"),
      .reachable)
  }

  @Test("SDC-2: nothing begins towards hosts behind a NAT instance; it answers for itself")
  func snatUnsolicited() throws {
    let it = try load(yaml(", middlebox: snat"))
    // The answer comes to a translator that has not seen the question.
    let asymmetric = yaml(", middlebox: snat").replacing(
      "a: {routes: {10.0.2.0/24: interface:box, 0.0.0.0/0: interface:box}}", with: "a: {}")
    expect(try ask(asymmetric, from: "a", to: "b", on: "tcp/443"), .noReply, "reply PW_NAT_NO_SESSION box")
    expect(try ask(it, from: "internet", to: "box", on: "tcp/22"), .reachable)
  }

  @Test(
    "SDC-2: an inspecting appliance needs both directions, X6 [Network Firewall guide, asymmetric routing]")
  func inspect() throws {
    let both = try ask(yaml(", middlebox: inspect"), from: "a", to: "b", on: "tcp/443")
    expect(both, .reachable)
    #expect(both.assumptions == [])
    let past = try load(yaml(", middlebox: inspect", back: ""))
    expect(try ask(past, from: "a", to: "b", on: "tcp/443"), .noReply, "reply PW_INSPECTED_ONE_WAY box")
    // An answer without a question is no connection.
    expect(try ask(past, from: "b", to: "a", on: "tcp/443"), .noReply, "reply PW_INSPECTION_NO_SESSION box")
    expect(try ask(past, from: "b", to: "a", on: "udp/53"), .noReply, "reply PW_INSPECTION_NO_SESSION box")
    // What has no connections needs nobody to see its answer.
    expect(try ask(past, from: "a", to: "b", on: "udp/53"), .reachable)
  }

  @Test("SDC-2: the interfaces of one appliance share its connections")
  func inspectTwoArms() throws {
    func arms(_ instance: String) -> String {
      yaml(
        ", middlebox: inspect, instance: fw", back: "10.0.1.0/24: interface:inner",
        more:
          "inner: {subnet: dmz, ip: 10.0.3.5, groups: open, source-dest-check: false, middlebox: inspect, instance: \(instance)}"
      ) + "\ninstances: {fw: {}, other: {}}"
    }
    expect(try ask(arms("fw"), from: "a", to: "b", on: "tcp/443"), .reachable)
    expect(
      try ask(arms("other"), from: "a", to: "b", on: "tcp/443"), .noReply,
      "reply PW_INSPECTION_NO_SESSION inner", "reply PW_INSPECTED_ONE_WAY box")
  }

  /// Two VPCs with a firewall each zone between them: A in one zone, B in another.
  private func zones(applianceMode: Bool) -> String {
    """
    packetwalk: 1
    vpcs:
      left:
        cidr: 10.1.0.0/16
        subnets:
          a: {cidr: 10.1.1.0/24, zone: us-west-2a, route-table: out}
        route-tables: {out: {routes: {10.0.0.0/8: transit-gateway:hub}}}
        interfaces: {a: {subnet: a, ip: 10.1.1.5}}
      right:
        cidr: 10.2.0.0/16
        subnets:
          b: {cidr: 10.2.1.0/24, zone: us-west-2b, route-table: out}
        route-tables: {out: {routes: {10.0.0.0/8: transit-gateway:hub}}}
        security-groups: {open: {in: all from 0.0.0.0/0}}
        interfaces: {b: {subnet: b, ip: 10.2.1.5, groups: open}}
      inspection:
        cidr: 10.3.0.0/16
        subnets:
          tgw-a: {cidr: 10.3.1.0/24, zone: us-west-2a, route-table: to-a}
          tgw-b: {cidr: 10.3.2.0/24, zone: us-west-2b, route-table: to-b}
          fw-a: {cidr: 10.3.3.0/24, zone: us-west-2a, route-table: back}
          fw-b: {cidr: 10.3.4.0/24, zone: us-west-2b, route-table: back}
        route-tables:
          to-a: {routes: {10.0.0.0/8: interface:fw-a}}
          to-b: {routes: {10.0.0.0/8: interface:fw-b}}
          back: {routes: {10.0.0.0/8: transit-gateway:hub}}
        security-groups: {open: {in: all from 0.0.0.0/0}}
        interfaces:
          fw-a: {subnet: fw-a, ip: 10.3.3.4, groups: open, source-dest-check: false, middlebox: inspect}
          fw-b: {subnet: fw-b, ip: 10.3.4.4, groups: open, source-dest-check: false, middlebox: inspect}
    transit-gateways:
      hub:
        attachments:
          left: {vpc: left, subnets: a}
          right: {vpc: right, subnets: b}
          inspection: {vpc: inspection, subnets: [tgw-a, tgw-b], appliance-mode: \(applianceMode)}
        route-tables:
          spokes: {associations: [left, right], routes: {10.0.0.0/8: inspection}}
          inspected: {associations: inspection, propagations: [left, right]}
    """
  }

  @Test(
    "TGW-8, X6: without appliance mode each direction meets another zone's firewall [transit gateway guide]")
  func zonalFirewalls() throws {
    expect(
      try ask(zones(applianceMode: false), from: "a", to: "b", on: "tcp/443"), .noReply,
      "reply PW_INSPECTION_NO_SESSION fw-b", "reply PW_INSPECTED_ONE_WAY fw-a")
    expect(try ask(zones(applianceMode: true), from: "a", to: "b", on: "tcp/443"), .reachable)
  }
}
