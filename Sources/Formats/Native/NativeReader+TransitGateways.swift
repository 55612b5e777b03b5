import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let transitSources: [(String, TransitGatewayRoute.Source)] = [
    ("static", .static), ("prefix-list", .prefixListReference), ("propagated", .propagated),
  ]

  mutating func readTransitGateways() throws(InputError) {
    for (pair, fields) in try fileMembers("transit-gateways", of: .transitGateway) {
      let id: TransitGatewayID = scope.ownID(.transitGateway, pair.key)
      let info = try scope.info(fields, key: pair.key, origin: pair.origin)
      if try fields.bool("described") ?? true {
        topology.transitGateways.append(
          TransitGateway(
            id: id, info: info, referencesSecurityGroups: try fields.bool("group-references") ?? false,
            isCoreNetwork: try fields.bool("core-network") ?? false))
      }
      var inner = scope
      inner.key = pair.key
      inner.account = info.account
      inner.region = info.region
      let attachments = try attachments(fields, id, inner)
      topology.transitGatewayAttachments += attachments
      topology.transitGatewayRouteTables += try transitTables(fields, id, attachments, inner)
    }
  }

  private func attachments(
    _ gateway: YAMLFields, _ id: TransitGatewayID, _ scope: NativeScope
  ) throws(InputError) -> [TransitGatewayAttachment] {
    var attachments: [TransitGatewayAttachment] = []
    for pair in try gateway.pairs("attachments") {
      let fields = try YAMLFields(pair.value, of: .attachment)
      attachments.append(
        TransitGatewayAttachment(
          id: scope.ownID(.attachment, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), transitGateway: id,
          kind: try attachmentKind(fields, scope), isAvailable: try fields.bool("available") ?? true,
          isApplianceMode: try fields.bool("appliance-mode") ?? false,
          supportsIPv6: try fields.bool("ipv6") ?? false,
          referencesSecurityGroups: try fields.bool("group-references") ?? true,
          edge: try fields.text("edge"), createdAt: try fields.text("created")))
    }
    return attachments
  }

  private func attachmentKind(
    _ fields: YAMLFields, _ scope: NativeScope
  ) throws(InputError) -> TransitGatewayAttachment.Kind {
    let given = ["vpc", "peer", "kind"].filter { fields.has($0) }
    guard given.count == 1 else {
      throw InputError(.malformed, "an attachment has one of “vpc”, “peer” and “kind”", at: fields.origin)
    }
    if let node = fields["vpc"] {
      let vpc = try scope.entry(node, .vpc)
      var inner = scope
      inner.key = vpc.key
      _ = try fields.required("subnets")
      return .vpc(ResourceID(vpc.id), subnets: try inner.ids(fields.list("subnets") ?? [], .subnet))
    }
    if let node = fields["peer"] {
      let peer = try scope.entry(node, .transitGateway)
      let other = try fields.required("peer-attachment")
      var inner = scope
      inner.key = peer.key
      return .peering(ResourceID(peer.id), attachment: try inner.id(other, .attachment))
    }
    let kind = try fields.required("kind").text("kind")
    let resource = try fields.required("resource").text("resource")
    return .other(kind, resource: identifier(resource, ofKind: kind))
  }

  /// A VPN connection or a Direct Connect gateway of the file may go by its name.
  private func identifier(_ text: String, ofKind word: String) -> String {
    let kinds: [String: NativeKind] = [
      "vpn": .vpnConnection, "direct-connect-gateway": .directConnectGateway,
    ]
    guard let kind = kinds[word], names.entries(kind, id: text).isEmpty else { return text }
    return names.entries(kind, key: text).first?.id ?? text
  }

  private func transitTables(
    _ gateway: YAMLFields, _ id: TransitGatewayID, _ attachments: [TransitGatewayAttachment],
    _ scope: NativeScope
  ) throws(InputError) -> [TransitGatewayRouteTable] {
    // Those that tell the tables nothing (TGW-5).
    let silent = topology.overlappingAttachments(of: id)
    let prefixes = Dictionary(
      topology.vpcs.map { ($0.id, $0.prefixes) }, uniquingKeysWith: { first, _ in first })
    func propagated(_ attachment: TransitGatewayAttachment) -> [TransitGatewayRoute]? {
      guard case .vpc(let vpc, _) = attachment.kind, let ranges = prefixes[vpc] else { return nil }
      return silent.contains(attachment.id) ? [] : ranges.map { attachment.propagatedRoute(to: $0) }
    }
    if NativeImplied.hasTransitRouteTable(gateway, missing: missing) {
      let routes = attachments.flatMap { propagated($0) ?? [] }
      return [
        TransitGatewayRouteTable(
          id: scope.ownID(.transitRouteTable, "default"),
          info: ResourceInfo(name: "default", account: scope.account, region: scope.region),
          transitGateway: id, associations: attachments.map(\.id), routes: routes)
      ]
    }
    var tables: [TransitGatewayRouteTable] = []
    for pair in try gateway.pairs("route-tables") {
      let fields = try YAMLFields(pair.value, of: .transitRouteTable)
      tables.append(
        TransitGatewayRouteTable(
          id: scope.ownID(.transitRouteTable, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), transitGateway: id,
          associations: try scope.ids(fields.list("associations") ?? [], .attachment),
          routes: try transitRoutes(fields, attachments, scope, propagated),
          isComplete: try fields.bool("complete") ?? true))
    }
    return tables
  }

  private func transitRoutes(
    _ table: YAMLFields, _ attachments: [TransitGatewayAttachment], _ scope: NativeScope,
    _ propagated: (TransitGatewayAttachment) -> [TransitGatewayRoute]?
  ) throws(InputError) -> [TransitGatewayRoute]? {
    if table["routes"]?.scalar == "unknown" { return nil }
    var routes: [TransitGatewayRoute] = []
    for node in table.list("propagations") ?? [] {
      let id: TransitGatewayAttachmentID = try scope.id(node, .attachment)
      guard let attachment = attachments.first(where: { $0.id == id }), let own = propagated(attachment)
      else {
        throw InputError(
          .invalid, "only attachments of VPCs of this file propagate; write other propagated routes out",
          at: node.origin)
      }
      routes += own
    }
    for pair in try table.pairs("routes") {
      let destination = try scope.destination(pair.key, at: pair.origin)
      routes += try transitRoutes(destination, pair, scope)
    }
    return routes
  }

  /// One destination: an attachment, several, `blackhole`, a mapping, or a list of mappings.
  private func transitRoutes(
    _ destination: RouteDestination, _ pair: YAMLPair, _ scope: NativeScope
  ) throws(InputError) -> [TransitGatewayRoute] {
    let items = pair.value.items
    if pair.value.scalar == "blackhole" {
      return [
        TransitGatewayRoute(destination: destination, isBlackhole: true, attachments: [], origin: pair.origin)
      ]
    }
    if items.allSatisfy({ $0.scalar != nil }) {
      return [
        TransitGatewayRoute(
          destination: destination, attachments: try scope.ids(items, .attachment), origin: pair.origin)
      ]
    }
    var routes: [TransitGatewayRoute] = []
    for item in items {
      let fields = try YAMLFields(item, of: .transitRoute)
      routes.append(
        TransitGatewayRoute(
          destination: destination, source: try fields.word("source", Self.transitSources) ?? .static,
          isBlackhole: try fields.bool("blackhole") ?? false,
          attachments: try scope.ids(fields.list("attachments") ?? [], .attachment), origin: pair.origin))
    }
    return routes
  }
}

extension TransitGatewayAttachment {
  /// What a VPC's attachment tells the tables that it propagates to of each of its ranges (TGW-3).
  fileprivate func propagatedRoute(to prefix: IPPrefix) -> TransitGatewayRoute {
    TransitGatewayRoute(
      destination: .prefix(prefix), source: .propagated, attachments: [id], origin: info.origin)
  }
}
