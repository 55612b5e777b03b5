import PacketWalkAddressing
import PacketWalkTopology

extension TopologyGenerator {
  /// Subnets like those there are, two of each: the same zone, route table and access list, with a few hosts of their own.
  mutating func addTwinSubnets() {
    for subnet in topology.subnets {
      for number in 1...2 where chance(60) {
        let prefixes = subnet.prefixes.compactMap { free(like: $0, in: subnet.vpc) }
        guard prefixes.count == subnet.prefixes.count else { continue }
        let twin = Subnet(
          id: .init("\(subnet.id.rawValue)-like\(number)"), vpc: subnet.vpc, prefixes: prefixes,
          zone: subnet.zone, blockPublicAccess: subnet.blockPublicAccess)
        topology.subnets.append(twin)
        for place in topology.routeTables.indices
        where topology.routeTables[place].subnets.contains(subnet.id) {
          topology.routeTables[place].subnets.append(twin.id)
        }
        for place in topology.networkACLs.indices
        where topology.networkACLs[place].subnets.contains(subnet.id) {
          topology.networkACLs[place].subnets.append(twin.id)
        }
        addHosts(to: twin)
      }
    }
  }

  private mutating func addHosts(to subnet: Subnet) {
    let groups = topology.securityGroups.filter { $0.vpc == subnet.vpc }.map(\.id)
    for number in 1...2 {
      let addresses = subnet.prefixes.compactMap { prefix in
        prefix.address.advanced(by: UInt128(9 + number)).map {
          InterfaceAddress($0, isPrimary: $0.family == .ipv4)
        }
      }
      topology.networkInterfaces.append(
        NetworkInterface(
          id: .init("\(subnet.id.rawValue)-host\(number)"), subnet: subnet.id, addresses: addresses,
          securityGroups: pick(groups).map { [$0] } ?? []))
    }
  }

  /// A range of the same length that no other subnet of the VPC overlaps.
  private func free(like prefix: IPPrefix, in id: VPCID) -> IPPrefix? {
    guard let vpc = topology.vpcs.first(where: { $0.id == id }),
      let range = vpc.prefixes.first(where: { $0.contains(prefix) })
    else { return nil }
    let taken = topology.subnets.filter { $0.vpc == id }.flatMap(\.prefixes)
    let size = UInt128(1) << UInt128(prefix.family.bitWidth - Int(prefix.length))
    var next: IPAddress? = range.address
    for _ in 0..<512 {
      guard let address = next, range.contains(address) else { return nil }
      let candidate = IPPrefix(address, length: Int(prefix.length))
      if !taken.contains(where: { $0.overlaps(candidate) }) { return candidate }
      next = address.advanced(by: size)
    }
    return nil
  }
}
