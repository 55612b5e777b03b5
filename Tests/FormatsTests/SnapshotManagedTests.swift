import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Databases, caches, file systems and doors, as the calls print them.
@Suite struct SnapshotManagedTests {
  private let network: KeyValuePairs<String, String> = [
    "subnets.json": """
    {"Subnets": [
      {"SubnetId": "subnet-a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a"},
      {"SubnetId": "subnet-b", "VpcId": "vpc-0a", "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "eu-west-1b"}]}
    """,
    "interfaces.json": """
    {"NetworkInterfaces": [
      {"NetworkInterfaceId": "eni-db", "SubnetId": "subnet-a", "Description": "RDSNetworkInterface",
       "Groups": [{"GroupId": "sg-db"}], "PrivateIpAddress": "10.0.1.9", "InterfaceType": "interface"},
      {"NetworkInterfaceId": "eni-other", "SubnetId": "subnet-a", "Description": "RDSNetworkInterface",
       "Groups": [{"GroupId": "sg-other"}], "PrivateIpAddress": "10.0.1.10", "InterfaceType": "interface"},
      {"NetworkInterfaceId": "eni-cache", "SubnetId": "subnet-a", "Description": "ElastiCache sessions-001",
       "Groups": [], "PrivateIpAddress": "10.0.1.11", "InterfaceType": "interface"},
      {"NetworkInterfaceId": "eni-dw", "SubnetId": "subnet-b", "Description": "RedshiftNetworkInterface",
       "Groups": [], "PrivateIpAddress": "10.0.2.12", "InterfaceType": "interface"},
      {"NetworkInterfaceId": "eni-rgw", "SubnetId": "subnet-b", "Description": "Resource gateway rgw-0a",
       "Groups": [], "PrivateIpAddress": "10.0.2.13", "InterfaceType": "interface"}]}
    """,
  ]

  private func read(_ name: String, _ text: String) throws -> (topology: Topology, findings: [Finding]) {
    var documents = [try document("vpcs.json", #"{"Vpcs": [\#(hub)]}"#), try document(name, text)]
    for (path, text) in network { documents.append(try document(path, text)) }
    return try AWSSnapshot.read(documents)
  }

  @Test func readsDatabases() throws {
    let (topology, findings) = try read(
      "databases.json",
      """
      {"DBInstances": [
        {"DBInstanceIdentifier": "orders", "DBInstanceArn": "arn:aws:rds:eu-west-1:123456789012:db:orders",
         "AvailabilityZone": "eu-west-1a", "MultiAZ": true, "SecondaryAvailabilityZone": "eu-west-1b",
         "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-db", "Status": "active"}],
         "Endpoint": {"Address": "orders.abc.eu-west-1.rds.amazonaws.com", "Port": 5432},
         "DBSubnetGroup": {"VpcId": "vpc-0a", "Subnets": [{"SubnetIdentifier": "subnet-a"}, {"SubnetIdentifier": "subnet-b"}]},
         "TagList": [{"Key": "tier", "Value": "data"}]},
        {"DBInstanceIdentifier": "single", "AvailabilityZone": "eu-west-1a", "MultiAZ": false,
         "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-other"}],
         "DBSubnetGroup": {"VpcId": "vpc-0a", "Subnets": [{"SubnetIdentifier": "subnet-a"}, {"SubnetIdentifier": "subnet-b"}]}}],
       "DBClusters": [
        {"DBClusterIdentifier": "ring", "Endpoint": "ring.cluster.example.com",
         "ReaderEndpoint": "ring.cluster-ro.example.com",
         "DBClusterMembers": [{"DBInstanceIdentifier": "orders", "IsClusterWriter": true}]}]}
      """)
    #expect(findings.isEmpty)
    #expect(topology.managedServices.map(\.info.name) == ["orders", "single", "ring"])
    #expect(topology.managedServices.map(\.interfaces) == [["eni-db"], ["eni-other"], ["eni-db"]])
    #expect(topology.managedServices.map(\.failoverSubnets) == [["subnet-b"], [], []])
    #expect(topology.managedServices.map(\.kind) == ["DB instance", "DB instance", "DB cluster"])
    #expect(topology.managedServices.map(\.vpc) == ["vpc-0a", "vpc-0a", "vpc-0a"])
    #expect(topology.managedServices[0].info.tags == ["tier": "data"])
    #expect(topology.managedServices[0].hosts == ["orders.abc.eu-west-1.rds.amazonaws.com"])
    #expect(
      topology.managedServices[2].hosts == ["ring.cluster.example.com", "ring.cluster-ro.example.com"])
    let entry = topology.coverage.entries.first { $0.kind == "DBInstances" }
    #expect(entry?.modelled == 2)
  }

  @Test func readsCachesWarehousesAndFileSystems() throws {
    let (topology, findings) = try read(
      "others.json",
      """
      {"CacheClusters": [{"CacheClusterId": "sessions-001",
         "CacheNodes": [{"CacheNodeId": "0001", "Endpoint": {"Address": "sessions-001.example.com", "Port": 6379}}]}],
       "ReplicationGroups": [{"ReplicationGroupId": "sessions", "MemberClusters": ["sessions-001"],
         "NodeGroups": [{"PrimaryEndpoint": {"Address": "sessions.example.com"}}]}],
       "Clusters": [{"ClusterIdentifier": "dw", "VpcId": "vpc-0a", "Endpoint": {"Address": "dw.example.com"},
         "ClusterNodes": [{"NodeRole": "LEADER", "PrivateIPAddress": "10.0.2.12"}]}],
       "MountTargets": [
         {"MountTargetId": "fsmt-1", "FileSystemId": "fs-1", "NetworkInterfaceId": "eni-cache",
          "AvailabilityZoneName": "eu-west-1a", "VpcId": "vpc-0a"},
         {"MountTargetId": "fsmt-2", "FileSystemId": "fs-1", "NetworkInterfaceId": "eni-dw"}]}
      """)
    #expect(findings.isEmpty)
    #expect(topology.managedServices.map(\.info.name) == ["sessions-001", "sessions", "dw", "fs-1"])
    #expect(
      topology.managedServices.map(\.interfaces)
        == [["eni-cache"], ["eni-cache"], ["eni-dw"], ["eni-cache", "eni-dw"]])
    #expect(topology.managedServices.allSatisfy { $0.vpc == "vpc-0a" })
    #expect(topology.managedServices[1].hosts == ["sessions.example.com"])
    #expect(topology.managedServices[3].hosts == ["fs-1.efs.eu-west-1.amazonaws.com"])
  }

