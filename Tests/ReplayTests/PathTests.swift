import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// What was sent, followed over the interfaces that logged it.
@Suite struct PathTests {
  private static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          front: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: public}
          back: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: private}
        route-tables:
          public: {routes: {0.0.0.0/0: internet-gateway}}
          private: {routes: {0.0.0.0/0: nat:nat}}
        nat-gateways:
          nat: {subnet: front, ip: 10.0.1.9, public: 203.0.113.9}
        security-groups:
          web: {in: tcp/443 from 0.0.0.0/0}
          app: {in: tcp/8080 from sg:web}
        interfaces:
          web: {subnet: front, ip: 10.0.1.5, public: 203.0.113.5, groups: web}
          app: {subnet: back, ip: 10.0.2.5, groups: app}

    """

  private static let header =
    "interface-id srcaddr dstaddr srcport dstport protocol start end action log-status tcp-flags pkt-srcaddr "
    + "pkt-dstaddr flow-direction\n"

  private static func paths(_ records: [String]) throws -> FollowedPaths {
    // YAML by hand does not give a NAT gateway an interface; a snapshot does.
    var topology = try ReplayTests.network(network).topology
    let gateway = try #require(topology.natGateways.first)
    let front = try #require(topology.subnets.first { $0.id == gateway.subnet })
    topology.networkInterfaces.append(
      NetworkInterface(
        id: NetworkInterfaceID("eni-nat"), subnet: front.id, addresses: gateway.addresses,
        securityGroups: [], isSourceDestChecked: false, kind: .natGateway))
    let network = Network(topology)
    let folder = try TemporaryFolder()
    let lines = records.map { $0.replacing("NAT ", with: "eni-nat ") + "\n" }
    try folder.write("flows.log", header + lines.joined())
    return try PathFollower(network).paths(on: [FlowLogSource(folder.path + "/flows.log")])
  }

  /// `app 10.0.2.5:40000 10.0.1.5:443 6 ACCEPT 2 egress`; behind a bar the packet's own addresses.
  private static func record(_ text: String) -> String {
    let words = text.split(separator: " ").map(String.init)
    func end(_ text: String) -> (address: String, port: String, own: String) {
      let halves = text.split(separator: "|").map(String.init)
      let parts = halves[0].split(separator: ":").map(String.init)
      return (parts[0], parts[1], halves.count > 1 ? halves[1] : parts[0])
    }
    let (source, destination) = (end(words[1]), end(words[2]))
    return
      "\(words[0]) \(source.address) \(destination.address) \(source.port) \(destination.port) \(words[3]) 1700000000 1700000060 \(words[4]) OK \(words[5]) \(source.own) \(destination.own) \(words[6])"
  }

  private static let out = [
    "app 10.0.2.5:40000 198.51.100.7:443 6 ACCEPT 2 egress",
    "NAT 10.0.2.5:40000 10.0.1.9:443|198.51.100.7 6 ACCEPT 2 ingress",
    "NAT 10.0.1.9:1024 198.51.100.7:443 6 ACCEPT 2 egress",
  ]
  private static let back = [
    "NAT 198.51.100.7:443 10.0.1.9:1024 6 ACCEPT 18 ingress",
    "NAT 10.0.1.9:443|198.51.100.7 10.0.2.5:40000 6 ACCEPT 18 egress",
    "app 198.51.100.7:443 10.0.2.5:40000 6 ACCEPT 18 ingress",
  ]

  @Test(arguments: [
    (out + back, ["app 198.51.100.7 tcp/443 arrived"]),
    (out, ["app 198.51.100.7 tcp/443 unanswered at nat"]),
    (
      // The gateway has a log, and nothing of this one.
      [out[0], "NAT 198.51.100.8:443 10.0.1.9:1024 6 ACCEPT 18 ingress"],
      ["app 198.51.100.7 tcp/443 lost at nat"]
    ),
    // Without a log of its own nothing is said of it.
    ([out[0], back[2]], ["app 198.51.100.7 tcp/443 arrived"]),
    (
      [
        "web 10.0.1.5:40000 10.0.2.5:8081 6 ACCEPT 2 egress",
        "app 10.0.1.5:40000 10.0.2.5:8081 6 REJECT 2 ingress",
      ], ["web app tcp/8081 rejected at app"]
    ),
    (["web 198.51.100.7:40000 10.0.1.5:22 6 REJECT 2 ingress"], ["198.51.100.7 web tcp/22 rejected at web"]),
    (
      out + back + ["web 198.51.100.7:40000 10.0.1.5:22 6 REJECT 2 ingress"],
      ["198.51.100.7 web tcp/22 rejected at web", "app 198.51.100.7 tcp/443 arrived"]
    ),
  ]) func aFlowIsFollowed(records: [String], expected: [String]) throws {
    let all = try Self.paths(records.map(Self.record))
    let found = all.paths.map { path in
      let place = path.outcome == .arrived ? "" : " at \(path.points[path.end].interface)"
      return "\(path.source) \(path.destination) \(path.service) \(path.outcome)\(place)"
    }
    #expect(found == expected)
    #expect(all.left == 0 && all.overflow == 0)
    for path in all.paths { #expect(!path.disagrees || path.outcome == .unanswered || path.outcome == .lost) }
  }

  /// The model beside each point, in its order: the gateway between the ends both ways.
  @Test func pointsStandInTheModelsOrder() throws {
    let path = try #require(try Self.paths((Self.out + Self.back).map(Self.record)).paths.first)
    let order = path.points.map { "\($0.interface) \($0.side.rawValue) \($0.isAnswer)" }
    #expect(
      order == [
        "app egress false", "nat ingress false", "nat egress false", "nat ingress true", "nat egress true",
        "app ingress true",
      ])
    #expect(path.points.allSatisfy { $0.passes == true && $0.accepted == 1 && $0.isCovered })
    #expect(path.points.map(\.isShared) == [false, false, true, true, false, false])
  }
}
