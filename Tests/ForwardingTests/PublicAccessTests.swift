import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// VPC Block Public Access: A14 of the rules.
@Suite("Block public access") struct PublicAccessTests {
  /// A web server behind a balancer and a NAT gateway; what is blocked where.
  private func shop(_ mode: String, dmz: String = "", app: String = "") -> String {
    func block(_ exception: String) -> String { exception.isEmpty ? mode : exception }
    return """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets:
            dmz: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: dmz, block-public-access: "\(block(dmz))"}
            app: {cidr: 10.0.2.0/24, zone: us-west-2a, block-public-access: "\(block(app))"}
          route-tables: {main: {routes: {0.0.0.0/0: nat:nat}}, dmz: {routes: {0.0.0.0/0: internet-gateway}}}
          nat-gateways: {nat: {subnet: dmz, ip: 10.0.1.9, public: 203.0.113.9}}
          security-groups: {front: {in: tcp/443 from 0.0.0.0/0}, web: {in: tcp/8080 from sg:front}}
          interfaces:
            web: {subnet: app, ip: 10.0.2.5, groups: web}
            public: {subnet: dmz, ip: 10.0.1.5, public: 203.0.113.5, groups: front}
          target-groups: {web: {protocol: http, port: 8080, targets: web}}
          load-balancers:
            front:
              kind: application
              internet-facing: true
              groups: front
              nodes: {dmz: {ip: 10.0.1.20, public: 203.0.113.20}}
              listeners: {https/443: web}
      """
  }

  private let blocked = "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw"

  @Test(
    "BPA-2, T25: the subnet that meets the gateway counts, not the one behind it [VPC guide, block public access]"
  )
  func bpa2() throws {
    let excluded = try load(shop("bidirectional", dmz: "off"))
    expect(try ask(excluded, from: "internet", to: "web", on: "tcp/443", through: "lb:front"), .reachable)
    expect(try ask(excluded, from: "web", to: "internet", on: "tcp/443"), .reachable)
    let behind = try load(shop("bidirectional", app: "off"))
    expect(try ask(behind, from: "web", to: "internet", on: "tcp/443"), .unreachable, blocked)
    expect(try ask(behind, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
  }

  @Test("BPA-2, T25: blocked inwards, a NAT gateway may still go out [VPC guide, block public access]")
  func bpa2Ingress() throws {
    let it = try load(shop("ingress"))
    expect(try ask(it, from: "web", to: "internet", on: "tcp/443"), .reachable)
    expect(try ask(it, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
  }
}
