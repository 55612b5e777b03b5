import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func prefixLists() -> YAMLMembers {
    var section = YAMLMembers()
    for list in topology.prefixLists {
      let key = names.key(.prefixList, list.id, scope: nil)
      let common = common(list.info, .prefixList, id: list.id.rawValue, key: key, in: filePlace)
      let entries: YAMLValue =
        list.entries.map { .list($0.map { .scalar($0.description) }) } ?? .scalar("unknown")
      if common.isEmpty, list.listName == nil {
        section.add(key, entries)
      } else {
        var fields = YAMLMembers()
        fields.add("list-name", list.listName)
        fields.add("entries", entries)
        member(.prefixList, list, in: filePlace, fields, into: &section)
      }
    }
    return section
  }

  func peerings() -> YAMLMembers {
    var section = YAMLMembers()
    for peering in topology.vpcPeeringConnections {
      var fields = YAMLMembers()
      fields.add("requester", end(peering.requester))
      fields.add("accepter", end(peering.accepter))
      fields.add("active", peering.isActive, unless: true)
      member(.peering, peering, in: filePlace, fields, into: &section)
    }
    return section
  }

  private func end(_ end: VPCPeeringConnection.End) -> YAMLValue {
    let name = names.reference(.vpc, end.vpc, from: nil)
    let vpc = topology.vpcs.first { $0.id == end.vpc }
    var fields = YAMLMembers()
    fields.add("vpc", name)
    if end.prefixes != vpc?.prefixes ?? [] { fields.add("cidr", .items(end.prefixes.map(\.description))) }
    if end.account != vpc?.info.account { fields.add("account", end.account ?? "") }
    if end.region != vpc?.info.region { fields.add("region", end.region ?? "") }
    fields.add("dns", end.allowsDNSResolution, unless: false)
    return fields.members.count == 1 ? .scalar(name) : fields.value
  }

  func transitGateways() -> YAMLMembers {
    var section = YAMLMembers()
    for id in names.scopes.undescribedTransitGateways {
      var fields = YAMLMembers()
      fields.add("described", .bool(false))
      parts(of: id, place(id.rawValue, nil), into: &fields)
      section.add(id.rawValue, fields.value)
    }
    for gateway in topology.transitGateways {
      var fields = YAMLMembers()
      fields.add("core-network", gateway.isCoreNetwork, unless: false)
      fields.add("group-references", gateway.referencesSecurityGroups, unless: false)
      parts(
        of: gateway.id, place(names.key(.transitGateway, gateway.id, scope: nil), gateway.info), into: &fields
      )
      member(.transitGateway, gateway, in: filePlace, fields, into: &section)
    }
    return section
  }

  private func parts(of id: TransitGatewayID, _ place: Place, into fields: inout YAMLMembers) {
    var attachments = YAMLMembers()
    for attachment in topology.transitGatewayAttachments where attachment.transitGateway == id {
      member(.attachment, attachment, in: place, self.fields(attachment, place), into: &attachments)
    }
    fields.add("attachments", section: attachments)
    var tables = YAMLMembers()
    for table in topology.transitGatewayRouteTables where table.transitGateway == id {
      var parts = YAMLMembers()
      parts.add(
        "associations", table.associations.map { names.reference(.attachment, $0, from: place.scope) })
      parts.add("complete", table.isComplete, unless: true)
      if let routes = table.routes {
        parts.add("routes", section: transitRoutes(routes, place))
      } else {
        parts.add("routes", "unknown")
      }
      member(.transitRouteTable, table, in: place, parts, into: &tables)
    }
    // Without any, the default table would be implied.
    fields.add("route-tables", tables.value)
  }

  private func fields(_ attachment: TransitGatewayAttachment, _ place: Place) -> YAMLMembers {
    var fields = YAMLMembers()
    switch attachment.kind {
    case .vpc(let vpc, let subnets):
      let scope = names.scopes.vpc(vpc)
      fields.add("vpc", names.reference(.vpc, vpc, from: place.scope))
      fields.add("subnets", .items(subnets.map { names.reference(.subnet, $0, from: scope) }))
    case .peering(let peer, let other):
      fields.add("peer", names.reference(.transitGateway, peer, from: place.scope))
      let scope = names.scopes.transitGateway(peer)
      fields.add("peer-attachment", names.reference(.attachment, other, from: scope))
    case .other(let kind, let resource):
      fields.add("kind", kind)
      fields.add("resource", resource)
    }
    fields.add("appliance-mode", attachment.isApplianceMode, unless: false)
    fields.add("ipv6", attachment.supportsIPv6, unless: false)
    fields.add("group-references", attachment.referencesSecurityGroups, unless: true)
    fields.add("edge", attachment.edge)
    fields.add("available", attachment.isAvailable, unless: true)
    fields.add("created", attachment.createdAt)
    return fields
  }

  private func transitRoutes(_ routes: [TransitGatewayRoute], _ place: Place) -> YAMLMembers {
    var order: [RouteDestination] = []
    var groups: [RouteDestination: [TransitGatewayRoute]] = [:]
    for route in routes {
      if groups[route.destination] == nil { order.append(route.destination) }
      groups[route.destination, default: []].append(route)
    }
    var section = YAMLMembers()
    for key in order {
      let all = groups[key] ?? []
      section.add(
        destination(key, place),
        all.count == 1 ? value(all[0], place) : .list(all.map { fields($0, place).value }))
    }
    return section
  }

  private func value(_ route: TransitGatewayRoute, _ place: Place) -> YAMLValue {
    guard route.source == .static else { return fields(route, place).value }
    if route.isBlackhole {
      return route.attachments.isEmpty ? .scalar("blackhole") : fields(route, place).value
    }
    return .items(references(route, place))
  }

  private func references(_ route: TransitGatewayRoute, _ place: Place) -> [String] {
    route.attachments.map {
      names.reference(.attachment, $0.rawValue, from: place.scope, except: ["blackhole", "unknown"])
    }
  }

  private func fields(_ route: TransitGatewayRoute, _ place: Place) -> YAMLMembers {
    var fields = YAMLMembers()
    fields.add("attachments", references(route, place))
    fields.add("blackhole", route.isBlackhole, unless: false)
    if route.source != .static {
      fields.add("source", NativeReader.transitSources.first { $0.1 == route.source }?.0)
    }
    return fields
  }
}
