import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotTransitGatewayTests {
  private let gateways =
    #"{"TransitGateways": [{"TransitGatewayId": "tgw-0a"}, {"TransitGatewayId": "tgw-0b"}]}"#
  private let tables = """
    {"TransitGatewayRouteTables": [
      {"TransitGatewayRouteTableId": "tgw-rtb-0a", "TransitGatewayId": "tgw-0a"},
      {"TransitGatewayRouteTableId": "tgw-rtb-0b", "TransitGatewayId": "tgw-0a"}]}
    """
  private let attachments = """
    {"TransitGatewayAttachments": [
      {"TransitGatewayAttachmentId": "tgw-attach-0a", "TransitGatewayId": "tgw-0a", "ResourceType": "vpc",
       "ResourceId": "vpc-0a", "State": "available",
       "Association": {"TransitGatewayRouteTableId": "tgw-rtb-0a", "State": "associated"}},
      {"TransitGatewayAttachmentId": "tgw-attach-0c", "TransitGatewayId": "tgw-0a", "ResourceType": "vpn",
       "ResourceId": "vpn-0a", "State": "available",
       "Association": {"TransitGatewayRouteTableId": "tgw-rtb-0b", "State": "disassociating"}}]}
    """
  private let vpcAttachments = """
    {"TransitGatewayVpcAttachments": [
      {"TransitGatewayAttachmentId": "tgw-attach-0a", "TransitGatewayId": "tgw-0a", "VpcId": "vpc-0a",
       "SubnetIds": ["subnet-0a"], "State": "available", "Tags": [{"Key": "Name", "Value": "hub"}],
       "Options": {"ApplianceModeSupport": "enable", "Ipv6Support": "enable"}},
      {"TransitGatewayAttachmentId": "tgw-attach-0b", "TransitGatewayId": "tgw-0a", "VpcId": "vpc-0b",
       "SubnetIds": ["subnet-0b"], "State": "deleted",
       "Options": {"SecurityGroupReferencingSupport": "disable"}}]}
    """

  @Test func mergesTheCallsOfAttachments() throws {
    let (topology, findings) = try readSnapshot([
      "g.json": gateways, "t.json": tables, "a.json": attachments, "v.json": vpcAttachments,
    ])
    #expect(
      topology.transitGatewayAttachments.map(\.id) == ["tgw-attach-0a", "tgw-attach-0c", "tgw-attach-0b"])
    let hub = try #require(topology.transitGatewayAttachments.first)
    #expect(hub.kind == .vpc("vpc-0a", subnets: ["subnet-0a"]))
    #expect(hub.info.name == "hub")
    #expect(hub.isApplianceMode && hub.supportsIPv6 && hub.referencesSecurityGroups)
    #expect(topology.transitGatewayAttachments[1].kind == .other("vpn", resource: "vpn-0a"))
    #expect(!topology.transitGatewayAttachments[2].isAvailable)
    #expect(!topology.transitGatewayAttachments[2].referencesSecurityGroups)
    #expect(topology.transitGatewayRouteTables.map(\.associations) == [["tgw-attach-0a"], []])
    // Nothing says what the tables hold.
    #expect(topology.transitGatewayRouteTables.map(\.routes) == [nil, nil])
    #expect(findings.isEmpty)
  }

  @Test func readsRoutesByFileName() throws {
    let (topology, findings) = try readSnapshot([
      "g.json": gateways, "t.json": tables, "a.json": attachments, "v.json": vpcAttachments,
      "ec2-search-transit-gateway-routes/tgw-rtb-0a.json": """
      {"Routes": [
        {"DestinationCidrBlock": "10.0.0.0/16", "Type": "propagated", "State": "active",
         "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-0a", "ResourceType": "vpc"}]},
        {"DestinationCidrBlock": "10.6.0.0/16", "Type": "static", "State": "blackhole"},
        {"DestinationCidrBlock": "2001:db8::/32", "Type": "static", "State": "active",
         "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-0a"}]},
        {"DestinationCidrBlock": "10.7.0.0/16", "PrefixListId": "pl-0a", "Type": "static", "State": "active",
         "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-0a"}]},
        {"DestinationCidrBlock": "10.8.0.0/16", "Type": "static", "State": "deleted"}],
       "AdditionalRoutesAvailable": false}
      """,
      "transit-gateway-routes.tgw-rtb-0b.json": """
      {"Routes": [{"DestinationCidrBlock": "nowhere", "Type": "static", "State": "active"},
                  {"DestinationCidrBlock": "10.9.0.0/16", "Type": "static", "State": "active"}]}
      """,
      "assoc.tgw-rtb-0b.json": """
      {"Associations": [{"TransitGatewayAttachmentId": "tgw-attach-0a", "State": "associated"},
                        {"TransitGatewayAttachmentId": "tgw-attach-0b", "State": "disassociated"}]}
      """,
    ])
    let routes = try #require(topology.transitGatewayRouteTables[0].routes)
    #expect(routes.map(\.source) == [.propagated, .static, .static, .prefixListReference])
    #expect(routes.map(\.isBlackhole) == [false, true, false, false])
    #expect(routes[0].attachments == ["tgw-attach-0a"])
    #expect(routes[0].destination == .prefix(try prefix("10.0.0.0/16")))
    #expect(topology.transitGatewayRouteTables.map(\.isComplete) == [true, false])
    #expect(topology.transitGatewayRouteTables[1].routes?.map(\.attachments) == [[]])
    // The call for the table is nearer to the truth than what the attachment says.
    #expect(topology.transitGatewayRouteTables.map(\.associations) == [[], ["tgw-attach-0a"]])
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RULE", "PW_UNKNOWN_TARGET"])
  }

  @Test func resolvesPropagations() throws {  // TGW-3
    let wrapped = """
      {"TransitGatewayPropagations": [
        {"TransitGatewayRouteTableId": "tgw-rtb-0a", "TransitGatewayRouteTablePropagations": [
          {"TransitGatewayAttachmentId": "tgw-attach-0a", "ResourceId": "vpc-0a", "State": "enabled"}]},
        {"TransitGatewayRouteTableId": "tgw-rtb-0b", "TransitGatewayRouteTablePropagations": [
          {"TransitGatewayAttachmentId": "tgw-attach-0a", "ResourceId": "vpc-0a", "State": "disabled"},
          {"TransitGatewayAttachmentId": "tgw-attach-0c", "ResourceId": "vpn-0a", "State": "enabled"}]}],
       "TransitGatewayStaticRoutes": [
        {"TransitGatewayRouteTableId": "tgw-rtb-0a", "AdditionalRoutesAvailable": false, "Routes": [
          {"DestinationCidrBlock": "0.0.0.0/0", "Type": "static", "State": "blackhole"}]},
        {"TransitGatewayRouteTableId": "tgw-rtb-0b", "Routes": []}]}
      """
    let (topology, findings) = try readSnapshot([
      "g.json": gateways, "t.json": tables, "a.json": attachments, "v.json": vpcAttachments,
      "w.json": wrapped,
    ])
    let tables = topology.transitGatewayRouteTables
    #expect(tables[0].routes?.map(\.source) == [.static, .propagated])
    #expect(tables[0].routes?.last?.attachments == ["tgw-attach-0a"])
    #expect(tables[0].routes?.last?.destination == .prefix(try prefix("10.0.0.0/16")))
    #expect(tables[1].routes == [])
    // What a VPN propagates is nowhere in a snapshot.
    #expect(tables.map(\.isComplete) == [true, false])
    #expect(findings.map(\.code) == ["PW_INCOMPLETE_TABLE"])
  }

  @Test func propagationsAloneAreIncomplete() throws {
    let (topology, findings) = try readSnapshot([
      "g.json": gateways, "t.json": tables, "a.json": attachments, "v.json": vpcAttachments,
      "ec2-get-transit-gateway-route-table-propagations/tgw-rtb-0a.json": """
      {"TransitGatewayRouteTablePropagations": [{"TransitGatewayAttachmentId": "tgw-attach-0a", "State": "enabled"}]}
      """,
    ])
    #expect(topology.transitGatewayRouteTables[0].routes?.count == 1)
    #expect(topology.transitGatewayRouteTables[0].isComplete == false)
    #expect(findings.map(\.code) == ["PW_INCOMPLETE_TABLE"])
  }

  @Test(arguments: ["tgw-attach-0e", "tgw-attach-0d"])
  func readsBothEndsOfPeerings(accepter: String) throws {
    let (topology, findings) = try readSnapshot([
      "g.json": gateways,
      "p.json": """
      {"TransitGatewayPeeringAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-0d",
        "AccepterTransitGatewayAttachmentId": "\(accepter)", "State": "available",
        "RequesterTgwInfo": {"TransitGatewayId": "tgw-0a", "OwnerId": "123456789012", "Region": "eu-west-1"},
        "AccepterTgwInfo": {"TransitGatewayId": "tgw-0b", "OwnerId": "123456789012", "Region": "us-east-1"}}]}
      """,
      "a.json": """
      {"TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-0d", "TransitGatewayId": "tgw-0a",
        "ResourceType": "peering", "ResourceId": "tgw-0b", "State": "available"}]}
      """,
    ])
    #expect(topology.transitGatewayAttachments.map(\.transitGateway) == ["tgw-0a", "tgw-0b"])
    #expect(topology.transitGatewayAttachments.map(\.id.rawValue) == ["tgw-attach-0d", accepter])
    #expect(
      topology.transitGatewayAttachments.map(\.kind) == [
        .peering("tgw-0b", attachment: TransitGatewayAttachmentID(accepter)),
        .peering("tgw-0a", attachment: "tgw-attach-0d"),
      ])
    #expect(topology.transitGatewayAttachments.map(\.info.region) == ["eu-west-1", "us-east-1"])
    #expect(findings.isEmpty)
  }

  @Test func pairsPeeringsWithoutTheirOwnCall() throws {
    let (topology, _) = try readSnapshot([
      "a.json": """
      {"TransitGatewayAttachments": [
        {"TransitGatewayAttachmentId": "tgw-attach-0d", "TransitGatewayId": "tgw-0a", "ResourceType": "peering",
         "ResourceId": "tgw-0b"},
        {"TransitGatewayAttachmentId": "tgw-attach-0e", "TransitGatewayId": "tgw-0b", "ResourceType": "peering",
         "ResourceId": "tgw-0a"}]}
      """
    ])
    #expect(
      topology.transitGatewayAttachments.map(\.kind) == [
        .peering("tgw-0b", attachment: "tgw-attach-0e"), .peering("tgw-0a", attachment: "tgw-attach-0d"),
      ])
  }

  @Test func saysWhatTheCallsLeaveOpen() throws {
    let onlyAll = try readSnapshot(["g.json": gateways, "t.json": tables, "a.json": attachments]).topology
    #expect(
      onlyAll.coverage.missing.first { $0.kind == .transitGatewayAttachments }?.remedy
        == "aws ec2 describe-transit-gateway-vpc-attachments")
    let onlyVPCs = try readSnapshot(["g.json": gateways, "t.json": tables, "v.json": vpcAttachments]).topology
    #expect(
      onlyVPCs.coverage.missing.first { $0.kind == .transitGatewayRouteTables }?.remedy
        == "aws ec2 get-transit-gateway-route-table-associations")
  }
}
