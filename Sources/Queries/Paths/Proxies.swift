import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// A service of a load balancer, and who gets packets for it.
package struct Handover {
  /// What stands behind a balancer.
  enum Receiver {
    case interface(Int, IPAddress?, Service)
    /// The input does not tell.
    case unknown
  }

  let balancer: Int
  let front: Service
  let receiver: Receiver
}

/// A load balancer that hands packets on to some members.
package struct Proxy {
  /// The balancer, as it is reached.
  package var members: MemberSet
  /// What is sent to it, and what the members get for that; nil where the input does not tell.
  package var services: [(front: Service, back: Service?)]
}

extension Network {
  /// What every load balancer hands on, directly or through others.
  ///
  /// - Complexity: O(listeners × targets).
  package var handovers: [Handover] {
    topology.loadBalancers.indices.flatMap { handovers(of: $0, above: []) }
  }

  /// The load balancers that hand packets on to some of the members.
  ///
  /// - Parameter set: as it stands on the receiving end.
  /// - Complexity: O(handovers).
  package func proxies(before set: MemberSet, among handovers: [Handover]) -> [Proxy] {
    var services: [Int: [(front: Service, back: Service?)]] = [:]
    for handover in handovers {
      switch handover.receiver {
      case .unknown: services[handover.balancer, default: []].append((handover.front, nil))
      case .interface(let place, let address, let back):
        guard let pick = set.hosts[.interface(place)],
          address.map({ pick.addresses?.contains($0) ?? true }) ?? true
        else { continue }
        services[handover.balancer, default: []].append((handover.front, back))
      }
    }
    return services.sorted { $0.key < $1.key }.map { place, services in
      var members = MemberSet()
      members.hosts[.balancer(place)] = .all
      return Proxy(members: members, services: services)
    }
  }

  /// - Parameter above: the balancers on the way to this one.
  private func handovers(of place: Int, above: Set<Int>) -> [Handover] {
    let balancer = topology.loadBalancers[place]
    guard !above.contains(place), balancer.kind != .gateway else { return [] }
    func handover(_ front: Service?, _ receiver: Handover.Receiver) -> [Handover] {
      front.map { [Handover(balancer: place, front: $0, receiver: receiver)] } ?? []
    }
    guard balancer.areListenersKnown else { return handover(Service("any"), .unknown) }
    return balancer.listeners.flatMap { listener in
      listener.protocols.flatMap { name in
        Set(listener.rules.flatMap(\.targetGroups)).sorted().flatMap { id -> [Handover] in
          guard let group = index.targetGroups[id].map({ topology.targetGroups[$0] }) else {
            return handover(Service("\(name)/\(listener.port)"), .unknown)
          }
          let receivers =
            group.targets?.flatMap { self.receivers(of: $0, in: group, name, above: above.union([place])) }
            ?? (group.targetKind == .lambda ? [] : [.unknown])
          return receivers.flatMap { handover(Service("\(name)/\(listener.port)"), $0) }
        }
      }
    }
  }

  /// Who gets packets for one target, and of what service.
  private func receivers(
    of target: TargetGroup.Target, in group: TargetGroup, _ name: IPProtocol, above: Set<Int>
  ) -> [Handover.Receiver] {
    guard let service = Service("\(name)/\(target.port)") else { return [] }
    switch group.targetKind {
    case .lambda: return []
    case .alb:
      guard let next = index.loadBalancers[LoadBalancerID(target.id)] else { return [.unknown] }
      return handovers(of: next, above: above).filter { $0.front == service || $0.front == Service("any") }
        .map(\.receiver)
    case .instance:
      guard let place = index.primaryInterface[InstanceID(target.id)] else { return [] }
      return [.interface(place, nil, service)]
    case .ip:
      guard let address = IPAddress(target.id) else { return [] }
      return holders(of: address).compactMap { _, owner in
        owner.interface.map { .interface($0.value, address, service) }
      }
    }
  }
}
