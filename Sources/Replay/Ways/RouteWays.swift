import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkRouting
import PacketWalkTopology

/// The ways that a network's route tables have for what its interfaces send.
///
/// Immutable; threads share it.
struct RouteWays: Sendable {
  /// A way and the route that leads there.
  struct Found: Hashable {
    var table: Int
    /// Nil for an implied local route, and where there is none.
    var route: Int?
    var way: FlowWay
  }

  private let network: Network
  /// By subnet, the place of its route table in the topology and that of the table's compiled form.
  private let tables: [(place: Int, compiled: Int)?]
  private let endpointKinds: [VPCEndpointID: VPCEndpoint.Kind]
  private let peerings: [VPCPeeringConnectionID: FlowWay]

  init(_ network: Network) {
    self.network = network
    let topology = network.topology
    var own: [SubnetID: Int] = [:]
    var main: [VPCID: Int] = [:]
    for (place, table) in topology.routeTables.enumerated() {
      for subnet in table.subnets { own[subnet] = place }
      if table.isMain { main[table.vpc] = place }
    }
    var compiled: [Int: Int] = [:]
    for (number, table) in network.graph.tables.enumerated() where table.element.kind == .routeTable {
      compiled[Int(table.element.index)] = number
    }
    tables = topology.subnets.map { subnet in
      guard let place = own[subnet.id] ?? main[subnet.vpc], let number = compiled[place] else { return nil }
      return (place, number)
    }
    endpointKinds = Dictionary(
      topology.vpcEndpoints.map { ($0.id, $0.kind) }, uniquingKeysWith: { first, _ in first })
    peerings = Dictionary(
      topology.vpcPeeringConnections.map { peering in
        guard let left = peering.requester.region, let right = peering.accepter.region else {
          return (peering.id, .peering)
        }
        return (peering.id, left == right ? .peeringInRegion : .peeringAcrossRegions)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The way of what an interface sends to an address; nil where the input does not tell.
  ///
  /// - Complexity: that of one lookup.
  func way(from interface: Int, to destination: IPAddress) -> Found? {
    let graph = network.graph
    let facts = graph.interfaces[interface]
    guard tables.indices.contains(facts.subnet.value), let (place, number) = tables[facts.subnet.value] else {
      return nil
    }
    let isLocal = graph.vpcs[facts.vpc.value].prefixes.contains { $0.contains(destination) }
    // Neighbours are reached directly, whatever the table says.
    if graph.subnets[facts.subnet.value].prefixes.contains(where: { $0.contains(destination) }) {
      return Found(table: place, route: nil, way: .vpc)
    }
    let table = graph.tables[number]
    guard let hit = table.trie.lookup(destination) else {
      return table.unknown == nil ? Found(table: place, route: nil, way: .none) : nil
    }
    let entry = table.entries[Int(hit.value)]
    guard let route = entry.route else {
      // AWS's own services are behind the others that no route is written for.
      return isLocal ? Found(table: place, route: nil, way: .vpc) : nil
    }
    let routes = network.topology.routeTables[place].routes
    guard table.unknown == nil, !isAmbiguous(entry, routes), let way = way(of: routes[route]) else {
      return nil
    }
    return Found(table: place, route: route, way: way)
  }

  /// Whether AWS picks one of several routes, and does not say which (RT-4.5).
  private func isAmbiguous(_ entry: PacketWalkForwarding.ForwardingTable.Entry, _ routes: [Route]) -> Bool {
    entry.beaten.contains { routes[$0].target != routes[entry.route ?? $0].target }
  }

  private func way(of route: Route) -> FlowWay? {
    if route.state == .blackhole { return FlowWay.none }
    switch route.target {
    case .local, .networkInterface, .natGateway, .transitGateway, .address: return .vpc
    case .internetGateway: return .internetGateway
    case .vpnGateway: return .vpnGateway
    case .vpcPeeringConnection(let id): return peerings[id]
    case .vpcEndpoint(let id):
      switch endpointKinds[id] {
      case .gateway?: return .gatewayEndpoint
      case .gatewayLoadBalancer?: return .vpc
      default: return nil
      }
    case .unmodelled(let kind, _): return kind == "local gateway" ? .localGateway : nil
    // AWS lists no value for them.
    case .egressOnlyInternetGateway, .carrierGateway: return nil
    }
  }
}
