import PacketWalkTopology

/// A subnet's boundary: neighbours are reached directly; whatever leaves passes the access list and the
/// route table (ORD-1).
extension GraphBuilder {
  mutating func allocateSubnets() {
    let rules = PublicAccessRules(topology)
    for (place, subnet) in topology.subnets.enumerated() {
      subnets.append(
        SubnetFacts(
          vpc: vpcIndex(subnet.vpc) ?? strayVPC, prefixes: subnet.prefixes,
          zone: zoneIndex(of: subnet.zone),
          out: makePort(ElementRef(.subnet, place), subnet: SubnetIndex(place)),
          publicAccess: rules.access(of: subnet)))
    }
    subnets.append(
      SubnetFacts(
        vpc: strayVPC, prefixes: [], zone: zoneIndex(of: AvailabilityZone(name: "")),
        out: port(.internet, .missing(strayInput())), publicAccess: .unknown))
    var ownTable: [SubnetID: Int] = [:]
    var mainTable: [VPCID: Int] = [:]
    for (place, table) in topology.routeTables.enumerated() {
      for subnet in table.subnets { ownTable[subnet] = place }
      if table.isMain { mainTable[table.vpc] = place }
    }
    var ownList: [SubnetID: Int] = [:]
    var defaultList: [VPCID: Int] = [:]
    for (place, list) in topology.networkACLs.enumerated() {
      for subnet in list.subnets { ownList[subnet] = place }
      if list.isDefault { defaultList[list.vpc] = place }
    }
    // RT-1, ACL-1.
    routeTableOfSubnet = topology.subnets.map { ownTable[$0.id] ?? mainTable[$0.vpc] }
    accessListOfSubnet = topology.subnets.map { ownList[$0.id] ?? defaultList[$0.vpc] }
  }

  mutating func lowerSubnet(_ place: Int) {
    let subnet = SubnetIndex(place)
    var behaviour: [Op] = [.sent(from: subnet), .onLink(subnet)]
    if let table = routeTableOfSubnet[place] {
      let compiled = self.table(compiling: table)
      behaviour += [.leave(subnet, accessFilters(of: subnet).egress, compiled), .lookup(compiled)]
    } else {
      let input = missingInput(
        "the route table of subnet \(topology.subnets[place].displayName)", remedy: remedy(for: .routeTables),
        ElementRef(.subnet, place))
      behaviour.append(.missing(input))
    }
    define(subnets[place].out, behaviour)
  }
}
