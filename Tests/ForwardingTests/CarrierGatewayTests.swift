import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Carrier gateways of Wavelength Zones: A13 of the rules.
@Suite("OUT") struct CarrierGatewayTests {
  private func edge(_ carrier: String = ", carrier: 198.51.100.5", file: String = "") -> String {
    """
    packetwalk: 1
    \(file)
    vpcs:
      v:
        cidr: [10.0.0.0/16, "2001:db8:1::/56"]
        carrier-gateway: cagw
        subnets: {edge: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2-wl1-las-wlz-1}}
        route-tables: {main: {routes: {0.0.0.0/0: carrier-gateway, "::/0": carrier-gateway}}}
        security-groups: {open: {in: [all from 0.0.0.0/0, "all from ::/0"]}}
        interfaces: {edge: {subnet: edge, ip: [10.0.1.5, "2001:db8:1:1::5"]\(carrier), groups: open}}
    """
  }

  @Test(
    "OUT-1: a carrier gateway maps carrier addresses as an internet gateway does public ones [Wavelength guide]"
  )
  func out1() throws {
    let it = try load(edge())
    let answer = try ask(it, from: "edge", to: "internet", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions.isEmpty)
    #expect(answer.notes(.translate).contains("source 10.0.1.5 becomes 198.51.100.5"))
    expect(
      try ask(load(edge("")), from: "edge", to: "internet", on: "tcp/443"), .unreachable,
      "forward PW_CARRIER_IP_ASSOCIATION cagw")
    // An Elastic IP is none.
    expect(
      try ask(load(edge(", public: 203.0.113.5")), from: "edge", to: "internet", on: "tcp/443"), .unreachable,
      "forward PW_CARRIER_IP_ASSOCIATION cagw")
    expect(
      try ask(it, from: "edge@2001:db8:1:1::5", to: "2001:db8:2::1", on: "tcp/443"), .unreachable,
      "forward PW_CARRIER_IPV4_ONLY cagw")
  }

  @Test(
    "OUT-1: the internet gets TCP from inside and ping, the carrier's devices everything [Wavelength guide, quotas]",
    arguments: [
      ("edge", "internet", "tcp/443", false), ("edge", "internet", "icmp/8", false),
      ("edge", "internet", "udp/53", true),
      ("internet", "edge", "icmp/8", false), ("internet", "edge", "tcp/443", true),
      ("internet", "edge", "udp/53", true),
    ])
  func out1Protocols(from: String, to: String, service: String, isDevices: Bool) throws {
    let it = try load(edge())
    let answer = try ask(it, from: from, to: to, on: service)
    expect(answer, .reachable)
    #expect(answer.assumptions == (isDevices ? [.carrierDevice] : []))
    let settled = try ask(it, from: from, to: to, on: service, settled: [.carrierDevice: false])
    #expect(settled.verdict == (isDevices ? .unreachable : .reachable))
  }

  @Test("BPA-3, OUT-1: block public access stops carrier gateways too [VPC guide, block public access]")
  func bpa3() throws {
    for mode in ["bidirectional", "ingress"] {
      let it = try load(edge(file: "block-public-access: \(mode)"))
      let blocked = "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED cagw"
      expect(try ask(it, from: "edge", to: "internet", on: "tcp/443"), .unreachable, blocked)
      expect(try ask(it, from: "internet", to: "edge", on: "icmp/8"), .unreachable, blocked)
    }
  }

  @Test(
    "OUT-1: the route to a carrier gateway that is gone drops, and one that is not in the input is not known")
  func out1Gone() throws {
    let gone = edge().replacing("carrier-gateway: cagw\n", with: "dns: true\n")
      .replacing("0.0.0.0/0: carrier-gateway", with: "0.0.0.0/0: carrier-gateway:id:cagw-1")
      .replacing(", \"::/0\": carrier-gateway", with: "")
    expect(
      try ask(gone, from: "edge", to: "internet", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_ROUTE main: 0.0.0.0/0 -> cagw-1")
    expect(
      try ask(
        gone.replacing("packetwalk: 1", with: "packetwalk: 1\nmissing: {carrier-gateways: \"\"}"),
        from: "edge",
        to: "internet", on: "tcp/443"), .undetermined)
  }
}
