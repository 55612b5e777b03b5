import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-nat-gateways`. Deleted and failed ones are kept: a route to one is a blackhole (NAT-7).
  func readNATGateways() {
    collect("NatGateways", into: \.natGateways) { item throws(Unreadable) in
      let json = item.json
      let isRegional = json.has("AvailabilityMode", "regional")
      var addresses: [InterfaceAddress] = []
      var zones: [NATGateway.Zone] = []
      for address in try json.list("NatGatewayAddresses") {
        if let interface: NetworkInterfaceID = address.id("NetworkInterfaceId") {
          natInterfaces.insert(interface)
        }
        let outside = try address.address("PublicIp")
        // Of a regional one AWS prints no private address.
        let inside = try address.address("PrivateIp") ?? (isRegional ? outside : nil)
        guard !address.has("Status", "failed"), let own = inside else { continue }
        let held = InterfaceAddress(
          own, publicAddress: outside, isPrimary: try address.flag("IsPrimary") ?? addresses.isEmpty)
        if isRegional, let zone = Self.natZone(address) {
          if let place = zones.firstIndex(where: { $0.zone.identity == zone.identity }) {
            zones[place].addresses.append(held)
          } else {
            zones.append(NATGateway.Zone(zone: zone, addresses: [held]))
          }
        } else {
          addresses.append(held)
        }
      }
      if let primary = addresses.firstIndex(where: \.isPrimary), primary > 0 {
        addresses.insert(addresses.remove(at: primary), at: 0)
      }
      return NATGateway(
        id: try json.requiredID("NatGatewayId"), info: info(item), vpc: try json.requiredID("VpcId"),
        subnet: isRegional ? nil : json.id("SubnetId"),
        connectivity: json.has("ConnectivityType", "private") ? .private : .public,
        isAvailable: json.text("State").map { $0 == "available" } ?? true, addresses: addresses,
        isRegional: isRegional, routeTable: isRegional ? json.id("RouteTableId") : nil, zones: zones,
        isAutomatic: !isRegional || !json.has("AutoProvisionZones", "disabled"),
        proxies: try Self.proxies(json))
    }
  }

  private static func natZone(_ address: JSONValue) -> AvailabilityZone? {
    let zoneID = address.text("AvailabilityZoneId")
    guard let name = address.text("AvailabilityZone") ?? (zoneID == nil ? nil : "") else { return nil }
    return AvailabilityZone(name: name, zoneID: zoneID)
  }

  /// The attached proxies (NAT-11); one that is gone or failed to attach inspects nothing.
  private static func proxies(_ json: JSONValue) throws(Unreadable) -> [String] {
    var proxies: [String] = []
    for appliance in try json.list("AttachedAppliances") {
      let state = appliance.text("AttachmentState") ?? "attached"
      guard !["detached", "attach-failed", "attach_failed"].contains(state) else { continue }
      proxies.append(appliance.text("ApplianceArn") ?? appliance.text("Type") ?? "")
    }
    return proxies
  }
}
