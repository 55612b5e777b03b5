import PacketWalkAddressing
import PacketWalkTopology

/// Services of AWS's that have interfaces in subnets. Which of its subnets one is in AWS decides: an interface in each
/// stands for it (MS-2).
extension DeclaredReader {
  func mapService(_ resource: DeclaredResource, _ shape: DeclaredServiceShape) {
    let properties = resource.properties
    if shape.mayBeOutside, let path = shape.subnets,
      (try? ids(properties, path) as [SubnetID])?.isEmpty == true
    {
      network.count(resource.type, modelled: false, isNetwork: false, reason: "not a part of the network")
      return
    }
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      var subnets: [SubnetID] = []
      if let path = shape.subnets { subnets = try ids(properties, path) }
      if subnets.isEmpty, let group = shape.subnetGroup {
        subnets = try self.subnets(of: properties.declaredText(group.key), group.type, resource)
      }
      guard !subnets.isEmpty else { throw DeclaredError("it names no subnet", at: resource.origin) }
      var isPublic = false
      if let key = shape.isPublic { isPublic = try properties.declaredFlag(key) ?? false }
      let groups: [SecurityGroupID] = try ids(properties, shape.groups)
      let nodes = try addNodes(
        of: resource, in: subnets, groups: groups, kind: .interface, isPublic: isPublic)
      if let key = shape.address, nodes.count == 1, !properties[key].isUnknown,
        let own = try properties.address(key)
      {
        network.change(nodes[0]) { host in
          host.needsIPv4 = false
          host.interface.addresses = [InterfaceAddress(own, isPrimary: true)]
        }
      }
      addService(resource, shape.kind, nodes, hosts: shape.hosts)
    }
  }

  func addService(
    _ resource: DeclaredResource, _ kind: String, _ nodes: [NetworkInterfaceID], hosts: [String] = []
  ) {
    let subnet = nodes.first.flatMap { network.host($0)?.interface.subnet }
    network.topology.managedServices.append(
      ManagedService(
        id: ManagedServiceID(resource.id), info: info(resource, name: nil), kind: kind,
        vpc: subnet.flatMap { network.subnet($0)?.vpc }, interfaces: nodes,
        hosts: hosts.compactMap { resource.properties.knownText($0) }))
  }

  // MARK: Groups of subnets

  func mapSubnetGroup(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let subnets: [SubnetID] = try resource.properties.ids(key("SubnetIds"))
      network.subnetGroups[resource.type, default: [:]][resource.id] = subnets
      // Members refer to it by its name as well.
      if let name = name(resource, "name", "DBSubnetGroupName", "CacheSubnetGroupName", "SubnetGroupName") {
        network.subnetGroups[resource.type, default: [:]][name] = subnets
      }
    }
  }

  func subnets(
    of name: String?, _ type: String, _ resource: DeclaredResource
  ) throws(DeclaredError) -> [SubnetID] {
    guard let name else {
      throw DeclaredError(
        "it names no subnet group, so that it is in the default VPC, which is not in the input",
        at: resource.origin)
    }
    guard let subnets = network.subnetGroups[type]?[name] else {
      throw DeclaredError("its subnet group \(name) is not in the input", at: resource.origin)
    }
    return subnets
  }

  // MARK: Paths

  private func ids<R>(_ field: DeclaredField, _ path: String) throws(DeclaredError) -> [ResourceID<R>] {
    try ids(field, path.split(separator: ".").map(String.init)[...])
  }

  private func ids<R>(
    _ field: DeclaredField, _ path: ArraySlice<String>
  ) throws(DeclaredError) -> [ResourceID<R>] {
    guard let key = path.first else { return [] }
    if path.count == 1 { return try field.ids(key) }
    var found: [ResourceID<R>] = []
    for part in field[key].isComputed ? [] : try field.list(key) {
      found += try ids(part, path.dropFirst())
    }
    return found
  }
}
