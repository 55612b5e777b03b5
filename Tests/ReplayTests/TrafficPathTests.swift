import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

@testable import PacketWalkReplay

/// `traffic-path` beside the topology's routes (VPC user guide, "Flow log records", version 5).
@Suite struct TrafficPathTests {
  private static let yaml = """
    packetwalk: 1
    region: us-west-2
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        vpn-gateways: {office: {}}
        subnets:
          app: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: app}
          back: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: back}
        route-tables:
          app:
            routes:
              0.0.0.0/0: internet-gateway
              198.51.100.0/24: nat:nat
              pl:s3: endpoint:s3
              10.7.0.0/16: peering:near
              192.168.0.0/16: vpn-gateway:office
              172.16.0.0/12: {kind: local gateway, id: lgw-1}
              10.9.0.0/16: {target: peering:near, state: blackhole}
          back: {routes: {}}
        security-groups: {open: {in: [all from 0.0.0.0/0]}}
        interfaces:
          app: {subnet: app, ip: 10.0.1.5, groups: open}
          back: {subnet: back, ip: 10.0.2.5, groups: open}
        nat-gateways: {nat: {subnet: back, ip: 10.0.2.9, public: 203.0.113.9}}
        endpoints: {s3: {kind: gateway, service: s3}}
      other: {cidr: 10.7.0.0/16}
    peerings: {near: {requester: shop, accepter: other}}
    prefix-lists: {s3: [203.0.113.128/25]}

    """

  private static let header =
    "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status flow-direction traffic-path"

  private static func report(_ lines: [String]) throws -> (report: ReplayReport, partial: String) {
    let network = try ReplayTests.network(yaml)
    let folder = try TemporaryFolder()
    try folder.write("flows.log", ([header] + lines).joined(separator: "\n") + "\n")
    let replay = try Replay(network)
    let sum = try replay.sum(of: [FlowLogSource(folder.path + "/flows.log")])
    var partial = ""
    try replay.writePartial(sum, replay.settings(tool: "test"), isSettled: false) { partial += $0 }
    return (try sum.report(on: network), partial)
  }

  private static func line(
    _ interface: String, to address: String, path: String, action: String = "ACCEPT", way: String = "egress"
  ) -> String {
    let own = interface == "app" ? "10.0.1.5" : "10.0.2.5"
    return
      "\(interface) \(own) \(address) 40000 443 6 1 40 1700000000 1700000060 \(action) OK \(way) \(path)"
  }

  @Test(arguments: [
    // 1: another resource in the VPC; the table's implied local route, a neighbour, a NAT gateway.
    ("app", "10.0.2.5", 1 as UInt8), ("app", "10.0.1.9", 1), ("app", "198.51.100.7", 1),
    // 2 and 8: an internet gateway; 2 and 7: a gateway endpoint.
    ("app", "192.0.2.1", 2), ("app", "192.0.2.1", 8), ("app", "203.0.113.200", 2),
    ("app", "203.0.113.200", 7),
    // 3: a virtual private gateway; 4: a peering connection in the Region; 6: a local gateway.
    ("app", "192.168.1.1", 3), ("app", "10.7.0.4", 4), ("app", "172.16.0.1", 6), ("app", "172.16.0.1", 1),
  ])
  func agreesWithTheRoute(interface: String, destination: String, path: UInt8) throws {
    let found = try Self.report([Self.line(interface, to: destination, path: "\(path)")]).report
    #expect(found.waysAgreeing == 1)
    #expect(found.otherWays.isEmpty)
    #expect(found.waysUnjudged == 0)
  }

  @Test(arguments: [
    ("app", "198.51.100.7", 8 as UInt8, FlowWay.vpc), ("app", "192.0.2.1", 1, .internetGateway),
    ("app", "192.0.2.1", 7, .internetGateway), ("app", "203.0.113.200", 8, .gatewayEndpoint),
    ("app", "10.0.2.5", 4, .vpc), ("app", "192.168.1.1", 8, .vpnGateway),
    // No route, and one that leads nowhere: nothing could have left.
    ("back", "192.0.2.1", 8, .none), ("app", "10.9.0.1", 4, .none),
  ])
  func anotherWayIsAClassOfItsOwn(
    interface: String, destination: String, path: UInt8, way: FlowWay
  ) throws {
    let (found, partial) = try Self.report([Self.line(interface, to: destination, path: "\(path)")])
    #expect(found.waysAgreeing == 0)
    #expect(found.otherWays.map(\.way) == [way])
    #expect(found.otherWays.map(\.path) == [path])
    #expect(found.otherWays.first?.table.name == interface)
    #expect(found.otherWays.first?.interfaces == [interface])
    #expect(found.otherWays.first?.example.destination == IPAddress(destination))
    // The record's own verdict is another matter.
    #expect(found.agreeing == 1)
    #expect(partial.contains("\"way\""))
  }

  @Test(arguments: [
    // What came in, what was rejected, and what the log does not say.
    ("app", "192.0.2.1", "8", "ACCEPT", "ingress"), ("app", "192.0.2.1", "1", "REJECT", "egress"),
    ("app", "192.0.2.1", "-", "ACCEPT", "egress"),
  ])
  func onlyWhatLeftTookAWay(
    interface: String, destination: String, path: String, action: String, way: String
  ) throws {
    let found = try Self.report([
      Self.line(interface, to: destination, path: path, action: action, way: way)
    ]).report
    #expect(found.waysAgreeing + found.waysUnjudged + found.otherWays.count == 0)
  }

  @Test func valuesThatAWSDoesNotListAreNotJudged() throws {
    let found = try Self.report([Self.line("app", to: "192.0.2.1", path: "9")]).report
    #expect(found.waysUnjudged == 1)
  }

  /// Parts come together as the whole.
  @Test func partsMerge() throws {
    let lines = [
      Self.line("app", to: "198.51.100.7", path: "8"), Self.line("app", to: "192.0.2.1", path: "8"),
      Self.line("app", to: "198.51.100.8", path: "8"), Self.line("app", to: "192.0.2.1", path: "9"),
    ]
    let network = try ReplayTests.network(Self.yaml)
    let replay = try Replay(network)
    let folder = try TemporaryFolder()
    for (place, line) in lines.enumerated() {
      try folder.write("flows-\(place).log", "\(Self.header)\n\(line)\n")
      let sum = try replay.sum(of: [FlowLogSource(folder.path + "/flows-\(place).log")])
      var text = ""
      try replay.writePartial(sum, replay.settings(tool: "test"), isSettled: false) { text += $0 }
      try folder.write("part-\(place).json", text)
    }
    let merged = try replay.merge(
      lines.indices.map { folder.path + "/part-\($0).json" }, replay.settings(tool: "test"))
    let whole = try Self.report(lines).report
    let parts = try merged.report(on: network)
    #expect(parts.waysAgreeing == 1)
    #expect(parts.waysUnjudged == 1)
    #expect(parts.otherWays.map(\.volume.records) == [2])
    #expect(parts.otherWays.map(\.volume) == whole.otherWays.map(\.volume))
    #expect(parts.otherWays.map(\.example) == whole.otherWays.map(\.example))
  }
}
