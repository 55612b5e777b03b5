import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Direct Connect gateways, as `aws directconnect describe-…` prints them.
@Suite struct SnapshotDirectConnectTests {
  @Test func readsGatewaysAssociationsAndInterfaces() throws {
    let (topology, findings) = try readSnapshot([
      "gateways.json": """
      {"directConnectGateways": [{"directConnectGatewayId": "dx-1", "directConnectGatewayName": "main",
        "amazonSideAsn": 64512, "ownerAccount": "123456789012", "directConnectGatewayState": "available",
        "tags": [{"key": "team", "value": "net"}]}]}
      """,
      "associations.json": """
      {"directConnectGatewayAssociations": [
        {"directConnectGatewayId": "dx-1", "associationState": "associated", "associationId": "a-1",
         "associatedGateway": {"id": "vgw-0a", "type": "virtualPrivateGateway", "region": "eu-west-1"},
         "allowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/15"}], "virtualGatewayId": "vgw-0a"},
        {"directConnectGatewayId": "dx-1", "associationState": "associated", "associationId": "a-2",
         "associatedGateway": {"id": "tgw-0a", "type": "transitGateway", "region": "eu-west-1"},
         "allowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]},
        {"directConnectGatewayId": "dx-1", "associationState": "disassociated", "associationId": "a-3",
         "associatedGateway": {"id": "vgw-0b", "type": "virtualPrivateGateway"}},
        {"directConnectGatewayId": "dx-2", "associationState": "associated", "virtualGatewayId": "vgw-0a",
         "allowedPrefixesToDirectConnectGateway": []}]}
      """,
      "interfaces.json": """
      {"virtualInterfaces": [
        {"virtualInterfaceId": "dxvif-1", "virtualInterfaceType": "private", "virtualInterfaceState": "available",
         "directConnectGatewayId": "dx-1", "bgpPeers": [{"bgpStatus": "down"}, {"bgpStatus": "up"}]},
        {"virtualInterfaceId": "dxvif-2", "virtualInterfaceType": "transit", "virtualInterfaceState": "down",
         "directConnectGatewayId": "dx-1", "bgpPeers": []},
        {"virtualInterfaceId": "dxvif-3", "virtualInterfaceType": "private", "virtualInterfaceName": "old",
         "virtualInterfaceState": "available", "virtualGatewayId": "vgw-0a", "bgpPeers": [{"bgpStatus": "down"}]},
        {"virtualInterfaceId": "dxvif-4", "virtualInterfaceType": "public", "virtualInterfaceState": "available"}]}
      """,
    ])
    #expect(findings.isEmpty)
    let gateways = topology.directConnectGateways
    #expect(gateways.map(\.id) == ["dx-1", "dx-2", "dxvif-3"])
    #expect(gateways[0].info.name == "main" && gateways[0].info.tags == ["team": "net"])
    #expect(
      gateways[0].associations.map(\.gateway) == [.vpnGateway("vgw-0a"), .transitGateway("tgw-0a")])
    #expect(
      gateways[0].associations.map { $0.allowed?.map(\.description) } == [["10.0.0.0/15"], ["10.0.0.0/8"]])
    #expect((gateways[0].interfaces, gateways[0].isUp) == ([true, false], true))
    #expect(gateways[1].associations == [.init(gateway: .vpnGateway("vgw-0a"))])
    #expect((gateways[2].info.name, gateways[2].isUp) == ("old", false))
    for entry in topology.coverage.entries { #expect(entry.read == entry.modelled, "\(entry.kind)") }
  }

  @Test func whatCannotBeReadIsLeftOut() throws {
    let (topology, findings) = try readSnapshot([
      "all.json": """
      {"directConnectGatewayAssociations": [{"directConnectGatewayId": "dx-1", "associationState": "associated"}],
       "virtualInterfaces": [{"virtualInterfaceId": "dxvif-1", "virtualInterfaceType": "private"}]}
      """
    ])
    #expect(topology.directConnectGateways.isEmpty)
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RESOURCE", "PW_UNREADABLE_RESOURCE"])
  }
}
