import PacketWalkAddressing
import PacketWalkTopology

/// Databases, caches and functions: services of AWS's with interfaces in the VPC (MS-2).
extension TerraformReader {
  func readManagedServices() {
    let databases = subnetGroups("aws_db_subnet_group")
    let caches = subnetGroups("aws_elasticache_subnet_group")
    for resource in all("aws_db_instance", "aws_rds_cluster_instance") {
      readService(
        resource, "DB instance", groups: ["vpc_security_group_ids"],
        subnets: databases["db_subnet_group_name", resource],
        host: "address", isPublic: ((try? resource.properties.flag("publicly_accessible")) ?? nil) ?? false)
    }
    for resource in all("aws_rds_cluster") { network.count(resource.type) }
    for resource in all("aws_elasticache_cluster", "aws_elasticache_replication_group") {
      readService(
        resource, "cache cluster", groups: ["security_group_ids"],
        subnets: caches["subnet_group_name", resource],
        host: "primary_endpoint_address", isPublic: false)
    }
    for resource in all("aws_lambda_function") {
      guard let place = ((try? resource.properties.list("vpc_config")) ?? []).first else {
        network.count(resource.type)
        continue
      }
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        let groups: [SecurityGroupID] = try place.ids("security_group_ids")
        for subnet: SubnetID in try place.ids("subnet_ids") {
          addServiceHost(resource, subnet, groups, .lambda, isPublic: false)
        }
      }
    }
  }

  /// By name and identifier: the subnets of each group.
  private struct SubnetGroups {
    var subnets: [String: [SubnetID]] = [:]

    subscript(key: String, resource: DeclaredResource) -> [SubnetID]? {
      guard case .text(let name) = resource.properties[key].value else { return nil }
      return subnets[name]
    }
  }

  private func subnetGroups(_ type: String) -> SubnetGroups {
    var found = SubnetGroups()
    for resource in all(type) {
      network.map(resource) { () throws(DeclaredError) in
        let subnets: [SubnetID] = try resource.properties.ids("subnet_ids")
        found.subnets[resource.id] = subnets
        if !resource.properties["name"].isUnknown, let name = try resource.properties.text("name") {
          found.subnets[name] = subnets
        }
      }
    }
    return found
  }

  private func readService(
    _ resource: DeclaredResource, _ kind: String, groups keys: [String], subnets: [SubnetID]?, host: String,
    isPublic: Bool
  ) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      guard let subnets, !subnets.isEmpty else {
        throw DeclaredError("its subnet group is not in the input", at: resource.origin)
      }
      var groups: [SecurityGroupID] = []
      for key in keys where !resource.properties[key].isComputed {
        groups += try resource.properties.ids(key)
      }
      let zone = resource.properties["availability_zone"]
      let name = zone.isUnknown ? nil : try zone.text(named: "availability_zone")
      let zones = Dictionary(
        network.topology.subnets.map { ($0.id, $0.zone.name) }, uniquingKeysWith: { first, _ in first })
      let own = subnets.filter { name == nil || zones[$0] == name }
      // Where the zone is not known it is in any of the group's subnets: each has a host that may be it.
      let interfaces = (own.isEmpty ? subnets : own).map {
        addServiceHost(resource, $0, groups, .interface, isPublic: isPublic)
      }
      let address = resource.properties[host]
      let dns = address.isUnknown ? nil : try address.text(named: host)
      network.topology.managedServices.append(
        ManagedService(
          id: ManagedServiceID(resource.id), info: info(resource), kind: kind, vpc: nil,
          interfaces: interfaces,
          hosts: [dns].compactMap(\.self), failoverSubnets: subnets.filter { !own.contains($0) }))
    }
  }

  @discardableResult
  private func addServiceHost(
    _ resource: DeclaredResource, _ subnet: SubnetID, _ groups: [SecurityGroupID], _ kind: InterfaceKind,
    isPublic: Bool
  ) -> NetworkInterfaceID {
    let id = NetworkInterfaceID("\(resource.id)#\(subnet)")
    var host = DeclaredHost(
      interface: NetworkInterface(
        id: id, info: network.info(info(resource), in: subnet), subnet: subnet, addresses: [],
        securityGroups: groups, kind: kind,
        ephemeralPorts: kind == .lambda ? .anyEphemeral : .linuxEphemeral),
      needsIPv4: true)
    if isPublic { host.publicAddress = .assigned }
    network.add(host)
    return id
  }
}
