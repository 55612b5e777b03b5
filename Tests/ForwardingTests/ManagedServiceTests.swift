import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Services of AWS's with interfaces in a VPC: A12 of the rules.
@Suite("MS") struct ManagedServiceTests {
  // MARK: Instance connect endpoints

  private func door(
    web: String, door: String = "out: tcp/22 to 10.0.0.0/16", preserve: Bool = false, acl: String = "",
    available: Bool = true
  ) throws -> Network {
    try load(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets:
            door: {cidr: 10.0.1.0/24, zone: us-west-2a}
            app: {cidr: 10.0.2.0/24, zone: us-west-2a\(acl)}
          network-acls:
            default: {}
            inside: {in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 10.0.0.0/16}}
          security-groups: {door: {in: [], \(door)}, web: {\(web)}}
          interfaces: {web: {subnet: app, ip: 10.0.2.5, groups: web}}
          connect-endpoints:
            eice: {groups: door, interfaces: {door: {ip: 10.0.1.9}}, preserve-client-ip: \(preserve), available: \(available)}
      """)
  }

  @Test("MS-4: an instance sees the endpoint's own address [EC2 guide, Instance Connect Endpoint]")
  func ms4() throws {
    for web in ["in: tcp/22 from 10.0.1.9/32", "in: tcp/22 from sg:door"] {
      let answer = try ask(door(web: web), from: "eice", to: "web", on: "tcp/22")
      expect(answer, .reachable)
      #expect(answer.components(.securityGroup) == ["door egress", "web ingress"])
    }
    expect(
      try ask(door(web: "in: tcp/22 from 203.0.113.0/24"), from: "eice", to: "web", on: "tcp/22"),
      .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    expect(
      try ask(
        door(web: "in: all from sg:door", door: "out: tcp/80 to 0.0.0.0/0"), from: "eice", to: "web",
        on: "tcp/22"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH door")
  }

  @Test(
    "MS-4: with PreserveClientIp it sees the client's, and a reference to the endpoint's group holds [EC2 guide, Instance Connect Endpoint]"
  )
  func ms4Preserved() throws {
    let byAddress = try door(web: "in: tcp/22 from 203.0.113.0/24", preserve: true)
    let answer = try ask(byAddress, from: "eice", to: "web", on: "tcp/22", sourceAddress: "203.0.113.9")
    expect(answer, .reachable)
    #expect(answer.assumptions.contains(.preservedReplyReturnsToEndpoint))
    expect(
      try ask(byAddress, from: "eice", to: "web", on: "tcp/22", sourceAddress: "198.51.100.9"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH web")
    // From anywhere: only some.
    expect(
      try ask(byAddress, from: "eice", to: "web", on: "tcp/22"), .intermittent,
      "forward ENI_SG_RULES_MISMATCH web")
    expect(
      try ask(door(web: "in: tcp/22 from sg:door", preserve: true), from: "eice", to: "web", on: "tcp/22"),
      .reachable)
    // The endpoint's own address is not the client's.
    expect(
      try ask(
        door(web: "in: tcp/22 from 10.0.1.9/32", preserve: true), from: "eice", to: "web", on: "tcp/22",
        sourceAddress: "203.0.113.9"), .unreachable, "forward ENI_SG_RULES_MISMATCH web")
  }

  @Test("MS-4: access lists see the kept address, on the way back too [assumed]")
  func ms4ACL() throws {
    expect(
      try ask(
        door(web: "in: tcp/22 from 0.0.0.0/0", preserve: true, acl: ", network-acl: inside"), from: "eice",
        to: "web", on: "tcp/22", sourceAddress: "203.0.113.9"), .noReply,
      "reply SUBNET_ACL_RESTRICTION inside: *")
    expect(
      try ask(
        door(web: "in: tcp/22 from 0.0.0.0/0", acl: ", network-acl: inside"), from: "eice", to: "web",
        on: "tcp/22"), .reachable)
  }

  @Test(
    "MS-4: the endpoint opens TCP connections, while it is available [EC2 guide, Instance Connect Endpoint]")
  func ms4Protocol() throws {
    expect(
      try ask(
        door(web: "in: all from 0.0.0.0/0", door: "out: all to 0.0.0.0/0"), from: "eice", to: "web",
        on: "udp/22"),
      .unreachable, "forward PW_CONNECT_ENDPOINT_TCP_ONLY eice.door")
    expect(
      try ask(door(web: "in: all from 0.0.0.0/0", available: false), from: "eice", to: "web", on: "tcp/22"),
      .unreachable, "forward BAD_STATE eice.door")
  }

  // MARK: Databases

  private func database(standby: String = "", service: String = "failover-subnets: b", groups: String = "")
    throws -> Network
  {
    try load(
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets:
            a: {cidr: 10.0.1.0/24, zone: us-west-2a}
            b: {cidr: 10.0.2.0/24, zone: us-west-2b\(standby)}
            app: {cidr: 10.0.3.0/24, zone: us-west-2a}
          network-acls: {default: {}, shut: {}}
          security-groups: {db: {in: tcp/5432 from 10.0.3.0/24}}
          interfaces: {web: {subnet: app, ip: 10.0.3.5}}
          managed-services:
            orders: {groups: db, interfaces: {a: {ip: 10.0.1.9}}, dns: orders.abc.us-west-2.rds.amazonaws.com, \(service)}
      """)
  }

  private func verdicts(_ network: Network, _ destination: String, failover: Bool) throws -> [Answer] {
    try network.answers(
      to: Question(from: "web", to: destination, on: "tcp/5432"), isExplaining: true,
      includingFailover: failover)
  }

  @Test("MS-2: a service is asked for by its name or host [RDS API, describe-db-instances]")
  func ms2() throws {
    let it = try database()
    for name in [
      "orders", "ORDERS.abc.us-west-2.rds.amazonaws.com.",
      "https://orders.abc.us-west-2.rds.amazonaws.com:5432",
    ] {
      let answer = try ask(it, from: "web", to: name, on: "tcp/5432")
      expect(answer, .reachable)
      #expect(answer.components(.deliver) == ["orders.a"])
    }
  }

  @Test("MS-2: after a fail-over the standby's subnet decides [RDS guide, Multi-AZ deployments]")
  func ms2Failover() throws {
    let shut = try database(standby: ", network-acl: shut")
    #expect(try verdicts(shut, "orders", failover: false).map(\.verdict) == [.reachable])
    let answer = try #require(try verdicts(shut, "orders", failover: true).first)
    #expect(answer.verdict == .intermittent)
    #expect(answer.blockers.map(\.line) == ["forward SUBNET_ACL_RESTRICTION shut: *"])
    #expect(answer.choices.map(\.kind) == ["fail-over target"])
    #expect(answer.choices.map(\.working) == [["as it is now"]])
    #expect(answer.choices.map(\.failing) == [["b"]])
    // A subnet like the other changes nothing.
    #expect(try verdicts(database(), "orders", failover: true).map(\.verdict) == [.reachable])
    // Nor is anything asked of a service that stays where it is.
    let fixed = try database(standby: ", network-acl: shut", service: "kind: cache cluster")
    #expect(try verdicts(fixed, "orders", failover: true).map(\.verdict) == [.reachable])
  }
}
