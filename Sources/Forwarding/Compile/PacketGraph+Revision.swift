import PacketWalkAddressing
import PacketWalkRouting
package import PacketWalkTopology

extension PacketGraph {
  /// The graph after edits of rules, entries and routes, without compiling anything else anew; nil where they touch
  /// more than filters and tables, or what is not known throughout.
  ///
  /// - Parameters:
  ///   - topology: what the edits make of the one that this was compiled from.
  ///   - index: of either, since the edits add and take away no resource.
  /// - Complexity: O(filters + tables), and compiling those that are others.
  package func revised(
    by edits: [Edit], to topology: Topology, index: TopologyIndex
  ) -> GraphRevision? {
    var reviser = GraphReviser(base: self, topology: topology, index: index)
    for edit in edits { guard reviser.note(edit) else { return nil } }
    return reviser.revision()
  }
}

extension PacketGraph {
  /// The graph with some groups, access lists and route tables as another graph has them; nil where those are not known
  /// throughout.
  ///
  /// - Parameters:
  ///   - elements: groups, access lists and route tables.
  ///   - other: a revision of this graph, or the graph that this is a revision of.
  ///   - topology: this graph's with the elements as the other's has them.
  ///   - index: of either.
  package func taking(
    _ elements: Set<ElementRef>, of other: PacketGraph, to topology: Topology, index: TopologyIndex
  ) -> PacketGraph? {
    var reviser = GraphReviser(base: self, topology: topology, index: index)
    reviser.take(elements, of: other)
    return reviser.revision()?.graph
  }

  /// What asking an element's rules, entries or routes reads.
  package func reads(of element: ElementRef) -> ReadSet {
    var reads = ReadSet()
    for (place, filter) in filters.enumerated() where filter.elements.contains(element) {
      reads.insert(FilterID(place))
    }
    for (place, table) in tables.enumerated() where table.element == element { reads.insert(TableID(place)) }
    return reads
  }
}

extension Filter {
  /// The groups or the access list that it is made of.
  package var elements: [ElementRef] {
    switch kind {
    case .groups: resources.map { ElementRef(.securityGroup, Int($0)) }
    case .accessList: resources.map { ElementRef(.networkACL, Int($0)) }
    case .firewall: []
    }
  }
}

/// Compiles what edits change.
private struct GraphReviser {
  let base: PacketGraph
  let topology: Topology
  let index: TopologyIndex
  private var groups: Set<UInt32> = []
  private var lists: Set<UInt32> = []
  private var tables: [TableID: ForwardingTable] = [:]
  private var ports: [Port]
  private var ops: [Op]

  init(base: PacketGraph, topology: Topology, index: TopologyIndex) {
    (self.base, self.topology, self.index) = (base, topology, index)
    (ports, ops) = (base.ports, base.ops)
  }

  /// False for what is more than a filter or a table.
  mutating func note(_ edit: Edit) -> Bool {
    switch edit {
    case .addSecurityGroupRule(let id, let rule):
      guard let place = index.groups[id], isKnown(rule) else { return false }
      groups.insert(UInt32(place))
      return true
    case .removeSecurityGroupRule(let id, _):
      guard let place = index.groups[id] else { return false }
      groups.insert(UInt32(place))
      return true
    case .setNetworkACLEntry(let id, let entry):
      guard let place = list(id), base.atoms.atoms(in: entry.prefix) != nil else { return false }
      lists.insert(UInt32(place))
      return true
    case .removeNetworkACLEntry(let id, _, _):
      guard let place = list(id) else { return false }
      lists.insert(UInt32(place))
      return true
    case .setRoute(let id, let route): return set(route, in: id)
    case .removeRoute(let id, let destination): return remove(destination, from: id)
    case .attachSecurityGroup, .detachSecurityGroup, .associateRouteTable, .disassociateRouteTable,
      .associateNetworkACL, .setPublicAddress, .addNetworkInterface, .removeNetworkInterface, .addVPNGateway,
      .addUnmodelledResource:
      return false
    }
  }

  /// Notes what another graph has compiled already.
  mutating func take(_ elements: Set<ElementRef>, of other: PacketGraph) {
    for element in elements {
      switch element.kind {
      case .securityGroup: groups.insert(element.index)
      case .networkACL: lists.insert(element.index)
      default: break
      }
    }
    for place in other.tables.indices where elements.contains(other.tables[place].element) {
      tables[TableID(place)] = other.tables[place]
    }
  }

  private func list(_ id: NetworkACLID) -> Int? { topology.networkACLs.firstIndex { $0.id == id } }

  private func isKnown(_ rule: SecurityGroupRule) -> Bool {
    switch rule.peer {
    case .prefix(let prefix): base.atoms.atoms(in: prefix) != nil
    case .prefixList(let id): index.prefixLists[id].map { topology.prefixLists[$0].entries != nil } ?? false
    case .group(let id): index.groups[id] != nil
    }
  }

  // MARK: Filters

