import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// A network outside AWS's VPCs: takes what is addressed to its ranges, and sends by whichever gateway told it
/// of the destination (VPN-1).
extension GraphBuilder {
  /// Ranges that are told apart because of external networks; none where nothing is declared.
  static func externalPrefixes(_ topology: Topology) -> Set<IPPrefix> {
    guard !topology.externalNetworks.isEmpty else { return [] }
    var prefixes = Set(topology.externalNetworks.flatMap(\.ranges))
    prefixes.formUnion(topology.vpnConnections.flatMap { $0.staticRoutes ?? [] })
    for route in topology.transitGatewayRouteTables.lazy.flatMap({ $0.routes ?? [] }) {
      if case .prefix(let prefix) = route.destination { prefixes.insert(prefix) }
    }
    return prefixes
  }

  mutating func allocateExternalNetworks() {
    for place in topology.externalNetworks.indices {
      let element = ElementRef(.externalNetwork, place)
      let start = makePort(element)
      externalIn.append(makePort(element))
      externals.append(ExternalFacts(start: start, place: self.place(element, reply: start)))
    }
    for network in topology.externalNetworks { doors.append(findDoors(of: network)) }
  }

  mutating func lowerExternalNetwork(_ place: Int) {
    let network = topology.externalNetworks[place]
    guard network.isUp else {
      define(externalIn[place], [.identity(.lose(.groupReferenceNotPreserved)), .drop(.externalDown)])
      define(externals[place].start, [.drop(.externalDown)])
      return
    }
    define(
      externalIn[place],
      [.identity(.lose(.groupReferenceNotPreserved)), .deliver(externals[place].place)])
    define(externals[place].start, [.sent(from: nil), .lookup(tableTowardsAWS(of: place))])
  }

  // MARK: Into the network

  /// The networks behind one place, by their ranges; nil where none is declared.
  ///
  /// - Parameter unknown: what an address outside all of their ranges depends on.
  mutating func beyond(_ place: ExternalDoor.Place, _ element: ElementRef, unknown: InputID) -> TableID? {
    if let known = compiledBeyond[place] { return known }
    var behind: [IPPrefix: [(network: Int, door: ExternalDoor)]] = [:]
    for (network, doors) in doors.enumerated() {
      for door in doors where door.place == place {
        for range in topology.externalNetworks[network].ranges {
          behind[range, default: []].append((network, door))
        }
      }
    }
    guard !behind.isEmpty else { return nil }
    // Static routes tell parts of a range apart.
    for (range, ends) in behind {
      for part in ends.flatMap({ $0.door.accepted ?? [] }) where range.contains(part) && behind[part] == nil {
        behind[part] = ends
      }
    }
    var entries: [ForwardingTable.Entry] = []
    for prefix in behind.keys.sorted() {
      let port = entrance(behind[prefix] ?? [], to: prefix, element)
      entries.append(ForwardingTable.Entry(prefix: prefix, port: port, route: nil, beaten: []))
    }
    let id = append(entries, element, missCode: .externalNoRoute, unknown: unknown)
    compiledBeyond[place] = id
    return id
  }

  private mutating func entrance(
    _ ends: [(network: Int, door: ExternalDoor)], to prefix: IPPrefix, _ element: ElementRef
  ) -> PortID {
    let carrying = ends.filter { $0.door.carries(prefix) }
    if carrying.isEmpty { return refusal(element, .vpnFamily) }
    let accepting = carrying.filter { $0.door.accepts(prefix) }
    if accepting.isEmpty { return refusal(element, .vpnGatewayNoRoute) }
    let up = accepting.filter { $0.door.down == nil }
    guard let first = up.first else {
      return refusal(accepting[0].door.element, accepting[0].door.down ?? .badStateVPN)
    }
    let networks = Set(up.map(\.network)).sorted()
    guard networks.count > 1 else { return externalIn[first.network] }
    return either(networks.map { (externalIn[$0], ElementRef(.externalNetwork, $0)) }, element)
  }

