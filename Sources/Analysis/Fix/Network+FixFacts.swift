import PacketWalkAddressing
import PacketWalkQueries
import PacketWalkTopology

extension Network {
  /// The longest range of an external network that holds the address.
  func externalRange(holding address: IPAddress) -> IPPrefix? {
    topology.externalNetworks.flatMap(\.ranges).filter { $0.contains(address) }
      .max { $0.length < $1.length }
  }

  /// How many interfaces hold each group.
  var membersOfGroups: [SecurityGroupID: Int] {
    var members: [SecurityGroupID: Int] = [:]
    for interface in topology.networkInterfaces {
      for group in interface.securityGroups { members[group, default: 0] += 1 }
    }
    return members
  }
}
