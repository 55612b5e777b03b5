import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// Routes to an interface that drops whatever is not its own (SDC-1).
extension Linter {
  mutating func checkMiddleboxes() {
    var dropped: [Int: [(table: RouteTable, route: Route)]] = [:]
    for (place, table) in topology.routeTables.enumerated() where isInUse(table, at: place) {
      for (number, route) in table.routes.enumerated() where route.state == .active {
        guard case .networkInterface(let id) = route.target, let found = index.interfaces[id] else {
          continue
        }
        let interface = topology.networkInterfaces[found]
        guard interface.isSourceDestChecked, interface.isAttached, interface.kind == .interface,
          isTaken(number, at: place), let addresses = addresses(route), !isOwn(addresses, interface)
        else { continue }
        dropped[found, default: []].append((table, route))
      }
    }
    for (place, routes) in dropped.sorted(by: { $0.key < $1.key }) {
      let interface = topology.networkInterfaces[place]
      let names = routes.map { "\(network.text($0.route)) of route table \($0.table.shortName)" }
      report(
        .middleboxChecked, .error, about: ElementRef(.networkInterface, place),
        "its source/destination check is on, so it drops what \(routes.count == 1 ? "route" : "routes")"
          + " \(listed(names)) \(routes.count == 1 ? "sends" : "send") through it",
        evidence: routes.prefix(4).map { LintEvidence(network.text($0.route), $0.route.origin) }
          + [LintEvidence("network interface \(interface.displayName)", interface.info.origin)],
        fix:
          "switch the source/destination check off, or point the \(routes.count == 1 ? "route" : "routes") elsewhere"
      )
    }
  }

  private func isInUse(_ table: RouteTable, at place: Int) -> Bool {
    !table.gateways.isEmpty || !facts.interfaces(ofTable: place).isEmpty
  }

  /// Whether a route is the one that is taken for some range, and leads anywhere at all.
  private func isTaken(_ route: Int, at table: Int) -> Bool {
    facts.compiledTables[table]?.entries.contains { entry in
      guard entry.route == route else { return false }
      if case .drop = graph.ops[Int(graph.ports[entry.port.value].start)] { return false }
      return true
    } ?? false
  }

  private func addresses(_ route: Route) -> AddressSet? {
    switch route.destination {
    case .prefix(let prefix): AddressSet(prefix)
    case .prefixList(let id):
      index.prefixLists[id].flatMap { topology.prefixLists[$0].entries }.map { AddressSet($0) }
    }
  }

  /// A route to an interface's own addresses makes no middlebox of it.
  private func isOwn(_ addresses: AddressSet, _ interface: NetworkInterface) -> Bool {
    addresses.isSubset(
      of: AddressSet(interface.addresses.map { IPPrefix(host: $0.address) } + interface.delegatedPrefixes))
  }
}
