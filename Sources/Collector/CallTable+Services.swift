import PacketWalkJSONScan

extension CallTable {
  // MARK: Load balancers

  private static let balancers = each(
    "elbv2 describe-load-balancers", "LoadBalancers", "LoadBalancerArn", "--load-balancer-arn")
  private static let groups = each(
    "elbv2 describe-target-groups", "TargetGroups", "TargetGroupArn", "--target-group-arn")

  private static func elb(
    _ operation: String, _ key: String, each: CollectCall.Each? = nil, service: String = "elbv2"
  ) -> CollectCall {
    call(service, operation, [key], iam: "elasticloadbalancing", each: each)
  }

  static let balancing: [CollectCall] = [
    elb("describe-load-balancers", "LoadBalancers"),
    elb("describe-load-balancer-attributes", "Attributes", each: balancers),
    elb("describe-listeners", "Listeners", each: balancers),
    elb(
      "describe-rules", "Rules",
      each: each("elbv2 describe-listeners", "Listeners", "ListenerArn", "--listener-arn")),
    elb("describe-target-groups", "TargetGroups"),
    elb("describe-target-group-attributes", "Attributes", each: groups),
    elb("describe-target-health", "TargetHealthDescriptions", each: groups),
    elb("describe-load-balancers", "LoadBalancerDescriptions", service: "elb"),
    elb(
      "describe-load-balancer-attributes", "LoadBalancerAttributes",
      each: each(
        "elb describe-load-balancers", "LoadBalancerDescriptions", "LoadBalancerName", "--load-balancer-name"),
      service: "elb"),
    call("arc-zonal-shift", "list-zonal-shifts", ["items"], isOptional: true),
  ]

  // MARK: Databases, firewalls, Lattice

  private static func firewall(_ operation: String, _ keys: String..., each: CollectCall.Each) -> CollectCall
  {
    call("network-firewall", operation, keys, each: each, isOptional: true)
  }

  private static func firewalls(_ operation: String, _ key: String, isKept: Bool = false) -> CollectCall {
    call("network-firewall", operation, [key], isOptional: true, isKept: isKept)
  }

  private static func lattice(
    _ operation: String, _ keys: String..., each: CollectCall.Each? = nil, isKept: Bool = true
  ) -> CollectCall {
    call("vpc-lattice", operation, keys, each: each, isOptional: true, isKept: isKept)
  }

  static let services: [CollectCall] = [
    // The rest is names and secrets of the master users.
    call(
      "rds", "describe-db-instances", ["DBInstances"], action: "DescribeDBInstances",
      fields: whole(
        "DBInstanceIdentifier", "DBInstanceArn", "DBInstanceStatus", "Engine", "Endpoint", "DBSubnetGroup",
        "VpcSecurityGroups", "AvailabilityZone", "SecondaryAvailabilityZone", "MultiAZ",
        "PubliclyAccessible", "NetworkType", "DBClusterIdentifier", "TagList")),
    call(
      "rds", "describe-db-clusters", ["DBClusters"], action: "DescribeDBClusters",
      fields: whole(
        "DBClusterIdentifier", "DBClusterArn", "Status", "Engine", "Endpoint", "ReaderEndpoint", "Port",
        "DBClusterMembers", "DBSubnetGroup", "VpcSecurityGroups", "AvailabilityZones", "MultiAZ",
        "NetworkType", "TagList")),
    call(
      "elasticache", "describe-cache-clusters", ["CacheClusters"], arguments: ["--show-cache-node-info"]),
    call("elasticache", "describe-replication-groups", ["ReplicationGroups"]),
    call(
      "redshift", "describe-clusters", ["Clusters"],
      fields: whole(
        "ClusterIdentifier", "ClusterStatus", "Endpoint", "VpcId", "ClusterNodes", "VpcSecurityGroups",
        "ClusterSubnetGroupName", "AvailabilityZone", "PubliclyAccessible", "Tags")),
    call(
      "efs", "describe-file-systems", ["FileSystems"], iam: "elasticfilesystem", isKept: false),
    call(
      "efs", "describe-mount-targets", ["MountTargets"], iam: "elasticfilesystem",
      each: each("efs describe-file-systems", "FileSystems", "FileSystemId", "--file-system-id")),

    firewalls("list-firewalls", "Firewalls", isKept: true),
    firewall(
      "describe-firewall", "Firewall", "FirewallStatus",
      each: each("network-firewall list-firewalls", "Firewalls", "FirewallArn", "--firewall-arn")),
    firewalls("list-vpc-endpoint-associations", "VpcEndpointAssociations"),
    firewall(
      "describe-vpc-endpoint-association", "VpcEndpointAssociation", "VpcEndpointAssociationStatus",
      each: each(
        "network-firewall list-vpc-endpoint-associations", "VpcEndpointAssociations",
        "VpcEndpointAssociationArn", "--vpc-endpoint-association-arn")),
    firewalls("list-firewall-policies", "FirewallPolicies"),
    firewall(
      "describe-firewall-policy", "FirewallPolicy", "FirewallPolicyResponse",
      each: each(
        "network-firewall list-firewall-policies", "FirewallPolicies", "Arn", "--firewall-policy-arn",
        as: "FirewallPolicyArn")),
    firewalls("list-rule-groups", "RuleGroups"),
    firewall(
      "describe-rule-group", "RuleGroup", "RuleGroupResponse",
      each: each(
        "network-firewall list-rule-groups", "RuleGroups", "Arn", "--rule-group-arn", as: "RuleGroupArn")),

    lattice("list-resource-gateways", "items"),
    lattice("list-resource-configurations", "items", isKept: false),
    lattice(
      "get-resource-configuration",
      each: each(
        "vpc-lattice list-resource-configurations", "items", "arn", "--resource-configuration-identifier",
        as: "resourceConfigurationIdentifier")),
    lattice("list-service-networks", "items", isKept: false),
    lattice(
      "list-service-network-vpc-associations", "items",
      each: each(
        "vpc-lattice list-service-networks", "items", "arn", "--service-network-identifier",
        as: "serviceNetworkIdentifier"), isKept: false),
    lattice(
      "get-service-network-vpc-association",
      each: each(
        "vpc-lattice list-service-network-vpc-associations", "items", "arn",
        "--service-network-vpc-association-identifier", as: "serviceNetworkVpcAssociationIdentifier")),
    call("odb", "list-odb-networks", ["odbNetworks"], isOptional: true),
  ]

