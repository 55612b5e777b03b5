import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Resource and service network endpoints: A10 of the rules.
@Suite("VPCE-7") struct ResourceEndpointTests {
  private func shared(
    door: String = "in: tcp/5432 from 10.50.0.0/16, out: []", gate: String = "out: tcp/5432 to 10.9.0.0/16",
    db: String = "in: tcp/5432 from 10.9.2.0/24", resource: String = "address: 10.9.1.5", more: String = "",
    endpoint: String = "", gateway: String = ""
  ) throws -> Network {
    try load(
      """
      packetwalk: 1
      region: us-west-2
      resource-configurations: {db: {gateway: gate, ports: [5432, 6000-6010], \(resource)}}
      vpcs:
        consumer:
          cidr: 10.50.0.0/16
          subnets:
            app: {cidr: 10.50.0.0/24, zone: us-west-2a}
            link-a: {cidr: 10.50.8.0/24, zone: us-west-2a}
            link-c: {cidr: 10.50.9.0/24, zone: us-west-2c}
          security-groups: {client: {}, door: {\(door)}}
          interfaces: {client: {subnet: app, ip: 10.50.0.4, groups: client}}
          endpoints:
            db-door: {kind: resource, resource: db, groups: door, interfaces: {link-a: {ip: 10.50.8.10}, link-c: {ip: 10.50.9.10}}\(endpoint)}
            net-door: {kind: service-network, service-network: "arn:x", groups: door, interfaces: {link-a: {ip: 10.50.8.11}}}
        data:
          cidr: 10.9.0.0/16
          subnets:
            db: {cidr: 10.9.1.0/24, zone: us-west-2a}
            gate-a: {cidr: 10.9.2.0/24, zone: us-west-2a}
            gate-b: {cidr: 10.9.3.0/24, zone: us-west-2b}
          security-groups: {gate: {\(gate)}, db: {\(db)}}
          interfaces: {db: {subnet: db, ip: 10.9.1.5, groups: db}}
          resource-gateways: {gate: {groups: gate, interfaces: {gate-a: {ip: 10.9.2.20}, gate-b: {ip: 10.9.3.20}}\(gateway)}}
          \(more)
      """)
  }

  @Test(
    "VPCE-7: a resource sees its gateway's address, judged by the gateway's groups [VPC guide, resource gateways]"
  )
  func vpce7() throws {
    let answer = try ask(shared(), from: "client", to: "db-door.link-a", on: "tcp/5432")
    expect(answer, .reachable)
    #expect(
      answer.components(.securityGroup) == ["client egress", "door ingress", "gate egress", "db ingress"])
    #expect(answer.notes(.translate).contains("source 10.50.0.4 becomes 10.9.2.20"))
    #expect(answer.components(.deliver) == ["db"])
    #expect(answer.components(.deliver, direction: .reply) == ["client"])
    expect(
      try ask(
        shared(gate: "out: tcp/80 to 10.9.0.0/16"), from: "client", to: "db-door.link-a", on: "tcp/5432"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH gate")
    expect(
      try ask(
        shared(db: "in: tcp/5432 from 10.50.0.0/16"), from: "client", to: "db-door.link-a", on: "tcp/5432"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH db")
  }

  @Test("VPCE-7: the endpoint's own groups come first [VPC guide, resource endpoints]")
  func vpce7Endpoint() throws {
    expect(
      try ask(
        shared(door: "in: tcp/80 from 10.50.0.0/16"), from: "client", to: "db-door.link-a", on: "tcp/5432"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH door")
    expect(
      try ask(shared(endpoint: ", available: false"), from: "client", to: "db-door.link-a", on: "tcp/5432"),
      .unreachable, "forward BAD_STATE db-door.link-a")
  }

  @Test("VPCE-7: a configuration shares its ports by TCP, and is available or not [VPC Lattice API]")
  func vpce7Ports() throws {
    let open = "in: all from 10.50.0.0/16"
    let it = try shared(door: open, gate: "out: all to 0.0.0.0/0", db: "in: all from 10.9.0.0/16")
    expect(try ask(it, from: "client", to: "db-door.link-a", on: "tcp/6004"), .reachable)
    for service in ["tcp/80", "udp/5432"] {
      expect(
        try ask(it, from: "client", to: "db-door.link-a", on: service), .unreachable,
        "forward PW_RESOURCE_PORT db")
    }
    expect(
      try ask(
        shared(resource: "address: 10.9.1.5, available: false"), from: "client", to: "db-door.link-a",
        on: "tcp/5432"), .unreachable, "forward BAD_STATE db")
    expect(
      try ask(shared(gateway: ", available: false"), from: "client", to: "db-door.link-a", on: "tcp/5432"),
      .unreachable, "forward BAD_STATE gate")
  }

  @Test(
    "VPCE-7: a zone without an interface of the gateway uses any of the others [VPC guide, resource gateways]"
  )
  func vpce7Zones() throws {
    let narrow = try shared()
    expect(
      try ask(narrow, from: "client", to: "db-door.link-c", on: "tcp/5432"), .intermittent,
      "forward ENI_SG_RULES_MISMATCH db")
    expect(
      try ask(
        shared(db: "in: tcp/5432 from 10.9.0.0/16"), from: "client", to: "db-door.link-c", on: "tcp/5432"),
      .reachable)
  }

  @Test("VPCE-7: a resource may be a host of the input, or one that is not known [VPC Lattice API]")
  func vpce7Hosts() throws {
    let services = "managed-services: {orders: {interfaces: [db], dns: orders.example.com}}"
    expect(
      try ask(
        shared(resource: "host: Orders.example.com", more: services), from: "client", to: "db-door.link-a",
        on: "tcp/5432"), .reachable)
    let answer = try ask(
      shared(resource: "host: elsewhere.example.com"), from: "client", to: "db-door.link-a", on: "tcp/5432")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["the address of resource configuration db"])
  }

  @Test("VPCE-7: a service network endpoint is an interface with groups [EC2 API, VpcEndpoint]")
  func vpce7Network() throws {
    expect(try ask(shared(), from: "client", to: "net-door.link-a", on: "tcp/5432"), .reachable)
    expect(
      try ask(shared(), from: "client", to: "net-door.link-a", on: "tcp/80"), .unreachable,
      "forward ENI_SG_RULES_MISMATCH door")
  }
}
