import PacketWalkAddressing
import PacketWalkTopology

extension TopologyGenerator {
  static let beyond = ["192.168.0.0/24", "192.168.1.0/24", "192.168.2.0/23"]

  /// Virtual private gateways with what ends at them, and networks behind them.
  mutating func vpnGateways() {
    for vpc in topology.vpcs where chance(40) {
      let number = vpc.id.rawValue.dropFirst(4)
      topology.vpnGateways.append(VPNGateway(id: .init("vgw-\(number)"), vpc: vpc.id))
      topology.vpnConnections.append(
        VPNConnection(
          id: .init("vpn-\(number)"), vpnGateway: .init("vgw-\(number)"), isAvailable: chance(95),
          tunnels: pick([nil, [true, false], [true, true], [true], chance(30) ? [false, false] : nil]) ?? nil,
          staticRoutes: chance(30)
            ? [Self.beyond, ["192.168.0.0/16"], ["192.168.0.0/25"]].randomElement(using: &random)?
              .compactMap(IPPrefix.init) : nil))
      guard chance(30) else { continue }
      topology.directConnectGateways.append(
        DirectConnectGateway(
          id: .init("dxgw-\(number)"),
          associations: [
            DirectConnectGateway.Association(gateway: .vpnGateway(.init("vgw-\(number)")), allowed: allowed())
          ],
          interfaces: chance(85) ? nil : [chance(50)]))
    }
    attachments()
    // Behind each of them is something: else nobody could say what becomes of packets.
    for gateway in topology.vpnGateways {
      let number = gateway.id.rawValue.dropFirst(4)
      var ways: [ExternalNetwork.Way] = [.vpnGateway(gateway.id), .vpnConnection(.init("vpn-\(number)"))]
      ways += topology.directConnectGateways.filter { $0.id.rawValue == "dxgw-\(number)" }
        .map { .directConnectGateway($0.id) }
      site(ways)
    }
    for attachment in topology.transitGatewayAttachments {
      guard case .other(let kind, let resource) = attachment.kind else { continue }
      site([
        .transitGatewayAttachment(attachment.id),
        kind == "vpn" ? .vpnConnection(.init(resource)) : .directConnectGateway(.init(resource)),
      ])
    }
  }

  private mutating func site(_ ways: [ExternalNetwork.Way]) {
    let number = topology.externalNetworks.count
    // One more way, now and then: a choice.
    let others = chance(15) ? topology.externalNetworks.flatMap(\.ways) : []
    topology.externalNetworks.append(
      ExternalNetwork(
        id: .init("site-\(number)"), ranges: prefix("192.168.\(number).0/24"),
        ways: (pick(ways).map { [$0] } ?? []) + (pick(others).map { [$0] } ?? []),
        isUp: chance(95),
        routes: others.isEmpty && chance(15)
          ? prefix(pick(["10.0.0.0/8", "10.1.0.0/16", "10.2.1.0/24"]) ?? "") : nil))
  }

  private mutating func allowed() -> [IPPrefix]? {
    guard chance(50) else { return nil }
    return ["10.1.0.0/16", "10.2.0.0/15", "10.3.1.0/24", "10.0.0.0/8"].filter { _ in chance(50) }
      .compactMap(IPPrefix.init)
  }

  /// Transit gateways' ends of VPNs and Direct Connect.
  private mutating func attachments() {
    for gateway in topology.transitGateways where chance(45) {
      let number = gateway.id.rawValue.dropFirst(4)
      let isDirect = chance(30)
      let id = isDirect ? "dxgw-t\(number)" : "vpn-t\(number)"
      if isDirect {
        topology.directConnectGateways.append(
          DirectConnectGateway(
            id: .init(id),
            associations: [
              DirectConnectGateway.Association(gateway: .transitGateway(gateway.id), allowed: allowed())
            ]))
      } else {
        topology.vpnConnections.append(
          VPNConnection(
            id: .init(id), transitGateway: gateway.id, tunnels: chance(90) ? nil : [false, false]))
      }
      topology.transitGatewayAttachments.append(
        TransitGatewayAttachment(
          id: .init("att-\(id)"), transitGateway: gateway.id,
          kind: .other(isDirect ? "direct-connect-gateway" : "vpn", resource: id), isAvailable: chance(95)))
    }
  }
}
