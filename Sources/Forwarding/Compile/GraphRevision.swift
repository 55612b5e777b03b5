import PacketWalkRouting

/// A graph that differs from another in the content of some filters and tables, and in nothing else.
package struct GraphRevision: Sendable {
  package var graph: PacketGraph
  package var filters: Set<FilterID>
  package var tables: Set<TableID>

  package init(graph: PacketGraph, filters: Set<FilterID>, tables: Set<TableID>) {
    (self.graph, self.filters, self.tables) = (graph, filters, tables)
  }

  /// What makes one graph of another; nil where more differs than filters and tables that are known throughout, or
  /// where a route leads to what packets are not the only ones to look at.
  ///
  /// Resources have to be the same ones at the same places, and all but their rules, entries and routes the same.
  ///
  /// - Complexity: O(*n*) for *n* ops, rules and entries.
  package init?(from base: PacketGraph, to graph: PacketGraph) {
    guard base.mentions == graph.mentions, base.hasSameFrame(as: graph),
      base.filters.count == graph.filters.count, base.tables.count == graph.tables.count
    else { return nil }
    self.init(graph: graph, filters: [], tables: [])
    for place in base.filters.indices where base.filters[place] != graph.filters[place] {
      let (old, new) = (base.filters[place], graph.filters[place])
      guard old.isRevisable, new.isRevisable, old.kind == new.kind, old.direction == new.direction,
        old.resources == new.resources
      else { return nil }
      filters.insert(FilterID(place))
    }
    for place in base.tables.indices where !base.tables[place].isSame(as: graph.tables[place]) {
      let (old, new) = (base.tables[place], graph.tables[place])
      guard old.element == new.element, old.element.kind == .routeTable, old.missCode == new.missCode,
        old.unknown == nil, new.unknown == nil,
        (old.entries + new.entries).allSatisfy({
          graph.ports[$0.port.value].element.kind != .networkInterface
        })
      else { return nil }
      tables.insert(TableID(place))
    }
  }
}

extension PacketGraph {
  /// Whether all but filters and tables is the same.
  fileprivate func hasSameFrame(as other: PacketGraph) -> Bool {
    ports == other.ports && ops == other.ops && zoneTables == other.zoneTables
      && listeners == other.listeners && choices == other.choices && rewrites == other.rewrites
      && inspectors == other.inspectors && places == other.places && missing == other.missing
      && vpcs == other.vpcs && subnets == other.subnets && interfaces == other.interfaces
      && externals == other.externals && zones == other.zones && referencingVPCs == other.referencingVPCs
      && internetPort == other.internetPort && internetPlace == other.internetPlace
      && lattice == other.lattice && internetGatewayOut == other.internetGatewayOut
  }
}

extension Filter {
  /// Whether all that it says is known, and said by groups or an access list.
  fileprivate var isRevisable: Bool {
    kind != .firewall && unknown == nil && !hasUnknownRules && !rules.contains(where: \.isUnknown)
  }
}

extension ForwardingTable {
  fileprivate func isSame(as other: ForwardingTable) -> Bool {
    element == other.element && entries == other.entries && missCode == other.missCode
      && unknown == other.unknown
  }
}
