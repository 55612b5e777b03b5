import PacketWalkAddressing
import PacketWalkTopology

/// What happens to single interfaces: to one of each kind.
extension MutationCatalogue {
  /// How many groups an interface is given, one at a time.
  private static let attached = 8

  func memberships() -> [Mutant] {
    let hosts = hosts { interface in
      [subnets[interface.subnet]?.vpc.rawValue ?? ""] + interface.securityGroups.map(\.rawValue).sorted()
    }
    return hosts.flatMap { host -> [Mutant] in
      let vpc = subnets[host.subnet]?.vpc
      let others = topology.securityGroups.filter { $0.vpc == vpc && !host.securityGroups.contains($0.id) }
      // Those that let the internet in, first.
      let chosen = (others.filter(\.admitsInternet) + others.filter { !$0.admitsInternet }).prefix(
        Self.attached)
      return chosen.map {
        Mutant(.membership, [.attachSecurityGroup($0.id, to: host.id)], at: host.info.origin)
      }
        // An interface has one group at least.
        + (host.securityGroups.count < 2
          ? []
          : host.securityGroups.map {
            Mutant(.membership, [.detachSecurityGroup($0, from: host.id)], at: host.info.origin)
          })
    }
  }

  func publicAddresses() -> [Mutant] {
    let hosts = hosts { interface in
      [interface.subnet.rawValue, interface.addresses.contains { $0.publicAddress != nil } ? "public" : ""]
        + interface.securityGroups.map(\.rawValue).sorted()
    }
    let free = freeAddress()
    return hosts.compactMap { host in
      guard let own = host.addresses.first(where: { $0.address.family == .ipv4 }) else { return nil }
      if own.publicAddress != nil {
        return Mutant(
          .publicAddress, [.setPublicAddress(host.id, private: own.address, public: nil)],
          at: host.info.origin)
      }
      guard let free, let vpc = subnets[host.subnet]?.vpc, gateway(of: vpc) != nil else { return nil }
      return Mutant(
        .publicAddress, [.setPublicAddress(host.id, private: own.address, public: free)], at: host.info.origin
      )
    }
  }

  /// An address for documentation that nobody has and nothing is said about.
  private func freeAddress() -> IPAddress? {
    let taken = Set(
      topology.networkInterfaces.flatMap(\.addresses).compactMap(\.publicAddress)
        + topology.natGateways.flatMap(\.addresses).compactMap(\.publicAddress)
        + topology.unassociatedAddresses.map(\.publicAddress))
    var prefixes: [IPPrefix] = topology.prefixLists.flatMap { $0.entries ?? [] }
    for rule in topology.securityGroups.flatMap(\.rules) {
      if case .prefix(let prefix) = rule.peer { prefixes.append(prefix) }
    }
    prefixes += topology.networkACLs.flatMap(\.entries).map(\.prefix)
    let named = Set(prefixes.filter { $0.length > 8 })
    for start in ["203.0.113.250", "198.51.100.250", "192.0.2.250"].compactMap(IPAddress.init) {
      if !taken.contains(start), !named.contains(where: { $0.contains(start) }) { return start }
    }
    return nil
  }
}

extension SecurityGroup {
  fileprivate var admitsInternet: Bool {
    rules.contains { rule in
      guard rule.direction == .ingress, case .prefix(let prefix) = rule.peer else { return false }
      return prefix.length == 0
    }
  }
}
