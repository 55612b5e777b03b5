import PacketWalkAddressing
import PacketWalkTopology

/// Databases, caches and functions: services of AWS's with interfaces in the VPC (MS-2).
extension TerraformReader {
  func readManagedServices() {
    for type in Self.subnetGroups { for resource in all(type) { mapSubnetGroup(resource) } }
    readClusters()
    for resource in all("aws_db_instance") { readDatabase(resource) }
    for (type, shape) in Self.services.sorted(by: { $0.key < $1.key }) {
      for resource in all(type) { mapService(resource, shape) }
    }
    for resource in all("aws_lambda_function") {
      guard let place = ((try? resource.properties.list("vpc_config")) ?? []).first else {
        network.count(
          resource.type, modelled: false, isNetwork: false, reason: "not a part of the network")
        continue
      }
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        _ = try addNodes(
          of: resource, in: try place.ids("subnet_ids"), groups: try place.ids("security_group_ids"),
          kind: .lambda, isPublic: false)
      }
    }
  }

  private static let subnetGroups = [
    "aws_db_subnet_group", "aws_docdb_subnet_group", "aws_neptune_subnet_group",
    "aws_elasticache_subnet_group", "aws_redshift_subnet_group", "aws_memorydb_subnet_group",
  ]

  // MARK: Databases

  /// What a cluster's members share: they have the interfaces, its groups and its subnets.
  private struct Cluster {
    var resource: DeclaredResource
    var subnets: [SubnetID]?
    var groups: [SecurityGroupID]
    var nodes: [NetworkInterfaceID] = []
  }

  private static let clusters: [(type: String, member: String, group: (key: String, type: String))] = [
    ("aws_rds_cluster", "aws_rds_cluster_instance", ("db_subnet_group_name", "aws_db_subnet_group")),
    ("aws_docdb_cluster", "aws_docdb_cluster_instance", ("db_subnet_group_name", "aws_docdb_subnet_group")),
    (
      "aws_neptune_cluster", "aws_neptune_cluster_instance",
      ("neptune_subnet_group_name", "aws_neptune_subnet_group")
    ),
  ]

  private func readClusters() {
    for (type, member, group) in Self.clusters {
      var clusters: [Cluster] = []
      var places: [String: Int] = [:]
      for resource in all(type) {
        let groups: [SecurityGroupID]? = try? resource.properties.ids("vpc_security_group_ids")
        var cluster = Cluster(resource: resource, groups: groups ?? [.notInInput])
        if let name = resource.properties.knownText(group.key) {
          cluster.subnets = network.subnetGroups[group.type]?[name]
        }
        for word in [resource.id, name(resource, "cluster_identifier")].compactMap(\.self) {
          places[word] = clusters.count
        }
        clusters.append(cluster)
      }
      each(member, .networkInterfaces) { resource throws(DeclaredError) in
        let properties = resource.properties
        let place = places[try properties.required("cluster_identifier")]
        let own = properties.knownText(group.key).flatMap { network.subnetGroups[group.type]?[$0] }
        let isPublic = try properties.declaredFlag("publicly_accessible") ?? false
        let nodes = try addDatabase(
          resource, in: own ?? place.flatMap { clusters[$0].subnets },
          groups: place.map { clusters[$0].groups } ?? [.notInInput], isPublic: isPublic,
          hosts: ["endpoint"])
        if let place { clusters[place].nodes += nodes }
      }
      for cluster in clusters {
        network.map(cluster.resource, .networkInterfaces) { () throws(DeclaredError) in
          var nodes = cluster.nodes
          // Without members it has interfaces of its own.
          if nodes.isEmpty {
            nodes = try addNodes(
              of: cluster.resource, in: try known(cluster.subnets, cluster.resource),
              groups: cluster.groups, kind: .interface, isPublic: false)
          }
          addService(cluster.resource, "DB cluster", nodes, hosts: ["endpoint", "reader_endpoint"])
        }
      }
    }
  }

  private func known(
    _ subnets: [SubnetID]?, _ resource: DeclaredResource
  ) throws(DeclaredError) -> [SubnetID] {
    guard let subnets, !subnets.isEmpty else {
      throw DeclaredError(
        "no subnet group of the input is named for it; without one it is in the default VPC",
        at: resource.origin)
    }
    return subnets
  }

  private func readDatabase(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let properties = resource.properties
      let subnets = try self.subnets(
        of: properties.declaredText("db_subnet_group_name"), "aws_db_subnet_group", resource)
      let isPublic = try properties.declaredFlag("publicly_accessible") ?? false
      _ = try addDatabase(
        resource, in: subnets, groups: try properties.ids("vpc_security_group_ids"), isPublic: isPublic,
        hosts: ["address"])
    }
  }

  /// Where the zone is not known it is in any of the group's subnets: each has a host that may be it.
  private func addDatabase(
    _ resource: DeclaredResource, in subnets: [SubnetID]?, groups: [SecurityGroupID], isPublic: Bool,
    hosts: [String]
  ) throws(DeclaredError) -> [NetworkInterfaceID] {
    let subnets = try known(subnets, resource)
    let zone = resource.properties.knownText("availability_zone")
    let own = subnets.filter { zone == nil || network.subnet($0)?.zone.name == zone }
    let nodes = try addNodes(
      of: resource, in: own.isEmpty ? subnets : own, groups: groups, kind: .interface, isPublic: isPublic)
    addService(resource, "DB instance", nodes, hosts: hosts)
    network.topology.managedServices[network.topology.managedServices.count - 1].failoverSubnets =
      own.isEmpty ? [] : subnets.filter { !own.contains($0) }
    return nodes
  }

  func addNodes(
    of resource: DeclaredResource, in subnets: [SubnetID], groups: [SecurityGroupID], kind: InterfaceKind,
    isPublic: Bool
  ) throws(DeclaredError) -> [NetworkInterfaceID] {
    subnets.map { subnet in
      let id = NetworkInterfaceID("\(resource.id)#\(subnet)")
      let ranges = network.subnet(subnet)?.prefixes
      let hasIPv4 = ranges?.contains { $0.family == .ipv4 } ?? true
      network.add(
        DeclaredHost(
          interface: NetworkInterface(
            id: id, info: network.info(info(resource), in: subnet), subnet: subnet, addresses: [],
            securityGroups: groups, kind: kind, ephemeralPorts: DeclaredHost.ephemeralPorts(of: kind)),
          publicAddress: isPublic ? .assigned : .none, needsIPv4: hasIPv4, unknownIPv6: hasIPv4 ? 0 : 1))
      return id
    }
  }

  /// Services whose declaration says their subnets and groups, and nothing else that matters.
  static let services: [String: DeclaredServiceShape] = [
    "aws_elasticache_cluster": .init(
      kind: "cache cluster", subnetGroup: ("subnet_group_name", "aws_elasticache_subnet_group"),
      groups: "security_group_ids", hosts: ["cluster_address"]),
    "aws_elasticache_replication_group": .init(
      kind: "replication group", subnetGroup: ("subnet_group_name", "aws_elasticache_subnet_group"),
      groups: "security_group_ids",
      hosts: ["primary_endpoint_address", "reader_endpoint_address", "configuration_endpoint_address"]),
    "aws_elasticache_serverless_cache": .init(
      kind: "cache cluster", subnets: "subnet_ids", groups: "security_group_ids"),
    "aws_memorydb_cluster": .init(
      kind: "cache cluster", subnetGroup: ("subnet_group_name", "aws_memorydb_subnet_group"),
      groups: "security_group_ids"),
    "aws_redshift_cluster": .init(
      kind: "Redshift cluster", subnetGroup: ("cluster_subnet_group_name", "aws_redshift_subnet_group"),
      groups: "vpc_security_group_ids", isPublic: "publicly_accessible", hosts: ["dns_name"]),
    "aws_opensearch_domain": .init(
      kind: "search domain", subnets: "vpc_options.subnet_ids", groups: "vpc_options.security_group_ids",
      hosts: ["endpoint"], mayBeOutside: true),
    "aws_elasticsearch_domain": .init(
      kind: "search domain", subnets: "vpc_options.subnet_ids", groups: "vpc_options.security_group_ids",
      hosts: ["endpoint"], mayBeOutside: true),
    "aws_mq_broker": .init(
      kind: "message broker", subnets: "subnet_ids", groups: "security_groups",
      isPublic: "publicly_accessible"),
    "aws_efs_mount_target": .init(
      kind: "file system", subnets: "subnet_id", groups: "security_groups", address: "ip_address",
      hosts: ["dns_name", "mount_target_dns_name"]),
    "aws_fsx_lustre_file_system": fileSystem, "aws_fsx_windows_file_system": fileSystem,
    "aws_fsx_ontap_file_system": fileSystem, "aws_fsx_openzfs_file_system": fileSystem,
    "aws_msk_cluster": .init(
      kind: "Kafka cluster", subnets: "broker_node_group_info.client_subnets",
      groups: "broker_node_group_info.security_groups"),
    "aws_msk_serverless_cluster": .init(
      kind: "Kafka cluster", subnets: "vpc_config.subnet_ids", groups: "vpc_config.security_group_ids"),
    "aws_db_proxy": .init(
      kind: "DB proxy", subnets: "vpc_subnet_ids", groups: "vpc_security_group_ids", hosts: ["endpoint"]),
    "aws_apigatewayv2_vpc_link": .init(
      kind: "VPC link", subnets: "subnet_ids", groups: "security_group_ids"),
    "aws_route53_resolver_endpoint": .init(
      kind: "resolver endpoint", subnets: "ip_address.subnet_id", groups: "security_group_ids"),
    "aws_sagemaker_notebook_instance": .init(
      kind: "notebook instance", subnets: "subnet_id", groups: "security_groups", mayBeOutside: true),
  ]

  private static let fileSystem = DeclaredServiceShape(
    kind: "file system", subnets: "subnet_ids", groups: "security_group_ids", hosts: ["dns_name"])
}
