import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

@testable import PacketWalkReplay

/// Transit gateways' own logs beside the topology's routes (Transit Gateway Flow Logs, "Available fields").
@Suite struct TransitLogTests {
  private static let yaml = """
    packetwalk: 1
    vpcs:
      prod: {cidr: 10.1.0.0/16, subnets: {prod: {cidr: 10.1.1.0/24, zone: us-west-2a}}}
      dev: {cidr: 10.2.0.0/16, subnets: {dev: {cidr: 10.2.1.0/24, zone: us-west-2a}}}
      shared: {cidr: 10.3.0.0/16, subnets: {shared: {cidr: 10.3.1.0/24, zone: us-west-2a}}}
    transit-gateways:
      hub:
        attachments:
          prod: {vpc: prod, subnets: prod}
          dev: {vpc: dev, subnets: dev}
          shared: {vpc: shared, subnets: shared}
          carrier: {kind: direct-connect-gateway, resource: dx-1}
          sdwan: {kind: connect, resource: carrier}
          lonely: {kind: vpn, resource: vpn-1}
          broken: {kind: vpn, resource: vpn-2, available: false}
          dark: {kind: vpn, resource: vpn-3}
        route-tables:
          spokes:
            associations: [prod, dev, carrier]
            routes:
              10.3.0.0/16: shared
              10.3.9.0/24: blackhole
              10.4.0.0/16: [dev, shared]
              10.5.0.0/16: sdwan
              10.6.0.0/16: broken
          services: {associations: shared, propagations: [prod, dev]}
          hidden: {associations: dark, routes: {10.3.0.0/16: shared}, complete: false}
      other:
        attachments:
          prod: {id: tgw-attach-other, kind: vpn, resource: vpn-4}
        route-tables: {main: {associations: prod, routes: {10.3.0.0/16: blackhole}}}

    """

  private static let header =
    "tgw-id tgw-attachment-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end "
    + "log-status packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded flow-direction"

  /// What came by an attachment: `to`, the attachment that it went on to, or what it was lost for.
  private static func line(
    _ attachment: String, to destination: String, _ event: String, egress: Bool = false,
    gateway: String = "hub", mtu: Int = 0
  ) -> String {
    let lost = (event == "no-route" ? "7" : "0", event == "blackhole" ? "7" : "0")
    let next = ["no-route", "blackhole"].contains(event) ? "-" : event
    let (own, pair) = egress ? (next, attachment) : (attachment, next)
    return
      "\(gateway) \(own) \(pair) 10.1.1.5 \(destination) 40000 443 6 7 900 1700000000 1700000060 OK \(lost.0) \(lost.1) \(mtu) \(egress ? "egress" : "ingress")"
  }

  private static func report(_ lines: [String], header: String = header) throws -> ReplayReport {
    let network = try ReplayTests.network(yaml)
    let folder = try TemporaryFolder()
    try folder.write("flows.log", ([header] + lines).joined(separator: "\n") + "\n")
    return try Replay(network).report(on: [FlowLogSource(folder.path + "/flows.log")])
  }

  @Test(arguments: [
    // The longest match; a propagated route; equal-cost paths, either of them.
    ("prod", "10.3.1.9", "shared"), ("shared", "10.1.1.5", "prod"), ("prod", "10.4.0.1", "dev"),
    ("prod", "10.4.0.1", "shared"),
    // A Connect attachment's packets are logged under the attachment that carries them.
    ("prod", "10.5.0.1", "carrier"), ("prod", "10.5.0.1", "sdwan"),
    // The blackhole within, no route at all, a route to what is not there any more, no route table, no attachment.
    ("prod", "10.3.9.9", "blackhole"), ("prod", "10.9.0.1", "no-route"), ("prod", "10.6.0.1", "blackhole"),
    ("lonely", "10.3.1.9", "no-route"), ("broken", "10.3.1.9", "no-route"),
    // Both are lost: for what, is the state of the route.
    ("prod", "10.3.9.9", "no-route"),
  ])
  func agreesWithTheRoute(attachment: String, destination: String, event: String) throws {
    for egress in [false, true] where !egress || !["no-route", "blackhole"].contains(event) {
      let found = try Self.report([Self.line(attachment, to: destination, event, egress: egress)])
      let isLost = ["no-route", "blackhole"].contains(event)
      #expect(found.records(isLost ? .agreeReject : .agreeAccept) == 1)
      #expect(found.transit.isEmpty)
      #expect(found.score == 100)
      #expect(found.loggedAttachments == 1)
      #expect(found.window == 1_700_000_000...1_700_000_060)
    }
  }

