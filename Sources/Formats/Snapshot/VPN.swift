import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-vpn-gateways`, `describe-customer-gateways`, `describe-vpn-connections`.
  func readVPN() {
    collect("VpnGateways", into: \.vpnGateways) { item throws(Unreadable) in
      VPNGateway(
        id: try item.json.requiredID("VpnGatewayId"), info: info(item),
        vpc: try Self.attachedVPC(item.json, "VpcAttachments"))
    }
    inferVPNGateways()
    var customers: [String: String] = [:]
    for item in items("CustomerGateways") {
      guard let id = item.json.text("CustomerGatewayId") else {
        count("CustomerGateways", read: 1)
        reportLost("customer gateway", "", Unreadable("it has no CustomerGatewayId", at: item.json))
        continue
      }
      count("CustomerGateways", read: 1, modelled: 1)
      customers[id] = info(item).name ?? item.json.text("DeviceName") ?? id
    }
    collect("VpnConnections", into: \.vpnConnections) { item throws(Unreadable) in
      try connection(item, customers)
    }
  }

  /// Where nobody asked for the gateways, a route that works still says that there is one, and whose.
  private func inferVPNGateways() {
    guard sections["VpnGateways"] == nil else { return }
    var known: Set<VPNGatewayID> = []
    for table in topology.routeTables {
      for route in table.routes {
        guard case .vpnGateway(let id) = route.target, route.state != .blackhole,
          known.insert(id).inserted
        else { continue }
        let place = topology.vpcs.first { $0.id == table.vpc }?.info ?? table.info
        topology.vpnGateways.append(
          VPNGateway(
            id: id, info: ResourceInfo(account: place.account, region: place.region), vpc: table.vpc))
      }
    }
  }

  private func connection(_ item: Item, _ customers: [String: String]) throws(Unreadable) -> VPNConnection {
    let json = item.json
    var tunnels: [Bool] = []
    for tunnel in try json.list("VgwTelemetry") {
      guard let status = tunnel.text("Status") else { continue }
      tunnels.append(status == "UP")
    }
    var routes: [IPPrefix]?
    if try json["Options"]?.flag("StaticRoutesOnly") == true {
      var prefixes: [IPPrefix] = []
      for route in try json.list("Routes") where route.text("State") ?? "available" == "available" {
        if let prefix = try route.prefix("DestinationCidrBlock") { prefixes.append(prefix) }
      }
      routes = prefixes
    }
    let customer = json.text("CustomerGatewayId")
    return VPNConnection(
      id: try json.requiredID("VpnConnectionId"), info: info(item), vpnGateway: json.id("VpnGatewayId"),
      transitGateway: json.id("TransitGatewayId"),
      customerGateway: customer.map { customers[$0] ?? $0 },
      isAvailable: json.text("State").map { $0 == "available" || $0 == "modifying" } ?? true,
      tunnels: tunnels.isEmpty ? nil : tunnels, staticRoutes: routes)
  }
}
