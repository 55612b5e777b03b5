import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// A transit gateway: an attachment takes packets from its zones, its associated table picks the next
/// attachment, and that one hands them to one of its subnets, whose own table routes on (A8).
extension GraphBuilder {
  mutating func allocateTransitGateways() {
    for place in topology.transitGatewayAttachments.indices {
      attachmentOut.append(makePort(ElementRef(.transitGatewayAttachment, place)))
      attachmentIn.append(makePort(ElementRef(.transitGatewayAttachment, place)))
    }
  }

  /// The way from a VPC into the gateway (TGW-1).
  mutating func transitGatewayPort(_ id: TransitGatewayID, from vpc: VPCID, _ element: ElementRef) -> PortID {
    let attachment = topology.transitGatewayAttachments.firstIndex {
      guard case .vpc(vpc, _) = $0.kind else { return false }
      return $0.transitGateway == id
    }
    guard let attachment else {
      if index.transitGateways[id] == nil, !topology.isMissing(.transitGateways) {
        return port(element, .drop(.badStateRoute))
      }
      return unknownTarget("the attachment of transit gateway \(id)", .transitGatewayAttachments, element)
    }
    return attachmentOut[attachment]
  }

  mutating func lowerAttachment(_ place: Int) {
    let attachment = topology.transitGatewayAttachments[place]
    let element = ElementRef(.transitGatewayAttachment, place)
    guard attachment.isAvailable else {
      define(attachmentOut[place], [.drop(.badStateAttachment)])
      define(attachmentIn[place], [.drop(.badStateAttachment)])
      return
    }
    switch attachment.kind {
    case .vpc(let id, let subnets):
      guard let vpc = vpcIndex(id) else {
        let input = missingInput(
          "VPC \(id) behind transit gateway attachment \(attachment.displayName)",
          remedy: "a snapshot of its account and Region", element)
        define(attachmentOut[place], [.missing(input)])
        define(attachmentIn[place], [.missing(input)])
        return
      }
      let known = subnets.compactMap { subnetIndex($0) }
      // Every attachment has subnets: one without leaves them out.
      let input =
        subnets.isEmpty || known.count < subnets.count
        ? missingInput(
          "the subnets of transit gateway attachment \(attachment.displayName)",
          remedy: subnets.isEmpty
            ? "aws ec2 describe-transit-gateway-vpc-attachments" : remedy(for: .subnets), element) : nil
      lowerVPCAttachment(place, vpc, known, missing: input)
    case .peering(let gateway, let far):
      define(attachmentOut[place], [.drop(.badStateAttachment)])
      lowerPeeringAttachment(place, to: gateway, far)
    case .other(TransitGatewayAttachment.networkFunction, _) where firewall(attachedBy: attachment.id) != nil:
      // Nothing comes from a firewall but what was routed to it.
      define(attachmentOut[place], [.drop(.badStateAttachment)])
      define(
        attachmentIn[place],
        [.sent(from: nil)] + firewallPasses(firewall(attachedBy: attachment.id) ?? 0, at: element)
          + associatedTable(of: place))
    case .other(let kind, let resource):
      lowerExternalAttachment(place, kind, resource)
    }
  }

  /// - Parameter missing: set where there are more subnets than the input holds.
  private mutating func lowerVPCAttachment(
    _ place: Int, _ vpc: VPCIndex, _ subnets: [SubnetIndex], missing: InputID?
  ) {
    let attachment = topology.transitGatewayAttachments[place]
    let element = ElementRef(.transitGatewayAttachment, place)
    let onward = associatedTable(of: place)
    let family: Op = .require(.ipv6Supported(attachment.supportsIPv6), .transitGatewayFamily, isFatal: true)
    let identity = identityRule(attachment)

    // Into the gateway: the attachment subnet's access list by source, whatever subnet it is (ACL-14, -15).
    var entrances: [(zone: ZoneIndex, port: PortID)] = []
    var exits: [(zone: ZoneIndex, port: PortID)] = []
    var alternatives: [Choice.Alternative] = []
    for subnet in subnets {
      let zone = self.subnets[subnet.value].zone
      let entrance = makePort(element, subnet: nil)
      define(
        entrance,
        [.filter(accessFilters(of: subnet).ingress, .stateless), .sent(from: nil), family] + identity + onward
      )
      entrances.append((zone, entrance))
      let exit = self.subnets[subnet.value].out
      exits.append((zone, exit))
      alternatives.append(
        Choice.Alternative(port: exit, element: ElementRef(.subnet, subnet.value), rule: 0))
    }
    zoneTables.append(
      ZoneTable(
        vpc: vpc, ports: entrances, otherwise: missing.map { .missing($0) } ?? .drop(.transitGatewayZone),
        isSticky: false))
    define(attachmentOut[place], [.byZone(ZoneTableID(zoneTables.count - 1))])

    let zones = choice(
      Choice(
        kind: .zone, element: element, alternatives: alternatives,
        isPerDirection: !attachment.isApplianceMode, emptyCode: .badStateAttachment))
    zoneTables.append(
      ZoneTable(
        vpc: vpc, ports: exits, otherwise: missing.map { .missing($0) } ?? .any(zones),
        isSticky: attachment.isApplianceMode && missing == nil))
    define(
      attachmentIn[place],
      [.sent(from: nil), family] + identity + stickiness(place, vpc)
        + [.byZone(ZoneTableID(zoneTables.count - 1))])
  }

