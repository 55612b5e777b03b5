import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  /// Virtual private gateways, the attached ones first.
  mutating func readVPNGateways() throws(InputError) {
    for (vpc, pair, fields) in try members("vpn-gateways", of: .gateway) {
      topology.vpnGateways.append(
        VPNGateway(
          id: vpc.scope.ownID(.vpnGateway, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id))
    }
    for (pair, fields) in try fileMembers("vpn-gateways", of: .gateway) {
      topology.vpnGateways.append(
        VPNGateway(
          id: scope.ownID(.vpnGateway, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), vpc: nil))
    }
  }

  mutating func readVPNConnections() throws(InputError) {
    for (pair, fields) in try fileMembers("vpn-connections", of: .vpnConnection) {
      guard fields.has("vpn-gateway") != fields.has("transit-gateway") else {
        throw InputError(
          .malformed, "a VPN connection has one of “vpn-gateway” and “transit-gateway”", at: pair.origin)
      }
      var connection = VPNConnection(
        id: scope.ownID(.vpnConnection, pair.key),
        info: try scope.info(fields, key: pair.key, origin: pair.origin),
        customerGateway: try fields.text("customer-gateway"),
        isAvailable: try fields.bool("available") ?? true, tunnels: try states("tunnels", fields),
        staticRoutes: try fields.prefixes("static-routes"))
      if let node = fields["vpn-gateway"] { connection.vpnGateway = try scope.id(node, .vpnGateway) }
      if let node = fields["transit-gateway"] {
        connection.transitGateway = try scope.id(node, .transitGateway)
      }
      topology.vpnConnections.append(connection)
    }
  }

  private func states(_ key: String, _ fields: YAMLFields) throws(InputError) -> [Bool]? {
    guard let nodes = fields.list(key) else { return nil }
    var states: [Bool] = []
    for node in nodes { states.append(try node.word(key, NativeScope.networkStates)) }
    return states
  }

  mutating func readDirectConnectGateways() throws(InputError) {
    for (pair, fields) in try fileMembers("direct-connect-gateways", of: .directConnectGateway) {
      var associations: [DirectConnectGateway.Association] = []
      for node in fields.list("associations") ?? [] { associations.append(try association(node)) }
      topology.directConnectGateways.append(
        DirectConnectGateway(
          id: scope.ownID(.directConnectGateway, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), associations: associations,
          interfaces: try states("interfaces", fields)))
    }
  }

  private func association(_ node: YAMLNode) throws(InputError) -> DirectConnectGateway.Association {
    let fields = try YAMLFields(node, of: .directConnectAssociation)
    guard fields.has("vpn-gateway") != fields.has("transit-gateway") else {
      throw InputError(
        .malformed, "an association has one of “vpn-gateway” and “transit-gateway”", at: node.origin)
    }
    let allowed = try fields.prefixes("allowed")
    if let gateway = fields["vpn-gateway"] {
      return .init(gateway: .vpnGateway(try scope.id(gateway, .vpnGateway)), allowed: allowed)
    }
    return .init(
      gateway: .transitGateway(try scope.id(fields.required("transit-gateway"), .transitGateway)),
      allowed: allowed)
  }

  mutating func readExternalNetworks() throws(InputError) {
    for pair in try file.pairs("external") {
      topology.externalNetworks.append(try scope.externalNetwork(pair))
    }
  }
}
