import PacketWalkAddressing
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Rules made of flows, and flows merged into ranges: held against what they were made of, one by one.
@Suite struct NarrowerTests {
  /// Whatever the options, all that was seen passes, nothing that the old rule stops does, and there are not more rules
  /// than were asked for.
  @Test(arguments: 1...40) func narrowerRulesAdmitWhatWasSeen(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let network = try ReplayTests.network(GeneratedWeek.network)
    let topology = network.topology
    let owner = try #require(topology.securityGroups.first { $0.groupName == "app" || $0.info.name == "app" })
    let prefixes = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.2.0/24", "10.0.1.11/32"]
    let old = try #require(IPPrefix(prefixes[Int.random(in: 0..<prefixes.count, using: &random)]))
    let traffics: [TrafficSelector] = [
      .all, TrafficSelector(protocol: .tcp), TrafficSelector(protocol: .tcp, ports: PortRange(8000, 9000)),
      TrafficSelector(protocol: .icmp, icmpType: 8),
    ]
    let rule = RuleContent(
      direction: .ingress, traffic: traffics[Int.random(in: 0..<traffics.count, using: &random)],
      peer: .prefix(old), isAllow: true)
    let flows = (0..<Int.random(in: 1...60, using: &random)).map { _ in
      Self.flow(rule, old, topology, &random)
    }
    let margins: [TightenOptions.Margin] = [.exact, .prefix(24), .subnet, .group]
    let options = TightenOptions(
      margin: margins[Int.random(in: 0..<4, using: &random)],
      gap: [0, 10][Int.random(in: 0..<2, using: &random)],
      ruleLimit: Int.random(in: 1...8, using: &random))
    let isEntry = random.oneIn(4)
    let narrower = Narrower(
      network, GroupChoice(network), options, rule, owner: isEntry ? nil : owner, flows: flows)
    guard let made = narrower.narrowed(atMost: options.ruleLimit) else { return }
    let about: Comment = "seed \(seed): \(made.count) rules for \(rule)"
    #expect(!made.isEmpty && made.count <= options.ruleLimit && made != [rule], about)
    for flow in flows {
      #expect(made.contains { Self.admits($0, flow, topology) }, about)
    }
    for one in made {
      #expect(Self.isWithin(one.traffic, rule.traffic), about)
      switch one.peer {
      case .prefix(let prefix): #expect(old.contains(prefix), about)
      case .group(let id):
        #expect(!isEntry, about)
        for interface in topology.networkInterfaces where interface.securityGroups.contains(id) {
          #expect(interface.addresses.allSatisfy { old.contains($0.address) }, about)
        }
      case .prefixList: Issue.record(about)
      }
    }
  }

  private static func flow(
    _ rule: RuleContent, _ bounds: IPPrefix, _ topology: Topology, _ random: inout SplitMix64
  ) -> SeenFlow {
    let members = topology.networkInterfaces.indices.filter { place in
      topology.networkInterfaces[place].addresses.contains { bounds.contains($0.address) }
    }
    let number = rule.traffic.protocol?.rawValue ?? [6, 17, 1, 50][Int.random(in: 0..<4, using: &random)]
    let ports = rule.traffic.ports ?? .all
    let near = UInt16(
      max(Int(ports.first), min(Int(ports.last), 8_000 + Int.random(in: 0...40, using: &random))))
    let port = number == 6 || number == 17 ? near : 0
    if !members.isEmpty, !random.oneIn(3) {
      let member = members[Int.random(in: 0..<members.count, using: &random)]
      let address = topology.networkInterfaces[member].addresses[0].address
      return SeenFlow(
        remote: IPPrefix(host: address), member: Int32(member), protocolNumber: number, firstPort: port,
        lastPort: port)
    }
    let offset = UInt128(UInt32.random(in: 0...UInt32.max, using: &random)) & bounds.sizeMinusOne
    let address = bounds.address.advanced(by: offset) ?? bounds.address
    return SeenFlow(
      remote: IPPrefix(host: address), member: -1, protocolNumber: number, firstPort: port, lastPort: port)
  }

  private static func admits(_ rule: RuleContent, _ flow: SeenFlow, _ topology: Topology) -> Bool {
    guard rule.traffic.protocol.map({ $0.rawValue == flow.protocolNumber }) ?? true else { return false }
    if let ports = rule.traffic.ports, !ports.contains(flow.firstPort) { return false }
    switch rule.peer {
    case .prefix(let prefix): return prefix.contains(flow.remote)
    case .group(let id):
      return flow.member >= 0 && topology.networkInterfaces[Int(flow.member)].securityGroups.contains(id)
    case .prefixList: return false
    }
  }

  private static func isWithin(_ inner: TrafficSelector, _ outer: TrafficSelector) -> Bool {
    guard let name = outer.protocol else { return true }
    guard inner.protocol == name else { return false }
    if name.hasICMPType { return inner.icmpType == outer.icmpType && inner.icmpCode == outer.icmpCode }
    return (outer.ports ?? .all).contains(inner.ports ?? .all)
  }

  // MARK: Merging

  /// However the flows are cut and whatever their order, what remains of too many is the same, covers all, and counts all.
  @Test(arguments: 1...3) func mergingDependsOnTheFlowsAlone(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let flows = (0..<6_000).map { _ in
      SeenFlow(
        remote: IPPrefix(
          host: .v4(IPv4Address(bits: UInt32.random(in: 0..<(seed == 1 ? 8_000 : .max), using: &random)))),
        member: -1, protocolNumber: 6, firstPort: 443, lastPort: 443)
    }
    func gathered(_ parts: [[SeenFlow]]) -> SeenFlows {
      var whole = SeenFlows()
      for part in parts {
        var own = SeenFlows()
        for flow in part { own.add(flow, SeenCount(flows: 1, interface: 3)) }
        whole.add(own)
      }
      return whole
    }
    let whole = gathered([flows])
    #expect(whole.flows.count <= SeenFlows.limit)
    #expect(whole.flows.values.reduce(0) { $0 + $1.flows } == flows.count)
    for flow in flows.prefix(50) {
      #expect(whole.flows.keys.contains { $0.remote.contains(flow.remote) }, "seed \(seed)")
    }
    for _ in 0..<3 {
      let shuffled = flows.shuffled(using: &random)
      let cut = Int.random(in: 1..<flows.count, using: &random)
      let other = gathered([Array(shuffled[..<cut]), Array(shuffled[cut...])])
      #expect(other.flows == whole.flows && other.level == whole.level, "seed \(seed)")
    }
  }

  @Test(arguments: [
    ("exact", TightenOptions.Margin.exact), ("/28", .prefix(28)), ("subnet", .subnet), ("group", .group),
  ]) func marginsAreRead(text: String, margin: TightenOptions.Margin) {
    #expect(TightenOptions.Margin(text) == margin && margin.description == text)
  }

  @Test(arguments: ["", "/", "/7", "/33", "28", "groups", "/x"]) func whatIsNoMarginIsRefused(text: String) {
    #expect(TightenOptions.Margin(text) == nil)
  }
}
