import PacketWalkAddressing
import PacketWalkTestSupport
import Testing

@testable import PacketWalkTopology

/// Which attachments propagate nothing, since their VPC shares addresses with one that was there before (TGW-5).
@Suite struct AttachmentOverlapTests {
  /// As they come: each against all that were taken before it.
  private static func slowOverlaps(_ topology: Topology) -> [Topology.AttachmentOverlap] {
    var found: [Topology.AttachmentOverlap] = []
    var taken: [Int] = []
    let all = topology.transitGatewayAttachments
    func ranges(_ place: Int) -> (vpc: VPCID, prefixes: [IPPrefix])? {
      guard case .vpc(let id, _) = all[place].kind, let vpc = topology.vpcs.first(where: { $0.id == id })
      else { return nil }
      return (id, vpc.prefixes)
    }
    let order = all.indices.sorted { (all[$0].createdAt ?? "", $0) < (all[$1].createdAt ?? "", $1) }
    for place in order where all[place].isAvailable {
      guard let own = ranges(place) else { continue }
      var clash: (earlier: Int, prefix: IPPrefix)?
      for earlier in taken where all[earlier].transitGateway == all[place].transitGateway && clash == nil {
        guard let other = ranges(earlier), other.vpc != own.vpc else { continue }
        clash = own.prefixes.first { prefix in other.prefixes.contains { $0.overlaps(prefix) } }
          .map { (earlier, $0) }
      }
      if let clash {
        found.append(
          Topology.AttachmentOverlap(
            later: place, earlier: clash.earlier, vpc: own.vpc, prefix: clash.prefix))
      } else {
        taken.append(place)
      }
    }
    return found.sorted { $0.later < $1.later }
  }

  private static func topology(_ random: inout SplitMix64) -> Topology {
    var topology = Topology()
    func prefix() -> IPPrefix {
      if random.oneIn(4) {
        let bits = UInt128(0x2001_0db8) << 96 | UInt128(UInt8.random(in: 0...3, using: &random)) << 80
        return IPPrefix(
          IPAddress(family: .ipv6, bits: bits), length: [32, 44, 48, 56].randomElement(using: &random) ?? 48)
      }
      let bits = UInt128(UInt32(10) << 24 | UInt32.random(in: 0..<16, using: &random) << 16)
      return IPPrefix(IPAddress(family: .ipv4, bits: bits), length: Int.random(in: 12...18, using: &random))
    }
    for number in 0..<8 {
      topology.vpcs.append(
        VPC(
          id: .init("vpc-\(number)"),
          prefixes: (0..<Int.random(in: 1...3, using: &random)).map { _ in prefix() })
      )
    }
    for number in 0..<20 {
      topology.transitGatewayAttachments.append(
        TransitGatewayAttachment(
          id: .init("a-\(number)"), transitGateway: .init("tgw-\(number % 2)"),
          kind: random.oneIn(9)
            ? .other("vpn", resource: "vpn")
            : .vpc(.init("vpc-\(Int.random(in: 0...8, using: &random))"), subnets: []),
          isAvailable: !random.oneIn(6), createdAt: "2026-01-0\(Int.random(in: 1...5, using: &random))"))
    }
    return topology
  }

  @Test func areThoseOfTheSlowWay() {
    var count = 0
    for seed in UInt64(1)...300 {
      var random = SplitMix64(seed: seed)
      let topology = Self.topology(&random)
      let found = topology.overlappingAttachments()
      count += found.count
      #expect(found == Self.slowOverlaps(topology), "seed \(seed)")
    }
    #expect(count > 300)
  }

  /// A gateway takes 5,000 attachments; each against each, once for each, took minutes.
  @Test func manyAttachmentsAreReadAtOnce() throws {
    var topology = Topology()
    for number in 0..<5_000 {
      let bits = UInt128(UInt32(10) << 24 | UInt32(number) << 8)
      topology.vpcs.append(
        VPC(
          id: .init("vpc-\(number)"), prefixes: [IPPrefix(IPAddress(family: .ipv4, bits: bits), length: 24)]))
      topology.transitGatewayAttachments.append(
        TransitGatewayAttachment(
          id: .init("a-\(number)"), transitGateway: "tgw", kind: .vpc(.init("vpc-\(number)"), subnets: [])))
    }
    #expect(topology.overlappingAttachments().isEmpty)
    topology.vpcs[4_999].prefixes = topology.vpcs[7].prefixes
    #expect(topology.overlappingAttachments(of: "tgw") == ["a-4999"])
  }
}
