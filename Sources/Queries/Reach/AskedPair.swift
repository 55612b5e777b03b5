import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// A pair whose own services are no news.
struct AskedPair {
  var source: AskedEnd
  var destination: AskedEnd
  var service: Service

  init(_ asked: QuestionWalk, in network: Network) {
    source = AskedEnd(asked.source, in: network)
    destination = AskedEnd(asked.destination, in: network)
    let walk = asked.walk
    service = Service([
      Service.Part(walk.protocol, ports: walk.ports, icmpType: walk.icmpType, icmpCode: walk.icmpCode)
    ])
  }

  /// How many members of each joint it is about.
  ///
  /// - Parameter topology: that of the network after.
  func counted(
    in joints: [ReachJoint], of topology: Topology, _ store: inout ServiceSetStore
  ) -> ReachChangeList.Asked {
    func counts(_ end: AskedEnd) -> [Int] {
      joints.map { joint in
        joint.after < 0 ? 0 : joint.members.count { end.holds($0, $0.identity(in: topology)) }
      }
    }
    return ReachChangeList.Asked(
      services: service.set(in: &store), sources: counts(source), destinations: counts(destination))
  }
}

enum AskedEnd {
  /// Identifiers.
  case interfaces(Set<String>)
  case outside(ReachNode.Kind, IPPrefix?)

  init(_ end: Endpoint, in network: Network) {
    func ids(_ places: [Int]) -> Set<String> {
      Set(places.map { network.topology.networkInterfaces[$0].id.rawValue })
    }
    switch end.target {
    case .interface(let index, _): self = .interfaces(ids([index.value]))
    case .internet(let prefix): self = .outside(.internet, prefix)
    case .external(let place, let prefix): self = .outside(.external(place), prefix)
    case .service(let place, _): self = .interfaces([network.topology.vpcEndpoints[place].id.rawValue])
    case .balancer(let place):
      let nodes = network.topology.loadBalancers[place].nodes
      self = .interfaces(Set(nodes.map(\.rawValue)))
    case .address(let address):
      let holders = network.holders(of: address).compactMap { $0.owner.interface?.value }
      if !holders.isEmpty {
        self = .interfaces(ids(holders))
      } else if let place = network.externalNetwork(holding: address) {
        self = .outside(.external(place), IPPrefix(host: address))
      } else {
        self = .outside(.internet, IPPrefix(host: address))
      }
    case .privateName: self = .interfaces([])
    }
  }

  func holds(_ node: ReachNode, _ id: String?) -> Bool {
    switch self {
    case .interfaces(let ids): id.map(ids.contains) ?? false
    case .outside(let kind, let prefix):
      node.kind == kind && (prefix.map { !node.addresses.intersection(AddressSet($0)).isEmpty } ?? true)
    }
  }
}
