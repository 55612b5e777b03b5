import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Client VPN endpoints, as `aws ec2 describe-client-vpn-…` prints them.
@Suite struct SnapshotClientVPNTests {
  private static let endpoint = """
    {"ClientVpnEndpoints": [{"ClientVpnEndpointId": "cvpn-endpoint-0a", "Status": {"Code": "available"},
      "ClientCidrBlock": "10.100.0.0/22", "VpcId": "vpc-0a", "SecurityGroupIds": ["sg-vpn"], "SplitTunnel": true,
      "Tags": [{"Key": "Name", "Value": "users"}]}]}
    """

  @Test func readsEveryPart() throws {
    let (topology, findings) = try readSnapshot([
      "endpoints.json": Self.endpoint,
      "networks.json": """
      {"ClientVpnTargetNetworks": [
        {"ClientVpnEndpointId": "cvpn-endpoint-0a", "TargetNetworkId": "subnet-0a", "VpcId": "vpc-0a",
         "Status": {"Code": "associated"}, "SecurityGroups": ["sg-vpn"]},
        {"ClientVpnEndpointId": "cvpn-endpoint-0a", "TargetNetworkId": "subnet-0b", "VpcId": "vpc-0a",
         "Status": {"Code": "disassociated"}}]}
      """,
      "rules.json": """
      {"AuthorizationRules": [
        {"ClientVpnEndpointId": "cvpn-endpoint-0a", "AccessAll": true, "DestinationCidr": "10.0.0.0/16",
         "Status": {"Code": "active"}, "GroupId": ""},
        {"ClientVpnEndpointId": "cvpn-endpoint-0a", "AccessAll": false, "DestinationCidr": "0.0.0.0/0",
         "Status": {"Code": "active"}, "GroupId": "S-1-5-21"},
        {"ClientVpnEndpointId": "cvpn-endpoint-0a", "AccessAll": true, "DestinationCidr": "192.168.0.0/16",
         "Status": {"Code": "revoking"}}]}
      """,
      "routes.json": """
      {"Routes": [{"ClientVpnEndpointId": "cvpn-endpoint-0a", "DestinationCidr": "10.0.0.0/16",
        "TargetSubnet": "subnet-0a", "Type": "Nat", "Origin": "associate", "Status": {"Code": "active"}}]}
      """,
      "interfaces.json": """
      {"NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "VpcId": "vpc-0a", "Status": "in-use",
         "Description": "ClientVPN Endpoint resource", "RequesterManaged": true,
         "Groups": [{"GroupId": "sg-vpn"}], "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.250", "Primary": true}]},
        {"NetworkInterfaceId": "eni-0b", "SubnetId": "subnet-0a", "VpcId": "vpc-0a", "Status": "in-use",
         "Description": "ClientVPN Endpoint resource", "RequesterManaged": true,
         "Groups": [{"GroupId": "sg-other"}], "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.251", "Primary": true}]}]}
      """,
    ])
    #expect(findings.isEmpty)
    let endpoint = try #require(topology.clientVPNEndpoints.first)
    #expect((endpoint.vpc, endpoint.info.name, endpoint.isAvailable) == ("vpc-0a", "users", true))
    #expect(endpoint.subnets == ["subnet-0a"])
    #expect(endpoint.interfaces == ["eni-0a"])
    #expect(endpoint.authorizationRules?.map(\.destination.description) == ["10.0.0.0/16", "0.0.0.0/0"])
    #expect(endpoint.authorizationRules?.map(\.group) == [nil, "S-1-5-21"])
    #expect(endpoint.routes?.map(\.subnet) == ["subnet-0a"])
    let users = try #require(topology.externalNetworks.first)
    #expect((users.id, users.info.name) == ("cvpn-endpoint-0a/clients", "users/clients"))
    #expect(users.ranges.map(\.description) == ["10.100.0.0/22"])
    #expect(users.ways == [.clientVPNEndpoint("cvpn-endpoint-0a")])
    for entry in topology.coverage.entries { #expect(entry.read == entry.modelled, "\(entry.kind)") }
  }

  @Test func whatNobodyAskedForIsNotKnown() throws {
    let (topology, _) = try readSnapshot(["endpoints.json": Self.endpoint])
    #expect(topology.clientVPNEndpoints.first?.authorizationRules == nil)
    #expect(topology.clientVPNEndpoints.first?.routes == nil)
    let (empty, findings) = try readSnapshot([
      "endpoints.json": Self.endpoint, "rules.json": #"{"AuthorizationRules": []}"#,
      "client-vpn-routes/cvpn-endpoint-0a.json": #"{"Routes": []}"#,
    ])
    #expect(empty.clientVPNEndpoints.first?.authorizationRules == [])
    #expect(empty.clientVPNEndpoints.first?.routes == [])
    #expect(findings.isEmpty)
  }
}
