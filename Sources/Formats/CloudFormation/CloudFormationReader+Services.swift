import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Databases, caches, functions, tasks: services that have interfaces in subnets. Which of its subnets a service is in
/// AWS decides, so that one interface in each stands for it.
extension CloudFormationReader {
  func readSubnetGroup(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let subnets: [SubnetID] = try resource.properties.ids("SubnetIds")
      subnetGroups[resource.id] = subnets
      // Members refer to it by its name as well.
      for key in ["DBSubnetGroupName", "CacheSubnetGroupName"] {
        if case .text(let name) = resource.properties[key].value { subnetGroups[name] = subnets }
      }
    }
  }

  private func subnets(_ properties: DeclaredField, _ keys: String...) throws(DeclaredError) -> [SubnetID] {
    for key in keys {
      guard let name = try properties.text(key) else { continue }
      guard let subnets = subnetGroups[name] else {
        throw DeclaredError("its subnet group \(name) is not in the input", at: properties.origin)
      }
      return subnets
    }
    throw DeclaredError(
      "it names no subnet group, so that it is in the default VPC, which no template has",
      at: properties.origin)
  }

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
      let isCluster = resource.type == "AWS::RDS::DBCluster"
      let kind = isCluster ? "DB cluster" : "DB instance"
      if !isCluster, let cluster = try properties.text("DBClusterIdentifier") {
        guard let interfaces = clusterInterfaces[cluster] else {
          throw DeclaredError("its cluster \(cluster) is not in the input", at: resource.origin)
        }
        let vpc = interfaces.first.flatMap { network.host($0)?.interface.subnet }
        add(resource, kind, vpc: vpc.flatMap { self.vpc(of: $0) }, interfaces)
        return
      }
      let subnets = narrowed(try subnets(properties, "DBSubnetGroupName"), properties)
      let groups: [SecurityGroupID] = try properties.ids(
        isCluster ? "VpcSecurityGroupIds" : "VPCSecurityGroups")
      let isPublic = try properties.flag("PubliclyAccessible") ?? false
      let nodes = try addNodes(
        of: resource, in: subnets, groups: groups, kind: .interface, isPublic: isPublic)
      if isCluster { clusterInterfaces[resource.id] = nodes }
      add(resource, kind, vpc: subnets.first.flatMap { vpc(of: $0) }, nodes)
    }
  }

  private func add(
    _ resource: DeclaredResource, _ kind: String, vpc: VPCID?, _ interfaces: [NetworkInterfaceID]
  ) {
    network.topology.managedServices.append(
      ManagedService(
        id: ManagedServiceID(resource.id), info: info(resource), kind: kind, vpc: vpc, interfaces: interfaces)
    )
  }

  /// ElastiCache's clusters, groups and serverless caches, and Redshift's clusters.
  func readCache(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let properties = resource.properties
      var subnets: [SubnetID] = try properties.ids("SubnetIds")
      if subnets.isEmpty {
        subnets = try self.subnets(properties, "CacheSubnetGroupName", "ClusterSubnetGroupName")
      }
      var groups: [SecurityGroupID] = []
      for key in ["SecurityGroupIds", "VpcSecurityGroupIds"] where groups.isEmpty {
        groups = try properties.ids(key)
      }
      let isPublic = try properties.flag("PubliclyAccessible") ?? false
      let nodes = try addNodes(
        of: resource, in: subnets, groups: groups, kind: .interface, isPublic: isPublic)
      let kind =
        switch resource.type {
        case "AWS::Redshift::Cluster": "Redshift cluster"
        case "AWS::ElastiCache::ReplicationGroup": "replication group"
        default: "cache cluster"
        }
      add(resource, kind, vpc: subnets.first.flatMap { vpc(of: $0) }, nodes)
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
        groups: try configuration.ids("SecurityGroupIds"), kind: .lambda)
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
        hostTargets += nodes.map { (group: group, host: $0, port: port) }
      }
    }
  }

  func readMountTarget(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let subnet: SubnetID = try resource.properties.requiredID("SubnetId")
      let nodes = try addNodes(
        of: resource, in: [subnet], groups: try resource.properties.ids("SecurityGroups"), kind: .interface)
      add(resource, "file system", vpc: vpc(of: subnet), nodes)
    }
  }
}
