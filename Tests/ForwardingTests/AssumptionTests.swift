import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// What a question says of an assumption takes the place of the model's own opinion.
@Suite("Assumptions") struct AssumptionTests {
  private let appliance = """
    packetwalk: 1
    vpcs:
      v:
        cidr: 10.0.0.0/16
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: a}
          b: {cidr: 10.0.2.0/24, zone: us-west-2a}
          dmz: {cidr: 10.0.3.0/24, zone: us-west-2a}
        route-tables: {main: {}, a: {routes: {10.0.2.0/24: interface:firewall}}}
        security-groups: {open: {in: all from 0.0.0.0/0}, shut: {in: []}}
        interfaces:
          a: {subnet: a, ip: 10.0.1.5, groups: open}
          b: {subnet: b, ip: 10.0.2.5, groups: open}
          shut: {subnet: b, ip: 10.0.2.6, groups: shut}
          firewall: {subnet: dmz, ip: 10.0.3.4, groups: open, source-dest-check: false}
    """

  @Test(arguments: [false, true]) func grantedIsGrantedWithoutAWord(isStrict: Bool) throws {
    let answer = try ask(
      load(appliance), from: "a", to: "b", on: "tcp/443", isStrict: isStrict,
      settled: [.applianceForwards: true])
    expect(answer, .reachable)
    #expect(answer.assumptions == [])
  }

  @Test(arguments: [false, true]) func deniedStopsThePacketThere(isStrict: Bool) throws {
    let it = try load(appliance)
    let settled = [Assumption.applianceForwards: false]
    let answer = try ask(
      it, from: "a", to: "b", on: "tcp/443", isStrict: isStrict, settled: settled)
    expect(answer, .unreachable, "forward PW_ASSUMED_NO firewall: ASSUMED_APPLIANCE_FORWARDS")
    #expect(answer.assumptions == [])
    // What else is in the way is found all the same.
    expect(
      try ask(it, from: "a", to: "shut", on: "tcp/443", isStrict: isStrict, settled: settled), .unreachable,
      "forward PW_ASSUMED_NO firewall: ASSUMED_APPLIANCE_FORWARDS", "forward SG_HAS_NO_RULES shut")
    // Nor is it asked for where only the reply meets the firewall.
    #expect(try ask(it, from: "b", to: "a", on: "tcp/443", settled: settled).verdict == .noReply)
  }

  private let pods = """
    packetwalk: 1
    vpcs:
      v:
        cidr: 10.0.0.0/16
        subnets: {a: {cidr: 10.0.1.0/24, zone: us-west-2a}}
        security-groups:
          node: {}
          db: {in: [tcp/5432 from sg:node, tcp/3306 from sg:node, tcp/3306 from 10.0.1.0/24]}
        interfaces:
          node: {subnet: a, ip: [10.0.1.5, 10.0.1.6], groups: node}
          db: {subnet: a, ip: 10.0.1.9, groups: db}
    """

  @Test("MS-3: a secondary address counts as its interface's only where that is assumed [assumed]")
  func secondaryAddress() throws {
    let it = try load(pods)
    let pod = try ask(it, from: "node", to: "db", on: "tcp/5432", sourceAddress: "10.0.1.6")
    expect(pod, .reachable)
    #expect(pod.assumptions == [.secondaryAddressHoldsGroups])
    expect(
      try ask(
        it, from: "node", to: "db", on: "tcp/5432", sourceAddress: "10.0.1.6",
        settled: [.secondaryAddressHoldsGroups: false]),
      .unreachable, "forward PW_ASSUMED_NO db: ASSUMED_SECONDARY_ADDRESS_HOLDS_GROUPS")
    // A rule that names the range admits it, whatever the reference does.
    for service in ["tcp/3306", "tcp/5432"] {
      let address = service == "tcp/3306" ? "10.0.1.6" : "10.0.1.5"
      let answer = try ask(
        it, from: "node", to: "db", on: service, sourceAddress: address,
        settled: [.secondaryAddressHoldsGroups: false])
      expect(answer, .reachable)
      #expect(answer.assumptions == [])
    }
  }
}
