import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Cloud WAN, as `aws networkmanager …` prints it.
@Suite struct SnapshotCoreNetworkTests {
  private static let arn = "arn:aws:networkmanager::123456789012:core-network/core-network-0a"
  private static let table = """
    {"RouteTables": [{"RouteTableId": "rtb-0a", "VpcId": "vpc-0a", "Associations": [], "Routes": [
      {"DestinationCidrBlock": "10.0.0.0/8", "CoreNetworkArn": "\(arn)", "State": "active"}]}]}
    """
  private static let attachments = """
    {"Attachments": [
      {"CoreNetworkId": "core-network-0a", "CoreNetworkArn": "\(arn)", "AttachmentId": "attachment-1",
       "OwnerAccountId": "123456789012", "AttachmentType": "VPC", "State": "AVAILABLE", "EdgeLocation": "eu-west-1",
       "ResourceArn": "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0a", "SegmentName": "prod",
       "Tags": [{"Key": "Name", "Value": "shop"}]},
      {"CoreNetworkArn": "\(arn)", "AttachmentId": "attachment-2", "AttachmentType": "SITE_TO_SITE_VPN",
       "State": "AVAILABLE", "EdgeLocation": "eu-west-1", "SegmentName": "hybrid",
       "ResourceArn": "arn:aws:ec2:eu-west-1:123456789012:vpn-connection/vpn-0a"},
      {"CoreNetworkArn": "\(arn)", "AttachmentId": "attachment-3", "AttachmentType": "TRANSIT_GATEWAY_ROUTE_TABLE",
       "State": "CREATING", "EdgeLocation": "us-east-1", "ResourceArn": "arn:aws:ec2:us-east-1:123456789012:x/y"}]}
    """
  private static let detail = """
    {"VpcAttachment": {"Attachment": {"AttachmentId": "attachment-1"},
      "SubnetArns": ["arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-0a"],
      "Options": {"Ipv6Support": true, "ApplianceModeSupport": false, "SecurityGroupReferencingSupport": false}}}
    """

  @Test func readsAttachmentsSegmentsAndRoutes() throws {
    let (topology, findings) = try readSnapshot([
      "tables.json": Self.table, "attachments.json": Self.attachments, "vpc-attachment.json": Self.detail,
      "networks.json": """
      {"CoreNetworks": [{"CoreNetworkId": "core-network-0a", "CoreNetworkArn": "\(Self.arn)", "State": "AVAILABLE"}]}
      """,
      "routes.json": """
      {"CoreNetworkSegmentEdge": {"CoreNetworkId": "core-network-0a", "SegmentName": "prod", "EdgeLocation": "eu-west-1"},
       "RouteTableType": "CORE_NETWORK_SEGMENT", "NetworkRoutes": [
        {"DestinationCidrBlock": "192.168.0.0/16", "State": "ACTIVE", "Type": "PROPAGATED",
         "Destinations": [{"CoreNetworkAttachmentId": "attachment-2", "ResourceType": "vpn"}]},
        {"DestinationCidrBlock": "10.9.0.0/16", "State": "BLACKHOLE", "Type": "STATIC", "Destinations": []}]}
      """,
      "policy.json": #"""
      {"CoreNetworkPolicy": {"CoreNetworkId": "core-network-0a", "PolicyVersionId": 3, "PolicyDocument":
        "{\"version\": \"2021.12\", \"core-network-configuration\": {\"security-group-referencing-support\": true}}"}}
      """#,
    ])
    #expect(findings.isEmpty)
    let gateway = try #require(topology.transitGateways.first)
    #expect(
      (gateway.id.rawValue, gateway.isCoreNetwork, gateway.referencesSecurityGroups) == (Self.arn, true, true)
    )
    #expect(topology.routeTables[0].routes[0].target == .transitGateway(gateway.id))
    let attachments = topology.transitGatewayAttachments
    #expect(
      attachments.map(\.kind) == [
        .vpc("vpc-0a", subnets: ["subnet-0a"]), .other("vpn", resource: "vpn-0a"),
        .other("transit-gateway-route-table", resource: "y"),
      ])
    #expect(attachments.map(\.edge) == ["eu-west-1", "eu-west-1", "us-east-1"])
    #expect(attachments.map(\.isAvailable) == [true, true, false])
    #expect((attachments[0].supportsIPv6, attachments[0].referencesSecurityGroups) == (true, false))
    let tables = topology.transitGatewayRouteTables
    #expect(tables.map(\.info.name) == ["prod eu-west-1", "hybrid eu-west-1"])
    #expect(tables.map(\.associations) == [["attachment-1"], ["attachment-2"]])
    #expect(tables[0].routes?.map(\.attachments) == [["attachment-2"], []])
    #expect(tables[0].routes?.map(\.isBlackhole) == [false, true])
    #expect(tables[1].routes == nil)
    for entry in topology.coverage.entries { #expect(entry.read == entry.modelled, "\(entry.kind)") }
  }

  @Test func withoutItsAttachmentsItIsNamedOnly() throws {
    let (topology, _) = try readSnapshot([
      "tables.json": Self.table,
      "networks.json": #"{"CoreNetworks": [{"CoreNetworkArn": "\#(Self.arn)"}]}"#,
    ])
    #expect(topology.transitGateways.isEmpty)
    #expect(topology.unmodelled.map(\.id) == [Self.arn])
    #expect(topology.routeTables[0].routes[0].target == .unmodelled(kind: "core network", id: Self.arn))
  }

  @Test func tellsWhatIsMissing() throws {
    let (topology, findings) = try readSnapshot([
      "tables.json": Self.table, "attachments.json": Self.attachments,
      "gateways.json":
        #"{"TransitGatewayAttachments": [], "TransitGateways": [], "TransitGatewayRouteTables": []}"#,
    ])
    #expect(findings.map(\.code) == ["PW_INCOMPLETE_CORE_NETWORK"])
    #expect(
      topology.coverage.missing.first { $0.kind == .transitGatewayAttachments }?.remedy
        == "aws networkmanager get-vpc-attachment")
  }

  @Test func whatCannotBeReadIsLeftOut() throws {
    let (_, findings) = try readSnapshot([
      "a.json": """
      {"Attachments": [{"CoreNetworkArn": "\(Self.arn)"}], "CoreNetworks": [{}], "VpcAttachment": {},
       "CoreNetworkPolicy": {"CoreNetworkId": "core-network-0a", "PolicyDocument": "{"}}
      """
    ])
    #expect(findings.map(\.code) == Array(repeating: "PW_UNREADABLE_RESOURCE", count: 4))
  }
}
