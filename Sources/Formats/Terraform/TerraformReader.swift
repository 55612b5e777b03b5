import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

/// Maps the resources of the AWS provider, type by type: what one type needs of another is there whatever the order
/// of the file.
final class TerraformReader: DeclaredReader {
  let network = DeclaredNetwork()
  let spelling = DeclaredSpelling.terraform
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
  /// The instances that stand for a scaling group, by its identifier and name.
  var scaled: [String: [InstanceID]] = [:]
  /// Rules and routes of their own that will be no more, and of which groups and tables the lists are written inline:
  /// those say themselves what will be.
  var withdrawn: [TerraformInstance] = []
  private(set) var inline: Set<String> = []
  /// The interfaces that stand for a host which may be in one of several subnets.
  var alternatives: [String: [NetworkInterfaceID]] = [:]
  /// Attachments by the data sources that look for them.
  var foundAttachments: [TransitGatewayAttachmentID: TransitGatewayAttachmentID] = [:]
  /// What launch templates and configurations say, by identifier and name.
  var launches: [String: DeclaredField] = [:]
  /// Of the provider, where the resources don't say it themselves.
  var region: String?

  init(_ instances: [TerraformInstance], _ references: TerraformReferences, _ source: TerraformSource? = nil)
  {
    let values = TerraformValues(references: references)
    for instance in instances where instance.type.hasPrefix("aws_") {
      let expressions = references.expressions(of: instance)
      var properties = values.field(instance, expressions)
      if let block = source?.block(of: instance) { properties = properties.relocated(block) }
      if Self.withLists.contains(instance.type), let written = expressions {
        for list in ["ingress", "egress", "route"] where written[list] != nil {
          inline.insert("\(instance.id) \(list)")
        }
      }
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

  private static let withLists: Set<String> = [
    "aws_security_group", "aws_default_security_group", "aws_network_acl", "aws_default_network_acl",
    "aws_route_table", "aws_default_route_table",
  ]

  /// What was declared of some types and will be no more.
  func withdrawn(_ types: String...) -> [DeclaredResource] {
    withdrawn.filter { types.contains($0.type) }.map {
      DeclaredResource(
        id: $0.id, address: $0.address, type: $0.type, properties: DeclaredField($0.values))
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

  /// Nothing but a plan's moments decides what there is.
  func requireCertain(_ resource: DeclaredResource) {}

  func readAll() {
    readVPCs()
    readSubnets()
    readGateways()
    readPrefixLists()
    readSecurityGroups()
    readNetworkACLs()
    readRouteTables()
    readInterfaces()
    readLaunchTemplates()
    readInstances()
    readNATGateways()
    readPeerings()
    readTransitGateways()
    readVPN()
    readTransitRoutes()
    readNetworkFirewalls()
    readEndpoints()
    readLoadBalancers()
    readScalingGroups()
    readManagedServices()
    readContainers()
    readPublicAccess()
    readAddresses()
    countOthers()
    network.finish(documents: 1)
  }

  /// What no mapping is for: named where packets could ever meet it.
  private func countOthers() {
    for (type, own) in resources.sorted(by: { $0.key < $1.key })
    where !Self.mapped.contains(type) && Self.services[type] == nil {
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

  /// The types that something is made of, beside `services`.
  static let mapped: Set<String> = [
    "aws_vpc", "aws_default_vpc", "data.aws_vpc", "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association", "aws_subnet", "aws_default_subnet", "data.aws_subnet",
    "aws_internet_gateway", "data.aws_internet_gateway", "aws_internet_gateway_attachment",
    "aws_egress_only_internet_gateway", "aws_carrier_gateway", "aws_vpn_gateway",
    "aws_vpn_gateway_attachment", "aws_ec2_managed_prefix_list", "aws_ec2_managed_prefix_list_entry",
    "data.aws_ec2_managed_prefix_list", "data.aws_prefix_list", "aws_security_group",
    "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_vpc_association", "aws_network_acl",
    "aws_default_network_acl", "aws_network_acl_rule", "aws_network_acl_association", "aws_route_table",
    "aws_default_route_table", "aws_route", "aws_route_table_association",
    "aws_main_route_table_association", "aws_vpn_gateway_route_propagation", "aws_network_interface",
    "aws_network_interface_attachment", "aws_network_interface_sg_attachment", "aws_instance",
    "aws_spot_instance_request", "aws_launch_template", "aws_launch_configuration", "aws_autoscaling_group",
    "aws_autoscaling_attachment", "aws_autoscaling_traffic_source_attachment", "aws_eip",
    "aws_eip_association", "aws_nat_gateway", "aws_vpc_peering_connection",
    "aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options", "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_vpc_attachment_accepter",
    "aws_ec2_transit_gateway_peering_attachment", "aws_ec2_transit_gateway_peering_attachment_accepter",
    "aws_ec2_transit_gateway_connect", "aws_ec2_transit_gateway_connect_peer",
    "aws_ec2_transit_gateway_route_table", "aws_ec2_transit_gateway_default_route_table_association",
    "aws_ec2_transit_gateway_default_route_table_propagation",
    "aws_ec2_transit_gateway_route_table_association", "aws_ec2_transit_gateway_route_table_propagation",
    "aws_ec2_transit_gateway_route", "aws_ec2_transit_gateway_prefix_list_reference",
    "data.aws_ec2_transit_gateway_vpn_attachment", "data.aws_ec2_transit_gateway_dx_gateway_attachment",
    "aws_customer_gateway", "aws_vpn_connection", "aws_vpn_connection_route", "aws_dx_gateway",
    "aws_dx_gateway_association", "aws_dx_private_virtual_interface", "aws_dx_transit_virtual_interface",
    "aws_ec2_client_vpn_endpoint", "aws_ec2_client_vpn_network_association",
    "aws_ec2_client_vpn_authorization_rule", "aws_ec2_client_vpn_route", "aws_networkfirewall_firewall",
    "aws_networkfirewall_firewall_policy", "aws_networkfirewall_rule_group",
    "aws_networkfirewall_vpc_endpoint_association", "aws_vpc_endpoint", "aws_vpc_endpoint_service",
    "aws_vpc_endpoint_connection_accepter", "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_subnet_association", "aws_vpc_endpoint_security_group_association",
    "aws_ec2_instance_connect_endpoint", "aws_vpc_block_public_access_options",
    "aws_vpc_block_public_access_exclusion", "aws_lb", "aws_alb", "aws_lb_listener", "aws_alb_listener",
    "aws_lb_listener_rule", "aws_alb_listener_rule", "aws_lb_target_group", "aws_alb_target_group",
    "aws_lb_target_group_attachment", "aws_alb_target_group_attachment", "aws_elb", "aws_elb_attachment",
    "aws_db_instance", "aws_db_subnet_group", "aws_rds_cluster", "aws_rds_cluster_instance",
    "aws_docdb_subnet_group", "aws_docdb_cluster", "aws_docdb_cluster_instance", "aws_neptune_subnet_group",
    "aws_neptune_cluster", "aws_neptune_cluster_instance", "aws_elasticache_cluster",
    "aws_elasticache_replication_group", "aws_elasticache_subnet_group", "aws_redshift_subnet_group",
    "aws_memorydb_subnet_group", "aws_lambda_function", "aws_ecs_service", "aws_eks_cluster",
    "aws_eks_node_group", "aws_eks_fargate_profile",
  ]

  /// Prefixes of types that have a place in the network, and types with such a prefix that have none.
  private static let networkPrefixes = [
    "aws_vpc", "aws_ec2_", "aws_network", "aws_route_table", "aws_lb", "aws_alb", "aws_elb", "aws_vpn",
    "aws_dx_", "aws_customer_gateway", "aws_redshiftserverless_workgroup", "aws_globalaccelerator_",
    "aws_prefix_list", "aws_nat_", "aws_internet_", "aws_carrier", "aws_spot_fleet_request",
    "aws_dms_replication_instance", "aws_mwaa_environment", "aws_directory_service_directory",
    "aws_dax_cluster", "aws_emr_cluster", "aws_batch_compute_environment", "aws_transfer_server",
    "aws_apprunner_vpc_connector", "aws_workspaces_workspace", "aws_cloudfront_vpc_origin",
    "aws_elastic_beanstalk_environment", "aws_vpclattice_",
  ]
  private static let otherPrefixes = [
    "aws_vpc_dhcp_options", "aws_vpc_ipam", "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_service_allowed_principal", "aws_vpc_endpoint_private_dns",
    "aws_vpc_endpoint_connection_notification", "aws_vpc_network_performance_metric_subscription",
    "aws_ec2_tag", "aws_ec2_instance_state", "aws_ec2_instance_metadata_defaults", "aws_ec2_host",
    "aws_ec2_capacity_", "aws_ec2_serial_console_access", "aws_ec2_image_block_public_access",
    "aws_ec2_availability_zone_group", "aws_ec2_default_credit_specification",
    "aws_ec2_subnet_cidr_reservation",
    "aws_ec2_network_insights_", "aws_ec2_traffic_mirror_", "aws_ec2_allowed_images_settings",
    "aws_ec2_transit_gateway_metering_policy", "aws_lb_cookie_stickiness_policy",
    "aws_lb_ssl_negotiation_policy",
    "aws_lb_listener_certificate", "aws_alb_listener_certificate", "aws_lb_trust_store",
    "aws_networkfirewall_logging_configuration", "aws_networkfirewall_resource_policy",
    "aws_networkfirewall_tls_inspection_configuration", "aws_networkmanager_global_network",
    "aws_networkmanager_device", "aws_networkmanager_link", "aws_networkmonitor_",
    "aws_network_interface_permission", "aws_networkflowmonitor_", "aws_dx_connection", "aws_dx_lag",
    "aws_dx_bgp_peer", "aws_dx_macsec", "aws_dx_hosted_connection",
  ]

  static func isNetwork(_ type: String) -> Bool {
    networkPrefixes.contains { type.hasPrefix($0) } && !otherPrefixes.contains { type.hasPrefix($0) }
      && type != "aws_networkmanager_site"
  }
}
