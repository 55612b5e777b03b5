import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Virtual private gateways and VPN connections, as `aws ec2 describe-…` prints them.
@Suite struct SnapshotVPNTests {
  private static let connections = """
    {"VpnConnections": [
      {"VpnConnectionId": "vpn-0a", "State": "available", "Type": "ipsec.1", "VpnGatewayId": "vgw-0a",
       "CustomerGatewayId": "cgw-0a", "Category": "VPN", "Options": {"StaticRoutesOnly": true},
       "Routes": [{"DestinationCidrBlock": "192.168.0.0/16", "Source": "Static", "State": "available"},
                  {"DestinationCidrBlock": "172.16.0.0/12", "Source": "Static", "State": "deleted"}],
       "VgwTelemetry": [{"OutsideIpAddress": "203.0.113.1", "Status": "DOWN", "AcceptedRouteCount": 0},
                        {"OutsideIpAddress": "203.0.113.2", "Status": "UP", "AcceptedRouteCount": 1}],
       "Tags": [{"Key": "Name", "Value": "office"}]},
      {"VpnConnectionId": "vpn-0b", "State": "pending", "TransitGatewayId": "tgw-0a",
       "CustomerGatewayId": "cgw-0b", "Options": {"StaticRoutesOnly": false}, "Routes": [], "VgwTelemetry": []}]}
    """

  @Test func readsConnections() throws {
    let (topology, findings) = try readSnapshot([
      "vpn-connections.json": Self.connections,
      "vpn-gateways.json": """
      {"VpnGateways": [
        {"VpnGatewayId": "vgw-0a", "State": "available", "AmazonSideAsn": 64512,
         "VpcAttachments": [{"State": "detached", "VpcId": "vpc-0b"}, {"State": "attached", "VpcId": "vpc-0a"}]},
        {"VpnGatewayId": "vgw-0b", "State": "available", "VpcAttachments": []}]}
      """,
      "customer-gateways.json": """
      {"CustomerGateways": [{"CustomerGatewayId": "cgw-0a", "IpAddress": "203.0.113.9", "State": "available",
        "Tags": [{"Key": "Name", "Value": "router"}]}]}
      """,
    ])
    #expect(findings.isEmpty)
    #expect(topology.vpnGateways.map(\.vpc) == ["vpc-0a", nil])
    let (first, second) = (topology.vpnConnections[0], topology.vpnConnections[1])
    #expect(first.info.name == "office")
    #expect((first.vpnGateway, first.transitGateway) == ("vgw-0a", nil))
    #expect((first.tunnels, first.isUp) == ([false, true], true))
    #expect(first.staticRoutes?.map(\.description) == ["192.168.0.0/16"])
    #expect(first.customerGateway == "router")
    #expect((second.vpnGateway, second.transitGateway) == (nil, "tgw-0a"))
    #expect((second.tunnels, second.staticRoutes, second.isUp) == (nil, nil, false))
    #expect(second.customerGateway == "cgw-0b")
    for entry in topology.coverage.entries { #expect(entry.read == entry.modelled, "\(entry.kind)") }
  }

  @Test func routesTellOfGatewaysThatNobodyAskedFor() throws {
    let (topology, _) = try readSnapshot([
      "route-tables.json": """
      {"RouteTables": [{"RouteTableId": "rtb-0a", "VpcId": "vpc-0a", "Associations": [], "Routes": [
        {"DestinationCidrBlock": "192.168.0.0/16", "GatewayId": "vgw-0a", "State": "active"},
        {"DestinationCidrBlock": "192.168.1.0/24", "GatewayId": "vgw-0a", "State": "active"},
        {"DestinationCidrBlock": "172.16.0.0/12", "GatewayId": "vgw-0b", "State": "blackhole"}]}]}
      """
    ])
    #expect(topology.vpnGateways.map(\.id) == ["vgw-0a"])
    #expect(topology.vpnGateways.map(\.vpc) == ["vpc-0a"])
    #expect(topology.isMissing(.vpnGateways))
    #expect(topology.isMissing(.vpnConnections))
  }

  @Test func oneThatCannotBeReadIsLeftOut() throws {
    let (topology, findings) = try readSnapshot([
      "vpn.json": """
      {"VpnConnections": [{"State": "available"},
        {"VpnConnectionId": "vpn-1", "Options": {"StaticRoutesOnly": true},
         "Routes": [{"DestinationCidrBlock": "here", "State": "available"}]}],
       "CustomerGateways": [{"IpAddress": "203.0.113.9"}]}
      """
    ])
    #expect(topology.vpnConnections.isEmpty)
    #expect(findings.map(\.code) == Array(repeating: "PW_UNREADABLE_RESOURCE", count: 3))
  }
}