  mutating func revision() -> GraphRevision? {
    var builder = GraphBuilder(topology, index, base.mentions, atoms: base.atoms)
    var filters = base.filters
    var changed: Set<FilterID> = []
    for place in filters.indices {
      let old = filters[place]
      let made: Filter
      switch old.kind {
      case .groups:
        guard !groups.isDisjoint(with: old.resources) else { continue }
        // What is not in the input keeps its number from elsewhere.
        let rules = old.resources.flatMap { number -> [SecurityGroupRule] in
          Int(number) < topology.securityGroups.count ? topology.securityGroups[Int(number)].rules : []
        }
        guard old.unknown == nil, rules.allSatisfy(isKnown) else { return nil }
        made = builder.groupFilter(old.resources, old.direction)
      case .accessList:
        guard !lists.isDisjoint(with: old.resources) else { continue }
        guard old.unknown == nil, let list = old.resources.first else { return nil }
        made = builder.accessFilter(Int(list), old.direction)
      case .firewall: continue
      }
      guard made.unknown == nil else { return nil }
      filters[place] = made
      filters[place].denyCode = old.denyCode
      changed.insert(FilterID(place))
    }
    var tables = base.tables
    for (id, table) in self.tables { tables[id.value] = table }
    return GraphRevision(
      graph: PacketGraph(
        base, revisedTo: topology, filters: filters, tables: tables, ports: ports, ops: ops),
      filters: changed, tables: Set(self.tables.keys))
  }

  // MARK: Tables

  /// A table that nothing but its routes decides: compiled once, or not at all where no subnet uses it.
  private func table(_ id: RouteTableID) -> (place: Int, compiled: TableID?)? {
    guard let place = index.routeTable(id, in: topology) else { return nil }
    let table = topology.routeTables[place]
    guard table.gateways.isEmpty, table.publicPools.isEmpty, table.isComplete,
      table.routes.allSatisfy({ $0.source == .static })
    else { return nil }
    let element = ElementRef(.routeTable, place)
    let compiled = base.tables.indices.filter { base.tables[$0].element == element }
    guard compiled.count < 2 else { return nil }
    return (place, compiled.first.map { TableID($0) })
  }

  /// Whether something else than tables looks at routes to a target.
  private static func isPlain(_ target: RouteTarget) -> Bool {
    switch target {
    case .internetGateway, .egressOnlyInternetGateway, .natGateway, .vpcPeeringConnection, .transitGateway:
      true
    case .local, .carrierGateway, .networkInterface, .vpnGateway, .vpcEndpoint, .address, .unmodelled: false
    }
  }

  private mutating func remove(_ destination: RouteDestination, from id: RouteTableID) -> Bool {
    guard case .prefix(let prefix) = destination, let (place, compiled) = table(id) else { return false }
    guard let compiled else { return true }
    // The edited topology has no such route any more, and those behind it have moved up.
    let before = base.topology.routeTables[place].routes
    var made = tables[compiled] ?? base.tables[compiled.value]
    guard let route = before.firstIndex(where: { $0.destination == destination }),
      Self.isPlain(before[route].target), before[route].state == .active,
      let entry = made.entries.firstIndex(where: { $0.prefix == prefix }),
      made.entries[entry].route == route, made.entries[entry].beaten.isEmpty, tables.isEmpty
    else { return false }
    made.entries.remove(at: entry)
    for place in made.entries.indices {
      if let own = made.entries[place].route, own > route { made.entries[place].route = own - 1 }
      made.entries[place].beaten = made.entries[place].beaten.map { $0 > route ? $0 - 1 : $0 }
    }
    keep(made, compiled)
    return true
  }

  private mutating func set(_ route: Route, in id: RouteTableID) -> Bool {
    guard case .prefix(let prefix) = route.destination, let (place, compiled) = table(id),
      Self.isPlain(route.target),
      let number = topology.routeTables[place].routes.firstIndex(where: {
        $0.destination == route.destination
      })
    else { return false }
    guard let compiled else { return true }
    var made = tables[compiled] ?? base.tables[compiled.value]
    guard let port = port(for: route, in: topology.routeTables[place]) else { return false }
    if let entry = made.entries.firstIndex(where: { $0.prefix == prefix }) {
      guard made.entries[entry].route == number, made.entries[entry].beaten.isEmpty else { return false }
      made.entries[entry].port = port
    } else {
      guard base.topology.routeTables[place].routes.allSatisfy({ $0.destination != route.destination }) else {
        return false
      }
      made.entries.append(ForwardingTable.Entry(prefix: prefix, port: port, route: number, beaten: []))
      made.entries.sort { $0.prefix < $1.prefix }
    }
    keep(made, compiled)
    return true
  }

  private mutating func keep(_ table: ForwardingTable, _ id: TableID) {
    var table = table
    table.trie = RouteTrie(
      table.entries.enumerated().lazy.map { (prefix: $1.prefix, value: UInt32($0)) })
    tables[id] = table
  }

  /// Nil for what only compiling the whole tells.
  private mutating func port(for route: Route, in table: RouteTable) -> PortID? {
    switch (route.state, route.target) {
    case (.blackhole, _):
      ports.append(
        Port(
          element: ElementRef(.routeTable, index.routeTable(table.id, in: topology) ?? 0),
          start: UInt32(ops.count), subnet: nil))
      ops.append(.drop(.badStateRoute))
      return PortID(ports.count - 1)
    case (.active, .internetGateway(let id)):
      guard let place = index.internetGateways[id], topology.internetGateways[place].vpc == table.vpc else {
        return nil
      }
      return base.internetGatewayOut[place]
    default: return nil
    }
  }
}

extension TopologyIndex {
  fileprivate func routeTable(_ id: RouteTableID, in topology: Topology) -> Int? {
    topology.routeTables.firstIndex { $0.id == id }
  }
}