  @Test(arguments: [
    ("prod", "10.3.1.9", "dev", TransitFate.forwarded, "10.3.0.0/16 -> shared" as String?),
    ("prod", "10.3.9.9", "shared", .blackhole, "10.3.9.0/24 -> blackhole"),
    ("prod", "10.9.0.1", "shared", .noRoute, nil), ("lonely", "10.3.1.9", "shared", .notAssociated, nil),
    ("broken", "10.3.1.9", "shared", .notAvailable, nil),
    ("prod", "10.6.0.1", "broken", .blackhole, "10.6.0.0/16 -> broken"),
    // An attachment that the topology has not heard of.
    ("prod", "10.3.1.9", "tgw-attach-77", .forwarded, "10.3.0.0/16 -> shared"),
  ])
  func anotherWayIsADisagreement(
    attachment: String, destination: String, event: String, fate: TransitFate, route: String?
  ) throws {
    let found = try Self.report([
      Self.line(attachment, to: destination, event), Self.line(attachment, to: destination, event),
    ])
    #expect(found.records(.modelRejects) == 2)
    #expect(found.score == 0)
    #expect(found.overflow == 0)
    let only = try #require(found.transit.count == 1 ? found.transit.first : nil)
    #expect(only.attachment.name == attachment)
    #expect(only.event == .forwarded(to: event))
    #expect(only.fate == fate)
    #expect(only.route == route)
    #expect(only.volume.records == 2)
    #expect(only.question == Question(from: "10.1.1.5", to: destination, on: "tcp/443"))
  }

  @Test(arguments: [("no-route", TransitEvent.lostNoRoute), ("blackhole", .lostBlackhole)])
  func whatWasLostThoughARouteLeadsOn(event: String, found: TransitEvent) throws {
    let report = try Self.report([Self.line("prod", to: "10.3.1.9", event)])
    #expect(report.records(.modelAccepts) == 1)
    #expect(report.transit.map(\.event) == [found])
    #expect(report.transit.map(\.fate) == [.forwarded])
  }

  @Test(arguments: [
    // Neither went on nor was lost for a route: too big, say.
    (line("prod", to: "10.3.1.9", "-", mtu: 7), Unjudged.transitGateway),
    // Some were lost, and some went on.
    (
      "hub prod shared 10.1.1.5 10.3.1.9 40000 443 6 9 900 1700000000 1700000060 OK 7 0 0 ingress",
      .transitGateway
    ),
    (line("gone", to: "10.3.1.9", "shared"), .unknownAttachment),
    // By whose table it was routed, is not known.
    (line("-", to: "10.3.1.9", "shared", egress: true), .transitGateway),
    (line("carrier", to: "10.3.1.9", "shared"), .connectAttachment),
    // A longer match may be missing.
    (line("dark", to: "10.3.1.9", "shared"), .unknownRules),
    (line("prod", to: "-", "shared"), .noAddresses),
  ])
  func whatTheModelCantJudge(line: String, reason: Unjudged) throws {
    let report = try Self.report([line])
    #expect(report.unjudged.map(\.reason) == [reason])
    #expect(report.score == nil)
    #expect(report.unknownAttachments.map(\.id) == (reason == .unknownAttachment ? ["gone"] : []))
  }

  /// The same name at two gateways; without the gateway in the log nobody knows which.
  @Test func gatewaysTellAttachmentsApart() throws {
    let report = try Self.report([
      Self.line("prod", to: "10.3.1.9", "shared"),
      Self.line("tgw-attach-other", to: "10.3.1.9", "blackhole", gateway: "other"),
    ])
    #expect(report.records(.agreeAccept) == 1)
    #expect(report.records(.agreeReject) == 1)
    let bare = try Self.report(
      ["tgw-attach-other 10.3.1.9 ingress 4 shared"],
      header: "tgw-attachment-id dstaddr flow-direction packets-lost-blackhole tgw-pair-attachment-id")
    #expect(bare.records(.agreeReject) == 1)
  }

