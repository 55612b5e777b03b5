import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotPublicAccessTests {
  private let options = """
    {"VpcBlockPublicAccessOptions": {"AwsAccountId": "123456789012", "AwsRegion": "eu-west-1",
      "State": "update-complete", "InternetGatewayBlockMode": "block-bidirectional", "ManagedBy": "account",
      "ExclusionsAllowed": "allowed"}}
    """

  @Test func readsModesAndExclusions() throws {
    let arn = "arn:aws:ec2:eu-west-1:123456789012"
    let (topology, findings) = try readSnapshot([
      "options.json": options,
      "exclusions.json": """
      {"VpcBlockPublicAccessExclusions": [
        {"ExclusionId": "vpcbpa-exclude-0a", "InternetGatewayExclusionMode": "allow-bidirectional",
         "ResourceArn": "\(arn):vpc/vpc-0a", "State": "create-complete"},
        {"ExclusionId": "vpcbpa-exclude-0b", "InternetGatewayExclusionMode": "allow-egress",
         "ResourceArn": "\(arn):subnet/subnet-0a", "State": "delete-in-progress"},
        {"ExclusionId": "vpcbpa-exclude-0c", "InternetGatewayExclusionMode": "allow-egress",
         "ResourceArn": "\(arn):instance/i-0a", "State": "create-complete"}]}
      """,
    ])
    #expect(topology.blockPublicAccessOptions.map(\.mode) == [.bidirectional])
    #expect(topology.blockPublicAccessOptions.map(\.account) == ["123456789012"])
    #expect(topology.blockPublicAccessOptions.map(\.region) == ["eu-west-1"])
    #expect(topology.blockPublicAccessExclusions.map(\.scope) == [.vpc("vpc-0a"), .subnet("subnet-0a")])
    #expect(topology.blockPublicAccessExclusions.map(\.mode) == [.bidirectional, .egress])
    #expect(topology.blockPublicAccessExclusions.map(\.isInForce) == [true, false])
    #expect(findings.map(\.subject) == ["vpcbpa-exclude-0c"])
    let entry = try #require(topology.coverage.entries.first { $0.kind == "VpcBlockPublicAccessOptions" })
    #expect((entry.read, entry.modelled) == (1, 1))
  }

  @Test func aModeWithoutItsExclusionsIsNotTheWholeTruth() throws {
    let subnets = """
      {"Subnets": [{"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24"}]}
      """
    let (topology, _) = try readSnapshot(["options.json": options, "subnets.json": subnets])
    #expect(topology.isMissing(.publicAccessExclusions))
    let (plain, _) = try readSnapshot(["subnets.json": subnets])
    #expect(!plain.isMissing(.publicAccessExclusions))
  }
}
