import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Transit gateways: A8 of the rules, their subnets' ACLs (ACL-14, ACL-15) and group references (SG-9).
@Suite("TGW") struct TransitGatewayTests {
  /// Two VPCs on one gateway; every piece that a rule is about can be replaced.
  private struct Hub {
    var leftACL = ""
    var leftAttachment = "vpc: left, subnets: tgw"
    var rightAttachment = "vpc: right, subnets: tgw"
    var rightTGWRoutes = ""
    var rightRoutes = ""
    var hostZone = "a"
    var groups = "in: all from 0.0.0.0/0"
    var out = "all to 0.0.0.0/0"
    var gateway = ""
    var tables = ""
    var acls = ""
    var tgwACL = ""
    var more = ""

    var yaml: String {
      """
      packetwalk: 1
      region: us-west-2
      vpcs:
        left:
          cidr: [10.1.0.0/16, "2001:db8:1::/56"]
          subnets:
            host: {cidr: [10.1.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2\(hostZone)\(leftACL)}
            tgw: {cidr: 10.1.0.0/28, zone: us-west-2a\(tgwACL)}
          route-tables: {main: {routes: {0.0.0.0/0: transit-gateway:hub, "::/0": transit-gateway:hub}}}
          network-acls: {default: {}, \(acls)}
          security-groups: {apps: {in: [all from 0.0.0.0/0, "all from ::/0"], out: [\(out), "all to ::/0"]}}
          interfaces: {a: {subnet: host, ip: [10.1.1.5, "2001:db8:1:1::5"], groups: apps}}
        right:
          cidr: [10.2.0.0/16, "2001:db8:2::/56"]
          internet-gateway: igw
          subnets:
            host: {cidr: [10.2.1.0/24, "2001:db8:2:1::/64"], zone: us-west-2a, route-table: host}
            tgw: {cidr: 10.2.0.0/28, zone: us-west-2a, route-table: tgw}
            tgw-b: {cidr: 10.2.0.16/28, zone: us-west-2b, route-table: tgw}
            dmz: {cidr: 10.2.3.0/24, zone: us-west-2a, route-table: dmz}
          route-tables:
            main: {}
            host: {routes: {10.1.0.0/16: transit-gateway:hub, "2001:db8:1::/56": transit-gateway:hub, \(rightRoutes)}}
            tgw: {routes: {\(rightTGWRoutes)}}
            dmz: {routes: {10.1.0.0/16: transit-gateway:hub, 0.0.0.0/0: internet-gateway}}
          security-groups: {server: {\(groups)}, open: {in: all from 0.0.0.0/0}}
          nat-gateways: {nat: {subnet: dmz, ip: 10.2.3.9, public: 203.0.113.9}}
          endpoints: {s3: {kind: gateway, service: s3}}
          interfaces:
            b: {subnet: host, ip: [10.2.1.5, "2001:db8:2:1::5"], groups: server}
            firewall: {subnet: dmz, ip: 10.2.3.4, groups: open, source-dest-check: false}
      prefix-lists: {s3: [198.51.100.0/24]}
      transit-gateways:
        hub:
          \(gateway)
          attachments:
            left: {\(leftAttachment)}
            right: {\(rightAttachment)}
            \(more)
          \(tables)
      """
    }
  }

