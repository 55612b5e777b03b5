import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readInstances() throws(InputError) {
    let platforms = [("linux", false), ("windows", true)]
    for (pair, fields) in try fileMembers("instances", of: .instance) {
      let id: InstanceID = scope.ownID(.instance, pair.key)
      let isWindows = try fields.word("platform", platforms) ?? false
      if isWindows { scope.windowsInstances.insert(id) }
      topology.instances.append(
        Instance(
          id: id, info: try scope.info(fields, key: pair.key, origin: pair.origin),
          state: try fields.text("state"), isWindows: isWindows))
    }
  }

  mutating func readInterfaces() throws(InputError) {
    for (vpc, pair, fields) in try members("interfaces", of: .interface) {
      topology.networkInterfaces.append(try interface(pair, fields, vpc.scope))
    }
    for (pair, fields) in try fileMembers("interfaces", of: .interface) {
      topology.networkInterfaces.append(try interface(pair, fields, scope))
    }
    for known in topology.networkInterfaces { subnetsOfInterfaces[known.id] = known.subnet }
  }

  private func interface(
    _ pair: YAMLPair, _ fields: YAMLFields, _ scope: NativeScope
  ) throws(InputError) -> NetworkInterface {
    let subnet: SubnetID = try scope.id(fields.required("subnet"), .subnet)
    return try scope.interface(
      fields, key: pair.key, id: scope.ownID(.interface, pair.key), subnet: subnet, origin: pair.origin)
  }

  /// The interfaces of an endpoint or a load balancer: those written here by subnet, which are added to
  /// the topology, or those that a list refers to.
  mutating func nodes(
    _ node: YAMLNode?, of owner: String, in surroundings: NativeScope.Surroundings, _ scope: NativeScope
  ) throws(InputError) -> (interfaces: [NetworkInterfaceID], subnets: [SubnetID]) {
    guard let node else { return ([], []) }
    var interfaces: [NetworkInterfaceID] = []
    var subnets: [SubnetID] = []
    if case .mapping = node.content {
      for place in try NativeNodePlace.places(node, of: owner) {
        let id: NetworkInterfaceID = scope.ownID(.interface, place.name)
        let subnet: SubnetID = try scope.id(place.subnet, .subnet)
        topology.networkInterfaces.append(
          try scope.interface(
            place.fields, key: place.name, id: id, subnet: subnet, in: surroundings, origin: place.origin))
        interfaces.append(id)
        subnets.append(subnet)
        subnetsOfInterfaces[id] = subnet
      }
    } else {
      interfaces = try scope.ids(node.items, .interface)
      subnets = interfaces.compactMap { subnetsOfInterfaces[$0] }
    }
    var seen: Set<SubnetID> = []
    return (interfaces, subnets.filter { seen.insert($0).inserted })
  }
}
