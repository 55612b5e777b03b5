import PacketWalkAddressing
import PacketWalkTopology

/// What AWS makes by itself and no declaration names.
extension DeclaredNetwork {
  /// For each VPC the main route table, the default network ACL and the default group, unless they are declared.
  func addImplied() {
    let withTable = Set(topology.routeTables.lazy.filter(\.isMain).map(\.vpc))
    let withACL = Set(topology.networkACLs.lazy.filter(\.isDefault).map(\.vpc))
    let withGroup = Set(topology.securityGroups.lazy.filter(\.isDefault).map(\.vpc))
    for vpc in topology.vpcs where !foreignVPCs.contains(vpc.id) {
      var info = ResourceInfo(account: vpc.info.account, region: vpc.info.region)
      let families = AWSDefaults.families(of: vpc.prefixes)
      if !withTable.contains(vpc.id) {
        info.name = "main of \(vpc.shortName)"
        topology.routeTables.append(
          RouteTable(id: mainTable(of: vpc.id), info: info, vpc: vpc.id, isMain: true))
      }
      if !withACL.contains(vpc.id) {
        info.name = "default of \(vpc.shortName)"
        topology.networkACLs.append(
          NetworkACL(
            id: defaultACL(of: vpc.id), info: info, vpc: vpc.id, isDefault: true,
            entries: RuleDirection.allCases.flatMap { AWSDefaults.openEntries(families, $0) }))
      }
      if !withGroup.contains(vpc.id) {
        info.name = "default of \(vpc.shortName)"
        let id = defaultGroup(of: vpc.id)
        topology.securityGroups.append(
          SecurityGroup(
            id: id, info: info, groupName: "default", vpc: vpc.id, isDefault: true,
            rules: AWSDefaults.ownIngress(id) + AWSDefaults.openEgress(families)))
      }
    }
  }

  /// Propagations as the routes that they make: the ranges of the attached VPC (TGW-3). What a VPN or another gateway
  /// would tell is not in any declaration.
  func settlePropagations() {
    let ranges = Dictionary(
      topology.vpcs.map { ($0.id, $0.prefixes) }, uniquingKeysWith: { first, _ in first })
    let attachments = Dictionary(
      topology.transitGatewayAttachments.map { ($0.id, $0.kind) }, uniquingKeysWith: { first, _ in first })
    for propagation in propagations {
      guard
        let place = place(of: propagation.table, in: \.transitGatewayRouteTables)
      else { continue }
      if case .vpc(let vpc, _)? = attachments[propagation.attachment], let prefixes = ranges[vpc] {
        topology.transitGatewayRouteTables[place].routes?.append(
          contentsOf: prefixes.map {
            TransitGatewayRoute(
              destination: .prefix($0), source: .propagated, attachments: [propagation.attachment],
              origin: propagation.origin)
          })
      } else {
        topology.transitGatewayRouteTables[place].isComplete = false
      }
    }
  }
}
