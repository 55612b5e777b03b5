import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// What the input says of one table's routes.
  private struct Sources {
    var routes: [TransitGatewayRoute] = []
    /// Whether a search was made, and whether it was for static routes only.
    var hasRoutes = false
    var hasOnlyStatic = true
    var propagations: [(attachment: TransitGatewayAttachmentID, json: JSONValue)] = []
    var hasPropagations = false
    var lostRoutes = false
  }

  /// `search-transit-gateway-routes` and `get-transit-gateway-route-table-propagations` for each table, in
  /// a file each or wrapped in `TransitGatewayStaticRoutes` and `TransitGatewayPropagations`.
  func readTransitGatewayRoutes() {
    var sources: [TransitGatewayRouteTableID: Sources] = [:]
    for section in sections["Routes", default: []] where !Self.isOfClientVPN(section) {
      guard let table = tableID(section) else {
        reportUnnamed(section, "Routes", "a transit gateway route table", "tgw-rtb-…")
        continue
      }
      sources[table, default: Sources()].hasOnlyStatic = false
      readRoutes(section.value, "Routes", of: table, into: &sources[table, default: Sources()])
    }
    for item in items("TransitGatewayStaticRoutes") {
      guard let table: TransitGatewayRouteTableID = item.json.id("TransitGatewayRouteTableId"),
        let routes = item.json["Routes"]
      else {
        reportLost(
          "route list", "", Unreadable("it has no TransitGatewayRouteTableId or no Routes", at: item.json))
        continue
      }
      readRoutes(routes, "TransitGatewayStaticRoutes", of: table, into: &sources[table, default: Sources()])
    }
    let single = "TransitGatewayRouteTablePropagations"
    for section in sections(single) {
      guard let table = tableID(section) else {
        reportUnnamed(section, single, "a transit gateway route table", "tgw-rtb-…")
        continue
      }
      readPropagations(section.value, single, into: &sources[table, default: Sources()])
    }
    for item in items("TransitGatewayPropagations") {
      guard let table: TransitGatewayRouteTableID = item.json.id("TransitGatewayRouteTableId"),
        let list = item.json[single]
      else {
        reportLost(
          "propagation list", "",
          Unreadable("it has no TransitGatewayRouteTableId or no \(single)", at: item.json))
        continue
      }
      readPropagations(list, "TransitGatewayPropagations", into: &sources[table, default: Sources()])
    }
    // Those that propagate nothing (TGW-5), by gateway.
    var silent: [TransitGatewayID: Set<TransitGatewayAttachmentID>] = [:]
    for overlap in topology.overlappingAttachments() {
      let attachment = topology.transitGatewayAttachments[overlap.later]
      silent[attachment.transitGateway, default: []].insert(attachment.id)
    }
    for place in topology.transitGatewayRouteTables.indices {
      let table = topology.transitGatewayRouteTables[place]
      if let own = sources[table.id] { settle(own, place, silent[table.transitGateway] ?? []) }
    }
  }

  private func sections(_ key: String) -> [Section] { sections[key, default: []] }

  private func readRoutes(
    _ list: JSONValue, _ key: String, of table: TransitGatewayRouteTableID, into sources: inout Sources
  ) {
    sources.hasRoutes = true
    var seen = Set(sources.routes.map(\.withoutOrigin))
    for json in list.elements {
      do throws(Unreadable) {
        let route = try transitGatewayRoute(json, table)
        count(key, read: 1, modelled: 1)
        if let route, seen.insert(route.withoutOrigin).inserted { sources.routes.append(route) }
      } catch {
        count(key, read: 1)
        reportLostRule("a route", of: table.rawValue, error)
        sources.lostRoutes = true
      }
    }
  }

  /// A route; nil for one that isn't in force.
  private func transitGatewayRoute(
    _ json: JSONValue, _ table: TransitGatewayRouteTableID
  ) throws(Unreadable) -> TransitGatewayRoute? {
    let list: PrefixListID? = json.id("PrefixListId")
    var found = try Self.destination(json)
    if found == nil, let list { found = .prefixList(list) }
    guard let destination = found else {
      throw Unreadable("it has no destination", at: json)
    }
    let state = json.text("State") ?? "active"
    guard state == "active" || state == "blackhole" else { return nil }
    let attachments: [TransitGatewayAttachmentID] =
      try json.ids("TransitGatewayAttachments", "TransitGatewayAttachmentId")
    if attachments.isEmpty, state == "active" {
      report(
        "PW_UNKNOWN_TARGET", .warning, table.rawValue,
        "a route names no attachment; where it leads is unknown", at: json)
    }
    return TransitGatewayRoute(
      destination: destination,
      source: json.has("Type", "propagated") ? .propagated : list == nil ? .static : .prefixListReference,
      isBlackhole: state == "blackhole", attachments: attachments, origin: origin(json))
  }

  private func readPropagations(_ list: JSONValue, _ key: String, into sources: inout Sources) {
    sources.hasPropagations = true
    for json in list.elements {
      guard let attachment: TransitGatewayAttachmentID = json.id("TransitGatewayAttachmentId") else {
        count(key, read: 1)
        reportLostRule(
          "a propagation", of: "", Unreadable("it has no TransitGatewayAttachmentId", at: json))
        sources.lostRoutes = true
        continue
      }
      count(key, read: 1, modelled: 1)
      if json.text("State") ?? "enabled" == "enabled" { sources.propagations.append((attachment, json)) }
    }
  }

  /// A search holds propagated routes too. Where there is none for them, they are what the attached VPCs'
  /// ranges say (TGW-3).
  private func settle(_ sources: Sources, _ place: Int, _ silent: Set<TransitGatewayAttachmentID>) {
    var routes = sources.routes
    var isComplete = !sources.lostRoutes
    let knowsPropagated = sources.hasRoutes && !sources.hasOnlyStatic
    let table = topology.transitGatewayRouteTables[place]
    if !sources.hasRoutes, let first = sources.propagations.first {
      report(
        "PW_INCOMPLETE_TABLE", .warning, table.displayName,
        "only what is propagated to this table is in the input, not its static routes; "
          + "aws ec2 search-transit-gateway-routes would supply them", at: first.json)
    }
    if !sources.hasRoutes || sources.hasOnlyStatic && !sources.hasPropagations { isComplete = false }
    // A search may have been filtered to static routes, and emulators know no other.
    if !knowsPropagated || !routes.contains(where: { $0.source == .propagated }) {
      for propagation in sources.propagations {
        isComplete = resolve(propagation, table.transitGateway, silent, into: &routes) && isComplete
      }
    }
    topology.transitGatewayRouteTables[place].routes = routes
    topology.transitGatewayRouteTables[place].isComplete = isComplete
  }

  /// Adds the ranges that an attachment propagates; false when they are not in the input.
  private func resolve(
    _ propagation: (attachment: TransitGatewayAttachmentID, json: JSONValue), _ gateway: TransitGatewayID,
    _ silent: Set<TransitGatewayAttachmentID>, into routes: inout [TransitGatewayRoute]
  ) -> Bool {
    let attachment = topology.transitGatewayAttachments.first {
      $0.id == propagation.attachment && $0.transitGateway == gateway
    }
    guard let attachment, case .vpc(let id, _) = attachment.kind,
      let vpc = topology.vpcs.first(where: { $0.id == id })
    else {
      report(
        "PW_INCOMPLETE_TABLE", .warning, propagation.attachment.rawValue,
        "the ranges that this attachment propagates are not in the input", at: propagation.json)
      return false
    }
    guard attachment.isAvailable, !silent.contains(attachment.id) else { return true }
    for prefix in vpc.prefixes where prefix.family == .ipv4 || attachment.supportsIPv6 {
      let destination = RouteDestination.prefix(prefix)
      // The range of a VPC that was attached earlier stays (TGW-5).
      guard !routes.contains(where: { $0.source == .propagated && $0.destination == destination }) else {
        continue
      }
      routes.append(
        TransitGatewayRoute(
          destination: destination, source: .propagated, attachments: [attachment.id],
          origin: origin(propagation.json)))
    }
    return true
  }
}

extension TransitGatewayRoute {
  fileprivate var withoutOrigin: Self {
    var route = self
    route.origin = .implied
    return route
  }
}
