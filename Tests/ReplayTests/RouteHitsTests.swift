import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Which routes and gateways records took.
@Suite struct RouteHitsTests {
  private static let yaml = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: [10.0.0.0/16, 2001:db8:1::/56]
        internet-gateway: igw
        egress-only-gateway: eigw
        subnets:
          app: {cidr: [10.0.1.0/24, 2001:db8:1:1::/64], zone: us-west-2a, route-table: app}
          back: {cidr: 10.0.2.0/24, zone: us-west-2a}
          idle: {cidr: 10.0.4.0/24, zone: us-west-2a, route-table: idle}
        route-tables:
          app:
            routes:
              0.0.0.0/0: internet-gateway
              198.51.100.0/24: nat:nat
              198.51.100.128/25: peering:near
              pl:s3: endpoint:s3
              192.0.2.0/24: {target: peering:near, state: blackhole}
              ::/0: egress-only-gateway:eigw
          back: {main: true, routes: {0.0.0.0/0: nat:nat}}
          idle: {routes: {0.0.0.0/0: internet-gateway}}
        security-groups: {open: {in: [all from 0.0.0.0/0, "all from ::/0"], out: [all to 0.0.0.0/0, "all to ::/0"]}}
        interfaces:
          app: {subnet: app, ip: [10.0.1.5, "2001:db8:1:1::5"], groups: open}
          back: {subnet: back, ip: 10.0.2.5, groups: open}
        nat-gateways: {nat: {subnet: back, ip: 10.0.2.9, public: 203.0.113.9}}
        endpoints: {s3: {kind: gateway, service: s3}}
      other: {cidr: 10.7.0.0/16}
    peerings: {near: {requester: shop, accepter: other}}
    prefix-lists: {s3: [203.0.113.128/25, 203.0.113.64/26]}

