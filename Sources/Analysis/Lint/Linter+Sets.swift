import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// Rules as sets of (address, service).
extension Linter {
  mutating func serviceSet(_ traffic: TrafficSelector) -> ServiceSet {
    guard let `protocol` = traffic.protocol else { return .any }
    if `protocol`.hasPorts { return services.ports(`protocol`, traffic.ports ?? .all) }
    guard `protocol`.hasICMPType, let type = traffic.icmpType else { return services.all(of: `protocol`) }
    return services.icmp(`protocol`, type: type, code: traffic.icmpCode)
  }

  mutating func trafficSet(_ entry: NetworkACLEntry) -> TrafficSet {
    TrafficSet(AddressSet(entry.prefix), serviceSet(entry.traffic))
  }

  /// The addresses that a peer stands for, or can stand for where it is a group; nil where the input doesn't say.
  func addresses(_ peer: SecurityGroupRule.Peer) -> AddressSet? {
    switch peer {
    case .prefix(let prefix): AddressSet(prefix)
    case .prefixList(let id):
      index.prefixLists[id].flatMap { topology.prefixLists[$0].entries }.map { AddressSet($0) }
    case .group(let id): possibleAddresses(ofMembersOf: id)
    }
  }

  /// Members' private addresses lie in the ranges of the group's VPCs (SG-13); where one is unknown, or a member
  /// elsewhere, they may be anything.
  private func possibleAddresses(ofMembersOf id: SecurityGroupID) -> AddressSet {
    guard let place = index.groups[id] else { return .all }
    let vpcs = [topology.securityGroups[place].vpc] + topology.securityGroups[place].associatedVPCs
    let known = vpcs.compactMap { index.vpcs[$0] }
    let isElsewhere = facts.membersOfGroup[id, default: []].contains { member in
      guard let subnet = index.subnets[topology.networkInterfaces[member].subnet] else { return true }
      return !vpcs.contains(topology.subnets[subnet].vpc)
    }
    return known.count < vpcs.count || isElsewhere
      ? .all : AddressSet(known.flatMap { topology.vpcs[$0].prefixes })
  }
}
