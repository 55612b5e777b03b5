package import PacketWalkTopology

/// Names that endpoints go by, each with everything it may mean.
package struct NameIndex: Sendable {
  package enum Meaning: Hashable, Sendable {
    case interface(Int)
    case instance(Int)
    case balancer(Int)
    case endpoint(Int)
    case natGateway(Int)
    case external(Int)
  }

  /// What a name means, first of all; nearly every name means one thing.
  private var first: [String: Meaning] = [:]
  /// What else it means.
  private var others: [String: [Meaning]] = [:]
  /// Load balancers by their DNS names in small letters.
  private var hosts: [String: [Meaning]] = [:]

  /// - Complexity: O(*n*) for *n* resources.
  package init(_ topology: Topology) {
    first.reserveCapacity(2 * (topology.networkInterfaces.count + topology.instances.count))
    // By place, since a copy of a whole resource would count references to all that it holds.
    for place in topology.instances.indices {
      add(topology.instances[place].id.rawValue, .instance(place))
      add(topology.instances[place].info.name, .instance(place))
    }
    for place in topology.networkInterfaces.indices {
      add(topology.networkInterfaces[place].id.rawValue, .interface(place))
      add(topology.networkInterfaces[place].info.name, .interface(place))
    }
    for (place, balancer) in topology.loadBalancers.enumerated() {
      for name in [balancer.id.rawValue, balancer.info.name, balancer.dnsName] { add(name, .balancer(place)) }
    }
    for (place, endpoint) in topology.vpcEndpoints.enumerated() {
      for name in [endpoint.id.rawValue, endpoint.info.name] { add(name, .endpoint(place)) }
    }
    for (place, gateway) in topology.natGateways.enumerated() {
      for name in [gateway.id.rawValue, gateway.info.name] { add(name, .natGateway(place)) }
    }
    for (place, network) in topology.externalNetworks.enumerated() {
      for name in [network.id.rawValue, network.info.name] { add(name, .external(place)) }
    }
    for (place, balancer) in topology.loadBalancers.enumerated() {
      if let name = balancer.dnsName { hosts[name.lowercased(), default: []].append(.balancer(place)) }
    }
  }

  private mutating func add(_ name: String?, _ meaning: Meaning) {
    guard let name, !name.isEmpty, let known = first.updateValue(meaning, forKey: name) else { return }
    first[name] = known
    guard known != meaning, others[name]?.contains(meaning) != true else { return }
    others[name, default: []].append(meaning)
  }

  package func meanings(of name: String) -> [Meaning] {
    guard let meaning = first[name] else { return [] }
    return [meaning] + (others[name] ?? [])
  }

  /// What a DNS name means, however it is spelt: in any case, with a full stop at its end, with the prefix of
  /// an alias record's target.
  package func meanings(ofHost name: String) -> [Meaning] {
    var host = name.lowercased()
    if host.hasSuffix(".") { host.removeLast() }
    if host.hasPrefix("dualstack.") { host.removeFirst("dualstack.".count) }
    return hosts[host] ?? []
  }

  /// Every name, for suggestions.
  package var names: [String] { first.keys.sorted() }
}
