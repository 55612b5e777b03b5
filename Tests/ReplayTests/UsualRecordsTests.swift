import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReplay

/// Records judged column by column, beside the same one by one, on logs made by chance in several formats.
@Suite struct UsualRecordsTests {
  static let formats = [
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
    "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags",
    "interface-id srcaddr dstaddr srcport dstport protocol start action tcp-flags flow-direction traffic-path",
    "interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol bytes action flow-direction",
    "interface-id srcaddr dstaddr srcport dstport protocol packets end action reject-reason type tcp-flags",
  ]

  private struct Chance {
    var random: SplitMix64
    let topology: Topology
    let addresses: [IPAddress]

    init(_ topology: Topology, seed: UInt64) {
      random = SplitMix64(seed: seed)
      self.topology = topology
      addresses = topology.networkInterfaces.flatMap { $0.addresses.map(\.address) }
    }

    mutating func oneOf<Value>(_ values: [Value]) -> Value? { values.randomElement(using: &random) }

    mutating func far() -> String {
      if random.oneIn(20) { return "0.0.0.0" }
      if random.oneIn(3) { return "\(IPv4Address(bits: UInt32.random(in: 0...UInt32.max, using: &random)))" }
      return oneOf(addresses)?.description ?? "192.0.2.1"
    }

    /// A line in a format; most are usual.
    mutating func line(_ fields: [String]) -> String {
      let interface = oneOf(topology.networkInterfaces)
      let own = oneOf(interface?.addresses.map(\.address) ?? [])?.description ?? "10.9.9.9"
      let isIngress = random.oneIn(2)
      let ends = isIngress ? (far(), own) : (own, far())
      let services: [UInt16] = [22, 53, 80, 443, 3_306, 5_432, 8_080, 40_000, 40_001]
      let ports = (oneOf(services) ?? 1, oneOf(services) ?? 1)
      let (isOdd, hasNone) = (random.oneIn(12), random.oneIn(40))
      let start = 1_700_000_000 + Int.random(in: 0..<900, using: &random)
      return fields.map { field -> String in
        if hasNone, field != "log-status", random.oneIn(3) { return "-" }
        switch field {
        case "version": return "2"
        case "account-id": return "123456789012"
        case "interface-id": return isOdd && random.oneIn(2) ? "eni-0ff" : interface?.id.rawValue ?? "eni-0ff"
        case "srcaddr": return isOdd && random.oneIn(3) ? far() : ends.0
        case "dstaddr": return ends.1
        case "pkt-srcaddr": return random.oneIn(4) ? far() : ends.0
        case "pkt-dstaddr": return random.oneIn(4) ? far() : ends.1
        case "srcport": return "\(ports.0)"
        case "dstport": return "\(ports.1)"
        case "protocol": return "\(oneOf(isOdd ? [1, 50, 58, 17] : [6, 6, 17]) ?? 6)"
        case "packets", "bytes": return "\(Int.random(in: 1...9_000, using: &random))"
        case "start": return "\(start)"
        case "end": return "\(start + 59)"
        case "action": return random.oneIn(3) ? "REJECT" : "ACCEPT"
        case "log-status": return isOdd && random.oneIn(3) ? "SKIPDATA" : "OK"
        case "tcp-flags": return oneOf(["0", "1", "2", "3", "18", "19", "-"]) ?? "-"
        case "flow-direction": return random.oneIn(9) ? "-" : isIngress ? "ingress" : "egress"
        case "traffic-path": return isIngress ? "-" : "\(Int.random(in: 1...8, using: &random))"
        case "reject-reason": return random.oneIn(30) ? "BPA" : "-"
        default: return "IPv4"
        }
      }.joined(separator: " ")
    }
  }

  private func partial(_ network: Network, _ path: String, listing: Int) throws -> String {
    let replay = try Replay(network, validity: 1_700_000_050...1_700_000_800, listLimit: listing)
    var text = ""
    try replay.writePartial(try replay.sum(of: [FlowLogSource(path)]), replay.settings(tool: "1")) {
      text += $0
    }
    return text
  }

