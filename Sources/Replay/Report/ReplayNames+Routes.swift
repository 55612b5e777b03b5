import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension ReplayNames {
  /// The routes of all tables that interfaces or attachments are routed by.
  func routes(_ tally: ReplayTally) -> [ReplayReport.RouteUse] {
    let (ways, transits) = (RouteWays(network), TransitRoutes(network))
    let told = ways.toldRoutes.union(transits.toldRoutes)
    return vpcRoutes(tally, ways, told) + transitRoutes(tally, transits, told)
  }

  private func vpcRoutes(
    _ tally: ReplayTally, _ ways: RouteWays, _ told: Set<RouteKey>
  ) -> [ReplayReport.RouteUse] {
    var users: [Int: [InterfaceWindow]] = [:]
    for (place, interface) in network.topology.networkInterfaces.enumerated() where interface.isAttached {
      let subnet = network.graph.interfaces[place].subnet.value
      guard network.topology.subnets.indices.contains(subnet), let table = ways.table(of: subnet) else {
        continue
      }
      users[table, default: []].append(tally.windows[place] ?? InterfaceWindow())
    }
    var found: [ReplayReport.RouteUse] = []
    for (place, table) in network.topology.routeTables.enumerated() {
      guard let windows = users[place] else { continue }
      let component = network.graph.component(ElementRef(.routeTable, place))
      for (number, route) in table.routes.enumerated() {
        let key = RouteKey(isTransit: false, table: place, route: number)
        found.append(
          use(
            key, told.contains(key), component, network.text(route), gateway(of: route), route.origin,
            windows, tally))
      }
    }
    return found
  }

  private func transitRoutes(
    _ tally: ReplayTally, _ transits: TransitRoutes, _ told: Set<RouteKey>
  ) -> [ReplayReport.RouteUse] {
    var found: [ReplayReport.RouteUse] = []
    // Who has no log of a gateway learns nothing of its routes.
    guard !tally.transit.windows.isEmpty else { return [] }
    for (place, table) in network.topology.transitGatewayRouteTables.enumerated() {
      let windows = transits.attachments(of: place).map { tally.transit.windows[$0] ?? InterfaceWindow() }
      guard !windows.isEmpty else { continue }
      let component = network.graph.component(ElementRef(.transitGatewayRouteTable, place))
      for (number, route) in (table.routes ?? []).enumerated() {
        let key = RouteKey(isTransit: true, table: place, route: number)
        let next = route.attachments.compactMap { id in
          network.index.attachments[id]?.first {
            network.topology.transitGatewayAttachments[$0].transitGateway == table.transitGateway
          }
        }
        let gateway =
          next.count == 1 && !route.isBlackhole
          ? network.graph.component(ElementRef(.transitGatewayAttachment, next[0])) : nil
        found.append(
          use(
            key, told.contains(key), component, network.text(route), gateway, route.origin, windows, tally))
      }
    }
    return found
  }

  private func use(
    _ key: RouteKey, _ isTold: Bool, _ table: Component, _ text: String, _ gateway: Component?,
    _ origin: Origin, _ windows: [InterfaceWindow], _ tally: ReplayTally
  ) -> ReplayReport.RouteUse {
    ReplayReport.RouteUse(
      table: table, route: text, gateway: gateway, origin: origin, records: tally.routes[key] ?? 0,
      isTold: isTold, logged: windows.count { $0.records > 0 }, silent: windows.count { $0.records == 0 },
      skipped: windows.reduce(0) { $0 + $1.skipData })
  }

  private func gateway(of route: Route) -> Component? {
    guard route.state != .blackhole else { return nil }
    func component(_ kind: ElementRef.Kind, _ place: Int?) -> Component? {
      place.map { network.graph.component(ElementRef(kind, $0)) }
    }
    let index = network.index
    switch route.target {
    case .local, .address: return nil
    case .internetGateway(let id): return component(.internetGateway, index.internetGateways[id])
    case .egressOnlyInternetGateway(let id):
      return component(.egressOnlyInternetGateway, index.egressOnlyGateways[id])
    case .carrierGateway(let id): return component(.carrierGateway, index.carrierGateways[id])
    case .natGateway(let id): return component(.natGateway, index.natGateways[id])
    case .networkInterface(let id): return component(.networkInterface, index.interfaces[id])
    case .vpcPeeringConnection(let id): return component(.vpcPeeringConnection, index.peerings[id])
    case .transitGateway(let id): return component(.transitGateway, index.transitGateways[id])
    case .vpnGateway(let id): return component(.vpnGateway, index.vpnGateways[id])
    case .vpcEndpoint(let id): return component(.vpcEndpoint, index.endpoints[id])
    case .unmodelled(let kind, let id): return Component(kind: kind, name: id, id: id)
    }
  }
}
