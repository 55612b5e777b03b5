import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Groups and access lists that filter nothing. AWS's default ones can't be deleted, and are not reported.
extension Linter {
  mutating func checkUnusedGroups() {
    guard !topology.isMissing(.networkInterfaces), !topology.isMissing(.loadBalancers) else { return }
    // A rule that is in use and refers to such a group is a finding of its own.
    var referred: Set<SecurityGroupID> = []
    for group in topology.securityGroups where facts.groupsInUse.contains(group.id) {
      for rule in group.rules { if case .group(let id) = rule.peer { referred.insert(id) } }
    }
    for (place, group) in topology.securityGroups.enumerated()
    where !group.isDefault && !facts.groupsInUse.contains(group.id) && !referred.contains(group.id) {
      report(
        .unusedGroup, .note, about: ElementRef(.securityGroup, place), "no network interface has it",
        evidence: [LintEvidence("security group \(group.displayName)", group.info.origin)],
        fix: "delete it, unless a launch template or an account beyond this input needs it")
    }
  }

  mutating func checkUnusedACLs() {
    guard !topology.isMissing(.subnets) else { return }
    for (place, list) in topology.networkACLs.enumerated()
    where !list.isDefault && list.subnets.isEmpty {
      report(
        .unusedACL, .note, about: ElementRef(.networkACL, place), "no subnet is associated with it",
        evidence: [LintEvidence("network ACL \(list.displayName)", list.info.origin)],
        fix: "associate it with the subnets that it was meant for, or delete it")
    }
  }
}
