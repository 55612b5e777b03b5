import PacketWalkAddressing

extension Validator {
  /// Subnets inside their VPCs and apart from each other, and the ends of peering connections apart.
  mutating func checkRanges() {
    var claims: [AddressClaim] = []
    for (place, subnet) in topology.subnets.enumerated() {
      guard let scope = vpcs[subnet.vpc] else { continue }
      let vpc = topology.vpcs[scope]
      for prefix in subnet.prefixes {
        claims.append(AddressClaim(scope: scope, prefix: prefix, owner: place))
        guard !vpc.prefixes.contains(where: { $0.contains(prefix) }) else { continue }
        report(
          .subnetOutsideVPC, about: subnet, "\(prefix) is in none of the ranges of VPC \(vpc.displayName)")
      }
    }
    for (outer, inner) in OverlapScan.pairs(claims) {
      let (earlier, later) = outer.owner < inner.owner ? (outer, inner) : (inner, outer)
      let (subnet, other) = (topology.subnets[later.owner], topology.subnets[earlier.owner])
      guard subnet.id != other.id else { continue }
      report(
        .overlappingSubnets, about: subnet,
        "\(later.prefix) shares addresses with \(earlier.prefix) of subnet \(other.displayName)")
    }
    // AWS creates no peering connection between overlapping VPCs, so an active one is misread (PCX-4).
    for peering in topology.vpcPeeringConnections where peering.isActive {
      let ends = [peering.requester, peering.accepter]
      let ranges = ends.enumerated().flatMap { owner, end in
        prefixes(of: end).map { AddressClaim(scope: 0, prefix: $0, owner: owner) }
      }
      guard ends[0].vpc != ends[1].vpc, let pair = OverlapScan.pairs(ranges).first else { continue }
      report(
        .overlappingPeering, about: peering,
        "\(pair.outer.prefix) of VPC \(ends[pair.outer.owner].vpc) and \(pair.inner.prefix) of VPC"
          + " \(ends[pair.inner.owner].vpc) share addresses, and AWS peers no such VPCs")
    }
  }

  private func prefixes(of end: VPCPeeringConnection.End) -> [IPPrefix] {
    end.prefixes + (vpcs[end.vpc].map { topology.vpcs[$0].prefixes } ?? [])
  }

  /// Addresses inside their subnets, and no address twice in a VPC.
  mutating func checkAddresses() {
    var claims: [AddressClaim] = []
    claims.reserveCapacity(topology.networkInterfaces.count)
    // By place, as in the index.
    let scopes = topology.subnets.map { vpcs[$0.vpc] }
    for place in topology.networkInterfaces.indices {
      guard let home = subnets[topology.networkInterfaces[place].subnet] else { continue }
      func check(_ prefix: IPPrefix) {
        if let scope = scopes[home] {
          claims.append(AddressClaim(scope: scope, prefix: prefix, owner: place))
        }
        guard !topology.subnets[home].prefixes.contains(where: { $0.contains(prefix) }) else { return }
        report(
          .addressOutsideSubnet, about: topology.networkInterfaces[place],
          "\(name(prefix)) is in none of the ranges of subnet \(topology.subnets[home].displayName)")
      }
      for held in topology.networkInterfaces[place].addresses {
        check(IPPrefix(host: held.address))
        if isReserved(held.address, in: home) {
          report(
            .reservedAddress, about: topology.networkInterfaces[place],
            "\(held.address) is one of the addresses of subnet \(topology.subnets[home].displayName) that AWS keeps"
          )
        }
      }
      for delegated in topology.networkInterfaces[place].delegatedPrefixes { check(delegated) }
    }
    for gateway in topology.natGateways {
      guard let subnet = gateway.subnet.flatMap({ subnets[$0] }).map({ topology.subnets[$0] }) else {
        continue
      }
      if let home = subnets[subnet.id] {
        for held in gateway.addresses where isReserved(held.address, in: home) {
          report(
            .reservedAddress, about: gateway,
            "\(held.address) is one of the addresses of subnet \(subnet.displayName) that AWS keeps")
        }
      }
      for held in gateway.addresses where !subnet.prefixes.contains(where: { $0.contains(held.address) }) {
        report(
          .addressOutsideSubnet, about: gateway,
          "\(held.address) is in none of the ranges of subnet \(subnet.displayName)")
      }
    }
    for (outer, inner) in OverlapScan.pairs(claims) {
      let (earlier, later) = outer.owner < inner.owner ? (outer, inner) : (inner, outer)
      let interface = topology.networkInterfaces[later.owner]
      let other = topology.networkInterfaces[earlier.owner]
      guard interface.id != other.id else { continue }
      let message =
        later.prefix == earlier.prefix
        ? "\(name(later.prefix)) is an address of network interface \(other.displayName) too"
        : "\(name(later.prefix)) shares addresses with \(name(earlier.prefix)) of network interface"
          + " \(other.displayName)"
      report(.duplicateAddress, about: interface, message)
    }
  }

  /// AWS keeps the first four addresses and the last one of each range of a subnet: network, router, resolver, a
  /// spare and broadcast (EX-3).
  private func isReserved(_ address: IPAddress, in subnet: Int) -> Bool {
    guard let range = topology.subnets[subnet].prefixes.first(where: { $0.contains(address) }) else {
      return false
    }
    return address.bits - range.address.bits < 4 || address == range.lastAddress
  }

  /// A single address without its length.
  private func name(_ prefix: IPPrefix) -> String {
    prefix.sizeMinusOne == 0 ? prefix.address.description : prefix.description
  }
}
