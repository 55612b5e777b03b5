import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-route-tables`.
  func readRouteTables() {
    collect("RouteTables", into: \.routeTables) { item throws(Unreadable) in
      let json = item.json
      var table = RouteTable(
        id: try json.requiredID("RouteTableId"), info: info(item), vpc: try json.requiredID("VpcId"))
      for association in try json.list("Associations") {
        let state = association["AssociationState"]?.text("State") ?? "associated"
        guard state == "associated" || state == "associating" else { continue }
        if try association.flag("Main") == true { table.isMain = true }
        if let subnet: SubnetID = association.id("SubnetId") { table.subnets.append(subnet) }
        if let gateway = association.text("GatewayId") { table.gateways.append(gateway) }
        if let pool: PublicAddressPoolID = association.id("PublicIpv4Pool") { table.publicPools.append(pool) }
      }
      readRoutes(json, into: &table)
      return table
    }
  }

  private func readRoutes(_ json: JSONValue, into table: inout RouteTable) {
    guard let routes = json["Routes"], routes.kind == .array else {
      // Not even the local route is there.
      reportLostRule(
        "every route", of: table.displayName, Unreadable("the table has no list Routes", at: json))
      table.isComplete = false
      return
    }
    for route in routes.elements {
      do throws(Unreadable) {
        guard let destination = try Self.destination(route) else {
          throw Unreadable("it has no destination", at: route)
        }
        table.routes.append(
          Route(
            destination: destination, target: target(route, of: table), state: Self.state(route),
            source: Self.source(route), origin: origin(route)))
      } catch {
        reportLostRule("a route", of: table.displayName, error)
        table.isComplete = false
      }
    }
  }

  static func destination(_ json: JSONValue) throws(Unreadable) -> RouteDestination? {
    if let prefix = try json.prefix("DestinationCidrBlock", or: "DestinationIpv6CidrBlock") {
      return .prefix(prefix)
    }
    return json.id("DestinationPrefixListId").map { .prefixList($0) }
  }

  private static func state(_ json: JSONValue) -> Route.State {
    switch json.text("State") {
    case "blackhole": .blackhole
    case "filtered": .filtered
    default: .active
    }
  }

  private static func source(_ json: JSONValue) -> Route.Source {
    switch json.text("Origin") {
    case "EnableVgwRoutePropagation": .propagated
    case "Advertisement": .advertised
    default: .static
    }
  }

  /// The one target that a route prints. A route that names none that is known keeps its destination,
  /// so that what it would have caught does not fall through to a shorter match.
  private func target(_ json: JSONValue, of table: RouteTable) -> RouteTarget {
    if let id = json.text("GatewayId") { return gatewayTargets[id] ?? Self.gateway(id) }
    if let id: NATGatewayID = json.id("NatGatewayId") { return .natGateway(id) }
    if let id: TransitGatewayID = json.id("TransitGatewayId") { return .transitGateway(id) }
    if let id: NetworkInterfaceID = json.id("NetworkInterfaceId") { return .networkInterface(id) }
    if let id: VPCPeeringConnectionID = json.id("VpcPeeringConnectionId") { return .vpcPeeringConnection(id) }
    if let id: EgressOnlyInternetGatewayID = json.id("EgressOnlyInternetGatewayId") {
      return .egressOnlyInternetGateway(id)
    }
    if let id: VPCEndpointID = json.id("VpcEndpointId") { return .vpcEndpoint(id) }
    if let id: CarrierGatewayID = json.id("CarrierGatewayId") { return .carrierGateway(id) }
    if let text = json.text("IpAddress"), let address = IPAddress(text) { return .address(address) }
    for (key, kind) in [
      ("LocalGatewayId", "local gateway"),
      ("CoreNetworkArn", "core network"), ("OdbNetworkArn", "ODB network"), ("InstanceId", "instance"),
    ] {
      if let id = json.text(key) { return .unmodelled(kind: kind, id: id) }
    }
    // AWS forgets the target of some routes when it is deleted.
    if !json.has("State", "blackhole") {
      report(
        "PW_UNKNOWN_TARGET", .warning, table.displayName,
        "a route names no target that is known; where it leads is unknown", at: json)
    }
    return .unmodelled(kind: "unknown target", id: "")
  }

  /// `GatewayId` holds more than gateways.
  private static func gateway(_ id: String) -> RouteTarget {
    if id == "local" { return .local }
    if id.hasPrefix("igw-") { return .internetGateway(InternetGatewayID(id)) }
    if id.hasPrefix("vpce-") { return .vpcEndpoint(VPCEndpointID(id)) }
    if id.hasPrefix("nat-") { return .natGateway(NATGatewayID(id)) }
    if id.hasPrefix("eigw-") { return .egressOnlyInternetGateway(EgressOnlyInternetGatewayID(id)) }
    if id.hasPrefix("vgw-") { return .vpnGateway(VPNGatewayID(id)) }
    if id.hasPrefix("tgw-") { return .transitGateway(TransitGatewayID(id)) }
    if id.hasPrefix("cagw-") { return .carrierGateway(CarrierGatewayID(id)) }
    let kind = id.hasPrefix("lgw-") ? "local gateway" : "gateway"
    return .unmodelled(kind: kind, id: id)
  }
}
