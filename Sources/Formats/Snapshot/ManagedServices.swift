import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

/// Databases, caches and file systems (MS-2). None but file systems name their interfaces: they are found by
/// what the services write on them.
extension SnapshotReader {
  func readManagedServices() {
    readDatabases()
    readClusters()
    readCaches()
    readWarehouses()
    readFileSystems()
    let vpcs = Dictionary(
      topology.subnets.map { ($0.id, $0.vpc) }, uniquingKeysWith: { first, _ in first })
    for place in topology.managedServices.indices where topology.managedServices[place].vpc == nil {
      let own = Set(topology.managedServices[place].interfaces)
      let subnet = topology.networkInterfaces.first { own.contains($0.id) }?.subnet
      topology.managedServices[place].vpc = subnet.flatMap { vpcs[$0] }
    }
  }

  private func service(
    _ item: Item, _ kind: String, _ name: String, arn: String?, vpc: VPCID?,
    interfaces: [NetworkInterfaceID], hosts: [String?], failover: [SubnetID] = []
  ) -> ManagedService {
    var info = info(item, tags: item.json["TagList"] == nil ? "Tags" : "TagList", arn: arn)
    info.name = name
    return ManagedService(
      id: ManagedServiceID(arn ?? name), info: info, kind: kind, vpc: vpc, interfaces: interfaces,
      hosts: hosts.compactMap(\.self), failoverSubnets: failover)
  }

  /// `rds describe-db-instances`: the interface in the instance's zone, in a subnet of its subnet group, with
  /// its groups. Several with the same may be any of them.
  private func readDatabases() {
    let zones = Dictionary(
      topology.subnets.map { ($0.id, $0.zone.name) }, uniquingKeysWith: { first, _ in first })
    collect("DBInstances", into: \.managedServices) { item throws(Unreadable) in
      let json = item.json
      let group = json["DBSubnetGroup"]
      let subnets: [SubnetID] = try group?.ids("Subnets", "SubnetIdentifier") ?? []
      let groups: [SecurityGroupID] = try json.ids("VpcSecurityGroups", "VpcSecurityGroupId")
      let zone = json.text("AvailabilityZone")
      let interfaces = topology.networkInterfaces.filter {
        $0.interfaceDescription == "RDSNetworkInterface" && subnets.contains($0.subnet)
          && Set($0.securityGroups) == Set(groups) && (zone == nil || zones[$0.subnet] == zone)
      }
      var failover: [SubnetID] = []
      if try json.flag("MultiAZ") ?? false {
        let second = json.text("SecondaryAvailabilityZone")
        failover = subnets.filter { second == nil ? zones[$0] != zone : zones[$0] == second }
      }
      return service(
        item, "DB instance", try json.required("DBInstanceIdentifier"), arn: json.text("DBInstanceArn"),
        vpc: group?.id("VpcId"), interfaces: interfaces.map(\.id), hosts: [json["Endpoint"]?.text("Address")],
        failover: failover)
    }
  }

  /// `rds describe-db-clusters`: the interfaces of its members.
  private func readClusters() {
    let instances = topology.managedServices.filter { $0.kind == "DB instance" }
    collect("DBClusters", into: \.managedServices) { item throws(Unreadable) in
      let json = item.json
      let members = Set(try json.list("DBClusterMembers").compactMap { $0.text("DBInstanceIdentifier") })
      let own = instances.filter { $0.info.name.map(members.contains) ?? false }
      return service(
        item, "DB cluster", try json.required("DBClusterIdentifier"), arn: json.text("DBClusterArn"),
        vpc: own.first?.vpc, interfaces: Self.unique(own.flatMap(\.interfaces)),
        hosts: [json.text("Endpoint"), json.text("ReaderEndpoint")])
    }
  }

  /// `elasticache describe-cache-clusters`, `describe-replication-groups`.
  private func readCaches() {
    collect("CacheClusters", into: \.managedServices) { item throws(Unreadable) in
      let json = item.json
      let name = try json.required("CacheClusterId")
      let interfaces = topology.networkInterfaces.filter { $0.interfaceDescription == "ElastiCache \(name)" }
      let nodes = try json.list("CacheNodes").map { $0["Endpoint"]?.text("Address") }
      return service(
        item, "cache cluster", name, arn: json.text("ARN"), vpc: nil, interfaces: interfaces.map(\.id),
        hosts: [json["ConfigurationEndpoint"]?.text("Address")] + nodes)
    }
    let clusters = topology.managedServices.filter { $0.kind == "cache cluster" }
    collect("ReplicationGroups", into: \.managedServices) { item throws(Unreadable) in
      let json = item.json
      let members = Set(try json.list("MemberClusters").compactMap(\.string))
      let own = clusters.filter { $0.info.name.map(members.contains) ?? false }
      let groups = Array(try json.list("NodeGroups"))
      return service(
        item, "replication group", try json.required("ReplicationGroupId"), arn: json.text("ARN"), vpc: nil,
        interfaces: Self.unique(own.flatMap(\.interfaces)),
        hosts: [json["ConfigurationEndpoint"]?.text("Address")]
          + groups.flatMap {
            [$0["PrimaryEndpoint"]?.text("Address"), $0["ReaderEndpoint"]?.text("Address")]
          })
    }
  }

  /// `redshift describe-clusters`: by the nodes' addresses.
  private func readWarehouses() {
    let vpcs = Dictionary(
      topology.subnets.map { ($0.id, $0.vpc) }, uniquingKeysWith: { first, _ in first })
    collect("Clusters", into: \.managedServices) { item throws(Unreadable) in
      let json = item.json
      let vpc: VPCID? = json.id("VpcId")
      let nodes = try json.list("ClusterNodes").compactMap { $0.text("PrivateIPAddress") }
      let addresses = Set(nodes.compactMap { IPAddress($0) })
      let interfaces = topology.networkInterfaces.filter { interface in
        vpcs[interface.subnet] == vpc && interface.addresses.contains { addresses.contains($0.address) }
      }
      return service(
        item, "Redshift cluster", try json.required("ClusterIdentifier"), arn: nil, vpc: vpc,
        interfaces: interfaces.map(\.id), hosts: [json["Endpoint"]?.text("Address")])
    }
  }

  /// `efs describe-mount-targets`: the only ones that name their interfaces.
  private func readFileSystems() {
    var places: [String: Int] = [:]
    for item in items("MountTargets") {
      guard let name = item.json.text("FileSystemId") else {
        count("MountTargets", read: 1)
        reportLost("mount target", "", Unreadable("it has no FileSystemId", at: item.json))
        continue
      }
      count("MountTargets", read: 1, modelled: 1)
      let interface: NetworkInterfaceID? = item.json.id("NetworkInterfaceId")
      if let place = places[name] {
        topology.managedServices[place].interfaces += [interface].compactMap(\.self)
        continue
      }
      places[name] = topology.managedServices.count
      var own = service(
        item, "file system", name, arn: nil, vpc: item.json.id("VpcId"),
        interfaces: [interface].compactMap(\.self), hosts: [])
      let region =
        own.info.region ?? item.json.text("AvailabilityZoneName").flatMap { self.region(ofZone: $0) }
      if let region { own.hosts = ["\(name).efs.\(region).amazonaws.com"] }
      topology.managedServices.append(own)
    }
  }

  private static func unique(_ ids: [NetworkInterfaceID]) -> [NetworkInterfaceID] {
    var seen: Set<NetworkInterfaceID> = []
    return ids.filter { seen.insert($0).inserted }
  }
}