  /// Each format with two networks, each network with two formats.
  private static let cases = Self.formats.indices.flatMap { place in
    [place, place + 2].map {
      (SlowVerdictTests.networks[$0 % SlowVerdictTests.networks.count], Self.formats[place])
    }
  }

  @Test(arguments: cases)
  func columnsAndSingleRecordsAgree(name: String, format: String) throws {
    let loaded = try TopologyLoader.load(path: Fixtures.path("scenarios/\(name)/topology.yaml"))
    let network = Network(loaded.topology, findings: loaded.findings)
    let seed: UInt64 = 20_261_124
    var chance = Chance(loaded.topology, seed: seed)
    let fields = format.split(separator: " ").map(String.init)
    let lines = (0..<1_000).map { _ in chance.line(fields) }
    let folder = try TemporaryFolder()
    let path = try folder.write("flows.log", ([format] + lines).joined(separator: "\n") + "\n")
    let columns = try partial(network, path, listing: 0)
    // What is listed goes record by record.
    #expect(columns == (try partial(network, path, listing: .max)), "seed \(seed)")
    // The first of them, and then the rest by columns.
    #expect(columns == (try partial(network, path, listing: 300)), "seed \(seed)")
    #expect(columns.contains("agree-accept"), "seed \(seed)")
  }

  /// The usual ones are the most, or the test above would hold nothing.
  @Test func mostRecordsAreUsual() throws {
    let model = LocalModel(try ReplayTests.network())
    let reader = FlowLogReader(columns: RecordJudge.columns, fields: FlowLogFields(ReplayTests.header))
    let folder = try TemporaryFolder()
    let lines = PartialTests.lines(900, seed: 8).filter { $0.hasSuffix("OK -") && $0.contains("ACCEPT") }
    let path = try folder.write("flows.log", lines.joined(separator: "\n") + "\n")
    try reader.open(FlowLogSource(path))
    let usual = UsualRecords()
    let batch = try #require(reader.next())
    let places = (0..<reader.interfaces.count).map {
      Int32(model.interfaces[reader.interfaces[UInt32($0)]] ?? -1)
    }
    usual.pick(from: batch, places, model, Int.min...Int.max)
    #expect(usual.count + usual.otherCount == batch.count)
    #expect(usual.count > batch.count * 3 / 4)
    for place in 0..<usual.count {
      let record = try #require(
        FlowRecord(batch, Int(usual.rows[place]), at: Int(usual.places[place]), of: model))
      #expect(
        record.isIngress == usual.facts[place].isIngress
          && record.protocolNumber == (usual.facts[place].isTCP ? 6 : 17))
      #expect(record.source == UInt128(usual.sources[place]))
      #expect(record.destination == UInt128(usual.destinations[place]))
    }
  }

  /// Tables of intervals beside a search among their beginnings.
  @Test(arguments: [0, 3, 400, 20_000], [1 << 24, 0])
  func tablesAndSearchAgree(count: Int, mostOffsets: Int) {
    let seed = UInt64(count)
    var random = SplitMix64(seed: seed)
    var starts: Set<UInt32> = [.max, 1 << 16, 0x0A00_00FF]
    // Some anywhere, most near each other.
    while starts.count < count + 3 {
      let anywhere = UInt32.random(in: 0...UInt32.max, using: &random)
      starts.insert(random.oneIn(3) ? anywhere : 0x0A00_0000 | anywhere & 0x3_FFFF)
    }
    let intervals = FarIntervals(starts: starts, mostOffsets: mostOffsets)
    let sorted = starts.union([0]).sorted()
    #expect(intervals.count == sorted.count)
    var odd: [UInt32] = []
    for (number, start) in sorted.enumerated() {
      let isLookedAt = number.isMultiple(of: max(1, sorted.count / 300))
      for address in [start, start &+ 1, start | 0xFF, start &- 1] {
        if isLookedAt {
          #expect(intervals.search(address) == sorted.lastIndex { $0 <= address }, "seed \(seed): \(address)")
        }
        if intervals.interval(of: address) != intervals.search(address) { odd.append(address) }
      }
    }
    #expect(odd.isEmpty, "seed \(seed): \(odd.prefix(3))")
  }
}