  @Test func readsInstanceConnectEndpoints() throws {
    let (topology, findings) = try read(
      "doors.json",
      """
      {"InstanceConnectEndpoints": [
        {"InstanceConnectEndpointId": "eice-0a", "VpcId": "vpc-0a", "SubnetId": "subnet-a", "State": "create-complete",
         "NetworkInterfaceIds": ["eni-db"], "PreserveClientIp": true, "DnsName": "eice-0a.example.com",
         "Tags": [{"Key": "Name", "Value": "door"}]},
        {"InstanceConnectEndpointId": "eice-0b", "VpcId": "vpc-0a", "State": "create-failed"}]}
      """)
    #expect(findings.isEmpty)
    #expect(topology.instanceConnectEndpoints.map(\.preservesClientIP) == [true, false])
    #expect(topology.instanceConnectEndpoints.map(\.isAvailable) == [true, false])
    #expect(topology.instanceConnectEndpoints[0].interfaces == ["eni-db"])
    #expect(topology.instanceConnectEndpoints[0].info.name == "door")
    #expect(topology.instanceConnectEndpoints[0].dnsName == "eice-0a.example.com")
  }

  @Test func readsResourceGatewaysAndConfigurations() throws {
    let arn = "arn:aws:vpc-lattice:eu-west-1:123456789012"
    let gateways = """
      {"items": [{"id": "rgw-0a", "arn": "\(arn):resourcegateway/rgw-0a", "name": "gate", "status": "ACTIVE",
        "vpcIdentifier": "vpc-0a", "subnetIds": ["subnet-b"], "securityGroupIds": []}]}
      """
    let configuration = """
      {"id": "rcfg-0a", "arn": "\(arn):resourceconfiguration/rcfg-0a", "name": "db", "resourceGatewayId": "rgw-0a",
       "type": "SINGLE", "portRanges": ["5432", "6000-6010"], "protocol": "TCP", "status": "ACTIVE",
       "resourceConfigurationDefinition": {"ipResource": {"ipAddress": "10.0.1.9"}}}
      """
    let endpoints = """
      {"VpcEndpoints": [
        {"VpcEndpointId": "vpce-0a", "VpcEndpointType": "Resource", "VpcId": "vpc-0a", "State": "available",
         "ResourceConfigurationArn": "\(arn):resourceconfiguration/rcfg-0a"},
        {"VpcEndpointId": "vpce-0b", "VpcEndpointType": "ServiceNetwork", "VpcId": "vpc-0a", "State": "available",
         "ServiceNetworkArn": "\(arn):servicenetwork/sn-0a"}]}
      """
    var documents = [try document("vpcs.json", #"{"Vpcs": [\#(hub)]}"#)]
    for (path, text) in network { documents.append(try document(path, text)) }
    documents.append(try document("gateways.json", gateways))
    documents.append(try document("configuration.json", configuration))
    documents.append(try document("endpoints.json", endpoints))
    let (topology, findings) = try AWSSnapshot.read(documents)
    #expect(findings.isEmpty)
    let gateway = try #require(topology.resourceGateways.first)
    #expect(gateway.id == "rgw-0a" && gateway.vpc == "vpc-0a" && gateway.info.name == "gate")
    #expect(gateway.interfaces == ["eni-rgw"])
    let resource = try #require(topology.resourceConfigurations.first)
    #expect(resource.gateway == "rgw-0a")
    #expect(resource.ports.map(\.description) == ["5432", "6000-6010"])
    #expect(resource.definition == .address(try address("10.0.1.9")))
    #expect(topology.vpcEndpoints.map(\.kind) == [.resource, .serviceNetwork])
    #expect(topology.vpcEndpoints[0].resourceConfiguration == "rcfg-0a")
    #expect(topology.vpcEndpoints[1].serviceNetwork == "\(arn):servicenetwork/sn-0a")
  }
}