  // MARK: What only us-west-2 answers

  private static func global(
    _ service: String, _ operation: String, _ key: String, each: CollectCall.Each? = nil,
    arguments: [String] = []
  ) -> CollectCall {
    call(
      service, operation, [key], each: each, arguments: arguments, isOptional: true,
      globalRegion: "us-west-2")
  }

  private static let coreNetworks = each(
    "networkmanager list-core-networks", "CoreNetworks", "CoreNetworkId", "--core-network-id")

  static let far: [CollectCall] = [
    global("globalaccelerator", "list-accelerators", "Accelerators"),
    global(
      "globalaccelerator", "list-listeners", "Listeners",
      each: each("globalaccelerator list-accelerators", "Accelerators", "AcceleratorArn", "--accelerator-arn")
    ),
    global(
      "globalaccelerator", "list-endpoint-groups", "EndpointGroups",
      each: each("globalaccelerator list-listeners", "Listeners", "ListenerArn", "--listener-arn")),
    global("networkmanager", "list-core-networks", "CoreNetworks"),
    global("networkmanager", "get-core-network", "CoreNetwork", each: coreNetworks),
    global("networkmanager", "get-core-network-policy", "CoreNetworkPolicy", each: coreNetworks),
    global(
      "networkmanager", "list-attachments", "Attachments", each: coreNetworks),
    {
      var attachments = each(
        "networkmanager list-attachments", "Attachments", "AttachmentId", "--attachment-id")
      attachments.filter = ("AttachmentType", "VPC")
      return global("networkmanager", "get-vpc-attachment", "VpcAttachment", each: attachments)
    }(),
    {
      var edges = each("networkmanager get-core-network", "CoreNetwork", "CoreNetworkId", "")
      edges.expand = segmentEdges
      let edge = "{CoreNetworkId={CoreNetworkId},SegmentName={SegmentName},EdgeLocation={EdgeLocation}}"
      var routes = global(
        "networkmanager", "get-network-routes", "NetworkRoutes", each: edges,
        arguments: [
          "--global-network-id", "{GlobalNetworkId}", "--route-table-identifier",
          "CoreNetworkSegmentEdge=\(edge)",
        ])
      routes.keys.append("CoreNetworkSegmentEdge")
      return routes
    }(),
  ]

  /// Each segment of a core network at each of its edges has routes of its own.
  private static func segmentEdges(_ answer: JSONValue) -> [[CollectReport.Parameter]] {
    guard let network = answer["CoreNetwork"], let id = network["CoreNetworkId"]?.string,
      let global = network["GlobalNetworkId"]?.string, let segments = network["Segments"]
    else { return [] }
    var found: [[CollectReport.Parameter]] = []
    for segment in segments.elements {
      guard let name = segment["Name"]?.string, let edges = segment["EdgeLocations"] else { continue }
      for edge in edges.elements.compactMap(\.string) {
        found.append([
          CollectReport.Parameter(name: "RouteTable", value: "\(id).\(name).\(edge)"),
          CollectReport.Parameter(name: "CoreNetworkId", value: id),
          CollectReport.Parameter(name: "GlobalNetworkId", value: global),
          CollectReport.Parameter(name: "SegmentName", value: name),
          CollectReport.Parameter(name: "EdgeLocation", value: edge),
        ])
      }
    }
    return found
  }
}
