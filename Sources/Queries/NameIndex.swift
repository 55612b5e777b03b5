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
  }

  package func meanings(of name: String) -> [Meaning] { meanings[name] ?? [] }
  /// Every name, for suggestions.
  package var names: [String] { meanings.keys.sorted() }
}
