import PacketWalkTopology

/// A peering connection: carries only what is addressed from one VPC's ranges to the other's, and is
/// delivered by the far VPC's router without its route tables (A7).
extension GraphBuilder {
  mutating func allocatePeerings() {
    for (place, peering) in topology.vpcPeeringConnections.enumerated() {
      let element = ElementRef(.vpcPeeringConnection, place)
      peeringPorts.append([
        peering.requester.vpc: makePort(element), peering.accepter.vpc: makePort(element),
      ])
    }
  }

  mutating func lowerPeering(_ place: Int) {
    let peering = topology.vpcPeeringConnections[place]
    for (near, far) in [(peering.requester, peering.accepter), (peering.accepter, peering.requester)] {
      guard let port = peeringPorts[place][near.vpc] else { continue }
      guard peering.isActive else {
        define(port, [.drop(.badStateRoute)])  // RT-9, PCX-1
        continue
      }
      guard let from = vpcIndex(near.vpc), let to = vpcIndex(far.vpc) else {
        let absent = vpcIndex(far.vpc) == nil ? far.vpc : near.vpc
        let input = missingInput(
          "VPC \(absent) on the other side of peering connection \(peering.displayName)",
          remedy: "a snapshot of its account and Region", ElementRef(.vpcPeeringConnection, place))
        define(port, [.missing(input)])
        continue
      }
      var behaviour: [Op] = [
        .sent(from: nil),
        .require(.addressesIn(source: from, destination: to), .peeringAddress, isFatal: true),  // PCX-2
      ]
      // Group identity survives only within a Region (SG-8, PCX-5).
      if !peering.isSameRegion { behaviour.append(.identity(.lose(.groupReferenceNotPreserved))) }
      define(port, behaviour + [.local(to)])
    }
  }
}