  /// TGW-9: a gateway in appliance mode keeps a flow to one zone, and knows nothing of another gateway's choice.
  private func stickiness(_ place: Int, _ vpc: VPCIndex) -> [Op] {
    let attachment = topology.transitGatewayAttachments[place]
    let isShared = topology.transitGatewayAttachments.contains {
      guard case .vpc(let id, _) = $0.kind else { return false }
      return id == topology.vpcs[vpc.value].id && $0.isAvailable
        && $0.transitGateway != attachment.transitGateway
    }
    guard attachment.isApplianceMode, isShared else { return [] }
    let session = SessionKind.transit(UInt32(place))
    return [
      .remember(session, resume: attachmentIn[place]),
      .assume(.transitGatewaysAgreeOnZone, unless: .cameThisWay(session)),
    ]
  }

  /// An attachment that leads outside AWS's VPCs: to whatever is declared behind it (TGW-11, TGW-12, VPN-5).
  private mutating func lowerExternalAttachment(_ place: Int, _ kind: String, _ resource: String) {
    let attachment = topology.transitGatewayAttachments[place]
    let element = ElementRef(.transitGatewayAttachment, place)
    define(attachmentOut[place], [.sent(from: nil)] + associatedTable(of: place))
    if kind == "vpn", let connection = index.vpnConnections[VPNConnectionID(resource)],
      !topology.vpnConnections[connection].isUp
    {
      let down = port(ElementRef(.vpnConnection, connection), .drop(.transitGatewayBadStateVPN))
      define(attachmentIn[place], [.sent(from: nil), .go(down)])
      return
    }
    if kind == "direct-connect-gateway",
      let direct = index.directConnectGateways[DirectConnectGatewayID(resource)],
      !topology.directConnectGateways[direct].isUp
    {
      let down = port(ElementRef(.directConnectGateway, direct), .drop(.directConnectDown))
      define(attachmentIn[place], [.sent(from: nil), .go(down)])
      return
    }
    let input = missingInput(
      "what lies behind \(kind) \(resource) (transit gateway attachment \(attachment.displayName))",
      remedy: Self.externalRemedy(attachment.shortName), element)
    guard let beyond = beyond(.attachment(place), element, unknown: input) else {
      define(attachmentIn[place], [.missing(input)])
      return
    }
    define(attachmentIn[place], [.sent(from: nil), .lookup(beyond)])
  }

  private mutating func lowerPeeringAttachment(
    _ place: Int, to gateway: TransitGatewayID, _ far: TransitGatewayAttachmentID
  ) {
    let element = ElementRef(.transitGatewayAttachment, place)
    let other = index.attachments[far]?.first {
      topology.transitGatewayAttachments[$0].transitGateway == gateway
        && ($0 != place || topology.transitGatewayAttachments[place].transitGateway == gateway)
    }
    guard let other else {
      let input = missingInput(
        "transit gateway \(gateway) on the other side of the peering",
        remedy: "a snapshot of its account and Region", element)
      define(attachmentIn[place], [.missing(input)])
      return
    }
    define(
      attachmentIn[place],
      [.identity(.lose(.groupReferenceNotPreserved))] + associatedTable(of: other))  // TGW-6
  }

  /// SG-9: identity crosses only where both the gateway and the attachment say so.
  private func identityRule(_ attachment: TransitGatewayAttachment) -> [Op] {
    let gateway = index.transitGateways[attachment.transitGateway].map { topology.transitGateways[$0] }
    let isKept = gateway?.referencesSecurityGroups == true && attachment.referencesSecurityGroups
    return isKept ? [] : [.identity(.lose(.groupReferencingUnsupported))]
  }

  /// TGW-2: exactly one associated table, or nothing passes.
  mutating func associatedTable(of place: Int) -> [Op] {
    let attachment = topology.transitGatewayAttachments[place]
    let table = topology.transitGatewayRouteTables.firstIndex {
      $0.transitGateway == attachment.transitGateway && $0.associations.contains(attachment.id)
    }
    guard let table else {
      guard topology.isMissing(.transitGatewayRouteTables) else {
        return [.drop(.transitGatewayNoAssociation)]
      }
      let input = missingInput(
        "the route table of transit gateway attachment \(attachment.displayName)",
        remedy: remedy(for: .transitGatewayRouteTables), ElementRef(.transitGatewayAttachment, place))
      return [.missing(input)]
    }
    guard topology.transitGatewayRouteTables[table].routes != nil else {
      let input = missingInput(
        "the routes of transit gateway route table \(topology.transitGatewayRouteTables[table].displayName)",
        remedy: routesRemedy(attachment.transitGateway), ElementRef(.transitGatewayRouteTable, table))
      return [.missing(input)]
    }
    return [.lookup(transitTable(compiling: TransitTableKey(table: table, edge: attachment.edge)))]
  }

