import PacketWalkDiagnostics
import PacketWalkTopology

/// Target groups of classic load balancers, under the names that they have where AWS's outputs are read: a classic one
/// has no groups, but instances, and a port of theirs for each of its listeners (CLB-1).
enum ClassicTargets {
  /// The topology with those names, and a note for each group that had another.
  static func named(_ topology: Topology) -> (Topology, [Finding]) {
    var uses: [TargetGroupID: Int] = [:]
    for rule in topology.loadBalancers.flatMap(\.listeners).flatMap(\.rules) {
      for group in rule.targetGroups { uses[group, default: 0] += 1 }
    }
    var topology = topology
    var findings: [Finding] = []
    for place in topology.loadBalancers.indices where topology.loadBalancers[place].kind == .classic {
      let balancer = topology.loadBalancers[place]
      for (index, listener) in balancer.listeners.enumerated() {
        let name = TargetGroupID("\(balancer.id)/\(listener.port)")
        guard let old = listener.rules.first?.targetGroups.first, old != name, uses[old] == 1,
          let own = topology.targetGroups.firstIndex(where: { $0.id == old }),
          !topology.targetGroups.contains(where: { $0.id == name })
        else { continue }
        let group = topology.targetGroups[own]
        topology.targetGroups[own] = TargetGroup(
          id: name, info: balancer.info, targetKind: group.targetKind, protocolName: group.protocolName,
          vpc: group.vpc, preservesClientIP: group.preservesClientIP, isCrossZone: group.isCrossZone,
          targets: group.targets)
        topology.loadBalancers[place].listeners[index].rules[0].targetGroups = [name]
        findings.append(
          Finding(
            code: "PW_NOT_IN_SNAPSHOT", severity: .note, subject: group.displayName,
            message: "a classic load balancer has no target groups: these targets go by \(name)",
            origin: group.info.origin))
      }
    }
    return (topology, findings)
  }
}
