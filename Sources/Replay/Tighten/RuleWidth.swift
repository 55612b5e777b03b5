import PacketWalkAddressing
import PacketWalkTopology

/// How much rules let pass, to tell the narrower one of two.
struct RuleWidth {
  private let topology: Topology
  private let holders: [SecurityGroupID: [Int]]

  init(_ topology: Topology, _ holders: [SecurityGroupID: [Int]]) {
    self.topology = topology
    self.holders = holders
  }

  /// The logarithm, rounded up, of the number of far ends and services.
  func bits(of key: RuleKey) -> Int {
    let content = key.content(in: topology)
    return Self.bits(content.traffic) + bits(content.peer)
  }

  private static func bits(_ traffic: TrafficSelector) -> Int {
    guard let name = traffic.protocol else { return 24 }
    guard name.hasPorts else { return traffic.icmpType == nil ? 8 : 0 }
    let ports = traffic.ports ?? .all
    return bits(UInt128(ports.last - ports.first))
  }

  private func bits(_ peer: SecurityGroupRule.Peer) -> Int {
    switch peer {
    case .prefix(let prefix): return prefix.family.bitWidth - Int(prefix.length)
    case .group(let id): return Self.bits(UInt128(max(1, holders[id]?.count ?? 0) - 1))
    case .prefixList(let id):
      let entries = topology.prefixLists.first { $0.id == id }?.entries ?? []
      return entries.map { $0.family.bitWidth - Int($0.length) }.max() ?? 32
    }
  }

  private static func bits(_ sizeMinusOne: UInt128) -> Int { 128 - sizeMinusOne.leadingZeroBitCount }
}