  @Test("TGW-1, T11: the attachment needs a subnet in the sender's zone [transit gateway guide]")
  func tgw1() throws {
    expect(try ask(Hub().yaml, from: "a", to: "b", on: "tcp/443"), .reachable)
    // Any subnet of the zone may send, not only the attachment's.
    expect(
      try ask(Hub(hostZone: "b").yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward TGW_ROUTE_AZ_RESTRICTION left")
    // Towards the zone it arrives, and the answer can't leave.
    expect(
      try ask(Hub(hostZone: "b").yaml, from: "b", to: "a", on: "tcp/443"), .noReply,
      "reply TGW_ROUTE_AZ_RESTRICTION left")
  }

  @Test("TGW-1: an attachment that isn't available carries nothing [transit gateway guide]")
  func tgw1State() throws {
    expect(
      try ask(
        Hub(leftAttachment: "vpc: left, subnets: tgw, available: false").yaml, from: "a", to: "b",
        on: "tcp/443"),
      .unreachable, "forward BAD_STATE_ATTACHMENT main: 0.0.0.0/0 -> hub")
  }

  @Test("TGW-2: an attachment without an associated table leads nowhere [transit gateway guide]")
  func tgw2() throws {
    let tables = "route-tables: {main: {associations: right, propagations: [left, right]}}"
    expect(
      try ask(Hub(tables: tables).yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION left")
  }

  @Test(
    "TGW-3, X8: what counts is the table of association; propagation only fills tables [transit gateway guide]"
  )
  func tgw3() throws {
    let crossed =
      "route-tables: {prod: {propagations: right, associations: right}, dev: {associations: left, propagations: left}}"
    expect(
      try ask(Hub(tables: crossed).yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT dev")
    let moved =
      "route-tables: {prod: {propagations: right, associations: [left, right]}, dev: {propagations: left}}"
    expect(
      try ask(Hub(tables: moved).yaml, from: "a", to: "b", on: "tcp/443"), .noReply,
      "reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT prod")
  }

  @Test(
    "TGW-4: the longest prefix, then static, prefix list, propagated [transit gateway guide]",
    arguments: [
      ("{10.2.0.0/16: blackhole}", "TGW_RTB_BAD_STATE_ROUTE main: 10.2.0.0/16 -> blackhole"),
      (
        "{10.2.1.0/24: blackhole, 10.2.0.0/16: right}",
        "TGW_RTB_BAD_STATE_ROUTE main: 10.2.1.0/24 -> blackhole"
      ),
      (
        "{10.2.0.0/16: [{attachments: right, source: propagated}, {blackhole: true, source: prefix-list}]}",
        "TGW_RTB_BAD_STATE_ROUTE main: 10.2.0.0/16 -> blackhole"
      ),
      ("{10.2.0.0/16: [{blackhole: true, source: prefix-list}, {attachments: right}]}", ""),
      ("{10.0.0.0/8: blackhole}", ""),
    ])
  func tgw4(routes: String, blocker: String) throws {
    let tables =
      "route-tables: {main: {associations: [left, right], propagations: [left, right], routes: \(routes)}}"
    let answer = try ask(Hub(tables: tables).yaml, from: "a", to: "b", on: "tcp/443")
    #expect(answer.blockers.map(\.line) == (blocker.isEmpty ? [] : ["forward " + blocker]), "\(answer.trace)")
    #expect(answer.verdict == (blocker.isEmpty ? .reachable : .unreachable))
  }

  @Test(
    "TGW-6: a peered gateway needs static routes on both sides and keeps no group identity [transit gateway guide]"
  )
  func tgw6() throws {
    func chained(_ back: String, groups: String = "in: all from 0.0.0.0/0") -> String {
      Hub(
        rightAttachment: "peer: far, peer-attachment: far/to-hub", groups: groups,
        gateway: "group-references: true",
        tables: """
          route-tables: {main: {associations: [left, right], propagations: left, routes: {10.2.0.0/16: right}}}
            far:
              group-references: true
              attachments:
                right-vpc: {vpc: right, subnets: tgw}
                to-hub: {peer: hub, peer-attachment: hub/right}
              route-tables: {main: {associations: [right-vpc, to-hub], propagations: right-vpc, routes: {\(back)}}}
          """
      ).yaml.replacing("10.1.0.0/16: transit-gateway:hub", with: "10.1.0.0/16: transit-gateway:far")
    }
    expect(try ask(chained("10.1.0.0/16: to-hub"), from: "a", to: "b", on: "tcp/443"), .reachable)
    expect(
      try ask(chained(""), from: "a", to: "b", on: "tcp/443"), .noReply,
      "reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT main")
    expect(
      try ask(
        chained("10.1.0.0/16: to-hub", groups: "in: tcp/443 from sg:left/apps"), from: "a", to: "b",
        on: "tcp/443"),
      .unreachable, "forward SG_REFERENCES_NOT_PRESERVED server")
  }

  @Test("TGW-7, T13: what arrives is routed by the attachment subnet's table [transit gateway guide]")
  func tgw7() throws {
    let elsewhere = try ask(
      Hub(rightRoutes: "10.2.1.0/24: interface:firewall").yaml, from: "a", to: "b", on: "tcp/443")
    expect(elsewhere, .reachable)
    #expect(!elsewhere.trace.contains { $0.contains("firewall") })
    let here = try ask(
      Hub(rightTGWRoutes: "10.2.1.0/24: interface:firewall").yaml, from: "a", to: "b", on: "tcp/443")
    expect(here, .reachable)
    #expect(here.rules(.route).contains("10.2.1.0/24 -> firewall"))
    #expect(here.assumptions == [.applianceForwards])
  }

  @Test("TGW-8: the packet stays in its zone where the attachment has it [transit gateway guide]")
  func tgw8() throws {
    var hub = Hub(rightAttachment: "vpc: right, subnets: [tgw, tgw-b]")
    expect(try ask(hub.yaml, from: "a", to: "b", on: "tcp/443"), .reachable)
    // Only the other zone's way in is shut: the packet doesn't take it.
    hub.more = ""
    let shut = hub.yaml.replacing(
      "tgw-b: {cidr: 10.2.0.16/28, zone: us-west-2b, route-table: tgw}",
      with: "tgw-b: {cidr: 10.2.0.16/28, zone: us-west-2b, route-table: main, network-acl: shut}"
    ).replacing("nat-gateways: {nat", with: "network-acls: {default: {}, shut: {}}\n    nat-gateways: {nat")
    expect(try ask(shut, from: "a", to: "b", on: "tcp/443"), .reachable)
    // In appliance mode the host's zone is the sender's: no other is chosen.
    let sticky = shut.replacing("right: {vpc: right, ", with: "right: {appliance-mode: true, vpc: right, ")
    expect(try ask(sticky, from: "a", to: "b", on: "tcp/443"), .reachable)
  }

  @Test("TGW-8: a zone that the attachment lacks leaves the choice to the gateway [transit gateway guide]")
  func tgw8Choice() throws {
    let yaml = Hub(
      leftAttachment: "vpc: left, subnets: [tgw, host]", rightAttachment: "vpc: right, subnets: [tgw, tgw-b]",
      hostZone: "c"
    ).yaml.replacing(
      "tgw-b: {cidr: 10.2.0.16/28, zone: us-west-2b, route-table: tgw}",
      with: "tgw-b: {cidr: 10.2.0.16/28, zone: us-west-2b, route-table: tgw, network-acl: shut}"
    ).replacing("nat-gateways: {nat", with: "network-acls: {default: {}, shut: {}}\n    nat-gateways: {nat")
    let answer = try ask(yaml, from: "a", to: "b", on: "tcp/443")
    expect(answer, .intermittent, "forward SUBNET_ACL_RESTRICTION shut: *")
    let choice = try #require(answer.choices.first)
    #expect((choice.working, choice.failing) == (["tgw"], ["tgw-b"]))
  }

  @Test("TGW-10: IPv6 needs the attachment's support [EC2 API, transit gateway VPC attachment options]")
  func tgw10() throws {
    expect(
      try ask(Hub().yaml, from: "a@2001:db8:1:1::5", to: "b@2001:db8:2:1::5", on: "tcp/443"), .unreachable,
      "forward PW_TGW_IPV6_SUPPORT left")
    expect(try ask(Hub().yaml, from: "a", to: "b", on: "tcp/443"), .reachable)
    let both = Hub(
      leftAttachment: "vpc: left, subnets: tgw, ipv6: true",
      rightAttachment: "vpc: right, subnets: tgw, ipv6: true", groups: "in: \"all from ::/0\"")
    expect(
      try ask(both.yaml, from: "a@2001:db8:1:1::5", to: "b@2001:db8:2:1::5", on: "tcp/443"), .reachable)
  }

  @Test("TGW-11, TGW-12: an attachment of another kind loads, and what lies behind it is not known [EC2 API]")
  func tgw12() throws {
    let hub = Hub(
      tables:
        "route-tables: {main: {associations: [left, right], propagations: [left, right], routes: {192.168.0.0/16: office}}}",
      more: "office: {kind: vpn, resource: vpn-0a}")
    let answer = try ask(hub.yaml, from: "a", to: "192.168.1.1", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["what lies behind vpn vpn-0a (transit gateway attachment office)"])
    expect(try ask(hub.yaml, from: "a", to: "b", on: "tcp/443"), .reachable)
  }

  @Test("TGW-13: the way back counts across a transit gateway too [Reachability Analyzer guide]")
  func tgw13() throws {
    let hub = Hub(
      leftACL: ", network-acl: one-way",
      acls: "one-way: {in: {100: deny all from 10.2.0.0/16}, out: {100: allow all to 0.0.0.0/0}}")
    expect(
      try ask(hub.yaml, from: "a", to: "b", on: "tcp/443"), .noReply,
      "reply SUBNET_ACL_RESTRICTION one-way: 100 deny all from 10.2.0.0/16")
  }

  @Test(
    "TGW-14, ORD-8: an inspection attachment on the spokes' own table loops [AWS, transit gateway reference]")
  func tgw14() throws {
    let hub = Hub(
      rightTGWRoutes: "0.0.0.0/0: interface:firewall",
      tables:
        "route-tables: {main: {associations: [left, right], routes: {0.0.0.0/0: right, 10.1.0.0/16: left}}}")
    let yaml = hub.yaml.replacing("0.0.0.0/0: internet-gateway}}", with: "0.0.0.0/0: transit-gateway:hub}}")
    let answer = try ask(yaml, from: "a", to: "192.0.2.7", on: "tcp/443")
    #expect(answer.verdict == .unreachable)
    #expect(answer.blockers.map(\.code) == ["PW_LOOP"])
    // Round and round: the spoke sends it once, the inspection VPC again and again.
    #expect(answer.rules(.route).filter { $0 == "0.0.0.0/0 -> hub" }.count > 2)
  }

  // MARK: Access lists

  @Test(
    "ACL-14, T12: with the attachment in the sender's own subnet its ACL judges by destination and by source [transit gateway guide]"
  )
  func acl14() throws {
    let open = "out: {100: allow all to 0.0.0.0/0}"
    let own = Hub(
      leftACL: ", network-acl: own", leftAttachment: "vpc: left, subnets: host",
      acls: "own: {in: {100: deny all from 10.1.0.0/16, 110: allow all from 0.0.0.0/0}, \(open)}")
    let answer = try ask(own.yaml, from: "a", to: "b", on: "tcp/443")
    expect(answer, .unreachable, "forward SUBNET_ACL_RESTRICTION own: 100 deny all from 10.1.0.0/16")
    #expect(answer.components(.networkACL).prefix(2) == ["own egress", "own ingress"])
    // From the gateway to the host neither direction counts; the answer meets both again.
    let shut = Hub(
      leftACL: ", network-acl: shut", leftAttachment: "vpc: left, subnets: host",
      acls: "shut: {in: {}, out: {}}")
    let arriving = try ask(shut.yaml, from: "b", to: "a", on: "tcp/443")
    #expect(arriving.delivered == .all)
    expect(
      arriving, .noReply, "reply SUBNET_ACL_RESTRICTION shut: *", "reply SUBNET_ACL_RESTRICTION shut: *")
  }

  @Test(
    "ACL-15: in another subnet the attachment's ACL judges senders inwards and destinations outwards [transit gateway guide]"
  )
  func acl15() throws {
    let inwards = Hub(
      acls:
        "tgw: {in: {100: deny all from 10.1.0.0/16, 110: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}",
      tgwACL: ", network-acl: tgw")
    expect(
      try ask(inwards.yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION tgw: 100 deny all from 10.1.0.0/16")
    expect(
      try ask(inwards.yaml, from: "b", to: "a", on: "tcp/443"), .noReply,
      "reply SUBNET_ACL_RESTRICTION tgw: 100 deny all from 10.1.0.0/16")
    let outwards = Hub(
      acls:
        "tgw: {in: {100: allow all from 10.1.0.0/16}, out: {100: deny tcp/443 to 10.1.1.0/24, 110: allow all to 10.1.1.0/24}}",
      tgwACL: ", network-acl: tgw")
    // From the host to the gateway only the inward half counts, from the gateway to the host the outward.
    expect(try ask(outwards.yaml, from: "a", to: "b", on: "tcp/443"), .reachable)
    expect(
      try ask(outwards.yaml, from: "b", to: "a", on: "tcp/443"), .unreachable,
      "forward SUBNET_ACL_RESTRICTION tgw: 100 deny tcp/443 to 10.1.1.0/24")
  }

  // MARK: Groups

  private let referencing = "in: tcp/443 from sg:left/apps"

  @Test(
    "SG-9, T6: references need the option of gateway and attachment [transit gateway guide, VPC attachments]")
  func sg9() throws {
    let off = Hub(groups: referencing)
    expect(
      try ask(off.yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward SG_REFERENCING_SUPPORT server")
    let on = Hub(groups: referencing, gateway: "group-references: true")
    expect(try ask(on.yaml, from: "a", to: "b", on: "tcp/443"), .reachable)
    let half = Hub(
      rightAttachment: "vpc: right, subnets: tgw, group-references: false", groups: referencing,
      gateway: "group-references: true")
    expect(
      try ask(half.yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward SG_REFERENCING_SUPPORT server")
  }

  @Test("SG-9, T6: only ingress rules may reference a group across a transit gateway [transit gateway guide]")
  func sg9Egress() throws {
    let hub = Hub(out: "tcp/443 to sg:right/server", gateway: "group-references: true")
    expect(
      try ask(hub.yaml, from: "a", to: "b", on: "tcp/443"), .unreachable, "forward ENI_SG_RULES_MISMATCH apps"
    )
  }

  @Test("SG-9, T6: an appliance on the way takes the identity all the same [transit gateway guide]")
  func sg9Inspected() throws {
    let hub = Hub(
      rightTGWRoutes: "10.2.1.0/24: interface:firewall", groups: referencing,
      gateway: "group-references: true")
    expect(
      try ask(hub.yaml, from: "a", to: "b", on: "tcp/443"), .unreachable,
      "forward SG_REFERENCES_NOT_PRESERVED server")
  }

  // MARK: Shared egress

  @Test("NAT-6, T14: a NAT gateway serves what arrives through a transit gateway [transit gateway guide]")
  func nat6() throws {
    let hub = Hub(
      rightTGWRoutes: "0.0.0.0/0: nat:nat",
      tables:
        "route-tables: {main: {associations: [left, right], propagations: [left, right], routes: {0.0.0.0/0: right}}}"
    )
    let answer = try ask(hub.yaml, from: "a", to: "192.0.2.7", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.notes(.translate).first == "source 10.1.1.5 becomes 10.2.3.9")
  }

  @Test("VPCE-2, T14: a gateway endpoint doesn't [VPC guide, gateway endpoints]")
  func vpce2() throws {
    let hub = Hub(
      rightTGWRoutes: "pl:s3: endpoint:s3",
      tables:
        "route-tables: {main: {associations: [left, right], propagations: [left, right], routes: {0.0.0.0/0: right}}}"
    )
    expect(
      try ask(hub.yaml, from: "a", to: "198.51.100.7", on: "tcp/443"), .unreachable,
      "forward PW_VPCE_GATEWAY_SOURCE_OUTSIDE_VPC s3")
  }
}