  // MARK: Out of the network

  private mutating func tableTowardsAWS(of place: Int) -> TableID {
    let network = topology.externalNetworks[place]
    let element = ElementRef(.externalNetwork, place)
    var learnt: [IPPrefix: [ExternalDoor]] = [:]
    for door in doors[place] {
      for prefix in Set(door.advertised) where door.carries(prefix) {
        learnt[prefix, default: []].append(door)
      }
    }
    if let routes = network.routes { learnt = restrict(learnt, to: routes, doors[place]) }
    var ports: [IPPrefix: PortID] = [:]
    for family in Set(network.ranges.lazy.filter { SpecialRanges.isPublic($0.address) }.map(\.family))
    where learnt[.all(family)] == nil && network.routes == nil {
      // Public addresses reach the internet by themselves, and nothing else.
      ports[.all(family)] = internetPort
      for special in SpecialRanges.all { ports[special] = refusal(element, .externalNoRoute) }
    }
    for prefix in learnt.keys.sorted() { ports[prefix] = exit(learnt[prefix] ?? [], element) }
    let entries = ports.keys.sorted().map { prefix in
      ForwardingTable.Entry(prefix: prefix, port: ports[prefix] ?? internetPort, route: nil, beaten: [])
    }
    return append(entries, element, missCode: .externalNoRoute, unknown: nil)
  }

  /// Only what the network itself routes: parts of what it learnt, or ranges that nobody told it of.
  private func restrict(
    _ learnt: [IPPrefix: [ExternalDoor]], to routes: [IPPrefix], _ doors: [ExternalDoor]
  ) -> [IPPrefix: [ExternalDoor]] {
    var kept = learnt.filter { prefix, _ in routes.contains { $0.contains(prefix) } }
    for route in routes where kept[route] == nil {
      let covering = learnt.keys.filter { $0.contains(route) }.max { $0.length < $1.length }
      let isCovered = kept.keys.contains { route.contains($0) }
      if let covering {
        kept[route] = learnt[covering]
      } else if !isCovered {
        kept[route] = doors.filter { $0.carries(route) }
      }
    }
    return kept.filter { !$0.value.isEmpty }
  }

  private mutating func exit(_ doors: [ExternalDoor], _ element: ElementRef) -> PortID {
    let up = doors.filter { $0.down == nil }
    guard let first = up.first else {
      return refusal(doors.first?.element ?? element, doors.first?.down ?? .badStateVPN)
    }
    var seen: Set<PortID> = []
    let distinct = up.filter { seen.insert($0.entrance).inserted }
    guard distinct.count > 1 else { return first.entrance }
    return either(distinct.map { ($0.entrance, $0.element) }, element)
  }

  // MARK: Parts

  /// Any of several ways; the answer takes its own.
  private mutating func either(_ ways: [(port: PortID, element: ElementRef)], _ element: ElementRef) -> PortID
  {
    let choice = choice(
      Choice(
        kind: .externalWay, element: element,
        alternatives: ways.map { Choice.Alternative(port: $0.port, element: $0.element, rule: 0) },
        isPerDirection: true, emptyCode: .externalNoRoute))
    return port(element, .choose(choice))
  }

  /// A port that stops packets by itself, so that the table that leads to it is not to blame.
  private mutating func refusal(_ element: ElementRef, _ code: Code) -> PortID {
    port(element, .sent(from: nil), .drop(code))
  }

  mutating func append(
    _ entries: [ForwardingTable.Entry], _ element: ElementRef, missCode: Code, unknown: InputID?
  ) -> TableID {
    tables.append(
      ForwardingTable(
        element: element, entries: entries,
        trie: RouteTrie(entries.enumerated().lazy.map { (prefix: $1.prefix, value: UInt32($0)) }),
        missCode: missCode, unknown: unknown))
    return TableID(tables.count - 1)
  }
}