  @Test func recordsWithoutADirectionOrOutsideTheDaysAreNotJudged() throws {
    let report = try Self.report(
      ["shared prod 10.1.1.5"], header: "tgw-attachment-id tgw-pair-attachment-id dstaddr")
    #expect(report.unjudged.map(\.reason) == [.noDirection])
    let network = try ReplayTests.network(Self.yaml)
    let folder = try TemporaryFolder()
    try folder.write("flows.log", "\(Self.header)\n\(Self.line("prod", to: "10.3.1.9", "shared"))\n")
    let late = try Replay(network, validity: 1_700_000_001...Int.max)
      .report(on: [FlowLogSource(folder.path + "/flows.log")])
    #expect(late.unjudged.map(\.reason) == [.outsideValidity])
  }

  /// Parts come together as the whole.
  @Test func partsMerge() throws {
    let lines = [
      Self.line("prod", to: "10.3.1.9", "dev"), Self.line("prod", to: "10.3.1.9", "dev", egress: true),
      Self.line("prod", to: "10.3.1.9", "no-route"), Self.line("prod", to: "10.3.9.9", "shared"),
      Self.line("gone", to: "10.3.1.9", "shared"), Self.line("lonely", to: "10.3.1.9", "shared"),
      Self.line("prod", to: "10.3.1.8", "blackhole"), Self.line("shared", to: "10.1.1.5", "prod"),
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
    let parts = lines.indices.reversed().map { folder.path + "/part-\($0).json" }
    let merged = try replay.merge(parts, replay.settings(tool: "test")).report(on: network)
    let whole = try Self.report(lines)
    #expect(merged.classes == whole.classes)
    #expect(merged.transit.count == 5)
    #expect(merged.transit.map(\.event) == whole.transit.map(\.event))
    #expect(merged.transit.map(\.fate) == whole.transit.map(\.fate))
    #expect(merged.transit.map(\.volume) == whole.transit.map(\.volume))
    #expect(merged.transit.map(\.example) == whole.transit.map(\.example))
    #expect(merged.loggedAttachments == whole.loggedAttachments)
    #expect(merged.unknownAttachments.map(\.id) == ["gone"])
    #expect(merged.window == whole.window)
  }

  /// Random tables against the obvious way: the longest prefix that contains the address, looked for in the list.
  @Test func fatesAreThoseOfTheLongestPrefix() throws {
    for seed in UInt64(1)...40 {
      var random = SplitMix64(seed: seed)
      var routes: [(prefix: IPPrefix, next: String)] = []
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let length = Int.random(in: 8...30, using: &random)
        let bits = UInt128(UInt32(10) << 24 | UInt32.random(in: 0..<(1 << 24), using: &random) & 0x0303_0303)
        let prefix = IPPrefix(IPAddress(family: .ipv4, bits: bits), length: length)
        guard !routes.contains(where: { $0.prefix == prefix }) else { continue }
        routes.append((prefix, ["dev", "shared", "blackhole"].randomElement(using: &random) ?? "dev"))
      }
      let table = routes.map { "\($0.prefix): \($0.next)" }.joined(separator: ", ")
      let network = try ReplayTests.network(
        """
        packetwalk: 1
        vpcs:
          dev: {cidr: 172.16.0.0/16, subnets: {dev: {cidr: 172.16.1.0/24, zone: us-west-2a}}}
          shared: {cidr: 172.17.0.0/16, subnets: {shared: {cidr: 172.17.1.0/24, zone: us-west-2a}}}
        transit-gateways:
          hub:
            attachments: {dev: {vpc: dev, subnets: dev}, shared: {vpc: shared, subnets: shared}}
            route-tables: {main: {associations: [dev, shared], routes: {\(table)}}}

        """)
      let transits = TransitRoutes(network)
      let entrance = try #require(transits.attachment("dev", of: "hub"))
      for _ in 0..<200 {
        let bits = UInt128(UInt32(10) << 24 | UInt32.random(in: 0..<(1 << 24), using: &random) & 0x0303_0303)
        let address = IPAddress(family: .ipv4, bits: bits)
        let best = routes.filter { $0.prefix.contains(address) }.max { $0.prefix.length < $1.prefix.length }
        let found = try #require(transits.fate(from: entrance, to: address))
        switch best?.next {
        case nil: #expect(found.fate == .noRoute, "seed \(seed)")
        case "blackhole"?: #expect(found.fate == .blackhole, "seed \(seed)")
        case let next?:
          let place = try #require(transits.attachment(next, of: "hub"))
          #expect(found.next == [place], "seed \(seed)")
        }
      }
    }
  }
}
