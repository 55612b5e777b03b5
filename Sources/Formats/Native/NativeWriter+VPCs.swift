import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func vpc(_ vpc: VPC, into vpcs: inout YAMLMembers) {
    let place = place(names.key(.vpc, vpc.id, scope: nil), vpc.info)
    var fields = YAMLMembers()
    fields.add("cidr", .items(vpc.prefixes.map(\.description)))
    fields.add("dns", vpc.isDNSSupported, unless: true)
    if let controls = vpc.encryption { fields.add("encryption", NativeReader.value(controls)) }
    sections(of: vpc.id, vpc.prefixes, place, into: &fields)
    member(.vpc, vpc, in: filePlace, fields, into: &vpcs)
  }

  /// A VPC that is only known by what belongs to it.
  func undescribed(_ id: VPCID) -> YAMLMembers {
    var fields = YAMLMembers()
    fields.add("described", .bool(false))
    sections(of: id, [], place(id.rawValue, nil), into: &fields)
    return fields
  }

  private func sections(
    of id: VPCID, _ prefixes: [IPPrefix], _ place: Place, into fields: inout YAMLMembers
  ) {
    let families = AWSDefaults.families(of: prefixes)
    if lacksDefaults(id) { fields.add("defaults", .bool(false)) }
    for gateway in topology.internetGateways where names.scopes.gateway(gateway.id) == place.scope {
      fields.add("internet-gateway", self.gateway(gateway, .internetGateway, "internet-gateway", place))
    }
    for gateway in topology.egressOnlyInternetGateways where names.scopes.gateway(gateway.id) == place.scope {
      fields.add(
        "egress-only-gateway", self.gateway(gateway, .egressOnlyGateway, "egress-only-gateway", place))
    }
    for gateway in topology.carrierGateways where names.scopes.gateway(gateway.id) == place.scope {
      fields.add("carrier-gateway", self.gateway(gateway, .carrierGateway, "carrier-gateway", place))
    }
    fields.add("subnets", section: subnets(of: id, place))
    fields.add("route-tables", section: routeTables(of: id, place))
    fields.add("network-acls", section: networkACLs(of: id, families, place))
    fields.add("security-groups", section: securityGroups(of: id, families, place))
    fields.add("interfaces", section: interfaces(of: place.scope, place))
    fields.add("nat-gateways", section: natGateways(of: id, place))
    fields.add("endpoints", section: endpoints(of: id, place))
    fields.add("load-balancers", section: loadBalancers(of: id, place))
    fields.add("target-groups", section: targetGroups(of: id, place))
    fields.add("resource-gateways", section: resourceGateways(of: id, place))
    fields.add("connect-endpoints", section: connectEndpoints(of: id, place))
    fields.add("managed-services", section: managedServices(of: id, place))
    fields.add("service-networks", section: serviceNetworks(of: id, place))
    fields.add("vpn-gateways", section: vpnGateways(of: id, place))
    fields.add("client-vpn-endpoints", section: clientVPNEndpoints(of: id, place))
    fields.add("unmodelled", section: unmodelled(of: id, place))
  }

  /// Whether the VPC has no main table, default ACL or default group although the topology holds such
  /// things, so that none may be implied.
  func lacksDefaults(_ id: VPCID) -> Bool {
    let lacksTable = !topology.routeTables.contains { $0.vpc == id && $0.isMain }
    let lacksACL = !topology.networkACLs.contains { $0.vpc == id && $0.isDefault }
    let lacksGroup = !topology.securityGroups.contains { $0.vpc == id && $0.isDefault }
    return lacksTable && !topology.isMissing(.routeTables) || lacksACL && !topology.isMissing(.networkACLs)
      || lacksGroup && !topology.isMissing(.securityGroups)
  }

  /// Whether a reader implies the resource, so that it need not be written: what AWS makes with a VPC, with
  /// nothing changed.
  func isImplied<R: Resource>(
    _ resource: R, of id: VPCID, _ kind: ResourceKind, named name: String, key: String, _ place: Place,
    _ fields: YAMLMembers
  ) -> Bool {
    let info = resource.info
    return key == name && info.name == name && fields.isEmpty && info.tags.isEmpty
      && info.lintExceptions.isEmpty
      && info.account == place.account && info.region == place.region
      && resource.id.rawValue == "\(place.scope ?? "")/\(name)" && !lacksDefaults(id)
      && !topology.isMissing(kind)
      && topology.vpcs.contains { $0.id == id }
  }

  /// `true`, a name, or a mapping.
  private func gateway<R: Resource>(
    _ gateway: R, _ kind: NativeKind, _ word: String, _ place: Place
  ) -> YAMLValue {
    let key = names.key(kind, gateway.id, scope: place.scope)
    let fields = common(gateway.info, kind, id: gateway.id.rawValue, key: key, in: place)
    if fields.isEmpty, key != "true", key != "false" { return .scalar(key) }
    let isImplied = key == word && gateway.id.rawValue == "\(place.scope ?? "")/\(word)"
    if isImplied, fields.members.allSatisfy({ $0.key == "id" }) { return .bool(true) }
    // The name of a mapping is its key, and without one the identifier is.
    var all = YAMLMembers()
    all.add("id", gateway.id.rawValue)
    if let name = gateway.info.name ?? (key == gateway.id.rawValue ? nil : key) { all.add("name", name) }
    for field in fields.members where field.key != "name" && field.key != "id" {
      all.add(field.key, field.value)
    }
    return all.value
  }

  private func subnets(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for subnet in topology.subnets where subnet.vpc == id {
      var fields = YAMLMembers()
      fields.add("cidr", .items(subnet.prefixes.map(\.description)))
      if !subnet.zone.name.isEmpty || subnet.zone.zoneID == nil { fields.add("zone", subnet.zone.name) }
      fields.add("zone-id", subnet.zone.zoneID)
      if let table = tables[subnet.id] {
        fields.add("route-table", names.reference(.routeTable, table, from: place.scope))
      }
      if let acl = acls[subnet.id] {
        fields.add("network-acl", names.reference(.networkACL, acl, from: place.scope))
      }
      if let mode = subnet.blockPublicAccess {
        fields.add("block-public-access", NativeReader.blockWords.first { $0.1 == mode }?.0)
      }
      member(.subnet, subnet, in: place, fields, into: &section)
    }
    return section
  }

  func looseInternetGateways() -> YAMLMembers {
    var section = YAMLMembers()
    for gateway in topology.internetGateways where names.scopes.gateway(gateway.id) == nil {
      var fields = YAMLMembers()
      if let vpc = gateway.vpc { fields.add("vpc", names.reference(.vpc, vpc, from: nil)) }
      member(.internetGateway, gateway, in: filePlace, fields, into: &section)
    }
    return section
  }

  func looseEgressOnlyGateways() -> YAMLMembers {
    var section = YAMLMembers()
    for gateway in topology.egressOnlyInternetGateways where names.scopes.gateway(gateway.id) == nil {
      var fields = YAMLMembers()
      if let vpc = gateway.vpc { fields.add("vpc", names.reference(.vpc, vpc, from: nil)) }
      member(.egressOnlyGateway, gateway, in: filePlace, fields, into: &section)
    }
    return section
  }

  func looseCarrierGateways() -> YAMLMembers {
    var section = YAMLMembers()
    for gateway in topology.carrierGateways where names.scopes.gateway(gateway.id) == nil {
      var fields = YAMLMembers()
      if let vpc = gateway.vpc { fields.add("vpc", names.reference(.vpc, vpc, from: nil)) }
      member(.carrierGateway, gateway, in: filePlace, fields, into: &section)
    }
    return section
  }

  func unmodelled(of vpc: VPCID?, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for thing in topology.unmodelled where thing.vpc == vpc {
      let key = names.key(.unmodelled, thing.id, scope: place.scope)
      var fields = common(thing.info, .unmodelled, id: thing.id, key: key, in: place)
      fields.add("kind", thing.kind)
      section.add(key, fields.value)
    }
    return section
  }
}
