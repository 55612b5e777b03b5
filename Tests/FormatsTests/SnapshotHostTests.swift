import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotHostTests {
  @Test func readsNetworkInterfaces() throws {
    let (topology, findings) = try readSnapshot([
      "interfaces.json": """
      {"NetworkInterfaces": [{
        "NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "VpcId": "vpc-0a", "OwnerId": "123456789012",
        "AvailabilityZone": "eu-west-1a", "Description": "", "InterfaceType": "interface",
        "Groups": [{"GroupId": "sg-0a", "GroupName": "web"}], "SourceDestCheck": false, "Status": "in-use",
        "Attachment": {"InstanceId": "i-0a", "DeviceIndex": 1, "Status": "attached"},
        "PrivateIpAddress": "10.0.1.4",
        "PrivateIpAddresses": [
          {"PrivateIpAddress": "10.0.1.4", "Primary": true, "Association": {"PublicIp": "203.0.113.4"}},
          {"PrivateIpAddress": "10.0.1.5", "Primary": false}],
        "Ipv6Addresses": [{"Ipv6Address": "2001:db8:1::4"}],
        "Ipv4Prefixes": [{"Ipv4Prefix": "10.0.1.16/28"}], "Ipv6Prefixes": [{"Ipv6Prefix": "2001:db8:1:0:8::/80"}],
        "DenyAllIgwTraffic": true, "TagSet": []}]}
      """,
      "instances.json": """
      {"Reservations": [{"OwnerId": "123456789012", "Instances": [{"InstanceId": "i-0a", "Platform": "windows",
        "State": {"Name": "running"}, "Tags": [{"Key": "Name", "Value": "web-1"}]}]}]}
      """,
    ])
    let interface = try #require(topology.networkInterfaces.first)
    #expect(interface.subnet == "subnet-0a")
    #expect(interface.info.name == "web-1")
    #expect(interface.info.region == "eu-west-1")
    #expect(
      interface.addresses == [
        InterfaceAddress(try address("10.0.1.4"), publicAddress: try address("203.0.113.4"), isPrimary: true),
        InterfaceAddress(try address("10.0.1.5")), InterfaceAddress(try address("2001:db8:1::4")),
      ])
    #expect(interface.delegatedPrefixes == [try prefix("10.0.1.16/28"), try prefix("2001:db8:1:0:8::/80")])
    #expect(interface.securityGroups == ["sg-0a"])
    #expect(!interface.isSourceDestChecked)
    #expect(interface.instance == "i-0a")
    #expect(interface.deviceIndex == 1)
    #expect(interface.isAttached)
    #expect(interface.deniesInternetGatewayTraffic)
    #expect(interface.ephemeralPorts == .windowsEphemeral)
    #expect(interface.interfaceDescription == nil)
    #expect(topology.instances.map(\.state) == ["running"])
    #expect(topology.instances.map(\.info.account) == ["123456789012"])
    #expect(findings.isEmpty)
  }

  @Test(
    arguments: [
      (#""InterfaceType": "interface""#, .interface, PortRange.linuxEphemeral),
      (#""InterfaceType": "nat_gateway""#, .natGateway, .anyEphemeral),
      (#""InterfaceType": "lambda""#, .lambda, .anyEphemeral),
      (#""InterfaceType": "vpc_endpoint""#, .vpcEndpoint, .linuxEphemeral),
      (#""InterfaceType": "transit_gateway""#, .transitGateway, .linuxEphemeral),
      (
        #""InterfaceType": "network_load_balancer", "Description": "ELB net/n/0a""#, .networkLoadBalancer,
        .anyEphemeral
      ),
      (#""InterfaceType": "gateway_load_balancer""#, .gatewayLoadBalancer, .anyEphemeral),
      (#""InterfaceType": "gateway_load_balancer_endpoint""#, .gatewayLoadBalancerEndpoint, .linuxEphemeral),
      (#""InterfaceType": "quicksight""#, .other("quicksight"), .linuxEphemeral),
      (
        #""InterfaceType": "interface", "Description": "ELB app/web/0a""#, .applicationLoadBalancer,
        .anyEphemeral
      ),
      (
        #""InterfaceType": "interface", "Description": "ELB old", "RequesterId": "amazon-elb""#,
        .classicLoadBalancer,
        .anyEphemeral
      ),
      // Anybody may write this.
      (#""InterfaceType": "interface", "Description": "ELB old""#, .interface, .linuxEphemeral),
      (#""InterfaceType": "interface", "Description": "RDSNetworkInterface""#, .interface, .linuxEphemeral),
      // Recordings from before there were types.
      (#""Description": "Interface for NAT Gateway nat-0a""#, .natGateway, .anyEphemeral),
      (#""Description": "AWS Lambda VPC ENI: f""#, .lambda, .anyEphemeral),
      (#""Description": "VPC Endpoint Interface vpce-0a""#, .vpcEndpoint, .linuxEphemeral),
      (#""Description": "my host""#, .interface, .linuxEphemeral),
    ] as [(String, InterfaceKind, PortRange)])
  func tellsKindsApart(fields: String, kind: InterfaceKind, ports: PortRange) throws {
    let (topology, _) = try readSnapshot([
      "interfaces.json": """
      {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "Groups": [], \(fields)}]}
      """
    ])
    #expect(topology.networkInterfaces.map(\.kind) == [kind])
    #expect(topology.networkInterfaces.map(\.ephemeralPorts) == [ports])
  }

  @Test func tellsKindsApartByWhoNamesThem() throws {
    let (topology, _) = try readSnapshot([
      "interfaces.json": """
      {"NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "InterfaceType": "interface"},
        {"NetworkInterfaceId": "eni-0b", "SubnetId": "subnet-0a", "InterfaceType": "interface", "Groups": []}]}
      """,
      "nats.json": """
      {"NatGateways": [{"NatGatewayId": "nat-0a", "VpcId": "vpc-0a", "SubnetId": "subnet-0a",
        "NatGatewayAddresses": [{"NetworkInterfaceId": "eni-0a", "PrivateIp": "10.0.1.9"}]}]}
      """,
      "endpoints.json": """
      {"VpcEndpoints": [{"VpcEndpointId": "vpce-0a", "VpcId": "vpc-0a", "VpcEndpointType": "Interface",
        "NetworkInterfaceIds": ["eni-0b"]}]}
      """,
    ])
    #expect(topology.networkInterfaces.map(\.kind) == [.natGateway, .vpcEndpoint])
    #expect(topology.networkInterfaces[0].securityGroups.isEmpty)
  }

  @Test func readsCarrierAddresses() throws {
    let (topology, findings) = try readSnapshot([
      "interfaces.json": """
      {"NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "Groups": [], "PrivateIpAddresses": [
          {"PrivateIpAddress": "10.0.1.4", "Primary": true, "Association": {"CarrierIp": "198.51.100.4"}}]},
        {"NetworkInterfaceId": "eni-0b", "SubnetId": "subnet-0a", "Groups": [], "PrivateIpAddresses": [
          {"PrivateIpAddress": "10.0.1.5", "Primary": true}]}]}
      """,
      "addresses.json": """
      {"Addresses": [{"CarrierIp": "198.51.100.5", "AllocationId": "eipalloc-0a", "NetworkInterfaceId": "eni-0b",
        "PrivateIpAddress": "10.0.1.5"}]}
      """,
      "carriers.json": """
      {"CarrierGateways": [{"CarrierGatewayId": "cagw-0a", "VpcId": "vpc-0a", "State": "available"},
        {"CarrierGatewayId": "cagw-0b", "VpcId": "vpc-0a", "State": "deleted"}]}
      """,
      "tables.json": """
      {"RouteTables": [{"RouteTableId": "rtb-0a", "VpcId": "vpc-0a", "Routes": [
        {"DestinationCidrBlock": "0.0.0.0/0", "CarrierGatewayId": "cagw-0a", "State": "active"}]}]}
      """,
    ])
    #expect(
      topology.networkInterfaces.flatMap(\.addresses).map(\.carrierAddress)
        == [try address("198.51.100.4"), try address("198.51.100.5")])
    #expect(topology.carrierGateways.map(\.vpc) == ["vpc-0a", nil])
    #expect(topology.routeTables.flatMap(\.routes).map(\.target) == [.carrierGateway("cagw-0a")])
    #expect(findings.isEmpty)
  }

  @Test func oldRecordingsLackMuch() throws {
    let (topology, findings) = try readSnapshot([
      "interfaces.json": """
      {"NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "PrivateIpAddress": "10.0.1.4",
         "Association": {"PublicIp": "203.0.113.4"}},
        {"NetworkInterfaceId": "eni-0b", "SubnetId": null, "PrivateIpAddress": "10.0.1.5"},
        {"NetworkInterfaceId": "eni-0c", "SubnetId": "subnet-0a", "PrivateIpAddress": "10.0.1", "Groups": []},
        {"NetworkInterfaceId": "eni-0d", "SubnetId": "subnet-0a", "Status": "available", "Groups": []}]}
      """
    ])
    #expect(topology.networkInterfaces.map(\.id) == ["eni-0a", "eni-0d"])
    #expect(topology.networkInterfaces[0].primaryAddress == (try address("10.0.1.4")))
    #expect(topology.networkInterfaces[0].addresses[0].publicAddress == (try address("203.0.113.4")))
    // Not "no groups": those of a host are unknown.
    #expect(topology.networkInterfaces[0].securityGroups == [.notInInput])
    #expect(topology.networkInterfaces.map(\.isAttached) == [true, false])
    #expect(findings.map(\.subject) == ["eni-0b", "eni-0c"])
  }

  /// Some recordings say which public address an interface has beside its list of addresses only.
  @Test func theInterfacesOwnAssociationIsItsPrimaryAddresss() throws {
    let (topology, _) = try readSnapshot([
      "interfaces.json": """
      {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "Groups": [],
        "Association": {"PublicIp": "203.0.113.4"},
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.5", "Primary": false},
                               {"PrivateIpAddress": "10.0.1.4", "Primary": true}]}]}
      """
    ])
    #expect(
      topology.networkInterfaces[0].addresses.map(\.publicAddress) == [nil, try address("203.0.113.4")])
  }

  @Test func readsElasticAddresses() throws {
    let (topology, _) = try readSnapshot([
      "interfaces.json": """
      {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "Groups": [],
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.4", "Primary": true},
                               {"PrivateIpAddress": "10.0.1.5", "Primary": false}]}]}
      """,
      "addresses.json": """
      {"Addresses": [
        {"AllocationId": "eipalloc-0a", "PublicIp": "203.0.113.1", "InstanceId": ""},
        {"AllocationId": "eipalloc-0b", "PublicIp": "203.0.113.2", "AssociationId": "eipassoc-0b",
         "NetworkInterfaceId": "eni-0a", "PrivateIpAddress": "10.0.1.5"}]}
      """,
    ])
    #expect(topology.unassociatedAddresses.map(\.allocation) == ["eipalloc-0a"])
    #expect(
      topology.networkInterfaces[0].addresses.map(\.publicAddress) == [nil, try address("203.0.113.2")])
  }
}
