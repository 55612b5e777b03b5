import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotWholeTests {
  @Test(arguments: [
    (#"{"Vpcs": []}"#, true), (#"{"Reservations": []}"#, true), (#"{"VpnGateways": []}"#, true),
    (#"{"packetwalk": {"call": "describe-vpcs"}, "result": {"Vpcs": []}}"#, true),
    (#"{"Entries": []}"#, true),
    (#"{"Rules": {"Assertions": []}, "Resources": {}}"#, false), (#"{"resources": [], "version": 4}"#, false),
    (#"{"calls": []}"#, false), (#"[]"#, false), (#""Vpcs""#, false),
  ])
  func recognisesSnapshotsByTheirKeys(text: String, expected: Bool) throws {
    #expect(AWSSnapshot.recognises(try document("f.json", text).json.root) == expected)
  }

  @Test(arguments: [
    #"{"Subnets": [], "NextToken": "eyJ2IjoiMiJ9"}"#, #"{"Subnets": [], "nextToken": "x"}"#,
    #"{"LoadBalancers": [], "NextMarker": "x"}"#, #"{"Routes": [], "AdditionalRoutesAvailable": true}"#,
    #"{"TransitGatewayStaticRoutes": [{"Routes": [], "AdditionalRoutesAvailable": true}]}"#,
  ])
  func refusesOnePageOfMore(text: String) throws {
    #expect(throws: InputError(.truncated, "")) { try readSnapshot(["page.json": text]) }
  }

  @Test(arguments: [
    #"{"Subnets": [], "NextToken": null}"#, #"{"Subnets": [], "NextToken": ""}"#,
    #"{"Routes": [], "AdditionalRoutesAvailable": false}"#,
  ])
  func acceptsTheLastPage(text: String) throws {
    _ = try readSnapshot(["tgw-rtb-0a.json": text])
  }

  @Test func needsAVPC() throws {
    let error = #expect(throws: InputError.self) {
      try readSnapshot(["s.json": #"{"Subnets": [], "Addresses": []}"#], vpcs: false)
    }
    #expect(error?.code == .empty)
    #expect(error?.message.contains("Addresses, Subnets") == true)
  }

  @Test func mergesEqualDuplicates() throws {
    let (topology, findings) = try readSnapshot([
      "a.json":
        #"{"Vpcs": [{"VpcId": "vpc-0a", "CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "Name", "Value": "hub"}]}]}"#,
      "b.json": """
      {"SecurityGroups": [{"GroupId": "sg-0a", "VpcId": "vpc-0a", "IpPermissionsEgress": [], "IpPermissions": [
        {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}]}
      """,
      "c.json": """
      {"SecurityGroups": [{"GroupId": "sg-0a", "VpcId": "vpc-0a", "IpPermissions": [
        {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}], "IpPermissionsEgress": []}]}
      """,
    ])
    #expect(topology.vpcs.count == 1)
    // The first copy had no name.
    #expect(topology.vpcs.map(\.info.name) == ["hub"])
    #expect(topology.securityGroups.count == 1)
    #expect(findings.isEmpty)
  }

  @Test func reportsConflictingDuplicates() throws {
    let (topology, findings) = try readSnapshot([
      "123456789012/eu-west-1/subnets.json": """
      {"Subnets": [
        {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24", "OwnerId": "123456789012"},
        {"SubnetId": "subnet-0b", "VpcId": "vpc-0a", "CidrBlock": "10.0.2.0/24", "OwnerId": "444455556666"}]}
      """,
      "444455556666/eu-west-1/subnets.json": """
      {"Subnets": [
        {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.8.0/24", "OwnerId": "123456789012"},
        {"SubnetId": "subnet-0b", "VpcId": "vpc-0a", "CidrBlock": "10.0.9.0/24", "OwnerId": "444455556666"}]}
      """,
    ])
    // Each from the account that owns it.
    #expect(topology.subnets.flatMap(\.prefixes).map { "\($0)" } == ["10.0.1.0/24", "10.0.9.0/24"])
    #expect(findings.map(\.code) == ["PW_CONFLICTING_DUPLICATE", "PW_CONFLICTING_DUPLICATE"])
    #expect(
      findings.map(\.origin.file) == [
        "444455556666/eu-west-1/subnets.json", "123456789012/eu-west-1/subnets.json",
      ])
  }

  @Test func notesWhatItDoesNotKnow() throws {
    let (topology, findings) = try readSnapshot([
      "manifest.json": #"{"tool": "collector", "calls": []}"#,
      "mixed.json": #"{"Subnets": [], "Wormholes": [{}, {}]}"#,
      "irrelevant.json": #"{"DhcpOptions": [{}], "ResponseMetadata": {}}"#,
      "list.json": "[1]",
    ])
    #expect(findings.map(\.code) == ["PW_UNKNOWN_FILE", "PW_UNKNOWN_KEY", "PW_UNKNOWN_FILE"])
    #expect(findings.allSatisfy { $0.severity == .note })
    let entries = Dictionary(uniqueKeysWithValues: topology.coverage.entries.map { ($0.kind, $0) })
    #expect(entries["Wormholes"]?.read == 2)
    #expect(entries["DhcpOptions"]?.modelled == 0)
    #expect(entries["DhcpOptions"]?.reason == "says nothing that answers need")
    #expect(topology.coverage.documents == 5)
  }

  @Test func tellsAbsentFromEmpty() throws {
    let (topology, _) = try readSnapshot([
      "a.json": #"{"NatGateways": []}"#, "b.json": #"{"TransitGatewayVpcAttachments": []}"#,
    ])
    #expect(!topology.isMissing(.natGateways))
    #expect(!topology.isMissing(.transitGatewayAttachments))
    #expect(topology.isMissing(.networkACLs))
    #expect(
      topology.coverage.missing.first { $0.kind == .networkACLs }?.remedy == "aws ec2 describe-network-acls")
    #expect(topology.coverage.missing.count == SnapshotKeys.needed.count - 2)
  }

  @Test func tellsAbsentFromEmptyPerPlace() throws {
    let (topology, _) = try readSnapshot(
      [
        "123456789012/eu-west-1/v.json":
          #"{"Vpcs": [{"VpcId": "vpc-0a", "CidrBlock": "10.0.0.0/16"}], "NatGateways": []}"#,
        "123456789012/us-east-1/v.json": #"{"Vpcs": [{"VpcId": "vpc-0b", "CidrBlock": "10.1.0.0/16"}]}"#,
      ], vpcs: false)
    #expect(
      topology.coverage.missing.first { $0.kind == .natGateways }?.remedy
        == "aws ec2 describe-nat-gateways in 123456789012/us-east-1")
    #expect(topology.vpcs.map(\.info.region) == ["eu-west-1", "us-east-1"])
    #expect(topology.vpcs.map(\.info.account) == ["123456789012", "123456789012"])
  }

  @Test func unwrapsEnvelopes() throws {
    let (topology, findings) = try readSnapshot(
      [
        "x.json": """
        {"packetwalk": {"call": "ec2 describe-vpcs", "takenAt": "2026-01-02T03:04:05Z"}, "result": {"Vpcs": [\(hub)]}}
        """
      ], vpcs: false)
    #expect(topology.vpcs.count == 1)
    #expect(topology.coverage.takenAt == "2026-01-02T03:04:05Z")
    #expect(findings.isEmpty)
  }
}
