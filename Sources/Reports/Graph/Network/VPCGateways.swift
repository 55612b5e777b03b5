import PacketWalkTopology

/// What stands on a VPC's border, by name.
enum VPCGateways {
  static func names(of vpc: VPCID, in topology: Topology) -> [String] {
    var names: [String] = []
    func add<R: PacketWalkTopology.Resource>(_ word: String, _ resources: [R], _ isOwn: (R) -> Bool) {
      for resource in resources.filter(isOwn).sorted(by: { ($0.shortName, $0.id) < ($1.shortName, $1.id) }) {
        let name = resource.shortName
        names.append(name.lowercased().hasPrefix(word) ? name : "\(word) \(name)")
      }
    }
    add("igw", topology.internetGateways) { $0.vpc == vpc }
    add("eigw", topology.egressOnlyInternetGateways) { $0.vpc == vpc }
    add("carrier gateway", topology.carrierGateways) { $0.vpc == vpc }
    add("vgw", topology.vpnGateways) { $0.vpc == vpc }
    add("nat", topology.natGateways) { $0.vpc == vpc }
    add("pcx", topology.vpcPeeringConnections) { $0.requester.vpc == vpc || $0.accepter.vpc == vpc }
    for attachment in topology.transitGatewayAttachments {
      guard case .vpc(vpc, _) = attachment.kind else { continue }
      let gateway = topology.transitGateways.first { $0.id == attachment.transitGateway }
      let name = "tgw \(gateway?.shortName ?? attachment.transitGateway.rawValue)"
      if !names.contains(name) { names.append(name) }
    }
    add("gateway endpoint", topology.vpcEndpoints) { $0.vpc == vpc && $0.kind == .gateway }
    return names.count > 11
      ? names.prefix(10) + ["and \(names.count - 10) more"] : names
  }
}
