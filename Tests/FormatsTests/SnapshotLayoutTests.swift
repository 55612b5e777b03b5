import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// One network as other tools keep it: found by its path alone, and the same as from the calls' own outputs.
@Suite("Snapshots as other tools leave them") struct SnapshotLayoutTests {
  @Test func cloudmapper() throws {
    let loaded = try TopologyLoader.load(path: Fixtures.path("snapshots/cloudmapper"))
    #expect(loaded.format == .snapshot && loaded.findings.isEmpty, "\(loaded.findings)")
    let (expected, actual) = (try plain(), bare(loaded.topology))
    #expect(expected == actual, "\(Canonical.difference(expected, actual))")
    // The folder has a name; whose it is stands in sts-get-caller-identity.json.
    #expect(loaded.topology.natGateways.map(\.info.account) == ["123456789012"])
    #expect(loaded.topology.coverage.missing.isEmpty)
  }

  @Test func recordings() throws {
    let loaded = try TopologyLoader.load(path: Fixtures.path("snapshots/placebo"))
    #expect(
      loaded.findings.map(\.code) == ["PW_CALL_FAILED", "PW_UNNAMED_FILE"],
      "\(loaded.findings.map(\.message))")
    #expect(loaded.findings.first?.subject == "ec2.DescribeVpnGateways")
    #expect(loaded.findings.first?.message.contains("UnauthorizedOperation") == true)
    var expected = try plain()
    // A recording doesn't say of which group its targets are.
    for place in expected.targetGroups.indices { expected.targetGroups[place].targets = nil }
    let actual = bare(loaded.topology)
    #expect(expected == actual, "\(Canonical.difference(expected, actual))")
    // The second page was recorded too.
    #expect(loaded.topology.networkInterfaces.count == 4)
  }

  @Test func aPageWithoutTheNextIsTruncated() throws {
    let page = #"{"status_code": 200, "data": {"Vpcs": [\#(hub)], "NextToken": "x"}}"#
    #expect(throws: InputError(.truncated, "")) {
      try readSnapshot(["ec2.DescribeVpcs_1.json": page], vpcs: false)
    }
    _ = try readSnapshot(
      [
        "ec2.DescribeVpcs_1.json": page,
        "ec2.DescribeVpcs_2.json": #"{"status_code": 200, "data": {"Vpcs": []}}"#,
      ], vpcs: false)
  }

  @Test(arguments: ["snapshot.json", "query.json"])
  func config(_ name: String) throws {
    let loaded = try TopologyLoader.load(path: Fixtures.path("snapshots/config/\(name)"))
    #expect(!loaded.findings.contains { $0.severity == .error }, "\(loaded.findings)")
    var expected = try plain()
    // AWS Config does not record the health of targets.
    for group in expected.targetGroups.indices {
      for target in expected.targetGroups[group].targets?.indices ?? 0..<0 {
        expected.targetGroups[group].targets?[target].health = nil
      }
    }
    let actual = bare(loaded.topology)
    #expect(expected == actual, "\(Canonical.difference(expected, actual))")
    #expect(loaded.topology.vpcs.first?.info.origin.file?.hasSuffix(name) == true)
    #expect(loaded.topology.vpcs.first?.info.origin.position?.line ?? 0 > 1)
  }

  /// What was not recorded is unknown: AWS Config may have been told not to record it.
  @Test func whatConfigDoesNotRecordIsUnknown() throws {
    let topology = try TopologyLoader.load(path: Fixtures.path("snapshots/config/snapshot.json")).topology
    #expect(topology.isMissing(.vpcPeeringConnections) && topology.isMissing(.transitGateways))
    #expect(!topology.isMissing(.subnets) && !topology.isMissing(.networkACLs))
    // Deleted ones are gone.
    #expect(topology.subnets.count == 3)
    let entries = Dictionary(uniqueKeysWithValues: topology.coverage.entries.map { ($0.kind, $0) })
    #expect(entries["AWS::EC2::RouteServer"]?.isNetwork == true)
    #expect(entries["AWS::EC2::RouteServer"]?.reason == "AWS Config's items of this type have no model")
    #expect(entries["AWS::IAM::Role"]?.isNetwork == false)
    #expect(entries["AWS::S3::Bucket"]?.read == 1)
  }

  @Test func aQueryWithoutConfigurationIsToldHowToAsk() throws {
    let error = #expect(throws: InputError.self) {
      try readSnapshot(
        [
          "q.json":
            #"{"Results": ["{\"resourceId\":\"vpc-1\",\"resourceType\":\"AWS::EC2::VPC\"}"], "QueryInfo": {}}"#
        ], vpcs: false)
    }
    #expect(error?.code == .empty)
    #expect(
      error?.message.contains("SELECT resourceId, resourceType, accountId, awsRegion, configuration") == true)
  }

  @Test func aHistoryHasTheLatestOfEach() throws {
    func item(_ block: String, _ time: String) -> String {
      #"""
      {"resourceType": "AWS::EC2::VPC", "resourceId": "vpc-1", "configurationItemCaptureTime": "\#(time)",
       "accountId": "123456789012", "awsRegion": "eu-west-1",
       "configuration": "{\"vpcId\":\"vpc-1\",\"cidrBlock\":\"\#(block)\"}"}
      """#
    }
    let items = [item("10.0.0.0/16", "2026-01-01"), item("10.1.0.0/16", "2026-03-01")]
    let (topology, findings) = try readSnapshot(
      ["h.json": #"{"configurationItems": [\#(items.joined(separator: ","))]}"#], vpcs: false)
    #expect(topology.vpcs.flatMap(\.prefixes) == [try prefix("10.1.0.0/16")])
    #expect(topology.vpcs.map(\.info.region) == ["eu-west-1"])
    #expect(findings.isEmpty)
  }

  @Test(arguments: [
    (#"{"configurationItems": [7]}"#, "it has no resourceType"),
    (#"{"Results": ["{"], "QueryInfo": {}}"#, "its text is no JSON"),
    (
      #"{"configurationItems": [{"resourceType": "AWS::EC2::VPC", "configuration": "["}]}"#,
      "its text is no JSON"
    ),
  ])
  func itemsThatCannotBeRead(text: String, message: String) throws {
    let (_, findings) = try readSnapshot(["config.json": text])
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RESOURCE"])
    #expect(findings.first?.message.contains(message) == true)
  }

  @Test func transitGatewaysOfConfig() throws {
    let (topology, _) = try readSnapshot([
      "config.json": #"""
      {"configurationItems": [
        {"resourceType": "AWS::EC2::TransitGateway", "resourceId": "tgw-1", "awsRegion": "eu-west-1",
         "configuration": {"Id": "tgw-1", "SecurityGroupReferencingSupport": "enable"}},
        {"resourceType": "AWS::EC2::TransitGatewayAttachment", "resourceId": "tgw-attach-1",
         "configuration": {"Id": "tgw-attach-1", "TransitGatewayId": "tgw-1", "VpcId": "vpc-0a",
           "SubnetIds": ["subnet-1"], "Options": {"ApplianceModeSupport": "enable"}}},
        {"resourceType": "AWS::EC2::TransitGatewayRouteTable", "resourceId": "tgw-rtb-1",
         "configuration": {"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1"}}]}
      """#
    ])
    #expect(topology.transitGateways.map(\.referencesSecurityGroups) == [true])
    #expect(topology.transitGatewayAttachments.map(\.isApplianceMode) == [true])
    // What is routed there is nowhere in AWS Config.
    #expect(topology.transitGatewayRouteTables.map(\.routes) == [nil])
  }

  @Test func otherFilesGetTheirOwnLine() throws {
    let folder = try TemporaryFolder()
    let har = try folder.write("aws.har", #"{"log": {"version": "1.2", "entries": []}}"#)
    let error = #expect(throws: InputError.self) { try TopologyLoader.load(path: har) }
    #expect(error?.message.contains("HAR") == true)
    let mixed = try TemporaryFolder()
    try mixed.write("vpcs.json", #"{"Vpcs": [\#(hub)]}"#)
    try mixed.write("stack.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n")
    let other = #expect(throws: InputError.self) { try TopologyLoader.load(path: mixed.path) }
    #expect(other?.code == .ambiguous && other?.message.contains("templates and a snapshot") == true)
  }

  // MARK: The network itself

  private func plain() throws -> Topology {
    bare(try TopologyLoader.load(path: Fixtures.path("snapshots/three-tier")).topology)
  }

  /// Without what a layout may leave open.
  private func bare(_ topology: Topology) -> Topology {
    var topology = Canonical.topology(topology)
    topology.coverage = Coverage()
    return topology
  }
}
