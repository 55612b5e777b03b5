import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func routeTables(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for table in topology.routeTables where table.vpc == id {
      let key = names.key(.routeTable, table.id, scope: place.scope)
      var fields = YAMLMembers()
      if table.isMain != (key == "main") { fields.add("main", .bool(table.isMain)) }
      fields.add("gateways", table.gateways.map { gatewayWord($0, place) })
      fields.add(
        "public-pools", table.publicPools.map { names.reference(.publicPool, $0, from: place.scope) })
      fields.add("subnets", furtherSubnets(table.subnets, place) { tables[$0] == table.id })
      fields.add("complete", table.isComplete, unless: true)
      fields.add("routes", section: routes(table.routes, place))
      if !isImplied(table, of: id, .routeTables, named: "main", key: key, place, fields) {
        member(.routeTable, table, in: place, fields, into: &section)
      }
    }
    return section
  }

  /// Associations that no subnet of the file writes.
  func furtherSubnets(_ subnets: [SubnetID], _ place: Place, isWritten: (SubnetID) -> Bool) -> [String] {
    subnets.filter { !isWritten($0) }.map { names.reference(.subnet, $0, from: place.scope) }
  }

  private func gatewayWord(_ id: String, _ place: Place) -> String {
    if !names.names.entries(.internetGateway, id: id).isEmpty {
      return internetGateway("internet-gateway", .internetGateway, id, place)
    }
    let isVPN = !names.names.entries(.vpnGateway, id: id).isEmpty || id.hasPrefix("vgw-")
    return isVPN
      ? "vpn-gateway:\(names.reference(.vpnGateway, id, from: place.scope))"
      : "internet-gateway:\(names.reference(.internetGateway, id, from: place.scope))"
  }

  /// The bare word where it means the VPC's own gateway.
  private func internetGateway(_ word: String, _ kind: NativeKind, _ id: String, _ place: Place) -> String {
    let own = place.scope == nil ? [] : names.names.members(kind, scope: place.scope)
    if own.count == 1, own.first?.id == id { return word }
    return "\(word):\(names.reference(kind, id, from: place.scope))"
  }

  func destination(_ destination: RouteDestination, _ place: Place) -> String {
    switch destination {
    case .prefix(let prefix): prefix.description
    case .prefixList(let list): "pl:\(names.reference(.prefixList, list, from: place.scope))"
    }
  }

  private func routes(_ routes: [Route], _ place: Place) -> YAMLMembers {
    var order: [RouteDestination] = []
    var values: [RouteDestination: [YAMLValue]] = [:]
    for route in routes {
      if values[route.destination] == nil { order.append(route.destination) }
      values[route.destination, default: []].append(self.route(route, place))
    }
    var section = YAMLMembers()
    for key in order {
      let all = values[key] ?? []
      section.add(destination(key, place), all.count == 1 ? all[0] : .list(all))
    }
    return section
  }

  private func route(_ route: Route, _ place: Place) -> YAMLValue {
    var fields = YAMLMembers()
    if let target = target(route.target, place) {
      if route.source == .static, route.state == .active { return .scalar(target) }
      if route.source == .static, route.state == .blackhole { return .scalar("blackhole of \(target)") }
      fields.add("target", target)
    } else if case .unmodelled(let kind, let id) = route.target {
      fields.add("kind", kind)
      fields.add("id", id)
    }
    if route.state != .active {
      fields.add("state", NativeScope.routeStates.first { $0.1 == route.state }?.0)
    }
    if route.source != .static {
      fields.add("source", NativeScope.routeSources.first { $0.1 == route.source }?.0)
    }
    return fields.value
  }

  /// Nil for a target without a model that the topology doesn't hold.
  func target(_ target: RouteTarget, _ place: Place) -> String? {
    func named<Kind>(_ word: String, _ kind: NativeKind, _ id: ResourceID<Kind>) -> String {
      "\(word):\(names.reference(kind, id, from: place.scope))"
    }
    switch target {
    case .local: return "local"
    case .internetGateway(let id):
      return internetGateway("internet-gateway", .internetGateway, id.rawValue, place)
    case .egressOnlyInternetGateway(let id):
      return internetGateway("egress-only-gateway", .egressOnlyGateway, id.rawValue, place)
    case .carrierGateway(let id):
      return internetGateway("carrier-gateway", .carrierGateway, id.rawValue, place)
    case .natGateway(let id): return named("nat", .natGateway, id)
    case .networkInterface(let id): return named("interface", .interface, id)
    case .vpcPeeringConnection(let id): return named("peering", .peering, id)
    case .transitGateway(let id): return named("transit-gateway", .transitGateway, id)
    case .vpnGateway(let id): return named("vpn-gateway", .vpnGateway, id)
    case .vpcEndpoint(let id): return named("endpoint", .endpoint, id)
    case .address(let address): return "address:\(address)"
    case .unmodelled(let kind, let id): return unmodelledTarget(kind, id, place)
    }
  }

  private func unmodelledTarget(_ kind: String, _ id: String, _ place: Place) -> String? {
    guard topology.unmodelled.contains(where: { $0.id == id && $0.kind == kind }) else { return nil }
    return "unmodelled:\(names.reference(.unmodelled, id, from: place.scope))"
  }
}
