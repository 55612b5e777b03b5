import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Route tables: their routes, inline and on their own, and who uses them.
extension TerraformReader {
  func readRouteTables() {
    var places: [RouteTableID: Int] = [:]
    for resource in all("aws_route_table", "aws_default_route_table") {
      network.map(resource, .routeTables) { () throws(DeclaredError) in
        let properties = resource.properties
        let isDefault = resource.type == "aws_default_route_table"
        var id = RouteTableID(resource.id)
        var vpc: VPCID? = properties["vpc_id"].isUnknown ? nil : try properties.id("vpc_id")
        if isDefault, let adopted: RouteTableID = try properties.id("default_route_table_id") {
          id = adopted
          vpc = vpc ?? network.topology.vpcs.first { network.mainTable(of: $0.id) == adopted }?.id
        }
        guard let vpc else { throw DeclaredError("it has no vpc_id that is known", at: resource.origin) }
        var table = RouteTable(
          id: id, info: info(resource), vpc: vpc, isMain: isDefault || network.mainTables[vpc] == id)
        if properties["route"].isUnknown, !properties["route"].isComputed {
          addRoute(properties["route"], to: &table)
        } else if !properties["route"].isUnknown {
          for route in try properties.list("route") { addRoute(route, to: &table) }
        }
        places[table.id] = network.topology.routeTables.count
        network.topology.routeTables.append(table)
        if !properties["propagating_vgws"].isUnknown {
          for gateway: VPNGatewayID in try properties.ids("propagating_vgws") {
            network.vpnPropagations.append(.init(gateway: gateway, table: table.id))
          }
        }
      }
    }
    readMainTables(places)
    for resource in withdrawn("aws_route") {
      guard let id = resource.properties.knownText("route_table_id").map({ RouteTableID($0) }),
        let place = places[id], !inline.contains("\(id) route"),
        let destination = (try? Self.destination(resource.properties)) ?? nil
      else { continue }
      network.topology.routeTables[place].routes.removeAll { $0.destination == destination }
    }
    for resource in all("aws_route") {
      network.map(resource, .routeTables) { () throws(DeclaredError) in
        let id: RouteTableID = try resource.properties.requiredID("route_table_id")
        guard let place = place(of: id, &places) else { return }
        addRoute(resource.properties, to: &network.topology.routeTables[place])
      }
    }
    for resource in all("aws_route_table_association") {
      network.map(resource, .routeTables) { () throws(DeclaredError) in
        let id: RouteTableID = try resource.properties.requiredID("route_table_id")
        let subnet: SubnetID? = try resource.properties.id("subnet_id")
        let gateway = try resource.properties.text("gateway_id")
        guard let place = place(of: id, &places) else { return }
        if let subnet, !network.topology.routeTables[place].subnets.contains(subnet) {
          network.topology.routeTables[place].subnets.append(subnet)
        }
        if let gateway { network.topology.routeTables[place].gateways.append(gateway) }
      }
    }
    for resource in all("aws_vpn_gateway_route_propagation") {
      network.map(resource, .routeTables) { () throws(DeclaredError) in
        network.vpnPropagations.append(
          .init(
            gateway: try resource.properties.requiredID("vpn_gateway_id"),
            table: try resource.properties.requiredID("route_table_id")))
      }
    }
  }

  private func readMainTables(_ places: [RouteTableID: Int]) {
    for resource in all("aws_main_route_table_association") {
      network.map(resource, .routeTables) { () throws(DeclaredError) in
        let vpc: VPCID = try resource.properties.requiredID("vpc_id")
        let id: RouteTableID = try resource.properties.requiredID("route_table_id")
        for place in network.topology.routeTables.indices where network.topology.routeTables[place].vpc == vpc
        {
          network.topology.routeTables[place].isMain = false
        }
        if let place = places[id] { network.topology.routeTables[place].isMain = true }
      }
    }
  }

