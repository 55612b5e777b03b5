import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readNATGateways() throws(InputError) {
    let connectivities: [(String, NATGateway.Connectivity)] = [("public", .public), ("private", .private)]
    for (vpc, pair, fields) in try members("nat-gateways", of: .natGateway) {
      let isRegional = try fields.bool("regional") ?? false
      var gateway = NATGateway(
        id: vpc.scope.ownID(.natGateway, pair.key),
        info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id, subnet: nil,
        connectivity: try fields.word("connectivity", connectivities) ?? .public,
        isAvailable: try fields.bool("available") ?? true,
        addresses: isRegional ? try regionalAddresses(fields, vpc.scope) : try vpc.scope.addresses(fields),
        isRegional: isRegional)
      for node in fields.list("proxies") ?? [] { gateway.proxies.append(try node.text("proxies")) }
      if isRegional {
        try readRegional(fields, vpc.scope, into: &gateway)
      } else {
        for key in ["route-table", "zones", "automatic"] where fields.has(key) {
          throw InputError(
            .malformed, "only a regional NAT gateway has “\(key)”", at: fields.origin(of: key))
        }
        let node = try fields.required("subnet")
        if node.scalar != "unknown" { gateway.subnet = try vpc.scope.id(node, .subnet) }
      }
      topology.natGateways.append(gateway)
    }
  }

  private func readRegional(
    _ fields: YAMLFields, _ scope: NativeScope, into gateway: inout NATGateway
  ) throws(InputError) {
    if fields.has("subnet") {
      throw InputError(.malformed, "a regional NAT gateway has no subnet", at: fields.origin(of: "subnet"))
    }
    if let node = fields["route-table"] { gateway.routeTable = try scope.id(node, .routeTable) }
    gateway.isAutomatic = try fields.bool("automatic") ?? true
    for node in fields.list("zones") ?? [] {
      let zone = try YAMLFields(node, of: .natZone)
      let zoneID = try zone.text("zone-id")
      let name = zoneID == nil ? try zone.required("zone").text("zone") : try zone.text("zone") ?? ""
      gateway.zones.append(
        NATGateway.Zone(
          zone: AvailabilityZone(name: name, zoneID: zoneID), addresses: try regionalAddresses(zone, scope)))
    }
    if !gateway.isAutomatic, gateway.zones.isEmpty {
      throw InputError(
        .malformed, "a regional NAT gateway that is not automatic needs “zones”", at: fields.origin)
    }
  }

  /// AWS prints no private addresses of regional NAT gateways, so that `public` may stand alone.
  private func regionalAddresses(
    _ fields: YAMLFields, _ scope: NativeScope
  ) throws(InputError) -> [InterfaceAddress] {
    guard !fields.has("ip"), fields.has("public") else { return try scope.addresses(fields) }
    var addresses: [InterfaceAddress] = []
    for node in fields.list("public") ?? [] {
      let address = try node.address()
      addresses.append(
        InterfaceAddress(address, publicAddress: address, isPrimary: addresses.isEmpty))
    }
    return addresses
  }
}
