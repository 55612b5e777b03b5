import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// A load balancer that hands packets on to some members.
package struct Proxy {
  /// The balancer, as it is reached.
  package var members: MemberSet
  /// What is sent to it, and what the members get for that; nil where the input does not tell.
  package var services: [(front: Service, back: Service?)]
}

extension Network {
  /// The load balancers that hand packets on to some of the members, directly or through others.
  ///
  /// - Parameter set: as it stands on the receiving end.
  /// - Complexity: O(listeners × targets).
  package func proxies(before set: MemberSet) -> [Proxy] {
    topology.loadBalancers.indices.compactMap { place in
      var seen: Set<Int> = []
      let services = services(of: place, before: set, &seen)
      var members = MemberSet()
      members.hosts[.balancer(place)] = .all
      return services.isEmpty ? nil : Proxy(members: members, services: services)
    }
  }

  private func services(of place: Int, before set: MemberSet, _ seen: inout Set<Int>)
    -> [(front: Service, back: Service?)]
  {
    let balancer = topology.loadBalancers[place]
    guard seen.insert(place).inserted, balancer.kind != .gateway else { return [] }
    guard balancer.areListenersKnown else { return Service("any").map { [($0, nil)] } ?? [] }
    var found: [(front: Service, back: Service?)] = []
    for listener in balancer.listeners {
      let groups = Set(listener.rules.flatMap(\.targetGroups))
      for group in topology.targetGroups where groups.contains(group.id) {
        let backs =
          group.targets?.flatMap { services(of: $0, in: group, listener, before: set, &seen) }
          ?? (group.targetKind == .lambda ? [] : [nil])
        for back in backs {
          for front in listener.protocols.compactMap({ Service("\($0)/\(listener.port)") })
          where !found.contains(where: { $0.front == front && $0.back == back }) {
            found.append((front, back))
          }
        }
      }
    }
    return found
  }

  /// What the members get of packets for one target.
  private func services(
    of target: TargetGroup.Target, in group: TargetGroup, _ listener: Listener, before set: MemberSet,
    _ seen: inout Set<Int>
  ) -> [Service?] {
    switch group.targetKind {
    case .lambda: return []
    case .alb:
      guard let next = topology.loadBalancers.firstIndex(where: { $0.id.rawValue == target.id }) else {
        return []
      }
      return services(of: next, before: set, &seen).map(\.back)
    case .instance:
      let holds = topology.networkInterfaces.indices.contains { place in
        topology.networkInterfaces[place].instance?.rawValue == target.id
          && set.hosts[.interface(place)] != nil
      }
      return holds ? listener.protocols.compactMap { Service("\($0)/\(target.port)") } : []
    case .ip:
      guard let address = IPAddress(target.id) else { return [] }
      let holds = set.hosts.contains { kind, pick in
        guard case .interface(let place) = kind, topology.networkInterfaces[place].owns(address) else {
          return false
        }
        return pick.addresses?.contains(address) ?? true
      }
      return holds ? listener.protocols.compactMap { Service("\($0)/\(target.port)") } : []
    }
  }
}
