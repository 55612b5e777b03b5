import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  /// Databases, caches and file systems: AWS names their interfaces by what is written on these.
  mutating func writeManagedServices() {
    for service in topology.managedServices {
      let name = service.info.name ?? service.id.rawValue
      let arn = service.id.rawValue == name ? nil : OutputJSON.text(service.id.rawValue)
      switch service.kind {
      case "DB instance": writeDatabase(service, name, arn)
      case "DB cluster":
        add(
          "DBClusters", service.info,
          .object([
            "DBClusterIdentifier": .text(name), "DBClusterArn": arn,
            "Endpoint": .optional(service.hosts.first),
            "ReaderEndpoint": .optional(service.hosts.dropFirst().first),
            "DBClusterMembers": .list(
              members(of: service, "DB instance").map { .object(["DBInstanceIdentifier": .text($0)]) }),
            "TagList": Self.tags(service.info, name: false),
          ]))
      case "cache cluster":
        for interface in service.interfaces { describe(interface, "ElastiCache \(name)") }
        add(
          "CacheClusters", service.info,
          .object([
            "CacheClusterId": .text(name), "ARN": arn,
            "CacheNodes": .list(service.hosts.map { .object(["Endpoint": Self.host($0)]) }),
          ]))
      case "replication group":
        add(
          "ReplicationGroups", service.info,
          .object([
            "ReplicationGroupId": .text(name), "ARN": arn,
            "MemberClusters": .texts(members(of: service, "cache cluster")),
            "NodeGroups": .list(service.hosts.map { .object(["PrimaryEndpoint": Self.host($0)]) }),
          ]))
      case "Redshift cluster":
        let addresses = service.interfaces.compactMap { interfaces[$0]?.primaryAddress }
        add(
          "Clusters", service.info,
          .object([
            "ClusterIdentifier": .text(name), "VpcId": .id(service.vpc),
            "Endpoint": service.hosts.first.map(Self.host),
            "ClusterNodes": .list(addresses.map { .object(["PrivateIPAddress": .text($0.description)]) }),
            "Tags": Self.tags(service.info, name: false),
          ]))
      case "file system":
        for interface in service.interfaces {
          let zone = interfaces[interface].flatMap { subnets[$0.subnet]?.zone.name } ?? ""
          add(
            "MountTargets", service.info,
            .object([
              "MountTargetId": .text("fsmt-\(interface)"), "FileSystemId": .text(name),
              "VpcId": .id(service.vpc), "NetworkInterfaceId": .id(interface),
              "AvailabilityZoneName": zone.isEmpty ? nil : .text(zone),
            ]))
        }
      default: continue
      }
    }
  }

  private static func host(_ name: String) -> OutputJSON { .object(["Address": .text(name)]) }

  private mutating func describe(_ interface: NetworkInterfaceID, _ words: String) {
    if descriptions[interface] == nil { descriptions[interface] = words }
  }

  /// The names of the services of a kind that have interfaces of this one.
  private func members(of service: ManagedService, _ kind: String) -> [String] {
    let own = Set(service.interfaces)
    return topology.managedServices.filter {
      $0.kind == kind && !$0.interfaces.isEmpty && $0.interfaces.allSatisfy(own.contains)
    }.map { $0.info.name ?? $0.id.rawValue }
  }

  private mutating func writeDatabase(_ service: ManagedService, _ name: String, _ arn: OutputJSON?) {
    for interface in service.interfaces { describe(interface, "RDSNetworkInterface") }
    let held = service.interfaces.compactMap { interfaces[$0] }
    var places: [SubnetID] = []
    for subnet in held.map(\.subnet) + service.failoverSubnets where !places.contains(subnet) {
      places.append(subnet)
    }
    func zone(_ ids: [SubnetID]) -> String? {
      let names = Set(ids.compactMap { subnets[$0]?.zone.name })
      return names.count == 1 ? names.first.flatMap { $0.isEmpty ? nil : $0 } : nil
    }
    add(
      "DBInstances", service.info,
      .object([
        "DBInstanceIdentifier": .text(name), "DBInstanceArn": arn,
        "AvailabilityZone": .optional(zone(held.map(\.subnet))),
        "SecondaryAvailabilityZone": .optional(zone(service.failoverSubnets)),
        "MultiAZ": .flag(!service.failoverSubnets.isEmpty),
        "DBSubnetGroup": .object([
          "VpcId": .id(service.vpc), "Subnets": .ids(places, as: "SubnetIdentifier"),
        ]), "VpcSecurityGroups": .ids(held.first?.securityGroups ?? [], as: "VpcSecurityGroupId"),
        "Endpoint": service.hosts.first.map(Self.host), "TagList": Self.tags(service.info, name: false),
      ]))
  }
}
