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
  /// The numbers of all entries of compiled tables: the first one of each table, and how many there are.
  private let firstEntries: [Int]
  let entryCount: Int
  /// By the number of an entry its route; nil where none is written for it, or AWS picks one of several.
  private let routes: [RouteKey?]
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
    var firstEntries: [Int] = []
    var keys: [RouteKey?] = []
    for table in network.graph.tables {
      firstEntries.append(keys.count)
      let place = Int(table.element.index)
      keys += table.entries.map { entry in
        guard let route = entry.route else { return nil }
        guard table.element.kind == .routeTable,
          !Self.isAmbiguous(entry, topology.routeTables[place].routes)
        else { return nil }
        return RouteKey(isTransit: false, table: place, route: route)
      }
    }
    (self.firstEntries, entryCount, routes) = (firstEntries, keys.count, keys)
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

  /// The table that a subnet's packets are routed by: its place in the topology.
  func table(of subnet: Int) -> Int? { tables[subnet]?.place }

  var interfaces: Range<Int> { network.topology.networkInterfaces.indices }

  /// By number of a compiled table.
  var tries: [RouteTrie<UInt32>] { network.graph.tables.map(\.trie) }

  func firstEntry(of table: Int) -> Int { firstEntries[table] }

  /// The number of the compiled table that an interface's packets are routed by; nil where a part of it is not in the input.
  func toldTable(of interface: Int) -> Int? {
    let subnet = network.graph.interfaces[interface].subnet.value
    guard tables.indices.contains(subnet), let (_, number) = tables[subnet],
      network.graph.tables[number].unknown == nil
    else { return nil }
    return number
  }

  /// The ranges of an interface's subnet, within which the table has no say.
  func neighbours(of interface: Int) -> [IPPrefix] {
    let subnet = network.graph.interfaces[interface].subnet.value
    return network.graph.subnets.indices.contains(subnet) ? network.graph.subnets[subnet].prefixes : []
  }

  /// The route of an entry.
  func route(ofEntry entry: Int) -> RouteKey? { routes[entry] }

  /// The routes that records can be told to have taken: not those of which AWS picks one, nor those of tables of which a
  /// part is not in the input.
  var toldRoutes: Set<RouteKey> {
    var found: Set<RouteKey> = []
    for (number, table) in network.graph.tables.enumerated() where table.unknown == nil {
      for place in table.entries.indices {
        if let route = routes[firstEntries[number] + place] { found.insert(route) }
      }
    }
    return found
  }

  /// The entry that an interface's packet to an address is routed by; nil for a neighbour, who is reached directly, and
  /// where there is none or the input does not tell which.
  ///
  /// - Complexity: that of one lookup.
  func entry(from interface: Int, to destination: IPAddress) -> Int? {
    guard let number = toldTable(of: interface),
      !neighbours(of: interface).contains(where: { $0.contains(destination) }),
      let hit = network.graph.tables[number].trie.lookup(destination)
    else { return nil }
    return firstEntries[number] + Int(hit.value)
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
    guard table.unknown == nil, !Self.isAmbiguous(entry, routes), let way = way(of: routes[route]) else {
      return nil
    }
    return Found(table: place, route: route, way: way)
  }

  /// Whether AWS picks one of several routes, and does not say which (RT-4.5).
  private static func isAmbiguous(_ entry: PacketWalkForwarding.ForwardingTable.Entry, _ routes: [Route])
    -> Bool
  {
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
