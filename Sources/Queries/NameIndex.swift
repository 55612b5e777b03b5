package import PacketWalkTopology

/// Names that endpoints go by, each with everything it may mean.
package struct NameIndex: Sendable {
  package enum Meaning: Hashable, Sendable {
    case interface(Int)
    case instance(Int)
    case balancer(Int)
    case endpoint(Int)
    case natGateway(Int)
  }

  private let meanings: [String: [Meaning]]
  /// Load balancers by their DNS names in small letters.
  private let hosts: [String: [Meaning]]

  package init(_ topology: Topology) {
    var meanings: [String: [Meaning]] = [:]
    meanings.reserveCapacity(2 * topology.networkInterfaces.count)
    func add(_ names: [String?], _ meaning: Meaning) {
      for name in names {
        guard let name, !name.isEmpty, meanings[name]?.contains(meaning) != true else { continue }
        meanings[name, default: []].append(meaning)
      }
    }
    for (place, instance) in topology.instances.enumerated() {
      add([instance.id.rawValue, instance.info.name], .instance(place))
    }
    for (place, interface) in topology.networkInterfaces.enumerated() {
      add([interface.id.rawValue, interface.info.name], .interface(place))
    }
    for (place, balancer) in topology.loadBalancers.enumerated() {
      add([balancer.id.rawValue, balancer.info.name, balancer.dnsName], .balancer(place))
    }
    for (place, endpoint) in topology.vpcEndpoints.enumerated() {
      add([endpoint.id.rawValue, endpoint.info.name], .endpoint(place))
    }
    for (place, gateway) in topology.natGateways.enumerated() {
      add([gateway.id.rawValue, gateway.info.name], .natGateway(place))
    }
    self.meanings = meanings
    hosts = Dictionary(
      topology.loadBalancers.enumerated().compactMap { place, balancer in
        balancer.dnsName.map { ($0.lowercased(), [.balancer(place)]) }
      }, uniquingKeysWith: +)
  }

  package func meanings(of name: String) -> [Meaning] { meanings[name] ?? [] }

  /// What a DNS name means, however it is spelt: in any case, with a full stop at its end, with the prefix of
  /// an alias record's target.
  package func meanings(ofHost name: String) -> [Meaning] {
    var host = name.lowercased()
    if host.hasSuffix(".") { host.removeLast() }
    if host.hasPrefix("dualstack.") { host.removeFirst("dualstack.".count) }
    return hosts[host] ?? []
  }

  /// Every name, for suggestions.
  package var names: [String] { meanings.keys.sorted() }
}
