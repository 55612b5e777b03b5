import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotPublicPoolTests {
  @Test func readsPoolsAndWhetherTheyAreAdvertised() throws {
    let (topology, findings) = try readSnapshot([
      "pools.json": """
      {"PublicIpv4Pools": [{"PoolId": "ipv4pool-ec2-0a", "PoolAddressRanges": [
        {"FirstAddress": "198.51.100.0", "LastAddress": "198.51.100.127", "AddressCount": 128},
        {"FirstAddress": "198.51.100.130", "LastAddress": "198.51.100.132"}]}]}
      """,
      "byoip.json": """
      {"ByoipCidrs": [{"Cidr": "198.51.100.0/24", "State": "advertised"},
        {"Cidr": "2001:db8:7::/48", "State": "provisioned"}]}
      """,
      "addresses.json": """
      {"Addresses": [{"PublicIp": "203.0.113.4", "AllocationId": "eipalloc-0a", "PublicIpv4Pool": "ipv4pool-ec2-0b"},
        {"PublicIp": "203.0.113.5", "AllocationId": "eipalloc-0b", "PublicIpv4Pool": "amazon"}]}
      """,
      "tables.json": """
      {"RouteTables": [{"RouteTableId": "rtb-0a", "VpcId": "vpc-0a", "Routes": [],
        "Associations": [{"PublicIpv4Pool": "ipv4pool-ec2-0a", "AssociationState": {"State": "associated"}}]}]}
      """,
    ])
    #expect(
      topology.publicAddressPools.map(\.id) == ["ipv4pool-ec2-0a", "2001:db8:7::/48", "ipv4pool-ec2-0b"])
    #expect(topology.publicAddressPools.map(\.isAdvertised) == [true, false, nil])
    #expect(
      topology.publicAddressPools.map { $0.prefixes.map(\.description) } == [
        ["198.51.100.0/25", "198.51.100.130/31", "198.51.100.132/32"], ["2001:db8:7::/48"],
        ["203.0.113.4/32"],
      ])
    #expect(topology.routeTables.map(\.publicPools) == [["ipv4pool-ec2-0a"]])
    #expect(findings.isEmpty)
  }

  @Test func readsEncryptionControls() throws {
    let (topology, _) = try readSnapshot(
      [
        "vpcs.json": """
        {"Vpcs": [
          {"VpcId": "vpc-0a", "CidrBlock": "10.0.0.0/16", "EncryptionControl": {"Mode": "enforce", "State": "available",
            "ResourceExclusions": {"InternetGateway": {"State": "enabled"}, "NatGateway": {"State": "disabled"}}}},
          {"VpcId": "vpc-0b", "CidrBlock": "10.1.0.0/16"}, {"VpcId": "vpc-0c", "CidrBlock": "10.2.0.0/16"}]}
        """,
        "controls.json": """
        {"VpcEncryptionControls": [
          {"VpcId": "vpc-0b", "VpcEncryptionControlId": "vpcec-0b", "Mode": "monitor", "State": "available"},
          {"VpcId": "vpc-0c", "VpcEncryptionControlId": "vpcec-0c", "Mode": "enforce", "State": "deleted"}]}
        """,
      ], vpcs: false)
    #expect(
      topology.vpcs.map(\.encryption) == [
        EncryptionControls(mode: .enforce, exclusions: [.internetGateway]),
        EncryptionControls(mode: .monitor), nil,
      ])
  }
}
