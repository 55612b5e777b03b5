import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Maps the resources of the AWS provider, type by type: what one type needs of another is there whatever the order
/// of the file.
final class TerraformReader {
  let network = DeclaredNetwork()
  /// By type, in the order of the input; data sources under `data.` and the type.
  private var resources: [String: [DeclaredResource]] = [:]
  /// Route tables name them by the same word as internet gateways.
  private(set) lazy var vpnGateways = Set(all("aws_vpn_gateway").map(\.id))
  /// Subnets whose hosts get a public address by themselves.
  private(set) lazy var publicSubnets = Set(
    all("aws_subnet", "aws_default_subnet", "data.aws_subnet").filter {
      ((try? $0.properties.flag("map_public_ip_on_launch")) ?? nil) ?? ($0.type == "aws_default_subnet")
    }.map { SubnetID($0.id) })
  private(set) lazy var elasticIPs = Dictionary(
    all("aws_eip").map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  /// Of the provider, where the resources don't say it themselves.
  var region: String?

  init(_ instances: [TerraformInstance], _ references: TerraformReferences, _ source: TerraformSource? = nil)
  {
    let values = TerraformValues(references: references)
    for instance in instances where instance.type.hasPrefix("aws_") {
      var properties = values.field(instance)
      if let block = source?.block(of: instance) { properties = properties.relocated(block) }
      resources[(instance.isData ? "data." : "") + instance.type, default: []].append(
        DeclaredResource(
          id: instance.id, address: instance.address, type: (instance.isData ? "data." : "") + instance.type,
          properties: properties))
    }
    for (type, own) in resources {
      resources[type] = own.map { resource in
        var resource = resource
        place(&resource)
        return resource
      }
    }
  }

  /// Account and Region, as the resource itself says them.
  private func place(_ resource: inout DeclaredResource) {
    let arn = (try? resource.properties.text("arn")) ?? nil
    let parts = arn?.split(separator: ":", omittingEmptySubsequences: false).map(String.init) ?? []
    if parts.count > 4 {
      resource.region = parts[3].isEmpty ? nil : parts[3]
      resource.account = parts[4].count == 12 && parts[4].allSatisfy(\.isNumber) ? parts[4] : nil
    }
    let owner = (try? resource.properties.text("owner_id")) ?? nil
    resource.account = resource.account ?? owner.flatMap { $0.count == 12 ? $0 : nil }
    resource.region = resource.region ?? ((try? resource.properties.text("region")) ?? nil)
  }

  /// The resources of some types, those of the first type first.
  func all(_ types: String...) -> [DeclaredResource] {
    types.flatMap { type in
      resources[type, default: []].map { resource in
        var resource = resource
        resource.region = resource.region ?? region
        return resource
      }
    }
  }

  func info(_ resource: DeclaredResource, name: String? = nil) -> ResourceInfo {
    var tags: [String: String] = [:]
    for key in ["tags_all", "tags"] {
      guard case .object(let members) = resource.properties[key].value else { continue }
      for (name, field) in members { if case .text(let text) = field.value { tags[name] = text } }
    }
    return network.info(resource, name: name, tags: tags)
  }

  func readAll() {
    readVPCs()
    readSubnets()
    readGateways()
    readPrefixLists()
    readSecurityGroups()
    readNetworkACLs()
    readRouteTables()
    readInterfaces()
    readInstances()
    readNATGateways()
    readPeerings()
    readTransitGateways()
    readEndpoints()
    readLoadBalancers()
    readManagedServices()
    readAddresses()
    countOthers()
    network.finish(documents: 1)
  }

  /// What no mapping is for: named where packets could ever meet it.
  private func countOthers() {
    for (type, own) in resources.sorted(by: { $0.key < $1.key }) where !Self.mapped.contains(type) {
      let isNetwork = !type.hasPrefix("data.") && Self.isNetwork(type)
      for resource in own {
        network.count(
          type, modelled: false, isNetwork: isNetwork,
          reason: isNetwork ? "no model" : "says nothing that answers need")
        guard isNetwork else { continue }
        let vpc: VPCID? = (try? resource.properties.id("vpc_id")) ?? nil
        network.topology.unmodelled.append(
          UnmodelledResource(kind: type, id: resource.id, info: info(resource), vpc: vpc))
      }
    }
  }

  private static let mapped: Set<String> = [
    "aws_vpc", "aws_default_vpc", "data.aws_vpc", "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association", "aws_subnet", "aws_default_subnet", "data.aws_subnet",
    "aws_internet_gateway", "data.aws_internet_gateway", "aws_internet_gateway_attachment",
    "aws_egress_only_internet_gateway", "aws_carrier_gateway", "aws_vpn_gateway",
    "aws_vpn_gateway_attachment",
    "aws_ec2_managed_prefix_list", "aws_ec2_managed_prefix_list_entry", "data.aws_ec2_managed_prefix_list",
    "data.aws_prefix_list", "aws_security_group", "aws_default_security_group", "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_vpc_association", "aws_network_acl", "aws_default_network_acl",
    "aws_network_acl_rule", "aws_network_acl_association", "aws_route_table", "aws_default_route_table",
    "aws_route", "aws_route_table_association", "aws_main_route_table_association",
    "aws_vpn_gateway_route_propagation", "aws_network_interface", "aws_network_interface_attachment",
    "aws_network_interface_sg_attachment", "aws_instance", "aws_spot_instance_request", "aws_eip",
    "aws_eip_association", "aws_nat_gateway", "aws_vpc_peering_connection",
    "aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options", "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_vpc_attachment_accepter",
    "aws_ec2_transit_gateway_route_table", "aws_ec2_transit_gateway_route_table_association",
    "aws_ec2_transit_gateway_route_table_propagation", "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_prefix_list_reference", "aws_vpc_endpoint",
    "aws_vpc_endpoint_route_table_association", "aws_vpc_endpoint_subnet_association",
    "aws_vpc_endpoint_security_group_association", "aws_lb", "aws_alb", "aws_lb_listener", "aws_alb_listener",
    "aws_lb_listener_rule", "aws_alb_listener_rule", "aws_lb_target_group", "aws_alb_target_group",
    "aws_lb_target_group_attachment", "aws_alb_target_group_attachment", "aws_db_instance",
    "aws_db_subnet_group", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_elasticache_cluster",
    "aws_elasticache_replication_group", "aws_elasticache_subnet_group", "aws_lambda_function",
  ]

  /// Prefixes of types that have a place in the network.
  private static func isNetwork(_ type: String) -> Bool {
    [
      "aws_vpc", "aws_ec2_", "aws_network", "aws_route_table", "aws_lb", "aws_alb", "aws_elb", "aws_vpn",
      "aws_dx_", "aws_customer_gateway", "aws_eks_", "aws_ecs_service", "aws_msk", "aws_redshift",
      "aws_docdb",
      "aws_neptune", "aws_memorydb", "aws_opensearch", "aws_elasticsearch", "aws_mq_broker", "aws_efs_mount",
      "aws_fsx", "aws_autoscaling_group", "aws_globalaccelerator", "aws_vpclattice", "aws_db_proxy",
      "aws_prefix_list", "aws_nat_", "aws_internet_", "aws_carrier",
    ].contains { type.hasPrefix($0) } && !["aws_ec2_tag", "aws_ec2_instance_state"].contains(type)
  }
}
