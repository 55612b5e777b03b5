import PacketWalkAddressing
import PacketWalkTopology

/// VPC Lattice: the hosts of an associated VPC reach it at its own addresses, judged by the association's
/// groups; targets are reached from them, wherever they are (LAT-1).
extension GraphBuilder {
  mutating func allocateLattice() {
    guard !topology.serviceNetworkAssociations.isEmpty else { return }
    lattice = latticePrefixes()
    for place in topology.vpcs.indices {
      let vpc = VPCIndex(place)
      let own = topology.serviceNetworkAssociations.firstIndex {
        index.vpcs[$0.vpc] == place && $0.isAvailable
      }
      let element = own.map { ElementRef(.serviceNetworkAssociation, $0) } ?? ElementRef(.vpc, place)
      let ingress = port(element, .sent(from: nil), .local(vpc))
      let end = self.place(element, reply: ingress)
      vpcs[place].lattice = LatticeFacts(ingress: ingress, place: end)
      latticeOut.append(makePort(element))
    }
  }

  mutating func lowerLattice() {
    for (place, port) in latticeOut.enumerated() {
      guard let facts = vpcs[place].lattice else { continue }
      guard ports[port.value].element.kind == .serviceNetworkAssociation else {
        // Only answers of targets go there from a VPC that has no association.
        define(port, [.deliverIfReply(facts.place), .drop(.noRoute)])
        continue
      }
      let association = topology.serviceNetworkAssociations[Int(ports[port.value].element.index)]
      var behaviour: [Op] = [.deliverIfReply(facts.place)]
      if !association.securityGroups.isEmpty {
        behaviour.append(.filter(ingressFilter(of: association.securityGroups), .stateless))
      }
      behaviour += [
        .require(.isTCP, .latticeProtocol, isFatal: false), .identity(.arrive(.groupReferenceNotPreserved)),
        .deliver(facts.place),
      ]
      define(port, behaviour)
    }
  }

  /// The entries of AWS's own prefix lists, where the input holds them; else the ranges that the guide names.
  private func latticePrefixes() -> [IPPrefix] {
    let lists = topology.prefixLists.filter { $0.listName?.hasSuffix(".vpc-lattice") ?? false }
    let listed = lists.flatMap { $0.entries ?? [] }
    let documented = ["169.254.171.0/24", "fd00:ec2:80::/64"].compactMap(IPPrefix.init)
    return Set(listed.isEmpty ? documented : listed).sorted()
  }
}
