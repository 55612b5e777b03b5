import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// VPC Lattice: A13 of the rules.
@Suite("LAT") struct LatticeTests {
  private func associated(
    client: String = "out: tcp/443 to pl:lattice", network: String = "in: tcp/443 from sg:client",
    association: String = "groups: network", target: String = "in: tcp/8080 from pl:lattice",
    acl: String = "",
    ranges: String = "169.254.171.0/24"
  ) throws -> Network {
    try load(
      """
      packetwalk: 1
      region: us-west-2
      prefix-lists:
        lattice: {list-name: com.amazonaws.us-west-2.vpc-lattice, entries: [\(ranges)]}
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a\(acl)}}
          network-acls:
            default: {}
            inside: {in: {100: allow all from 10.0.0.0/16}, out: {100: allow all to 0.0.0.0/0}}
          security-groups: {client: {\(client)}, network: {\(network)}}
          interfaces: {client: {subnet: app, ip: 10.0.1.5, groups: client}}
          service-networks: {shops: {\(association)}}
        orders:
          cidr: 10.9.0.0/16
          subnets: {app: {cidr: 10.9.1.0/24, zone: us-west-2a}}
          security-groups: {target: {\(target)}}
          interfaces: {target: {subnet: app, ip: 10.9.1.5, groups: target}}
      """)
  }

  @Test(
    "LAT-1: the client's groups must let it out to Lattice's prefix list [VPC Lattice guide, security groups]"
  )
  func lat1() throws {
    let answer = try ask(associated(), from: "client", to: "169.254.171.5", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup) == ["client egress", "network ingress"])
    #expect(answer.rules(.route) == ["169.254.171.0/24 -> VPC Lattice (implied)"])
    #expect(answer.components(.deliver) == ["shops"])
    expect(
      try ask(
        associated(client: "out: tcp/443 to 10.0.0.0/16"), from: "client", to: "169.254.171.5", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH client")
  }

  @Test("LAT-1: the association's groups judge clients, if it has any [VPC Lattice guide, security groups]")
  func lat1Association() throws {
    expect(
      try ask(
        associated(network: "in: tcp/80 from sg:client"), from: "client", to: "169.254.171.5", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH network")
    expect(
      try ask(associated(association: ""), from: "client", to: "169.254.171.5", on: "tcp/443"), .reachable)
    expect(
      try ask(
        associated(client: "out: all to 0.0.0.0/0", association: ""), from: "client", to: "169.254.171.5",
        on: "udp/443"), .unreachable, "forward PW_LATTICE_TCP_ONLY shops")
  }

  @Test("LAT-1: network ACLs see Lattice's addresses, both ways [VPC Lattice guide, network ACLs]")
  func lat1ACL() throws {
    expect(
      try ask(associated(acl: ", network-acl: inside"), from: "client", to: "169.254.171.5", on: "tcp/443"),
      .noReply, "reply SUBNET_ACL_RESTRICTION inside: *")
  }

  @Test(
    "LAT-1: a target's groups must admit Lattice's prefix list, in any VPC [VPC Lattice guide, security groups]"
  )
  func lat1Target() throws {
    let answer = try ask(associated(), from: "169.254.171.9", to: "target", on: "tcp/8080")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup) == ["target ingress"])
    expect(
      try ask(
        associated(target: "in: tcp/8080 from 10.0.0.0/8"), from: "169.254.171.9", to: "target",
        on: "tcp/8080"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH target")
  }

  @Test(
    "LAT-1: a VPC without an active association does not reach the network [VPC Lattice guide, associations]")
  func lat1Without() throws {
    let it = try associated()
    expect(
      try ask(it, from: "target", to: "169.254.171.5", on: "tcp/443"), .unreachable,
      "forward NO_ROUTE_TO_DESTINATION orders")
    expect(
      try ask(
        associated(association: "available: false"), from: "client", to: "169.254.171.5", on: "tcp/443"),
      .unreachable, "forward NO_ROUTE_TO_DESTINATION shop")
  }

  @Test(
    "LAT-1: a target's answer ends at Lattice, whatever the association's groups admit [VPC Lattice guide, security groups]"
  )
  func lat1Answer() throws {
    let answer = try ask(
      associated(client: "in: tcp/8080 from pl:lattice, out: []"), from: "169.254.171.9", to: "client",
      on: "tcp/8080")
    expect(answer, .reachable)
    #expect(answer.components(.securityGroup) == ["client ingress"])
    #expect(answer.components(.securityGroup, direction: .reply) == ["client egress"])
    #expect(answer.components(.deliver, direction: .reply) == ["shops"])
  }

  @Test(
    "LAT-1: Lattice's ranges are what its prefix list says, where the input holds it [VPC Lattice guide, security groups]"
  )
  func lat1Ranges() throws {
    let it = try associated(ranges: "198.51.100.0/25, 198.51.100.128/25")
    for address in ["198.51.100.5", "198.51.100.200"] {
      let answer = try ask(it, from: "client", to: address, on: "tcp/443")
      expect(answer, .reachable)
      #expect(answer.components(.deliver) == ["shops"])
      expect(try ask(it, from: address, to: "target", on: "tcp/8080"), .reachable)
    }
    expect(
      try ask(it, from: "client", to: "169.254.171.5", on: "tcp/443"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH client", "forward NO_ROUTE_TO_DESTINATION main")
  }
}
