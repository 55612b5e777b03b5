import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// What is registered with target groups from elsewhere than the group itself.
extension DeclaredNetwork {
  /// A host that is a target by its address.
  struct HostTarget {
    var group: TargetGroupID
    var host: NetworkInterfaceID
    /// Nil for the group's own.
    var port: UInt16?
    var origin: Origin
  }

  /// Registers a target; one of a group that others declare is theirs to know.
  func register(_ target: String, port: UInt16?, in group: TargetGroupID, at origin: Origin) {
    guard let place = place(of: group, in: \.targetGroups) else { return }
    topology.targetGroups[place].targets?.append(
      TargetGroup.Target(id: target, port: port ?? targetPorts[group] ?? 0, origin: origin))
  }

  /// Registers an instance with every listener of a classic load balancer, by its identifier or name.
  func register(_ target: String, withClassic balancer: String, at origin: Origin) {
    guard let id = balancerNames[balancer] else { return }
    for group in classicGroups[id] ?? [] { register(target, port: nil, in: group, at: origin) }
  }

  /// Registers hosts by their addresses, once these are known.
  func settleHostTargets() {
    for target in hostTargets {
      guard let place = place(of: target.host, in: \.networkInterfaces),
        let address = topology.networkInterfaces[place].primaryAddress
      else { continue }
      register(address.description, port: target.port, in: target.group, at: target.origin)
    }
  }
}
