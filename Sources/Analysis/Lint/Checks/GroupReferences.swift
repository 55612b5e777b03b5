import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Rules that refer to groups which have no members, or can't be seen from here.
extension Linter {
  mutating func checkEmptyReferences() {
    guard !topology.isMissing(.networkInterfaces) else { return }
    for (place, group) in topology.securityGroups.enumerated() where facts.groupsInUse.contains(group.id) {
      for rule in group.rules {
        guard case .group(let id) = rule.peer, id != group.id, let other = index.groups[id],
          !facts.groupsInUse.contains(id)
        else { continue }
        let named = topology.securityGroups[other]
        report(
          .emptyGroupReference, .note, about: ElementRef(.securityGroup, place),
          "\(rule.direction.rawValue) rule '\(network.text(rule))' admits nobody: no network interface has"
            + " security group \(named.displayName)",
          evidence: [
            LintEvidence(network.text(rule), rule.origin),
            LintEvidence("security group \(named.displayName)", named.info.origin),
          ], fix: "take the rule out, or give the group to what it was meant for")
      }
    }
  }

  mutating func checkStaleReferences() {
    for (place, group) in topology.securityGroups.enumerated() {
      for rule in group.rules {
        guard case .group(let id) = rule.peer, let why = whyStale(id, in: group) else { continue }
        report(
          .staleGroupReference, .warning, about: ElementRef(.securityGroup, place),
          "\(rule.direction.rawValue) rule '\(network.text(rule))' admits nobody: \(why)",
          evidence: [LintEvidence(network.text(rule), rule.origin)],
          fix: "take the rule out, or name a group that exists and can be referred to from here")
      }
    }
  }

  /// Why a rule of a group can't match members of another, ever (SG-11); nil where it may. A group that the input
  /// doesn't hold may be another account's, of a VPC that is shared or peered.
  private func whyStale(_ id: SecurityGroupID, in group: SecurityGroup) -> String? {
    guard let place = index.groups[id] else { return nil }
    let other = topology.securityGroups[place]
    guard other.vpc != group.vpc, other.associatedVPCs.isEmpty, group.associatedVPCs.isEmpty,
      let own = index.vpcs[group.vpc], let far = index.vpcs[other.vpc]
    else { return nil }
    // Members here show an association that was not read (SG-13).
    let isHere = facts.membersOfGroup[id, default: []].contains {
      index.subnets[topology.networkInterfaces[$0].subnet].map { topology.subnets[$0].vpc } == group.vpc
    }
    let isPeered = graph.referencingVPCs.contains { $0.first.value == own && $0.second.value == far }
    guard !isHere, !isPeered, !topology.isMissing(.vpcPeeringConnections),
      !topology.isMissing(.transitGatewayAttachments), transitGateways(of: group.vpc).isEmpty,
      !topology.unmodelled.contains(where: { $0.vpc == group.vpc || $0.vpc == nil })
    else { return nil }
    return
      "security group \(other.displayName) belongs to VPC \(topology.vpcs[far].displayName), and no active"
      + " peering connection in one Region leads there"
  }

  private func transitGateways(of vpc: VPCID) -> Set<TransitGatewayID> {
    Set(
      topology.transitGatewayAttachments.compactMap {
        if case .vpc(vpc, _) = $0.kind { $0.transitGateway } else { nil }
      })
  }
}
