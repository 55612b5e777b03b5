import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func instances() -> YAMLMembers {
    var section = YAMLMembers()
    for instance in topology.instances {
      var fields = YAMLMembers()
      if instance.isWindows { fields.add("platform", "windows") }
      fields.add("state", instance.state)
      member(.instance, instance, in: filePlace, fields, into: &section)
    }
    return section
  }

  /// The interfaces of a VPC's subnets; for nil, those whose subnet the topology doesn't hold.
  func interfaces(of scope: String?, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for interface in topology.networkInterfaces where names.scopes.subnet(interface.subnet) == scope {
      member(.interface, interface, in: place, fields(interface, place), into: &section)
    }
    return section
  }

  func fields(_ interface: NetworkInterface, _ place: Place) -> YAMLMembers {
    var fields = YAMLMembers()
    fields.add("subnet", names.reference(.subnet, interface.subnet, from: place.scope))
    if interface.kind != .interface { fields.add("kind", word(interface.kind)) }
    addresses(interface.addresses, into: &fields)
    fields.add("delegated-prefixes", interface.delegatedPrefixes.map(\.description))
    let groups = interface.securityGroups.map { names.reference(.securityGroup, $0, from: place.scope) }
    if !groups.isEmpty || NativeScope.hasDefaultGroup(interface.kind) { fields.add("groups", .items(groups)) }
    fields.add("source-dest-check", interface.isSourceDestChecked, unless: true)
    fields.add("middlebox", interface.middlebox?.rawValue)
    if let instance = interface.instance {
      fields.add("instance", names.reference(.instance, instance, from: place.scope))
    }
    if interface.deviceIndex != 0 { fields.add("device-index", "\(interface.deviceIndex)") }
    fields.add("attached", interface.isAttached, unless: true)
    fields.add("description", interface.interfaceDescription)
    fields.add("requester", interface.requester)
    fields.add("deny-internet-gateway", interface.deniesInternetGatewayTraffic, unless: false)
    fields.add("tcp-idle-timeout", interface.idleTimeouts.tcp.map(String.init))
    fields.add("udp-idle-timeout", interface.idleTimeouts.udp.map(String.init))
    fields.add("udp-stream-idle-timeout", interface.idleTimeouts.udpStream.map(String.init))
    var scope = NativeScope(names: names.names)
    scope.windowsInstances = windowsInstances
    if interface.ephemeralPorts != scope.defaultPorts(interface.kind, interface.instance) {
      let word = NativeScope.ephemeralWords.first { $0.1 == interface.ephemeralPorts }?.0
      fields.add("ephemeral-ports", word ?? interface.ephemeralPorts.description)
    }
    return fields
  }

  private func word(_ kind: InterfaceKind) -> String {
    if case .other(let word) = kind { return "other:\(word)" }
    return NativeScope.interfaceKinds.first { $0.1 == kind }?.0 ?? ""
  }

  /// `ip` and `public`: the short form where one address has all that there is to say.
  func addresses(_ addresses: [InterfaceAddress], into fields: inout YAMLMembers) {
    let first = addresses.firstIndex { $0.address.family == .ipv4 }
    var items: [YAMLValue] = []
    var publicAddress: IPAddress?
    for (index, item) in addresses.enumerated() {
      let isUsual = item.isPrimary == (index == first) && item.carrierAddress == nil
      if isUsual, item.isPrimary, let address = item.publicAddress {
        publicAddress = address
        items.append(.scalar(item.address.description))
      } else if isUsual, item.publicAddress == nil {
        items.append(.scalar(item.address.description))
      } else {
        var parts = YAMLMembers()
        parts.add("address", item.address.description)
        parts.add("public", item.publicAddress?.description)
        parts.add("carrier", item.carrierAddress?.description)
        if item.isPrimary != (index == first) { parts.add("primary", .bool(item.isPrimary)) }
        items.append(parts.value)
      }
    }
    if !items.isEmpty { fields.add("ip", items.count == 1 ? items[0] : .list(items)) }
    fields.add("public", publicAddress?.description)
  }

  func natGateways(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for gateway in topology.natGateways where gateway.vpc == id {
      var fields = YAMLMembers()
      if let subnet = gateway.subnet {
        fields.add(
          "subnet", names.reference(.subnet, subnet.rawValue, from: place.scope, except: ["unknown"]))
      } else if !gateway.isRegional {
        fields.add("subnet", "unknown")
      }
      fields.add("regional", gateway.isRegional, unless: false)
      addresses(gateway.addresses, into: &fields)
      if gateway.isRegional { regional(gateway, place, into: &fields) }
      fields.add("proxies", gateway.proxies)
      if gateway.connectivity == .private { fields.add("connectivity", "private") }
      fields.add("available", gateway.isAvailable, unless: true)
      member(.natGateway, gateway, in: place, fields, into: &section)
    }
    return section
  }

  private func regional(_ gateway: NATGateway, _ place: Place, into fields: inout YAMLMembers) {
    if let table = gateway.routeTable {
      fields.add("route-table", names.reference(.routeTable, table, from: place.scope))
    }
    fields.add("automatic", gateway.isAutomatic, unless: true)
    guard !gateway.zones.isEmpty else { return }
    let zones = gateway.zones.map { zone in
      var parts = YAMLMembers()
      if !zone.zone.name.isEmpty || zone.zone.zoneID == nil { parts.add("zone", zone.zone.name) }
      parts.add("zone-id", zone.zone.zoneID)
      addresses(zone.addresses, into: &parts)
      return parts.value
    }
    fields.add("zones", .list(zones))
  }

  func unassociatedAddresses() -> YAMLMembers {
    var section = YAMLMembers()
    for address in topology.unassociatedAddresses {
      let all = common(
        address.info, .unmodelled, id: address.allocation, key: address.allocation, in: filePlace)
      var fields = YAMLMembers()
      for field in all.members where field.key != "id" { fields.add(field.key, field.value) }
      fields.add("public", address.publicAddress.description)
      let isShort = fields.members.count == 1
      section.add(address.allocation, isShort ? .scalar(address.publicAddress.description) : fields.value)
    }
    return section
  }
}
