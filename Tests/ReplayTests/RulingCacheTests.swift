import PacketWalkAddressing
import PacketWalkQueries
import PacketWalkFormats
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Rulings out of tables against rulings made for each packet by itself, on records made by chance.
@Suite struct RulingCacheTests {
  @Test(arguments: SlowVerdictTests.networks, [Int.max, 3])
  func tablesAndModelAgree(name: String, mostRows: Int) throws {
    let loaded = try TopologyLoader.load(path: Fixtures.path("scenarios/\(name)/topology.yaml"))
    let model = LocalModel(Network(loaded.topology, findings: loaded.findings))
    let cache = RulingCache(model, mostRows: mostRows)
    let seed: UInt64 = 20_261_123
    var random = SplitMix64(seed: seed)
    let all = loaded.topology.networkInterfaces
    let addresses = all.flatMap { $0.addresses.map(\.address) }
    let ports: [UInt16] = [0, 22, 80, 443, 1_023, 1_024, 3_306, 5_432, 8_080, 49_152, 65_535]
    for _ in 0..<1_500 {
      let place = Int.random(in: all.indices, using: &random)
      guard let own = all[place].addresses.first?.address, let known = addresses.randomElement(using: &random)
      else { continue }
      // A holder's address, one beside it, or any.
      let far: IPAddress =
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          IPAddress(family: known.family, bits: known.bits ^ UInt128(Int.random(in: 1...7, using: &random)))
        case 1: .v4(IPv4Address(bits: UInt32.random(in: 0...UInt32.max, using: &random)))
        default: known
        }
      let isIngress = random.oneIn(2)
      let near =
        all[place].addresses.map(\.address).first { $0.family == far.family } ?? own
      let record = FlowRecord(
        interface: place, isIngress: isIngress,
        protocolNumber: [6, 17, 1, 58, 50].randomElement(using: &random) ?? 6,
        source: isIngress ? far.bits : near.bits, destination: isIngress ? near.bits : far.bits,
        isIPv6: far.family == .ipv6, sourcePort: ports.randomElement(using: &random) ?? 0,
        destinationPort: ports.randomElement(using: &random) ?? 0, flags: nil, isAccepted: true, packets: 1,
        bytes: 40, start: 0, line: 1, offset: 0)
      let found = cache.rulings(on: record)
      let proto = IPProtocol(rawValue: record.protocolNumber)
      let asked: RuleDirection = isIngress ? .egress : .ingress
      #expect(
        cache.rulings[Int(found.own)]
          == model.ruling(at: place, record.side, proto, remote: far, port: record.destinationPort),
        "seed \(seed): \(record)")
      #expect(
        cache.rulings[Int(found.asked)]
          == model.ruling(at: place, asked, proto, remote: far, port: record.sourcePort),
        "seed \(seed): \(record)")
    }
  }
}
