import PacketWalkTopology

/// The top-level keys of the calls' outputs, by what becomes of them.
enum SnapshotKeys {
  /// Keys that no other format has.
  static let modelled: Set<String> = [
    "Vpcs", "Subnets", "RouteTables", "NetworkAcls", "SecurityGroups", "SecurityGroupRules", "PrefixLists",
    "NetworkInterfaces", "Reservations", "Addresses", "InternetGateways", "EgressOnlyInternetGateways",
    "NatGateways", "VpcPeeringConnections", "VpcEndpoints", "ServiceConfigurations",
    "InstanceConnectEndpoints",
    "DBInstances", "DBClusters", "CacheClusters", "ReplicationGroups", "MountTargets", "TransitGateways",
    "TransitGatewayAttachments",
    "TransitGatewayVpcAttachments", "TransitGatewayPeeringAttachments", "TransitGatewayRouteTables",
    "TransitGatewayRouteTablePropagations", "TransitGatewayStaticRoutes", "TransitGatewayPropagations",
    "LoadBalancers", "LoadBalancerDescriptions", "TargetGroups", "TargetHealthDescriptions", "Listeners",
    "LoadBalancerListeners", "LoadBalancerTargetHealth", "LoadBalancerAttributes", "AvailabilityZones",
    "EnableDnsSupport", "VpcBlockPublicAccessOptions", "VpcBlockPublicAccessExclusions", "VpnGateways",
    "VpnConnections", "CustomerGateways",
    "directConnectGateways", "directConnectGatewayAssociations", "virtualInterfaces",
    "ClientVpnEndpoints", "ClientVpnTargetNetworks", "AuthorizationRules", "CoreNetwork",
    "VpcAttachment", "NetworkRoutes", "CoreNetworkPolicy",
    "CarrierGateways", "SecurityGroupVpcAssociations",
    "Firewall", "FirewallPolicy", "RuleGroup", "VpcEndpointAssociation",
  ]

  /// The member that identifies an element of each list.
  static let identifiers: [String: String] = [
    "Vpcs": "VpcId", "Subnets": "SubnetId", "RouteTables": "RouteTableId", "NetworkAcls": "NetworkAclId",
    "SecurityGroups": "GroupId", "SecurityGroupRules": "SecurityGroupRuleId", "PrefixLists": "PrefixListId",
    "NetworkInterfaces": "NetworkInterfaceId", "Reservations": "InstanceId", "Addresses": "PublicIp",
    "InternetGateways": "InternetGatewayId", "EgressOnlyInternetGateways": "EgressOnlyInternetGatewayId",
    "NatGateways": "NatGatewayId", "VpcPeeringConnections": "VpcPeeringConnectionId",
    "VpcEndpoints": "VpcEndpointId", "ServiceConfigurations": "ServiceId",
    "InstanceConnectEndpoints": "InstanceConnectEndpointId", "ResourceGateways": "id",
    "ResourceConfigurations": "id", "ServiceNetworkVpcAssociations": "id",
    "DBInstances": "DBInstanceIdentifier",
    "DBClusters": "DBClusterIdentifier",
    "CacheClusters": "CacheClusterId", "ReplicationGroups": "ReplicationGroupId",
    "Clusters": "ClusterIdentifier", "MountTargets": "MountTargetId",
    "TransitGateways": "TransitGatewayId",
    "TransitGatewayAttachments": "TransitGatewayAttachmentId",
    "TransitGatewayVpcAttachments": "TransitGatewayAttachmentId",
    "TransitGatewayPeeringAttachments": "TransitGatewayAttachmentId",
    "TransitGatewayRouteTables": "TransitGatewayRouteTableId", "LoadBalancers": "LoadBalancerArn",
    "LoadBalancerDescriptions": "LoadBalancerName", "TargetGroups": "TargetGroupArn",
    "VpcBlockPublicAccessExclusions": "ExclusionId",
    "Listeners": "ListenerArn", "LoadBalancerListeners": "ListenerArn", "VpnGateways": "VpnGatewayId",
    "VpnConnections": "VpnConnectionId", "CustomerGateways": "CustomerGatewayId",
    "directConnectGateways": "directConnectGatewayId", "ClientVpnEndpoints": "ClientVpnEndpointId",
    "CarrierGateways": "CarrierGatewayId",
  ]

  /// Keys of calls for one resource each, whose words mean other things elsewhere.
  static let details: Set<String> = [
    "Attachments", "Routes", "Associations", "Entries", "Attributes", "Rules",
  ]

  /// Modelled too, under words of which other calls make other use.
  static let shared: Set<String> = ["Clusters"]