  /// A table of the input, or the main one of a VPC that nobody declares.
  private func place(of id: RouteTableID, _ places: inout [RouteTableID: Int]) -> Int? {
    if let known = places[id] { return known }
    guard let vpc = network.topology.vpcs.first(where: { network.mainTable(of: $0.id) == id }) else {
      return nil
    }
    var info = vpc.info
    info.name = "main of \(vpc.shortName)"
    info.tags = [:]
    let isMain = !network.topology.routeTables.contains { $0.vpc == vpc.id && $0.isMain }
    places[id] = network.topology.routeTables.count
    network.topology.routeTables.append(RouteTable(id: id, info: info, vpc: vpc.id, isMain: isMain))
    return network.topology.routeTables.count - 1
  }

  private static func destination(_ json: DeclaredField) throws(DeclaredError) -> RouteDestination? {
    for key in ["cidr_block", "destination_cidr_block", "ipv6_cidr_block", "destination_ipv6_cidr_block"] {
      if !json[key].isComputed, let prefix = try json.prefix(key) { return .prefix(prefix) }
    }
    let list: PrefixListID? = try json.id("destination_prefix_list_id")
    return list.map { .prefixList($0) }
  }

  private func addRoute(_ json: DeclaredField, to table: inout RouteTable) {
    var route: Route?
    let isRead = network.mapRule("a route", of: table.displayName) { () throws(DeclaredError) in
      guard let destination = try Self.destination(json) else {
        throw DeclaredError("it has no destination", at: json.origin)
      }
      let state: Route.State =
        json["state"].isUnknown ? .active : try json.text("state") == "blackhole" ? .blackhole : .active
      route = Route(
        destination: destination, target: try target(json, of: table), state: state, origin: json.origin)
    }
    guard isRead, let route else {
      table.isComplete = false
      return
    }
    let isThere = table.routes.contains { $0.destination == route.destination }
    if !isThere { table.routes.append(route) }
  }

  /// The one target that a route has; one that is not known keeps its destination.
  private func target(_ json: DeclaredField, of table: RouteTable) throws(DeclaredError) -> RouteTarget {
    func id(_ key: String) throws(DeclaredError) -> String? {
      // Attributes that no declaration sets are filled by AWS.
      if json[key].isComputed { return nil }
      if case .unknown(let reason) = json[key].value {
        network.report(
          "PW_UNKNOWN_TARGET", .warning, table.displayName,
          "the \(key) of a route is not known: \(reason)", at: json[key].origin)
        return ""
      }
      return try json.text(key)
    }
    if let id = try id("gateway_id") {
      if id == "local" { return .local }
      if vpnGateways.contains(id) || id.hasPrefix("vgw-") {
        return .vpnGateway(VPNGatewayID(id))
      }
      if id.hasPrefix("vpce-") { return .vpcEndpoint(VPCEndpointID(id)) }
      if id.isEmpty { return .unmodelled(kind: "unknown target", id: "") }
      return .internetGateway(InternetGatewayID(id))
    }
    if let id = try id("nat_gateway_id") { return known(id) { .natGateway(NATGatewayID($0)) } }
    if let id = try id("transit_gateway_id") { return known(id) { .transitGateway(TransitGatewayID($0)) } }
    if let id = try id("network_interface_id") {
      return known(id) { .networkInterface(NetworkInterfaceID($0)) }
    }
    if let id = try id("vpc_peering_connection_id") {
      return known(id) { .vpcPeeringConnection(VPCPeeringConnectionID($0)) }
    }
    if let id = try id("egress_only_gateway_id") {
      return known(id) { .egressOnlyInternetGateway(EgressOnlyInternetGatewayID($0)) }
    }
    if let id = try id("vpc_endpoint_id") { return known(id) { .vpcEndpoint(VPCEndpointID($0)) } }
    if let id = try id("carrier_gateway_id") { return known(id) { .carrierGateway(CarrierGatewayID($0)) } }
    for (key, kind) in [
      ("local_gateway_id", "local gateway"), ("core_network_arn", "core network"),
      ("instance_id", "instance"),
    ] {
      if let id = try id(key) { return .unmodelled(kind: kind, id: id) }
    }
    network.report(
      "PW_UNKNOWN_TARGET", .warning, table.displayName,
      "a route names no target that is known; where it leads is unknown", at: json.origin)
    return .unmodelled(kind: "unknown target", id: "")
  }

  private func known(_ id: String, _ make: (String) -> RouteTarget) -> RouteTarget {
    id.isEmpty ? .unmodelled(kind: "unknown target", id: "") : make(id)
  }
}
