import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotRoutingTests {
  @Test func readsRouteTables() throws {
    let (topology, findings) = try readSnapshot([
      "tables.json": """
      {"RouteTables": [{"RouteTableId": "rtb-0a", "VpcId": "vpc-0a",
        "Associations": [
          {"Main": true, "RouteTableId": "rtb-0a", "AssociationState": {"State": "associated"}},
          {"Main": false, "SubnetId": "subnet-0a", "AssociationState": {"State": "associated"}},
          {"Main": false, "SubnetId": "subnet-0b", "AssociationState": {"State": "disassociated"}},
          {"Main": false, "GatewayId": "igw-0a"}],
        "Routes": [
          {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"},
          {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-0a", "Origin": "CreateRoute", "State": "active"},
          {"DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-0a", "State": "active"},
          {"DestinationCidrBlock": "10.2.0.0/16", "TransitGatewayId": "tgw-0a", "State": "active"},
          {"DestinationCidrBlock": "10.3.0.0/16", "NatGatewayId": "nat-0a", "State": "blackhole"},
          {"DestinationCidrBlock": "10.4.0.0/16", "InstanceId": "i-0a", "InstanceOwnerId": "123456789012",
           "NetworkInterfaceId": "eni-0a", "State": "active"},
          {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-0a", "State": "active"},
          {"DestinationPrefixListId": "pl-0a", "GatewayId": "vpce-0a", "State": "active"},
          {"DestinationCidrBlock": "10.5.0.0/16", "GatewayId": "vgw-0a", "Origin": "EnableVgwRoutePropagation"},
          {"DestinationCidrBlock": "10.6.0.0/16", "CoreNetworkArn": "arn:aws:networkmanager::123456789012:core-network/c"},
          {"DestinationCidrBlock": "10.7.0.0/16", "IpAddress": "10.0.1.9", "Origin": "Advertisement",
           "State": "filtered"}]}]}
      """
    ])
    let table = try #require(topology.routeTables.first)
    #expect(table.isMain)
    #expect(table.subnets == ["subnet-0a"])
    #expect(table.gateways == ["igw-0a"])
    #expect(
      table.routes.map(\.target) == [
        .local, .internetGateway("igw-0a"), .vpcPeeringConnection("pcx-0a"), .transitGateway("tgw-0a"),
        .natGateway("nat-0a"), .networkInterface("eni-0a"), .egressOnlyInternetGateway("eigw-0a"),
        .vpcEndpoint("vpce-0a"), .vpnGateway("vgw-0a"),
        .unmodelled(kind: "core network", id: "arn:aws:networkmanager::123456789012:core-network/c"),
        .address(try address("10.0.1.9")),
      ])
    #expect(table.routes[0].origin.description == "tables.json:8:5")
    #expect(table.routes[4].state == .blackhole)
    #expect(table.routes[7].destination == .prefixList("pl-0a"))
    #expect(table.routes[8].source == .propagated)
    #expect(table.routes[10].source == .advertised)
    #expect(table.routes[10].state == .filtered)
    #expect(table.isComplete)
    #expect(findings.isEmpty)
  }

  @Test func marksTablesThatLostARoute() throws {
    let (topology, findings) = try readSnapshot([
      "tables.json": """
      {"RouteTables": [
        {"RouteTableId": "rtb-0a", "VpcId": "vpc-0a", "Routes": [
          {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"},
          {"DestinationCidrBlock": "all", "GatewayId": "igw-0a"}]},
        {"RouteTableId": "rtb-0b", "VpcId": "vpc-0a", "Routes": [
          {"DestinationCidrBlock": "10.0.0.0/24", "WormholeId": "wh-0a", "State": "active"},
          {"DestinationCidrBlock": "10.0.1.0/24", "State": "blackhole"}]}]}
      """
    ])
    #expect(topology.routeTables.map(\.isComplete) == [false, true])
    #expect(topology.routeTables.map(\.routes.count) == [1, 2])
    // The destination is kept: its traffic must not fall through to a shorter match.
    #expect(topology.routeTables[1].routes[0].target == .unmodelled(kind: "unknown target", id: ""))
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RULE", "PW_UNKNOWN_TARGET"])
    #expect(findings.map(\.origin.position?.line) == [4, 6])
  }

  @Test func readsGateways() throws {
    let (topology, findings) = try readSnapshot([
      "gateways.json": """
      {"InternetGateways": [
         {"InternetGatewayId": "igw-0a", "Attachments": [{"State": "available", "VpcId": "vpc-0a"}]},
         {"InternetGatewayId": "igw-0b", "Attachments": [{"State": "detached", "VpcId": "vpc-0a"}]},
         {"InternetGatewayId": "igw-0c", "Attachments": []}],
       "EgressOnlyInternetGateways": [
         {"EgressOnlyInternetGatewayId": "eigw-0a", "Attachments": [{"State": "attached", "VpcId": "vpc-0a"}]}],
       "NatGateways": [
         {"NatGatewayId": "nat-0a", "VpcId": "vpc-0a", "SubnetId": "subnet-0a", "State": "available",
          "ConnectivityType": "private", "NatGatewayAddresses": [
            {"PrivateIp": "10.0.1.7", "IsPrimary": false, "Status": "succeeded"},
            {"PrivateIp": "10.0.1.6", "IsPrimary": true, "Status": "succeeded"},
            {"PrivateIp": "10.0.1.8", "IsPrimary": false, "Status": "failed"}]},
         {"NatGatewayId": "nat-0b", "VpcId": "vpc-0a", "SubnetId": "subnet-0a", "State": "deleted",
          "NatGatewayAddresses": [{"PrivateIp": "10.0.1.9", "PublicIp": "203.0.113.9"}]},
         {"NatGatewayId": "nat-0c", "VpcId": "vpc-0a", "AvailabilityMode": "regional", "State": "available",
          "AutoProvisionZones": "disabled", "RouteTableId": "rtb-0n", "NatGatewayAddresses": [
            {"AllocationId": "eipalloc-0a", "PublicIp": "203.0.113.10", "AvailabilityZone": "eu-west-1a",
             "AvailabilityZoneId": "euw1-az3", "IsPrimary": true, "Status": "succeeded"},
            {"AllocationId": "eipalloc-0b", "PublicIp": "203.0.113.11", "AvailabilityZoneId": "euw1-az1"}],
          "AttachedAppliances": [
            {"Type": "network-firewall-proxy", "ApplianceArn": "arn:aws:network-firewall:eu-west-1:123456789012:proxy/p",
             "AttachmentState": "attached"},
            {"Type": "network-firewall-proxy", "ApplianceArn": "arn:old", "AttachmentState": "detached"}]}]}
      """
    ])
    #expect(topology.internetGateways.map(\.vpc) == ["vpc-0a", nil, nil])
    #expect(topology.egressOnlyInternetGateways.map(\.vpc) == ["vpc-0a"])
    #expect(topology.natGateways.map(\.isAvailable) == [true, false, true])
    #expect(topology.natGateways.map(\.connectivity) == [.private, .public, .public])
    #expect(topology.natGateways[0].addresses.map(\.address.description) == ["10.0.1.6", "10.0.1.7"])
    #expect(topology.natGateways[1].addresses[0].publicAddress == (try address("203.0.113.9")))
    #expect(topology.natGateways[2].isRegional)
    #expect(topology.natGateways[2].subnet == nil)
    #expect(topology.natGateways[2].zones.map(\.zone.identity) == ["euw1-az3", "euw1-az1"])
    #expect(
      topology.natGateways[2].zones.flatMap(\.addresses).map(\.publicAddress)
        == [try address("203.0.113.10"), try address("203.0.113.11")])
    #expect(!topology.natGateways[2].isAutomatic)
    #expect(topology.natGateways[2].routeTable == "rtb-0n")
    #expect(topology.natGateways[2].proxies == ["arn:aws:network-firewall:eu-west-1:123456789012:proxy/p"])
    #expect(findings.isEmpty)
  }

  @Test func readsPeeringConnectionsAndEndpoints() throws {
    let (topology, findings) = try readSnapshot([
      "peerings.json": """
      {"VpcPeeringConnections": [
        {"VpcPeeringConnectionId": "pcx-0a", "Status": {"Code": "active"},
         "RequesterVpcInfo": {"VpcId": "vpc-0a", "OwnerId": "123456789012", "Region": "eu-west-1",
           "CidrBlock": "10.0.0.0/16", "CidrBlockSet": [{"CidrBlock": "10.0.0.0/16"}, {"CidrBlock": "10.9.0.0/16"}]},
         "AccepterVpcInfo": {"VpcId": "vpc-0b", "Region": "eu-central-1", "CidrBlock": "10.1.0.0/16",
           "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": true},
           "Ipv6CidrBlockSet": [{"Ipv6CidrBlock": "2001:db8:2::/56"}]}},
        {"VpcPeeringConnectionId": "pcx-0b", "Status": {"Code": "pending-acceptance"},
         "RequesterVpcInfo": {"VpcId": "vpc-0a"}, "AccepterVpcInfo": {"VpcId": "vpc-0c"}}]}
      """,
      "endpoints.json": """
      {"VpcEndpoints": [
        {"VpcEndpointId": "vpce-0a", "VpcId": "vpc-0a", "ServiceName": "com.amazonaws.eu-west-1.s3",
         "State": "Available"},
        {"VpcEndpointId": "vpce-0b", "VpcEndpointType": "Interface", "VpcId": "vpc-0a", "State": "pendingAcceptance",
         "ServiceName": "com.amazonaws.eu-west-1.sqs", "NetworkInterfaceIds": ["eni-0a"], "SubnetIds": ["subnet-0a"],
         "Tags": [{"Key": "Name", "Value": "sqs"}]},
        {"VpcEndpointId": "vpce-0c", "VpcEndpointType": "GatewayLoadBalancer", "VpcId": "vpc-0a"}]}
      """,
    ])
    #expect(topology.vpcPeeringConnections.map(\.isActive) == [true, false])
    let peering = try #require(topology.vpcPeeringConnections.first)
    #expect(peering.requester.prefixes.map(\.description) == ["10.0.0.0/16", "10.9.0.0/16"])
    #expect(peering.accepter.prefixes.map(\.description) == ["10.1.0.0/16", "2001:db8:2::/56"])
    #expect(!peering.isSameRegion)
    #expect(!peering.requester.allowsDNSResolution && peering.accepter.allowsDNSResolution)
    #expect(topology.vpcEndpoints.map(\.kind) == [.gateway, .interface, .gatewayLoadBalancer])
    #expect(topology.vpcEndpoints.map(\.isAvailable) == [true, false, true])
    #expect(topology.vpcEndpoints[1].interfaces == ["eni-0a"])
    #expect(topology.vpcEndpoints[1].info.name == "sqs")
    #expect(findings.isEmpty)
  }

  @Test func namesWhatHasNoModel() throws {
    let (topology, _) = try readSnapshot([
      "vpn.json": """
      {"VpnGateways": [{"VpnGatewayId": "vgw-0a", "VpcAttachments": [{"State": "attached", "VpcId": "vpc-0a"}]}],
       "CustomerGateways": [{"CustomerGatewayId": "cgw-0a"}],
       "Firewalls": [{"FirewallArn": "arn:aws:network-firewall:eu-west-1:123456789012:firewall/fw"}]}
      """
    ])
    #expect(
      topology.unmodelled.map(\.kind) == ["network firewall"])
    #expect(topology.unmodelled.map(\.vpc) == [nil])
    #expect(topology.vpnGateways.map(\.vpc) == ["vpc-0a"])
    #expect(topology.coverage.entries.first { $0.kind == "VpnGateways" }?.modelled == 1)
  }
}
