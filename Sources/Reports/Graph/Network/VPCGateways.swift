import PacketWalkTopology

/// What stands on a VPC's border, by name, but for what joins it to others: that is in `NetworkAttachments`.
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
    add("gateway endpoint", topology.vpcEndpoints) { $0.vpc == vpc && $0.kind == .gateway }
    return names
  }

  /// As many as there is room for.
  static func shortened(_ names: [String]) -> [String] {
    names.count > 11 ? names.prefix(10) + ["and \(names.count - 10) more"] : names
  }
}