  private func routesRemedy(_ id: TransitGatewayID) -> String {
    index.transitGateways[id].map { topology.transitGateways[$0].isCoreNetwork } ?? false
      ? "aws networkmanager get-network-routes" : "aws ec2 search-transit-gateway-routes"
  }

  private mutating func transitTable(compiling key: TransitTableKey) -> TableID {
    if let known = compiledTransitTables[key] { return known }
    let place = key.table
    let table = topology.transitGatewayRouteTables[place]
    let element = ElementRef(.transitGatewayRouteTable, place)
    var unknown =
      table.isComplete
      ? nil
      : missingInput(
        "all routes of transit gateway route table \(table.displayName)",
        remedy: routesRemedy(table.transitGateway), element)

    let routes = table.routes ?? []
    var candidates: [IPPrefix: [Int]] = [:]
    for (position, route) in routes.enumerated() {
      switch route.destination {
      case .prefix(let prefix):
        candidates[prefix, default: []].append(position)
      case .prefixList(let id):
        guard let list = index.prefixLists[id], let entries = topology.prefixLists[list].entries else {
          unknown = missingInput(
            "the entries of prefix list \(id)", remedy: remedy(for: .prefixLists), element)
          continue
        }
        for prefix in Set(entries) { candidates[prefix, default: []].append(position) }
      }
    }
    var entries: [ForwardingTable.Entry] = []
    for prefix in candidates.keys.sorted() {
      // TGW-4: static, then prefix lists, then what was propagated.
      let ranked = (candidates[prefix] ?? []).sorted { (routes[$0].source, $0) < (routes[$1].source, $1) }
      guard let best = ranked.first else { continue }
      entries.append(
        ForwardingTable.Entry(
          prefix: prefix, port: port(for: routes[best], in: table, from: key.edge, element), route: best,
          beaten: Array(ranked.dropFirst())))
    }
    tables.append(
      ForwardingTable(
        element: element, entries: entries,
        trie: RouteTrie(entries.enumerated().lazy.map { (prefix: $1.prefix, value: UInt32($0)) }),
        missCode: .transitGatewayNoRoute, unknown: unknown))
    let id = TableID(tables.count - 1)
    compiledTransitTables[key] = id
    return id
  }

  private mutating func port(
    for route: TransitGatewayRoute, in table: TransitGatewayRouteTable, from edge: String?,
    _ element: ElementRef
  ) -> PortID {
    if route.isBlackhole { return port(element, .drop(.transitGatewayBlackhole)) }
    let next = route.attachments.map { id in
      index.attachments[id]?.first {
        topology.transitGatewayAttachments[$0].transitGateway == table.transitGateway
      }
    }
    let known = next.compactMap { $0 }
    guard !next.isEmpty, known.count == next.count else {
      let names = route.attachments.map(\.rawValue).joined(separator: ", ")
      let input = missingInput(
        names.isEmpty
          ? "where a route of transit gateway route table \(table.displayName) leads"
          : "transit gateway attachment \(names)",
        remedy: remedy(for: .transitGatewayAttachments), element)
      return port(element, .missing(input))
    }
    if known.count == 1 { return crossing(to: known[0], from: edge, element) }
    var alternatives: [Choice.Alternative] = []
    for place in known {
      alternatives.append(
        Choice.Alternative(
          port: crossing(to: place, from: edge, element),
          element: ElementRef(.transitGatewayAttachment, place),
          rule: 0))
    }
    let choice = choice(
      Choice(
        kind: .equalCostPath, element: element, alternatives: alternatives, isPerDirection: true,
        emptyCode: .transitGatewayNoRoute))
    return port(element, .assume(.equalCostTransitPaths, unless: nil), .choose(choice))
  }

  /// The next attachment; group identity stays on its side of a core network (SG-10).
  private mutating func crossing(to place: Int, from edge: String?, _ element: ElementRef) -> PortID {
    guard edge != topology.transitGatewayAttachments[place].edge else { return attachmentIn[place] }
    return port(element, .identity(.lose(.groupReferencingUnsupported)), .go(attachmentIn[place]))
  }
}

/// A transit gateway's table, as packets from one edge of a core network meet it.
struct TransitTableKey: Hashable {
  var table: Int
  /// Nil for a transit gateway, which has one place.
  var edge: String?
}
