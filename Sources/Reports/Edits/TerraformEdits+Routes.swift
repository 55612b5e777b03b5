import PacketWalkAddressing
import PacketWalkTopology

extension TerraformEdits {
  /// A route as a resource, or as a comment that says why it is none.
  mutating func write(
    _ route: Route, _ table: RouteTableID, _ comments: inout [String], _ blocks: inout [HCLBlock]
  ) {
    guard route.source == .static else {
      comments.append(
        route.source == .propagated
          ? "AWS makes propagated routes itself: aws_vpn_gateway_route_propagation of the table and the gateway"
          : "AWS makes advertised routes itself: aws_vpc_route_server_propagation of the table and the server"
      )
      return
    }
    let reference = state.table(table)
    if route.state != .active {
      comments.append("AWS sets a route's state itself, by what becomes of its target")
    }
    if let endpoint = state.isGatewayEndpoint(route.target) {
      let endpoint = state.endpoint(endpoint)
      var block = resource(
        "aws_vpc_endpoint_route_table_association", "\(reference.name) \(endpoint.name)")
      block.add("route_table_id", expression(reference))
      block.add("vpc_endpoint_id", expression(endpoint))
      blocks.append(block)
      return
    }
    guard let (name, target) = argument(route.target) else {
      comments.append(
        route.target == .local
          ? "the local routes are always there: aws_route has none; delete the aws_route or the route block that changes it"
          : "no argument of aws_route names this target")
      return
    }
    let held = state.topology.routeTables.first { $0.id == table }?.routes ?? []
    if held.contains(where: { $0.destination == route.destination && $0.source == .static }) {
      comments.append("in the place of the aws_route, or the route block, with this destination")
    }
    let (word, argument, value) = destination(route.destination)
    var block = resource("aws_route", "\(reference.name) \(word)")
    block.add("route_table_id", expression(reference))
    block.add(argument, value)
    block.add(name, target)
    blocks.append(block)
  }

  private mutating func destination(
    _ destination: RouteDestination
  ) -> (word: String, argument: String, value: String) {
    switch destination {
    case .prefix(let prefix):
      let argument = prefix.family == .ipv4 ? "destination_cidr_block" : "destination_ipv6_cidr_block"
      let word = prefix.length == 0 ? "default_\(prefix.family)" : "\(prefix)"
      return (word, argument, HCLBlock.quoted("\(prefix)"))
    case .prefixList(let list):
      let reference = state.prefixList(list)
      return (reference.name, "destination_prefix_list_id", expression(reference))
    }
  }

  private mutating func argument(_ target: RouteTarget) -> (name: String, value: String)? {
    if case .unmodelled(_, let id) = target {
      return RouteOption(unmodelled: id).map { ($0.terraform, HCLBlock.quoted(id)) }
    }
    guard let option = RouteOption(target), let reference = state.target(target) else { return nil }
    return (option.terraform, expression(reference))
  }
}
