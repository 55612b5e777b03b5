import PacketWalkAddressing
import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Random access lists, judged packet by packet: what is reported can be taken out together and nothing changes;
/// of the rest, nothing can.
@Suite struct ACLRemovalTests {
  private struct Packet {
    var address: IPAddress
    var port: UInt16
    var number: UInt8
  }

  private static let addresses = ["10.0.0.1", "10.0.1.1", "10.1.0.1", "192.0.2.1"].compactMap {
    IPAddress($0)
  }
  private static let prefixes = ["10.0.0.0/24", "10.0.0.0/16", "10.0.0.0/8", "0.0.0.0/0"].compactMap {
    IPPrefix($0)
  }
  private static let ranges = ["22", "80", "0-79", "80-65535", "0-65535"].compactMap { PortRange($0) }

  private static let packets = addresses.flatMap { address in
    [UInt16(0), 22, 80, 443].flatMap { port in
      [UInt8(6), 17].map { Packet(address: address, port: port, number: $0) }
    }
  }

  /// The slow, obvious way.
  private func decision(_ packet: Packet, _ entries: [NetworkACLEntry]) -> Bool {
    let first = entries.sorted { $0.number < $1.number }.first { entry in
      guard entry.prefix.contains(packet.address) else { return false }
      guard let known = entry.traffic.protocol else { return true }
      return known.rawValue == packet.number && entry.traffic.ports?.contains(packet.port) ?? true
    }
    return first?.isAllow ?? false
  }

  private func decisions(_ entries: [NetworkACLEntry]) -> [Bool] {
    Self.packets.map { decision($0, entries) }
  }

  private func entries(_ random: inout SplitMix64) -> [NetworkACLEntry] {
    (0..<Int.random(in: 1...7, using: &random)).map { place in
      let `protocol`: IPProtocol? = [nil, .tcp, .udp].randomElement(using: &random) ?? nil
      return NetworkACLEntry(
        number: 100 + place, direction: .ingress, isAllow: Bool.random(using: &random),
        traffic: TrafficSelector(
          protocol: `protocol`, ports: `protocol` == nil ? nil : Self.ranges.randomElement(using: &random)),
        prefix: Self.prefixes.randomElement(using: &random) ?? .all(.ipv4))
    }
  }

  /// The numbers that a finding is about: those before what it says of them.
  private func numbers(_ finding: LintFinding) -> Set<Int> {
    let subject = finding.message.split(separator: " ").prefix { word in
      !["never", "adds", "add", "allow", "deny"].contains(word)
    }
    return Set(subject.compactMap { Int($0.filter { $0 != "," }) })
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func reportedEntriesCanGo(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let all = entries(&random)
    var topology = Topology()
    topology.vpcs = [VPC(id: "vpc", prefixes: [Self.prefixes[1]])]
    topology.networkACLs = [NetworkACL(id: "acl", vpc: "vpc", entries: all)]
    let findings = try Network(topology).lint([.aclEntryNeverMatches, .aclEntryRedundant]).findings
    let superfluous = findings.reduce(into: Set<Int>()) { $0.formUnion(numbers($1)) }
    let kept = all.filter { !superfluous.contains($0.number) }
    #expect(decisions(kept) == decisions(all), "seed \(seed): \(findings.map(\.message))")
    for entry in kept {
      // One that an entry which never matches would contradict is kept, since that one may be moved.
      let contradicted = findings.contains { $0.check == .aclEntryNeverMatches && $0.severity == .warning }
      let without = kept.filter { $0.number != entry.number }
      #expect(contradicted || decisions(without) != decisions(all), "seed \(seed): \(entry.number)")
    }
    let dead = findings.filter { $0.check == .aclEntryNeverMatches }.reduce(into: Set<Int>()) {
      $0.formUnion(numbers($1))
    }
    for number in dead {
      let before = all.filter { $0.number < number }
      let entry = all.filter { $0.number == number }
      let matched = Self.packets.filter { packet in
        // Matched by this entry and none before it: allowed by it alone, or denied by it alone.
        !before.contains { earlier in matches(packet, earlier) } && entry.contains { matches(packet, $0) }
      }
      #expect(matched.isEmpty, "seed \(seed): \(number)")
    }
  }

  private func matches(_ packet: Packet, _ entry: NetworkACLEntry) -> Bool {
    var alone = entry
    alone.isAllow = true
    return decision(packet, [alone])
  }
}
