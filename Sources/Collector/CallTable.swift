/// The calls that a snapshot is made of: the one place that names them.
///
/// In the table are the calls whose outputs the readers of snapshots use, and those that say for what to ask
/// them. A call that prints secrets and nothing that a network is made of (Lambda's functions with their
/// environments, launch templates with their user data) is not in it at all.
package enum CallTable {
  /// All calls, in the order in which they are made; what a call asks for each of, an earlier one finds.
  package static let calls: [CollectCall] = ec2 + transit + balancing + services + far

  /// Who is asking: made first, and by itself.
  package static let identity = CollectCall(
    service: "sts", operation: "get-caller-identity", keys: ["Account"], actions: ["sts:GetCallerIdentity"])

  /// Which Regions the account uses, for `--region all`.
  package static let regions = CollectCall(
    service: "ec2", operation: "describe-regions", keys: ["Regions"], actions: ["ec2:DescribeRegions"])

  // MARK: Words

  /// A call of EC2 that prints one list.
  private static func ec2(
    _ operation: String, _ keys: String..., each: CollectCall.Each? = nil, arguments: [String] = [],
    fields: [CollectCall.Field] = [], isOptional: Bool = false, pagesByHand: Bool = false
  ) -> CollectCall {
    CollectCall(
      service: "ec2", operation: operation, keys: keys, arguments: arguments, each: each, fields: fields,
      actions: ["ec2:" + pascal(operation)], isOptional: isOptional, pagesByHand: pagesByHand)
  }

  static func call(
    _ service: String, _ operation: String, _ keys: [String], iam: String? = nil, action: String? = nil,
    each: CollectCall.Each? = nil, arguments: [String] = [], fields: [CollectCall.Field] = [],
    isOptional: Bool = false, globalRegion: String? = nil, isKept: Bool = true, pagesByHand: Bool = false
  ) -> CollectCall {
    CollectCall(
      service: service, operation: operation, keys: keys, arguments: arguments, each: each, fields: fields,
      actions: ["\(iam ?? service):\(action ?? pascal(operation))"], isOptional: isOptional,
      globalRegion: globalRegion, isKept: isKept, pagesByHand: pagesByHand)
  }

  static func each(
    _ call: String, _ list: String, _ member: String, _ option: String, as parameter: String? = nil
  ) -> CollectCall.Each {
    CollectCall.Each(
      call: call, list: list, member: member, option: option, parameter: parameter ?? member)
  }

  static func whole(_ names: String...) -> [CollectCall.Field] { names.map { .whole($0) } }

  /// `DescribeVpcs` of `describe-vpcs`.
  private static func pascal(_ operation: String) -> String {
    operation.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  // MARK: VPCs

  private static let ec2: [CollectCall] = [
    ec2("describe-availability-zones", "AvailabilityZones", isOptional: true),
    ec2("describe-vpcs", "Vpcs"),
    ec2(
      "describe-vpc-attribute", "EnableDnsSupport", "VpcId",
      each: each("ec2 describe-vpcs", "Vpcs", "VpcId", "--vpc-id"),
      arguments: ["--attribute", "enableDnsSupport"]),
    ec2("describe-subnets", "Subnets"),
    ec2("describe-route-tables", "RouteTables"),
    ec2("describe-network-acls", "NetworkAcls"),
    ec2("describe-security-groups", "SecurityGroups"),
    ec2("describe-security-group-rules", "SecurityGroupRules"),
    ec2("describe-security-group-vpc-associations", "SecurityGroupVpcAssociations", isOptional: true),
    ec2("describe-network-interfaces", "NetworkInterfaces"),
    ec2("describe-instances", "Reservations"),
    ec2("describe-addresses", "Addresses"),
    ec2("describe-internet-gateways", "InternetGateways"),
    ec2("describe-egress-only-internet-gateways", "EgressOnlyInternetGateways"),
    ec2("describe-carrier-gateways", "CarrierGateways", isOptional: true),
    ec2("describe-nat-gateways", "NatGateways"),
    ec2("describe-vpc-peering-connections", "VpcPeeringConnections"),
    ec2("describe-managed-prefix-lists", "PrefixLists"),
    ec2(
      "get-managed-prefix-list-entries", "Entries",
      each: each("ec2 describe-managed-prefix-lists", "PrefixLists", "PrefixListId", "--prefix-list-id")),
    ec2("describe-vpc-endpoints", "VpcEndpoints"),
    ec2("describe-vpc-endpoint-service-configurations", "ServiceConfigurations", isOptional: true),
    ec2("describe-instance-connect-endpoints", "InstanceConnectEndpoints", isOptional: true),
    ec2("describe-vpc-block-public-access-options", "VpcBlockPublicAccessOptions"),
    ec2("describe-vpc-block-public-access-exclusions", "VpcBlockPublicAccessExclusions"),
    ec2(
      "describe-vpc-encryption-controls", "VpcEncryptionControls", isOptional: true, pagesByHand: true),
    ec2("describe-public-ipv4-pools", "PublicIpv4Pools", isOptional: true),
    // It demands a size of page, and then leaves the pages to whoever asks.
    ec2(
      "describe-byoip-cidrs", "ByoipCidrs", arguments: ["--max-results", "100"], isOptional: true,
      pagesByHand: true),
    ec2("describe-local-gateways", "LocalGateways", isOptional: true),
    ec2("describe-route-servers", "RouteServers", isOptional: true),
  ]

  // MARK: Transit gateways, VPN

  private static let tables = each(
    "ec2 describe-transit-gateway-route-tables", "TransitGatewayRouteTables", "TransitGatewayRouteTableId",
    "--transit-gateway-route-table-id")

  private static let clients = each(
    "ec2 describe-client-vpn-endpoints", "ClientVpnEndpoints", "ClientVpnEndpointId",
    "--client-vpn-endpoint-id")

  private static let transit: [CollectCall] = [
    ec2("describe-transit-gateways", "TransitGateways"),
    ec2("describe-transit-gateway-attachments", "TransitGatewayAttachments"),
    ec2("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments"),
    ec2("describe-transit-gateway-peering-attachments", "TransitGatewayPeeringAttachments"),
    ec2("describe-transit-gateway-connects", "TransitGatewayConnects", isOptional: true),
    ec2("describe-transit-gateway-policy-tables", "TransitGatewayPolicyTables", isOptional: true),
    ec2("describe-transit-gateway-multicast-domains", "TransitGatewayMulticastDomains", isOptional: true),
    ec2("describe-transit-gateway-route-tables", "TransitGatewayRouteTables"),
    ec2(
      "search-transit-gateway-routes", "Routes", "AdditionalRoutesAvailable", each: tables,
      arguments: ["--filters", "Name=state,Values=active,blackhole"]),
    ec2("get-transit-gateway-route-table-associations", "Associations", each: tables),
    ec2(
      "get-transit-gateway-route-table-propagations", "TransitGatewayRouteTablePropagations", each: tables),
    ec2("describe-vpn-gateways", "VpnGateways"),
    ec2("describe-customer-gateways", "CustomerGateways"),
    // The rest is the tunnels' pre-shared keys: CustomerGatewayConfiguration, Options.TunnelOptions.
    ec2(
      "describe-vpn-connections", "VpnConnections",
      fields: whole(
        "VpnConnectionId", "State", "Type", "Category", "CustomerGatewayId", "VpnGatewayId",
        "TransitGatewayId", "CoreNetworkArn", "CoreNetworkAttachmentArn", "GatewayAssociationState", "Routes",
        "Tags") + [
          .object(
            "Options",
            whole(
              "EnableAcceleration", "StaticRoutesOnly", "LocalIpv4NetworkCidr", "RemoteIpv4NetworkCidr",
              "LocalIpv6NetworkCidr", "RemoteIpv6NetworkCidr", "TunnelInsideIpVersion",
              "OutsideIpAddressType", "TransportTransitGatewayAttachmentId")),
          .list(
            "VgwTelemetry",
            whole("AcceptedRouteCount", "LastStatusChange", "OutsideIpAddress", "Status", "StatusMessage")),
        ]),
    ec2("describe-client-vpn-endpoints", "ClientVpnEndpoints", isOptional: true),
    ec2(
      "describe-client-vpn-target-networks", "ClientVpnTargetNetworks", each: clients, isOptional: true),
    ec2("describe-client-vpn-authorization-rules", "AuthorizationRules", each: clients, isOptional: true),
    ec2("describe-client-vpn-routes", "Routes", each: clients, isOptional: true),
    call("directconnect", "describe-direct-connect-gateways", ["directConnectGateways"]),
    call(
      "directconnect", "describe-direct-connect-gateway-associations", ["directConnectGatewayAssociations"],
      each: each(
        "directconnect describe-direct-connect-gateways", "directConnectGateways", "directConnectGatewayId",
        "--direct-connect-gateway-id")),
    // The rest is the BGP sessions' keys: authKey, customerRouterConfig.
    call(
      "directconnect", "describe-virtual-interfaces", ["virtualInterfaces"],
      fields: whole(
        "virtualInterfaceId", "virtualInterfaceName", "virtualInterfaceType", "virtualInterfaceState",
        "ownerAccount", "connectionId", "vlan", "asn", "amazonSideAsn", "addressFamily", "amazonAddress",
        "customerAddress", "virtualGatewayId", "directConnectGatewayId", "routeFilterPrefixes", "region",
        "tags") + [
          .list(
            "bgpPeers",
            whole(
              "bgpPeerId", "asn", "addressFamily", "amazonAddress", "customerAddress", "bgpPeerState",
              "bgpStatus"))
        ], pagesByHand: true),
  ]
}
