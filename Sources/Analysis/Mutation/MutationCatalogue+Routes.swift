import PacketWalkAddressing
import PacketWalkTopology

/// What happens to route tables.
extension MutationCatalogue {
  func routes() -> [Mutant] {
    topology.routeTables.flatMap { table -> [Mutant] in
      // What is propagated or implied is no one's to drop.
      let own = table.routes.filter { $0.source == .static && $0.target != .local }
      return own.map {
        Mutant(.route, [.removeRoute(table.id, $0.destination)], at: $0.origin)
      }
        + own.filter { $0.state == .active && hasOther($0, in: table) }.map { route in
          var dead = route
          dead.state = .blackhole
          return Mutant(.route, [.setRoute(table.id, dead)], at: route.origin)
        } + opened(table)
    }
  }

  /// Whether packets have another way where the route is dropped: only then is a blackhole something else.
  private func hasOther(_ route: Route, in table: RouteTable) -> Bool {
    guard case .prefix(let prefix) = route.destination else { return true }
    let others = table.routes.compactMap { other -> IPPrefix? in
      guard case .prefix(let prefix) = other.destination, other != route else { return nil }
      return prefix
    }
    return (others + (vpcs[table.vpc]?.prefixes ?? [])).contains { $0.overlaps(prefix) }
  }

  /// A way to the internet and back, in a table that has none.
  private func opened(_ table: RouteTable) -> [Mutant] {
    guard let gateway = gateway(of: table.vpc), table.gateways.isEmpty else { return [] }
    let target = RouteTarget.internetGateway(gateway)
    let edits = families(of: table.vpc).compactMap { family -> Edit? in
      let destination = RouteDestination.prefix(.all(family))
      guard !table.routes.contains(where: { $0.destination == destination && $0.target == target }) else {
        return nil
      }
      return .setRoute(
        table.id, Route(destination: destination, target: target, origin: table.info.origin))
    }
    return edits.isEmpty ? [] : [Mutant(.route, edits, at: table.info.origin)]
  }
}
