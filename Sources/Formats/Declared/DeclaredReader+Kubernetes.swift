import PacketWalkTopology

/// EKS: the interfaces that a cluster has in its subnets, the group that AWS makes with it, and nodes.
extension DeclaredReader {
  func mapCluster(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let place = try resource.properties.block(key("ResourcesVpcConfig", "vpc_config"))
      let subnets: [SubnetID] = try place.ids(key("SubnetIds"))
      let groups: [SecurityGroupID] = try place.ids(key("SecurityGroupIds"))
      let vpc = try requiredVPC(of: subnets, resource)
      let name = name(resource, key("Name"))
      let own = SecurityGroupID(
        place.knownText("cluster_security_group_id") ?? "\(resource.id)#cluster-group")
      if network.place(of: own, in: \.securityGroups) == nil { addClusterGroup(own, of: resource, vpc) }
      for word in [resource.id, name].compactMap(\.self) { network.clusterGroups[word] = own }
      let nodes = try addNodes(
        of: resource, in: subnets, groups: groups + [own], kind: .interface, isPublic: false)
      addService(resource, "EKS cluster", nodes)
    }
  }

  /// Its members reach each other, and everything else.
  private func addClusterGroup(_ group: SecurityGroupID, of cluster: DeclaredResource, _ vpc: VPCID) {
    let ranges = network.place(of: vpc, in: \.vpcs).map { network.topology.vpcs[$0].prefixes } ?? []
    var own = info(cluster, name: name(cluster, key("Name")))
    own.name = "cluster group of \(own.name ?? cluster.address)"
    own.address = nil
    own.tags = [:]
    network.topology.securityGroups.append(
      SecurityGroup(
        id: group, info: own, vpc: vpc,
        rules: AWSDefaults.ownIngress(group) + AWSDefaults.openEgress(AWSDefaults.families(of: ranges))))
  }

  /// Nodes, or Fargate's pods: in the groups of their launch template, else in the cluster's.
  func mapClusterNodes(
    _ resource: DeclaredResource, groups template: [SecurityGroupID]
  ) throws(DeclaredError) -> [NetworkInterfaceID] {
    let properties = resource.properties
    let subnets: [SubnetID] = try properties.ids(key("Subnets", "subnet_ids"))
    guard !subnets.isEmpty else { throw DeclaredError("it names no subnet", at: resource.origin) }
    let cluster = properties.knownText(key("ClusterName"))
    var groups = template
    if groups.isEmpty { groups = [cluster.flatMap { network.clusterGroups[$0] } ?? .notInInput] }
    // AWS makes a further group, which no declaration holds.
    let access = try properties.list(key("RemoteAccess"))
    if template.isEmpty, !access.isEmpty { groups.append(.notInInput) }
    return try addNodes(of: resource, in: subnets, groups: groups, kind: .interface, isPublic: false)
  }
}
