import PacketWalkAddressing
import PacketWalkTopology

/// A VPC's implicit router: hands a packet to whichever interface holds its destination (RT-2), and knows
/// the addresses that nothing filters (A15).
extension GraphBuilder {
  mutating func allocateVPCs() {
    let rules = PublicAccessRules(topology)
    for (place, vpc) in topology.vpcs.enumerated() {
      vpcLocal.append(makePort(ElementRef(.vpc, place)))
      vpcs.append(
        VPCFacts(
          prefixes: vpc.prefixes, owners: [:], delegated: [], publicAddress: [:], privateAddress: [:],
          exempt: exemptAddresses(of: vpc)))
      vpcs[place].publicAccess = rules.access(of: vpc, topology)
      if let kind = [ResourceKind.networkInterfaces, .subnets].first(where: { topology.isMissing($0) }) {
        vpcs[place].missingOwner = missingInput(
          "the \(kind.rawValue) of VPC \(vpc.displayName)", remedy: remedy(for: kind), ElementRef(.vpc, place)
        )
      }
    }
    vpcs.append(
      VPCFacts(
        prefixes: [], owners: [:], delegated: [], publicAddress: [:], privateAddress: [:], exempt: [:]))
  }

  mutating func lowerVPC(_ place: Int) {
    define(vpcLocal[place], [.local(VPCIndex(place))])
  }

  /// EX-1 and EX-3: the resolver is at the primary range's base + 2 only.
  private func exemptAddresses(of vpc: VPC) -> [IPAddress: ExemptService] {
    var exempt: [IPAddress: ExemptService] = [:]
    func add(_ text: String, _ service: ExemptService) {
      if let address = IPAddress(text) { exempt[address] = service }
    }
    if vpc.isDNSSupported {
      add("169.254.169.253", .resolver)
      add("fd00:ec2::253", .resolver)
      if let address = vpc.primaryPrefix?.address.advanced(by: 2) { exempt[address] = .resolver }
    }
    add("169.254.169.254", .instanceMetadata)
    add("fd00:ec2::254", .instanceMetadata)
    add("169.254.169.123", .timeSync)
    add("fd00:ec2::123", .timeSync)
    add("169.254.170.2", .taskMetadata)
    add("169.254.169.250", .windowsActivation)
    add("169.254.169.251", .windowsActivation)
    return exempt
  }
}
