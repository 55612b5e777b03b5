import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// Ranges that an owner brought, and encryption controls: IGW-10, RT-13 and ENC-1 of the rules.
@Suite("Owners' ranges") struct PublicPoolTests {
  private func web(_ file: String, tables: String = "", router: String = ", source-dest-check: false")
    -> String
  {
    """
    packetwalk: 1
    \(file)
    vpcs:
      v:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}\(tables)}
        security-groups: {web: {in: tcp/443 from 0.0.0.0/0}}
        interfaces:
          web: {subnet: s, ip: 10.0.1.5, public: 198.51.100.5, groups: web}
          amazon: {subnet: s, ip: 10.0.1.6, public: 203.0.113.6, groups: web}
          router: {subnet: s, ip: 10.0.1.9, groups: web\(router)}
    """
  }

  @Test(
    "IGW-10: whether an owner's range is advertised is assumed, unless the input says so [Reachability Analyzer guide]"
  )
  func igw10() throws {
    for (advertised, isAssumed) in [("", true), (", advertised: false", true), (", advertised: true", false)]
    {
      let it = try load(web("public-pools: {own: {cidr: 198.51.100.0/24\(advertised)}}"))
      for (source, destination) in [("internet", "web"), ("web", "203.0.113.77")] {
        let answer = try ask(it, from: source, to: destination, on: "tcp/443")
        expect(answer, .reachable)
        #expect(answer.assumptions == (isAssumed ? [.ownRangeAdvertised] : []))
      }
      #expect(try ask(it, from: "internet", to: "amazon", on: "tcp/443").assumptions.isEmpty)
    }
  }

  @Test(
    "RT-13: a pool's route table sends its addresses to an interface that holds none of them [EC2 API, RouteTableAssociation]"
  )
  func rt13() throws {
    let pools = "public-pools: {own: {cidr: 198.51.100.128/25, advertised: true}}"
    let table = #", pool: {public-pools: own, routes: {198.51.100.128/25: "interface:router"}}"#
    let it = try load(web(pools, tables: table))
    let answer = try ask(it, from: "internet", to: "198.51.100.200", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions == [.publicPoolSteered])
    #expect(answer.notes(.translate) == [])
    expect(
      try ask(it, from: "internet", to: "198.51.100.200", on: "tcp/80"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    let checked = try ask(
      load(web(pools, tables: table, router: "")), from: "internet", to: "198.51.100.200", on: "tcp/443")
    #expect(checked.verdict == .unreachable)
    #expect(checked.blockers.map(\.code) == ["ENI_SOURCE_DEST_CHECK_RESTRICTION"])
    // Without the table nobody holds it.
    #expect(try ask(load(web(pools)), from: "internet", to: "web", on: "tcp/443").verdict == .reachable)
  }

  @Test("ENC-1: what a VPC that enforces encryption cannot hold is found [VPC guide, encryption controls]")
  func enc1() throws {
    func findings(_ encryption: String) throws -> [String] {
      try load(
        web("").replacing("cidr: 10.0.0.0/16", with: "cidr: 10.0.0.0/16\n    encryption: \(encryption)")
      )
      .topology.validate().map { "\($0.code) \($0.subject)" }
    }
    #expect(try findings("monitor").isEmpty)
    #expect(
      try findings("enforce") == ["PW_ENCRYPTION_ENFORCED igw (v/igw)"]
        || findings("enforce") == ["PW_ENCRYPTION_ENFORCED igw"])
    #expect(try findings("{mode: enforce, exclusions: [internet-gateway, nat-gateway]}").isEmpty)
  }

  @Test(
    "ENC-1: peers of a VPC that enforces encryption do so too, in the same Region, or are excluded [VPC guide]"
  )
  func enc1Peering() throws {
    func codes(_ one: String, _ other: String, region: String = "us-west-2") throws -> [String] {
      try load(
        """
        packetwalk: 1
        region: us-west-2
        vpcs:
          a: {cidr: 10.1.0.0/16\(one)}
          b: {cidr: 10.2.0.0/16, region: \(region)\(other)}
        peerings: {ab: {requester: a, accepter: b}}
        """
      ).topology.validate().map { "\($0.code) \($0.message.prefix(5))" }
    }
    #expect(try codes(", encryption: enforce", ", encryption: enforce").isEmpty)
    #expect(try codes(", encryption: enforce", "") == ["PW_ENCRYPTION_ENFORCED VPC a"])
    #expect(try codes(", encryption: {mode: enforce, exclusions: peering}", "").isEmpty)
    #expect(
      try codes(", encryption: enforce", ", encryption: enforce", region: "eu-west-1")
        == ["PW_ENCRYPTION_ENFORCED VPC a", "PW_ENCRYPTION_ENFORCED VPC b"])
  }

  @Test(
    "ENC-1: endpoints of a VPC that enforces encryption drop what is not encrypted [VPC guide, encryption controls]"
  )
  func enc1Endpoint() throws {
    func ask(_ encryption: String) throws -> Answer {
      try PacketWalkForwardingTests.ask(
        """
        packetwalk: 1
        vpcs:
          v:
            cidr: 10.0.0.0/16
            \(encryption)
            subnets: {s: {cidr: 10.0.1.0/24, zone: us-west-2a}}
            security-groups: {open: {in: all from 10.0.0.0/16}}
            interfaces: {web: {subnet: s, ip: 10.0.1.5}}
            endpoints: {logs: {kind: interface, service: id:com.amazonaws.us-west-2.logs, groups: open, interfaces: {s: {ip: 10.0.1.9}}}}
        """, from: "web", to: "10.0.1.9", on: "tcp/443")
    }
    #expect(try ask("encryption: enforce").assumptions == [.endpointTrafficEncrypted])
    #expect(try ask("encryption: monitor").assumptions.isEmpty)
  }
}
