import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Global Accelerator: A12 of the rules.
@Suite("MS-6") struct AcceleratorTests {
  private func accelerated(
    endpoint: String = "load-balancer: front", front: String = "in: tcp/443 from 0.0.0.0/0",
    web: String = "in: tcp/8080 from 0.0.0.0/0", gateway: String = "internet-gateway: igw",
    subnet: String = "",
    balancer: String = "kind: application", listener: String = "https/443", protocol: String = "http",
    enabled: String = "", door: String = ""
  ) throws -> Network {
    try load(
      """
      packetwalk: 1
      instances: {one: {}}
      accelerators: {fast: {ip: [192.0.2.10, 192.0.2.11], dns: a.awsglobalaccelerator.com, listeners: {tcp/443: [{\(endpoint)}]}\(enabled)}}
      vpcs:
        v:
          cidr: 10.0.0.0/16
          \(gateway)
          subnets: {private: {cidr: 10.0.1.0/24, zone: us-west-2a\(subnet)}}
          network-acls: {default: {}, in-shut: {in: {}, out: {100: allow all to 0.0.0.0/0}}, out-shut: {in: {100: allow all from 0.0.0.0/0}, out: {}}}
          security-groups: {front: {\(front)}, web: {\(web)}, ga: {}}
          interfaces:
            one-0: {subnet: private, ip: 10.0.1.5, groups: web, instance: one}
            \(door)
          target-groups: {web: {protocol: \(`protocol`), port: 8080, targets: one-0, preserve-client-ip: true}}
          load-balancers:
            front: {\(balancer), groups: front, nodes: {private: {ip: 10.0.1.20}}, listeners: {\(listener): web}}
      """)
  }

  @Test(
    "MS-6: an accelerator reaches endpoints without a public address or a route to the internet [Global Accelerator guide, secure VPC connections]"
  )
  func ms6() throws {
    for name in ["fast", "a.awsglobalaccelerator.com", "192.0.2.11"] {
      let answer = try ask(accelerated(), from: "internet", to: name, on: "tcp/443")
      expect(answer, .reachable)
      #expect(answer.components(.securityGroup) == ["front ingress"])
      #expect(answer.components(.deliver) == ["front.private"])
      #expect(answer.components(.deliver, direction: .reply) == ["internet"])
    }
    let instance = try accelerated(endpoint: "instance: one, port-overrides: {443: 8080}")
    expect(try ask(instance, from: "internet", to: "fast", on: "tcp/443"), .reachable)
    let network = try accelerated(balancer: "kind: network", listener: "tcp/443", protocol: "tcp")
    expect(try ask(network, from: "internet", to: "fast", on: "tcp/443"), .reachable)
  }

  @Test(
    "MS-6: the endpoint's groups see the client, or the service's own group [Global Accelerator guide, ENIs and security groups]"
  )
  func ms6Groups() throws {
    expect(
      try ask(accelerated(front: "in: tcp/443 from 10.0.0.0/8"), from: "internet", to: "fast", on: "tcp/443"),
      .unreachable, "forward ENI_SG_RULES_MISMATCH front")
    let door =
      "ga-1: {subnet: private, ip: 10.0.1.99, groups: ga, kind: \"other:global_accelerator_managed\"}"
    expect(
      try ask(
        accelerated(front: "in: tcp/443 from sg:ga", door: door), from: "internet", to: "fast", on: "tcp/443"),
      .reachable)
  }

  @Test("MS-6: network ACLs judge only what goes out [Global Accelerator guide, client IP preservation]")
  func ms6ACL() throws {
    expect(
      try ask(accelerated(subnet: ", network-acl: in-shut"), from: "internet", to: "fast", on: "tcp/443"),
      .reachable)
    expect(
      try ask(accelerated(subnet: ", network-acl: out-shut"), from: "internet", to: "fast", on: "tcp/443"),
      .noReply, "reply SUBNET_ACL_RESTRICTION out-shut: *")
  }

  @Test(
    "MS-6: the VPC needs an internet gateway all the same [Global Accelerator guide, secure VPC connections]")
  func ms6Gateway() throws {
    expect(
      try ask(accelerated(gateway: "dns: true"), from: "internet", to: "fast", on: "tcp/443"), .unreachable,
      "forward PW_NO_INTERNET_GATEWAY fast")
  }

  @Test(
    "MS-6, BPA-3: Block Public Access stops it in any blocking mode [VPC guide, Block Public Access]",
    arguments: ["ingress", "bidirectional"])
  func ms6Blocked(mode: String) throws {
    let it = try accelerated(subnet: ", block-public-access: \(mode)")
    let answer = try ask(it, from: "internet", to: "fast", on: "tcp/443")
    #expect(answer.verdict == .unreachable)
    #expect(answer.blockers.first?.code == "VPC_BLOCK_PUBLIC_ACCESS_ENABLED")
  }

  @Test(
    "MS-6: listeners, endpoints and the accelerator itself decide what it takes [Global Accelerator guide]")
  func ms6Listeners() throws {
    expect(
      try ask(accelerated(), from: "internet", to: "fast", on: "tcp/80"), .unreachable,
      "forward PW_ACCELERATOR_LISTENER fast")
    expect(
      try ask(
        accelerated(endpoint: "load-balancer: front, used: false"), from: "internet", to: "fast",
        on: "tcp/443"),
      .unreachable, "forward PW_ACCELERATOR_NO_ENDPOINT fast")
    expect(
      try ask(accelerated(enabled: ", enabled: false"), from: "internet", to: "fast", on: "tcp/443"),
      .unreachable, "forward BAD_STATE fast")
  }

  @Test(
    "MS-6: without the client's address what the endpoint sees is not known [Global Accelerator guide, client IP preservation]"
  )
  func ms6Unpreserved() throws {
    let answer = try ask(
      accelerated(endpoint: "load-balancer: front, preserve-client-ip: false"), from: "internet", to: "fast",
      on: "tcp/443")
    expect(answer, .undetermined)
    #expect(answer.missing.map(\.what) == ["the addresses that accelerator fast sends from to front"])
    let other = try ask(
      accelerated(endpoint: "other: eipalloc-1"), from: "internet", to: "fast", on: "tcp/443")
    expect(other, .undetermined)
  }
}
