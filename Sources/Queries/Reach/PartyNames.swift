import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// What members of a whole answer are called, alone and together: names where they are unique, else identifiers.
struct PartyNames {
  private let network: Network
  private let grouping: ReachOptions.Grouping
  private let groups: [SecurityGroupID: String]
  private let subnets: [SubnetID: String]
  private let vpcs: [VPCID: String]
  private let interfaces: [String]

  init(_ network: Network, by grouping: ReachOptions.Grouping) {
    self.network = network
    self.grouping = grouping
    let topology = network.topology
    groups = Self.unique(topology.securityGroups)
    subnets = Self.unique(topology.subnets)
    vpcs = Self.unique(topology.vpcs)
    let names = Self.unique(topology.networkInterfaces)
    interfaces = topology.networkInterfaces.map { names[$0.id] ?? $0.id.rawValue }
  }

  private static func unique<R: PacketWalkTopology.Resource>(_ resources: [R]) -> [ResourceID<R>: String] {
    var count: [String: Int] = [:]
    for resource in resources { count[resource.shortName, default: 0] += 1 }
    var names: [ResourceID<R>: String] = [:]
    for resource in resources {
      let isOwn = count[resource.shortName] == 1 && !isTaken(resource.shortName)
      names[resource.id] = isOwn ? resource.shortName : resource.id.rawValue
    }
    return names
  }

  /// Whether the name would be read as that of something else.
  private static func isTaken(_ name: String) -> Bool {
    name == "internet" || ["external:", "lb:"].contains(where: name.hasPrefix)
  }

  /// The name of one member.
  func member(_ node: ReachNode) -> String {
    switch node.kind {
    case .interface(let place): interfaces[place]
    case .balancer(let place): "lb:" + network.topology.loadBalancers[place].shortName
    case .internet, .external, .service, .address: party(node)
    }
  }

  /// The names of members; of parts of the outside, their prefixes.
  func members(_ nodes: [ReachNode]) -> [String] {
    nodes.flatMap { node in
      node.addresses.isEmpty ? [member(node)] : node.addresses.prefixes.map(\.description)
    }
  }

  /// The party that a member belongs to.
  func party(_ node: ReachNode) -> String {
    switch node.kind {
    case .internet: return "internet"
    case .external(let place): return "external:" + network.topology.externalNetworks[place].shortName
    case .service(let place): return network.topology.vpcEndpoints[place].serviceName
    case .balancer: return member(node)
    case .address: return node.destinations.first?.addresses.first?.description ?? "address"
    case .interface(let place): return party(place)
    }
  }

  private func party(_ place: Int) -> String {
    let interface = network.topology.networkInterfaces[place]
    switch grouping {
    case .interface: return interfaces[place]
    case .subnet: return "subnet:" + (subnets[interface.subnet] ?? interface.subnet.rawValue)
    case .vpc:
      let vpc = network.index.subnets[interface.subnet].map { network.topology.subnets[$0].vpc }
      return vpc.map { "vpc:" + (vpcs[$0] ?? $0.rawValue) } ?? "vpc unknown"
    case .tag(let key):
      let value = key == "Name" ? interface.info.name : interface.info.tags[key]
      return value.map { "tag:\(key)=\($0)" } ?? "tag:\(key) not set"
    case .securityGroup:
      let held = interface.securityGroups.map { groups[$0] ?? $0.rawValue }.sorted()
      return held.isEmpty ? "no security group" : "sg:" + held.joined(separator: " + ")
    }
  }
}
