import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// A pool of an owner's public addresses that a route table steers: what is addressed to it goes to the interface that
/// the table names, although that holds no such address (RT-13).
extension GraphBuilder {
  mutating func enterPublicPools(into entries: inout [IPPrefix: PortID]) {
    for (place, table) in topology.routeTables.enumerated() where !table.publicPools.isEmpty {
      guard let vpc = vpcIndex(table.vpc) else { continue }
      let pools = topology.publicAddressPools.filter { table.publicPools.contains($0.id) }
      let prefixes = pools.flatMap(\.prefixes)
      vpcs[vpc.value].publicPools += prefixes
      let ingress = publicPoolIngress(
        of: place, vpc, areAdvertised: pools.allSatisfy { $0.isAdvertised == true })
      for prefix in prefixes { entries[prefix] = ingress }
    }
  }

  private mutating func publicPoolIngress(of place: Int, _ vpc: VPCIndex, areAdvertised: Bool) -> PortID {
    let table = topology.routeTables[place]
    guard let gateway = topology.internetGateways.firstIndex(where: { $0.vpc == table.vpc }) else {
      return port(ElementRef(.vpc, vpc.value), .drop(.noInternetGateway))
    }
    let element = ElementRef(.routeTable, place)
    var routes: [IPPrefix: ForwardingTable.Entry] = [:]
    for (position, route) in table.routes.enumerated() where route.state != .filtered {
      guard case .prefix(let prefix) = route.destination, routes[prefix] == nil else { continue }
      routes[prefix] = ForwardingTable.Entry(
        prefix: prefix, port: poolPort(for: route, in: table, element), route: position, beaten: [])
    }
    let entries = routes.keys.sorted().compactMap { routes[$0] }
    tables.append(
      ForwardingTable(
        element: element, entries: entries,
        trie: RouteTrie(entries.enumerated().lazy.map { (prefix: $1.prefix, value: UInt32($0)) }),
        missCode: .noRoute))
    let id = TableID(tables.count - 1)
    let access = publicAccess(.in(vpc, via: id))
    let advertised: [Op] = areAdvertised ? [] : [.assume(.ownRangeAdvertised, unless: nil)]
    let start = makePort(ElementRef(.internetGateway, gateway))
    define(
      start,
      advertised + [
        .sent(from: nil), .identity(.lose(.groupReferenceNotPreserved)),
        .require(.sourceNotPrivate, .privateSourceAtInternetGateway, isFatal: true),
        .require(.sourceNotShared, .sharedSourceAtInternetGateway, isFatal: true),
        .assume(.publicPoolSteered, unless: nil),
      ] + access + [.lookup(id)])
    return start
  }

  /// An interface takes what it is given, unless it checks; any other target is as in other tables.
  private mutating func poolPort(for route: Route, in table: RouteTable, _ element: ElementRef) -> PortID {
    guard route.state == .active, case .networkInterface(let id) = route.target,
      let place = index.interfaces[id],
      topology.networkInterfaces[place].isAttached, index.vpcs[table.vpc] == interfaces[place].vpc.value
    else { return port(for: route, in: table, element) }
    let facts = interfaces[place]
    let start = makePort(ElementRef(.networkInterface, place), subnet: facts.subnet)
    var behaviour: [Op] = [.enter(facts.subnet, accessFilters(of: facts.subnet).ingress)]
    if let groups = groupFilters(ofInterface: place) {
      behaviour.append(.filter(groups.ingress, .interface(InterfaceIndex(place))))
    }
    if topology.networkInterfaces[place].isSourceDestChecked {
      behaviour.append(
        .require(.destinationOwned(by: InterfaceIndex(place)), .sourceDestinationCheck, isFatal: false))
    }
    define(start, behaviour + [.deliver(facts.place)])
    return start
  }
}
