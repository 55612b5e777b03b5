import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Databases, caches, functions, tasks: services that have interfaces in subnets. Which of its subnets a service is in
/// AWS decides, so that one interface in each stands for it.
extension CloudFormationReader {
  /// A subnet of its zone is the one that a service is in, where it names a zone.
  private func narrowed(_ subnets: [SubnetID], _ properties: DeclaredField) -> [SubnetID] {
    guard case .text(let zone) = properties["AvailabilityZone"].value else { return subnets }
    let there = subnets.filter { id in
      subnetPlaces[id].map { network.topology.subnets[$0].zone.name == zone } ?? false
    }
    return there.isEmpty ? subnets : there
  }

  /// A cluster has the interfaces; its members share them.
  func readDatabase(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let properties = resource.properties
      let isCluster = resource.type.hasSuffix("DBCluster")
      let service = resource.type.split(separator: ":").dropFirst().first.map(String.init) ?? ""
      let kind = isCluster ? "DB cluster" : "DB instance"
      if !isCluster, let cluster = try properties.text("DBClusterIdentifier") {
        guard let interfaces = clusterInterfaces[cluster] else {
          throw DeclaredError("its cluster \(cluster) is not in the input", at: resource.origin)
        }
        addService(resource, kind, interfaces)
        return
      }
      let group = try properties.text("DBSubnetGroupName")
      let subnets = narrowed(try subnets(of: group, "AWS::\(service)::DBSubnetGroup", resource), properties)
      let groups: [SecurityGroupID] = try properties.ids(
        isCluster ? "VpcSecurityGroupIds" : "VPCSecurityGroups")
      let isPublic = try properties.flag("PubliclyAccessible") ?? false
      let nodes = try addNodes(
        of: resource, in: subnets, groups: groups, kind: .interface, isPublic: isPublic)
      if isCluster { clusterInterfaces[resource.id] = nodes }
      addService(resource, kind, nodes)
    }
  }

  /// A function has interfaces only where it is given subnets.
  func readFunction(_ resource: DeclaredResource) {
    let configuration = resource.properties["VpcConfig"]
    guard !configuration.isAbsent else {
      network.count(resource.type, modelled: false, isNetwork: false, reason: "not a part of the network")
      return
    }
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      if configuration.isUnknown { _ = try configuration.text(named: "VpcConfig") }
      _ = try addNodes(
        of: resource, in: try configuration.ids("SubnetIds"),
        groups: try configuration.ids("SecurityGroupIds"), kind: .lambda, isPublic: false)
    }
  }

  /// A service's tasks, one in each of its subnets, registered with its target groups.
  func readService(_ resource: DeclaredResource) {
    let configuration = resource.properties["NetworkConfiguration"].first(
      "AwsvpcConfiguration", "AwsVpcConfiguration")
    guard !configuration.isAbsent else {
      network.count(
        resource.type, modelled: false, reason: "their tasks have no interfaces of their own")
      return
    }
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let nodes = try addNodes(
        of: resource, in: try configuration.ids("Subnets"), groups: try configuration.ids("SecurityGroups"),
        kind: .interface, isPublic: try configuration.text("AssignPublicIp") == "ENABLED")
      for balancer in try resource.properties.list("LoadBalancers") {
        guard let group: TargetGroupID = try balancer.id("TargetGroupArn") else { continue }
        let port = try balancer.port("ContainerPort")
        network.hostTargets += nodes.map {
          DeclaredNetwork.HostTarget(group: group, host: $0, port: port, origin: balancer.origin)
        }
      }
    }
  }

  /// Nodes of EKS, or the pods of a Fargate profile.
  func readClusterNodes(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      var groups: [SecurityGroupID] = []
      let template = resource.properties["LaunchTemplate"]
      if !template.isAbsent {
        let id = try template.first("Id", "Name").text(named: "LaunchTemplate") ?? ""
        guard let data = launchData[id] else {
          throw DeclaredError("its launch template \(id) is not in the input", at: resource.origin)
        }
        groups = try data.ids("SecurityGroupIds")
        if groups.isEmpty, let first = try data.list("NetworkInterfaces").first {
          groups = try first.ids("Groups")
        }
      }
      _ = try mapClusterNodes(resource, groups: groups)
    }
  }

  /// Services whose declaration says their subnets and groups, and nothing else that matters.
  static let services: [(type: String, shape: DeclaredServiceShape)] = [
    (
      "AWS::ElastiCache::CacheCluster",
      .init(
        kind: "cache cluster", subnetGroup: ("CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup"),
        groups: "VpcSecurityGroupIds")
    ),
    (
      "AWS::ElastiCache::ReplicationGroup",
      .init(
        kind: "replication group", subnetGroup: ("CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup"),
        groups: "SecurityGroupIds")
    ),
    (
      "AWS::ElastiCache::ServerlessCache",
      .init(kind: "cache cluster", subnets: "SubnetIds", groups: "SecurityGroupIds")
    ),
    (
      "AWS::Redshift::Cluster",
      .init(
        kind: "Redshift cluster",
        subnetGroup: ("ClusterSubnetGroupName", "AWS::Redshift::ClusterSubnetGroup"),
        groups: "VpcSecurityGroupIds", isPublic: "PubliclyAccessible")
    ),
    (
      "AWS::MemoryDB::Cluster",
      .init(
        kind: "cache cluster", subnetGroup: ("SubnetGroupName", "AWS::MemoryDB::SubnetGroup"),
        groups: "SecurityGroupIds")
    ),
    (
      "AWS::EFS::MountTarget",
      .init(kind: "file system", subnets: "SubnetId", groups: "SecurityGroups", address: "IpAddress")
    ),
    (
      "AWS::FSx::FileSystem",
      .init(kind: "file system", subnets: "SubnetIds", groups: "SecurityGroupIds")
    ),
    (
      "AWS::MSK::Cluster",
      .init(
        kind: "Kafka cluster", subnets: "BrokerNodeGroupInfo.ClientSubnets",
        groups: "BrokerNodeGroupInfo.SecurityGroups")
    ),
    (
      "AWS::MSK::ServerlessCluster",
      .init(kind: "Kafka cluster", subnets: "VpcConfigs.SubnetIds", groups: "VpcConfigs.SecurityGroups")
    ),
    (
      "AWS::RDS::DBProxy",
      .init(kind: "DB proxy", subnets: "VpcSubnetIds", groups: "VpcSecurityGroupIds")
    ),
    (
      "AWS::OpenSearchService::Domain",
      .init(
        kind: "search domain", subnets: "VPCOptions.SubnetIds", groups: "VPCOptions.SecurityGroupIds",
        mayBeOutside: true)
    ),
    (
      "AWS::Elasticsearch::Domain",
      .init(
        kind: "search domain", subnets: "VPCOptions.SubnetIds", groups: "VPCOptions.SecurityGroupIds",
        mayBeOutside: true)
    ),
    (
      "AWS::AmazonMQ::Broker",
      .init(
        kind: "message broker", subnets: "SubnetIds", groups: "SecurityGroups", isPublic: "PubliclyAccessible"
      )
    ),
    (
      "AWS::ApiGatewayV2::VpcLink",
      .init(kind: "VPC link", subnets: "SubnetIds", groups: "SecurityGroupIds")
    ),
    (
      "AWS::Route53Resolver::ResolverEndpoint",
      .init(kind: "resolver endpoint", subnets: "IpAddresses.SubnetId", groups: "SecurityGroupIds")
    ),
    (
      "AWS::SageMaker::NotebookInstance",
      .init(
        kind: "notebook instance", subnets: "SubnetId", groups: "SecurityGroupIds", mayBeOutside: true)
    ),
  ]
}