    """

  private static let header =
    "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status flow-direction"

  private static func line(
    _ interface: String, to address: String, _ action: String = "ACCEPT", _ way: String = "egress",
    protocol number: Int = 6
  ) -> String {
    let own = address.contains(":") ? "2001:db8:1:1::5" : interface == "app" ? "10.0.1.5" : "10.0.2.5"
    return
      "\(interface) \(own) \(address) 40000 443 \(number) 1 40 1700000000 1700000060 \(action) OK \(way)"
  }

  private static func report(_ lines: [String], countsRoutes: Bool = true) throws -> ReplayReport {
    let network = try ReplayTests.network(yaml)
    let folder = try TemporaryFolder()
    try folder.write("flows.log", ([header] + lines).joined(separator: "\n") + "\n")
    return try Replay(network, countsRoutes: countsRoutes)
      .report(on: [FlowLogSource(folder.path + "/flows.log")])
  }

  /// `table route` by those that were taken.
  private static func taken(_ report: ReplayReport) -> [String: Int] {
    let used = (report.routes ?? []).filter { $0.records > 0 }
    return Dictionary(uniqueKeysWithValues: used.map { ("\($0.table.name) \($0.route)", $0.records) })
  }

  @Test(arguments: [
    ("app", "192.1.1.1", "app 0.0.0.0/0 -> igw"), ("app", "198.51.100.7", "app 198.51.100.0/24 -> nat"),
    ("app", "198.51.100.200", "app 198.51.100.128/25 -> near"),
    ("app", "203.0.113.130", "app pl:s3 -> s3"), ("app", "203.0.113.70", "app pl:s3 -> s3"),
    ("app", "2001:db8:9::1", "app ::/0 -> eigw"), ("back", "192.1.1.1", "back 0.0.0.0/0 -> nat"),
    ("app", "192.0.2.1", "app 192.0.2.0/24 -> near (blackhole)"),
    // By the VPC's own ranges, which no route is written for, and a neighbour.
    ("app", "10.0.2.5", nil as String?), ("app", "10.0.1.77", nil),
  ])
  func whatLeftTookTheLongestMatch(interface: String, destination: String, route: String?) throws {
    for number in [6, 17, 47] {
      let found = try Self.report([Self.line(interface, to: destination, protocol: number)])
      #expect(Self.taken(found) == (route.map { [$0: 1] } ?? [:]))
    }
  }

  @Test func whatCameInOrWasRejectedTookNone() throws {
    let found = try Self.report([
      Self.line("app", to: "192.1.1.1", "REJECT"), Self.line("app", to: "192.1.1.1", "ACCEPT", "ingress"),
    ])
    #expect(Self.taken(found) == [:])
  }

  @Test func gatewaysAddUpTheirRoutes() throws {
    let found = try Self.report([
      Self.line("app", to: "198.51.100.7"), Self.line("back", to: "192.1.1.1"),
      Self.line("app", to: "192.1.1.1"),
    ])
    let gateways = found.gateways.filter { $0.records > 0 }
    #expect(gateways.map(\.component.name) == ["nat", "igw"])
    #expect(gateways.map(\.records) == [2, 1])
    // Tables that nobody is routed by are not among them.
    #expect(!(found.routes ?? []).contains { $0.table.name == "idle" })
    #expect(try Self.report([Self.line("app", to: "192.1.1.1")], countsRoutes: false).routes == nil)
  }

  /// The same as looking through the tables' routes for the longest one, record by record, in whatever parts.
  @Test func countsAreThoseOfTheSlowWay() throws {
    let network = try ReplayTests.network(Self.yaml)
    for seed in UInt64(1)...10 {
      var random = SplitMix64(seed: seed)
      var lines: [String] = []
      var expected: [String: Int] = [:]
      for _ in 0..<300 {
        let name = random.oneIn(3) ? "back" : "app"
        let address =
          [
            "10.0.\(Int.random(in: 0...5, using: &random)).7",
            "198.51.100.\(Int.random(in: 0...255, using: &random))",
            "203.0.113.\(Int.random(in: 0...255, using: &random))", "192.0.2.9", "192.1.2.3", "10.7.0.1",
          ].randomElement(using: &random) ?? ""
        let action = random.oneIn(4) ? "REJECT" : "ACCEPT"
        let number = [6, 17, 50].randomElement(using: &random) ?? 6
        lines.append(Self.line(name, to: address, action, protocol: number))
        guard action == "ACCEPT", let route = Self.slowRoute(network.topology, name, address) else {
          continue
        }
        expected["\(name) \(network.text(route))", default: 0] += 1
      }
      #expect(try Self.taken(Self.report(lines)) == expected, "seed \(seed)")
      let folder = try TemporaryFolder()
      let replay = try Replay(network, countsRoutes: true)
      var parts: [String] = []
      for (place, start) in stride(from: 0, to: lines.count, by: 70).enumerated() {
        let part = lines[start..<min(start + 70, lines.count)]
        try folder.write("part-\(place).log", ([Self.header] + part).joined(separator: "\n") + "\n")
        let sum = try replay.sum(of: [FlowLogSource(folder.path + "/part-\(place).log")])
        var text = ""
        try replay.writePartial(sum, replay.settings(tool: "test")) { text += $0 }
        parts.append(try folder.write("part-\(place).json", text))
      }
      let merged = try replay.report(on: replay.merge(parts, replay.settings(tool: "test")))
      #expect(Self.taken(merged) == expected, "seed \(seed)")
    }
  }

  private static func slowRoute(_ topology: Topology, _ interface: String, _ address: String) -> Route? {
    guard let address = IPAddress(address) else { return nil }
    if IPPrefix("10.0.0.0/16")?.contains(address) == true { return nil }
    var best: (length: Int, route: Route)?
    for route in topology.routeTables.first(where: { $0.shortName == interface })?.routes ?? [] {
      let prefixes: [IPPrefix] =
        switch route.destination {
        case .prefix(let prefix): [prefix]
        case .prefixList(let id): topology.prefixLists.first { $0.id == id }?.entries ?? []
        }
      for prefix in prefixes where prefix.contains(address) && Int(prefix.length) > best?.length ?? -1 {
        best = (Int(prefix.length), route)
      }
    }
    return best?.route
  }
}
