import PacketWalkAddressing
import PacketWalkTopology

extension CommandLineEdits {
  mutating func set(_ route: Route, _ table: RouteTableID) {
    let reference = state.table(table)
    let held = state.topology.routeTables.first { $0.id == table }?.routes ?? []
    let isThere = held.contains { $0.destination == route.destination && $0.source == .static }
    if route.source == .propagated {
      comment("AWS makes propagated routes itself, where the table has aws ec2 enable-vgw-route-propagation")
      return
    }
    if route.source == .advertised {
      comment("AWS makes advertised routes itself, where a route server propagates to the table")
      return
    }
    if route.state != .active {
      comment("AWS sets a route's state itself, by what becomes of its target; the route is:")
    }
    if let endpoint = state.isGatewayEndpoint(route.target) {
      modify(endpoint, "add-route-table-ids", reference)
      return
    }
    guard let target = option(route.target) else {
      comment("no command makes a route to this target")
      return
    }
    let options = [("route-table-id", [word(reference)]), destination(route.destination), target]
    // The local routes are always there.
    let verb = isThere || route.target == .local ? "replace-route" : "create-route"
    command(verb, options, in: reference)
  }

  mutating func remove(_ destination: RouteDestination, _ table: RouteTableID) {
    let reference = state.table(table)
    let held = state.topology.routeTables.first { $0.id == table }?.routes.first {
      $0.destination == destination
    }
    if let endpoint = state.isGatewayEndpoint(held?.target) {
      modify(endpoint, "remove-route-table-ids", reference)
      return
    }
    if let held, held.source != .static {
      comment(
        "AWS makes this route itself: it goes where its propagation is disabled, or no longer announced")
      return
    }
    let options = [("route-table-id", [word(reference)]), self.destination(destination)]
    command("delete-route", options, in: reference)
  }

  /// A gateway endpoint makes and removes the routes of its prefix list itself.
  private mutating func modify(_ endpoint: VPCEndpointID, _ option: String, _ table: ResourceReference) {
    let options = [("vpc-endpoint-id", [word(state.endpoint(endpoint))]), (option, [word(table)])]
    command("modify-vpc-endpoint", options, in: table)
  }

  private mutating func destination(_ destination: RouteDestination) -> (name: String, values: [ShellText]) {
    switch destination {
    case .prefix(let prefix) where prefix.family == .ipv4:
      ("destination-cidr-block", [ShellText(prefix.description)])
    case .prefix(let prefix): ("destination-ipv6-cidr-block", [ShellText(prefix.description)])
    case .prefixList(let list): ("destination-prefix-list-id", [word(state.prefixList(list))])
    }
  }

  private mutating func option(_ target: RouteTarget) -> (name: String, values: [ShellText])? {
    if target == .local { return ("local-target", []) }
    if case .unmodelled(_, let id) = target {
      return RouteOption(unmodelled: id).map { ($0.commandLine, [ShellText(id)]) }
    }
    guard let option = RouteOption(target), let reference = state.target(target) else { return nil }
    return (option.commandLine, [word(reference)])
  }
}

/// The argument by which a route's target is named: as AWS's CLI has it, and as Terraform does.
struct RouteOption {
  var commandLine: String
  var terraform: String

  private init(_ commandLine: String, _ terraform: String) {
    self.commandLine = commandLine
    self.terraform = terraform
  }

  init?(_ target: RouteTarget) {
    switch target {
    case .internetGateway, .vpnGateway: self.init("gateway-id", "gateway_id")
    case .egressOnlyInternetGateway: self.init("egress-only-internet-gateway-id", "egress_only_gateway_id")
    case .carrierGateway: self.init("carrier-gateway-id", "carrier_gateway_id")
    case .natGateway: self.init("nat-gateway-id", "nat_gateway_id")
    case .networkInterface: self.init("network-interface-id", "network_interface_id")
    case .vpcPeeringConnection: self.init("vpc-peering-connection-id", "vpc_peering_connection_id")
    case .transitGateway: self.init("transit-gateway-id", "transit_gateway_id")
    case .vpcEndpoint: self.init("vpc-endpoint-id", "vpc_endpoint_id")
    case .local, .address, .unmodelled: return nil
    }
  }

  /// Of a target without a model, by its identifier.
  init?(unmodelled id: String) {
    if ResourceReference.isAWS(id, "lgw") {
      self.init("local-gateway-id", "local_gateway_id")
    } else if id.hasPrefix("arn:"), id.contains(":core-network/") {
      self.init("core-network-arn", "core_network_arn")
    } else if id.hasPrefix("arn:"), id.contains(":odb-network/") {
      self.init("odb-network-arn", "odb_network_arn")
    } else {
      return nil
    }
  }
}
