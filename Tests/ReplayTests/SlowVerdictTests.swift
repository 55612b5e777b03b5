import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// The judge of many records against one that asks the graph about every packet by itself, on records made by chance.
@Suite struct SlowVerdictTests {
  static let networks = ["petclinic", "clinicease", "flask-cicd", "gv-playground", "psych-healthcare"]

  @Test(arguments: networks) func fastAndSlowAgree(name: String) throws {
    let loaded = try TopologyLoader.load(path: Fixtures.path("scenarios/\(name)/topology.yaml"))
    let network = Network(loaded.topology, findings: loaded.findings)
    let seed: UInt64 = 20_261_122
    var random = SplitMix64(seed: seed)
    let interfaces = loaded.topology.networkInterfaces.indices.filter {
      loaded.topology.networkInterfaces[$0].addresses.contains { $0.address.family == .ipv4 }
    }
    var lines: [String] = []
    var wanted: [Bool?] = []
    for _ in 0..<600 {
      guard let place = interfaces.randomElement(using: &random),
        let other = interfaces.randomElement(using: &random), other != place,
        let own = Self.address(place, loaded.topology)
      else { continue }
      let far: IPAddress =
        random.oneIn(3)
        ? .v4(IPv4Address(bits: 0xCB00_7100 | UInt32.random(in: 1...254, using: &random)))
        : Self.address(other, loaded.topology) ?? own
      let side: RuleDirection = random.oneIn(2) ? .ingress : .egress
      let services: [UInt16] = [22, 80, 443, 3000, 3306, 5432, 8000, 8001, 8080, 9090]
      let service = services.randomElement(using: &random) ?? 443
      let client = UInt16.random(in: 32_768...60_999, using: &random)
      let (sourcePort, destinationPort) = random.oneIn(2) ? (client, service) : (service, client)
      let flags = [2, 18].randomElement(using: &random) ?? 2
      let (source, destination) = side == .ingress ? (far, own) : (own, far)
      let id = loaded.topology.networkInterfaces[place].id.rawValue
      lines.append(
        "\(id) \(source) \(destination) \(sourcePort) \(destinationPort) 6 1 40 1 2 ACCEPT OK \(flags)")
      wanted.append(
        Self.isAccepted(
          LocalPacket(
            side, .tcp, source: source, destination: destination,
            destinationPorts: PortSet(PortRange(destinationPort))), from: sourcePort, isAnswer: flags == 18,
          at: InterfaceIndex(place), network.graph))
    }
    let report = try ReplayTests.report(lines, on: network, listing: 10_000)
    #expect(report.counts.records == lines.count)
    for listed in report.listed {
      guard let isAccepted = listed.record.isAcceptedByModel else { continue }
      // The header is the first line.
      let place = listed.record.place.line - 2
      #expect(isAccepted == wanted[place], "seed \(seed): \(lines[place])")
    }
    #expect(report.listed.count { $0.record.isAcceptedByModel != nil } > lines.count / 3)
  }

  private static func address(_ place: Int, _ topology: Topology) -> IPAddress? {
    topology.networkInterfaces[place].addresses.first { $0.address.family == .ipv4 }?.address
  }

  /// Nil where it depends on what the input does not hold.
  private static func isAccepted(
    _ packet: LocalPacket, from port: UInt16, isAnswer: Bool, at interface: InterfaceIndex,
    _ graph: PacketGraph
  ) -> Bool? {
    let own = graph.localVerdict(of: packet, at: interface)
    if own.isUnknown { return nil }
    guard isAnswer, !own.accepts else { return own.accepts }
    let request = graph.localVerdict(
      of: LocalPacket(
        packet.side == .ingress ? .egress : .ingress, packet.protocol, source: packet.destination,
        destination: packet.source, destinationPorts: PortSet(PortRange(port))), at: interface)
    if request.isUnknown { return nil }
    guard request.accepts else { return false }
    var answer = packet
    answer.isReply = true
    return graph.localVerdict(of: answer, at: interface).accepts
  }
}
