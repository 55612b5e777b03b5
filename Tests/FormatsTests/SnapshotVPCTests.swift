import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotVPCTests {
  @Test func readsAssociatedRangesOfBothFamilies() throws {
    let (topology, findings) = try readSnapshot(
      [
        "any-name.txt": """
        {"Vpcs": [{"VpcId": "vpc-0a", "CidrBlock": "10.0.0.0/16", "OwnerId": "123456789012",
          "Tags": [{"Key": "Name", "Value": "hub"}, {"Key": "stage", "Value": "prod"}],
          "CidrBlockAssociationSet": [
            {"CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
            {"CidrBlock": "10.7.0.0/16", "CidrBlockState": {"State": "associated"}},
            {"CidrBlock": "10.8.0.0/16", "CidrBlockState": {"State": "disassociated"}},
            {"CidrBlock": "10.9.0.0/16", "CidrBlockState": {"State": "failed"}}],
          "Ipv6CidrBlockAssociationSet": [
            {"Ipv6CidrBlock": "2001:db8:1::/56", "Ipv6CidrBlockState": {"State": "associated"}}]}]}
        """
      ], vpcs: false)
    let vpc = try #require(topology.vpcs.first)
    #expect(vpc.prefixes.map(\.description) == ["10.0.0.0/16", "10.7.0.0/16", "2001:db8:1::/56"])
    #expect(vpc.info.name == "hub")
    #expect(vpc.info.tags == ["stage": "prod"])
    #expect(vpc.info.account == "123456789012")
    #expect(vpc.info.origin.description == "any-name.txt:1:11")
    #expect(findings.isEmpty)
  }

  @Test func readsDNSSupport() throws {
    let (topology, _) = try readSnapshot([
      "a.json": #"{"VpcId": "vpc-0a", "EnableDnsSupport": {"Value": false}}"#
    ])
    #expect(topology.vpcs.map(\.isDNSSupported) == [false])
  }

  @Test func leavesOutVPCsThatCannotBe() throws {
    let (topology, findings) = try readSnapshot([
      "more.json": """
      {"Vpcs": [
        {"VpcId": "vpc-0b", "CidrBlock": "10.0.0.0/33"},
        {"CidrBlock": "10.1.0.0/16"}]}
      """
    ])
    #expect(topology.vpcs.map(\.id) == ["vpc-0a"])
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RESOURCE", "PW_UNREADABLE_RESOURCE"])
    #expect(findings.map(\.origin.description) == ["more.json:2:36", "more.json:3:3"])
    #expect(findings.first?.subject == "vpc-0b")
    #expect(
      topology.coverage.entries == [
        Coverage.Entry(kind: "Vpcs", read: 3, modelled: 1, reason: "some can't be read")
      ])
  }

  @Test func readsSubnets() throws {
    let (topology, findings) = try readSnapshot([
      "subnets.json": """
      {"Subnets": [
        {"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a",
         "AvailabilityZoneId": "euw1-az3", "BlockPublicAccessStates": {"InternetGatewayBlockMode": "block-ingress"}},
        {"SubnetId": "subnet-0b", "VpcId": "vpc-0a", "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "eu-west-1b",
         "Ipv6CidrBlockAssociationSet": [
           {"Ipv6CidrBlock": "2001:db8:1:1::/64", "Ipv6CidrBlockState": {"State": "associated"}},
           {"Ipv6CidrBlock": "2001:db8:1:2::/64", "Ipv6CidrBlockState": {"State": "disassociating"}}]}]}
      """,
      "zones.json": """
      {"AvailabilityZones": [{"ZoneName": "eu-west-1b", "ZoneId": "euw1-az1", "RegionName": "eu-west-1"}]}
      """,
    ])
    #expect(topology.subnets.map(\.zone.identity) == ["euw1-az3", "euw1-az1"])
    #expect(topology.subnets.map(\.blockPublicAccess) == [.ingress, nil])
    #expect(topology.subnets[1].prefixes.map(\.description) == ["10.0.2.0/24", "2001:db8:1:1::/64"])
    #expect(topology.subnets.map(\.info.region) == ["eu-west-1", "eu-west-1"])
    // Neither the VPC nor its gateways print their Region.
    #expect(topology.vpcs.map(\.info.region) == ["eu-west-1"])
    #expect(findings.isEmpty)
  }

  @Test(arguments: [
    ("us-east-1a", "us-east-1"), ("us-gov-west-1b", "us-gov-west-1"), ("us-west-2-lax-1a", "us-west-2"),
    ("us-east-1-wl1-bos-wlz-1", "us-east-1"), ("ap-southeast-2c", "ap-southeast-2"), ("zone", nil), ("", nil),
    ("a-b-1", nil),
  ])
  func zonesNameTheirRegion(zone: String, region: String?) { #expect(Place.region(ofZone: zone) == region) }
}