  /// Members that stand beside the list and are no resources.
  static let beside: Set<String> = [
    "ResponseMetadata", "NextToken", "nextToken", "NextMarker", "Marker", "AdditionalRoutesAvailable",
    "VpcId",
    "TransitGatewayRouteTableId", "MaxResults", "UpdateToken", "failures", "FirewallStatus",
    "FirewallPolicyResponse", "RuleGroupResponse",
    "VpcEndpointAssociationStatus", "EnableDnsHostnames",
    "RouteTableArn", "CoreNetworkSegmentEdge", "RouteTableType", "RouteTableTimestamp",
  ]

  /// Parts of the network that have no model: the field's word and the member that identifies them.
  static let unmodelled: [String: (kind: String, id: String)] = [
    "LocalGateways": ("local gateway", "LocalGatewayId"),
    "CoreNetworks": ("core network", "CoreNetworkArn"),
    "odbNetworks": ("ODB network", "odbNetworkArn"),
    "TransitGatewayPolicyTables": ("transit gateway policy table", "TransitGatewayPolicyTableId"),
    "TransitGatewayMulticastDomains": (
      "transit gateway multicast domain", "TransitGatewayMulticastDomainId"
    ),
    "Firewalls": ("network firewall", "FirewallArn"),
    "TransitGatewayConnects": ("transit gateway Connect attachment", "TransitGatewayAttachmentId"),
    "RouteServers": ("route server", "RouteServerId"),
  ]

  /// Outputs that are known and say nothing that the model needs.
  static let notNeeded: Set<String> = [
    "Regions", "AccountAttributes", "DhcpOptions", "FlowLogs", "LaunchTemplates", "LaunchTemplateVersions",
    "ServiceDetails", "ServiceNames", "AutoScalingGroups", "DBSubnetGroups", "DBProxies", "CacheSubnetGroups",
    "ClusterSubnetGroups",
    "ClusterInfoList", "DomainNames", "DomainStatus", "DomainStatusList", "FileSystems",
    "Functions", "Stacks", "FirewallPolicies", "RuleGroups", "VpcEndpointAssociations", "ResolverEndpoints",
    "ResolverRules", "Items", "items",
    "cluster", "clusters", "clusterArns", "nodegroup", "nodegroups", "services", "serviceArns", "taskArns",
    "tasks", "connections", "EnableDnsHostnames", "UserId", "Account", "Arn",
    "EniLimit", "TagDescriptions", "Tags",
    "LocalGatewayRouteTables", "LocalGatewayRouteTableVpcAssociations", "LocalGatewayVirtualInterfaces",
    "LocalGatewayVirtualInterfaceGroups", "TransitGatewayConnectPeers", "directConnectGatewayAttachments",
    "odbPeeringConnections",
  ]

  /// What answers need: each kind with the keys that supply it and the calls that print them.
  static let needed: [(kind: ResourceKind, keys: [String], remedy: String)] = [
    (.subnets, ["Subnets"], "aws ec2 describe-subnets"),
    (.routeTables, ["RouteTables"], "aws ec2 describe-route-tables"),
    (.networkACLs, ["NetworkAcls"], "aws ec2 describe-network-acls"),
    (.securityGroups, ["SecurityGroups"], "aws ec2 describe-security-groups"),
    (.networkInterfaces, ["NetworkInterfaces"], "aws ec2 describe-network-interfaces"),
    (.internetGateways, ["InternetGateways"], "aws ec2 describe-internet-gateways"),
    (
      .egressOnlyInternetGateways, ["EgressOnlyInternetGateways"],
      "aws ec2 describe-egress-only-internet-gateways"
    ),
    (.natGateways, ["NatGateways"], "aws ec2 describe-nat-gateways"),
    (.vpcPeeringConnections, ["VpcPeeringConnections"], "aws ec2 describe-vpc-peering-connections"),
    (.transitGateways, ["TransitGateways"], "aws ec2 describe-transit-gateways"),
    (
      .transitGatewayAttachments,
      ["TransitGatewayAttachments", "TransitGatewayVpcAttachments", "TransitGatewayPeeringAttachments"],
      "aws ec2 describe-transit-gateway-attachments, describe-transit-gateway-vpc-attachments"
    ),
    (
      .transitGatewayRouteTables, ["TransitGatewayRouteTables"],
      "aws ec2 describe-transit-gateway-route-tables"
    ),
    (.vpcEndpoints, ["VpcEndpoints"], "aws ec2 describe-vpc-endpoints"),
    (
      .prefixLists, ["PrefixLists"],
      "aws ec2 describe-managed-prefix-lists, get-managed-prefix-list-entries"
    ),
    (.loadBalancers, ["LoadBalancers"], "aws elbv2 describe-load-balancers"),
    (.targetGroups, ["TargetGroups"], "aws elbv2 describe-target-groups"),
  ]
}
