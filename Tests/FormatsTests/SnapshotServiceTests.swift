import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Services behind endpoints and load balancers, as the calls print them.
@Suite struct SnapshotServiceTests {
  private static let balancer =
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/nlb/0123456789abcdef"

  @Test func readsEndpointServices() throws {
    let (topology, findings) = try readSnapshot([
      "services.json": """
      {"ServiceConfigurations": [
        {"ServiceType": [{"ServiceType": "Interface"}], "ServiceId": "vpce-svc-0a", "ServiceState": "Available",
         "ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-0a", "AvailabilityZones": ["eu-west-1a"],
         "AcceptanceRequired": true, "ManagesVpcEndpoints": false, "PrivateDnsName": "api.example.com",
         "NetworkLoadBalancerArns": ["\(Self.balancer)"], "Tags": [{"Key": "Name", "Value": "partner"}]},
        {"ServiceId": "vpce-svc-0b", "ServiceState": "Deleting", "ServiceName": "b",
         "GatewayLoadBalancerArns": ["\(Self.balancer)"]},
        {"ServiceId": "vpce-svc-0c"}]}
      """,
      "balancers.json": """
      {"LoadBalancers": [{"LoadBalancerArn": "\(Self.balancer)", "LoadBalancerName": "nlb", "Type": "network",
       "VpcId": "vpc-0a", "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off"}]}
      """,
    ])
    #expect(topology.endpointServices.map(\.id) == ["vpce-svc-0a", "vpce-svc-0b"])
    let service = try #require(topology.endpointServices.first)
    #expect(service.info.name == "partner")
    #expect(service.serviceName == "com.amazonaws.vpce.eu-west-1.vpce-svc-0a")
    #expect(service.loadBalancers == [LoadBalancerID(Self.balancer)])
    #expect(service.zones == ["eu-west-1a"])
    #expect(service.requiresAcceptance)
    #expect(service.privateDNSName == "api.example.com")
    #expect(topology.endpointServices.map(\.isAvailable) == [true, false])
    #expect(topology.endpointServices[1].loadBalancers == [LoadBalancerID(Self.balancer)])
    #expect(topology.loadBalancers.map(\.judgesPrivateLink) == [false])
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RESOURCE"])
    let entry = topology.coverage.entries.first { $0.kind == "ServiceConfigurations" }
    #expect(entry?.read == 3 && entry?.modelled == 2)
  }

  @Test func readsWhatEndpointsSayOfNamesAndPolicies() throws {
    let (topology, findings) = try readSnapshot([
      "endpoints.json": #"""
      {"VpcEndpoints": [
        {"VpcEndpointId": "vpce-0a", "VpcEndpointType": "Interface", "VpcId": "vpc-0a", "ServiceName": "a",
         "State": "available", "PrivateDnsEnabled": true, "ServiceRegion": "us-east-1",
         "DnsEntries": [{"DnsName": "vpce-0a.example.com", "HostedZoneId": "Z1"}],
         "PolicyDocument": "{\"Statement\":[{\"Action\":\"*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}"},
        {"VpcEndpointId": "vpce-0b", "VpcEndpointType": "Interface", "VpcId": "vpc-0a", "ServiceName": "b",
         "PolicyDocument": "{\"Statement\":[{\"Action\":\"s3:GetObject\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}"},
        {"VpcEndpointId": "vpce-0c", "VpcEndpointType": "Interface", "VpcId": "vpc-0a", "ServiceName": "c",
         "PolicyDocument": "{\"Statement\":[{\"Action\":[\"*\"],\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Resource\":[\"*\"]}]}"},
        {"VpcEndpointId": "vpce-0d", "VpcEndpointType": "Interface", "VpcId": "vpc-0a", "ServiceName": "d",
         "PolicyDocument": "no policy"}]}
      """#
    ])
    #expect(findings.isEmpty)
    #expect(topology.vpcEndpoints.map(\.allowsFullAccess) == [true, false, true, false])
    #expect(topology.vpcEndpoints.map(\.isPrivateDNS) == [true, false, false, false])
    #expect(topology.vpcEndpoints[0].serviceRegion == "us-east-1")
    #expect(topology.vpcEndpoints[0].dnsNames == ["vpce-0a.example.com"])
  }

  @Test("LB-3: a zonal shift is ignored, and noted [ARC API, list-zonal-shifts]")
  func lb3() throws {
    let (_, findings) = try readSnapshot([
      "shifts.json": """
      {"items": [
        {"zonalShiftId": "1", "resourceIdentifier": "\(Self.balancer)", "awayFrom": "euw1-az1", "status": "ACTIVE"},
        {"zonalShiftId": "2", "resourceIdentifier": "\(Self.balancer)", "awayFrom": "euw1-az2", "status": "EXPIRED"}]}
      """
    ])
    #expect(findings.map(\.code) == ["PW_ZONAL_SHIFT_IGNORED"])
    #expect(findings.map(\.message) == ["a zonal shift away from euw1-az1 is in force, and is ignored"])
  }

  @Test func readsServiceNetworkAssociations() throws {
    let arn = "arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetworkvpcassociation/"
    let summary = """
      "status": "ACTIVE", "serviceNetworkId": "sn-0a", "serviceNetworkName": "shops",
      "serviceNetworkArn": "arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-0a", "vpcId": "vpc-0a"
      """
    let (topology, findings) = try readSnapshot([
      "list.json": """
      {"items": [{"id": "snva-0a", "arn": "\(arn)snva-0a", \(summary)}, {"id": "snva-0b", "arn": "\(arn)snva-0b", \(summary)}]}
      """,
      "one.json": """
      {"id": "snva-0a", "arn": "\(arn)snva-0a", "securityGroupIds": ["sg-0a"], \(summary)}
      """,
    ])
    #expect(findings.isEmpty)
    #expect(topology.serviceNetworkAssociations.map(\.id) == ["snva-0b", "snva-0a"])
    #expect(topology.serviceNetworkAssociations.map(\.securityGroups) == [[.notInInput], ["sg-0a"]])
    #expect(topology.serviceNetworkAssociations.map(\.info.name) == ["shops", "shops"])
    #expect(topology.serviceNetworkAssociations.allSatisfy { $0.vpc == "vpc-0a" && $0.isAvailable })
  }
}
