import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// Who there is to reach and to be reached.
extension Network {
  /// Every interface that is a host's or a balancer's node, in the input's order.
  func interfaceNodes() -> [ReachNode] {
    topology.networkInterfaces.indices.compactMap { place in
      topology.networkInterfaces[place].kind.isGateway ? nil : interfaceNode(place)
    }
  }

  /// - Parameter picked: some of its addresses, which alone are meant; behind a public one a private one sends.
  func interfaceNode(_ place: Int, only picked: Set<IPAddress>? = nil) -> ReachNode {
    let interface = topology.networkInterfaces[place]
    let index = InterfaceIndex(place)
    func ends(_ addresses: [IPAddress]) -> [ExploreEnd] {
      addresses.filter { picked?.contains($0) ?? true }.map { ExploreEnd(.interface(index), $0) }
    }
    // One address speaks for each part of a delegated range that rules and routes tell apart.
    let delegated = interface.delegatedPrefixes.flatMap { prefix in
      parts(of: AddressSet(prefix)).map(\.representative)
    }
    var own = interface.addresses.map(\.address) + delegated
    own += (picked ?? []).sorted().filter { interface.owns($0) && !own.contains($0) }
    let senders = picked.map { Set($0.compactMap(interface.ownAddress)) }
    let six = own.filter { $0.family == .ipv6 }
    return ReachNode(
      kind: .interface(place), sources: sources(index, own.filter { senders?.contains($0) ?? true }),
      destinations: ends(own), outsideDestinations: ends(interface.addresses.flatMap(\.publicAddresses) + six)
    )
  }

  /// An endpoint that keeps its clients' addresses sends from any (MS-4).
  private func sources(_ index: InterfaceIndex, _ own: [IPAddress]) -> [ExploreEnd] {
    let id = topology.networkInterfaces[index.value].id
    guard
      topology.instanceConnectEndpoints.contains(where: { $0.preservesClientIP && $0.interfaces.contains(id) }
      )
    else { return own.map { ExploreEnd(.interface(index), $0) } }
    return Set(own.map(\.family)).sorted { $0 == .ipv4 && $1 == .ipv6 }.map {
      ExploreEnd(.interface(index), internetRepresentatives(nil, family: $0))
    }
  }

  /// The public addresses that nothing in the network holds, part by part; only those in a prefix, if one is given.
  ///
  /// A family that no VPC has is left out: nothing of it can go in or out.
  func internetNodes(in scope: IPPrefix? = nil) -> [ReachNode] {
    let families = Set(topology.vpcs.flatMap(\.prefixes).map(\.family))
    var addresses = outsideAddresses().intersection(AddressSet(families.map(IPPrefix.all)))
    if let scope { addresses = addresses.intersection(AddressSet(scope)) }
    return outsideNodes(.internet, addresses)
  }

  /// The same of a declared network outside.
  func externalNodes(_ place: Int, in scope: IPPrefix? = nil) -> [ReachNode] {
    var addresses = AddressSet(topology.externalNetworks[place].ranges)
    if let scope { addresses = addresses.intersection(AddressSet(scope)) }
    let inner = topology.externalNetworks.indices.filter { $0 != place }.flatMap { other in
      topology.externalNetworks[other].ranges.filter { range in
        topology.externalNetworks[place].ranges.contains { $0.contains(range) && $0 != range }
      }
    }
    addresses = addresses.subtracting(AddressSet(topology.vpcs.flatMap(\.prefixes) + inner))
    return outsideNodes(.external(place), addresses)
  }

  /// Some of the addresses of a network outside, part by part.
  ///
  /// - Precondition: the network has them.
  func outsideNodes(_ kind: ReachNode.Kind, _ addresses: AddressSet) -> [ReachNode] {
    let holder: ExploreEnd.Holder
    switch kind {
    case .internet: holder = .internet
    case .external(let place): holder = .external(ExternalIndex(place))
    case .interface, .service, .balancer, .address: return []
    }
    return parts(of: addresses).map { part in
      let end = ExploreEnd(holder, part.representative)
      return ReachNode(kind: kind, sources: [end], destinations: [end], addresses: part.addresses)
    }
  }

  /// The services behind gateway endpoints: only packets to them are asked about.
  func serviceNodes() -> [ReachNode] {
    topology.vpcEndpoints.indices.lazy.filter { topology.vpcEndpoints[$0].kind == .gateway }
      .map { serviceNode($0) }.filter { !$0.destinations.isEmpty }
  }

  func serviceNode(_ place: Int) -> ReachNode {
    let address = serviceAddress(of: topology.vpcEndpoints[place])
    return ReachNode(
      kind: .service(place), sources: [],
      destinations: address.map { [ExploreEnd(.address, $0)] } ?? [])
  }

  /// A balancer as clients see it, who take any of its nodes.
  func balancerNode(_ place: Int) -> ReachNode {
    let nodes = topology.loadBalancers[place].nodes.compactMap { index.interfaces[$0] }
    let addresses = nodes.flatMap { topology.networkInterfaces[$0].addresses }
    func ends(_ addresses: [IPAddress]) -> [ExploreEnd] {
      AddressFamily.allCases.compactMap { family in
        let own = addresses.filter { $0.family == family }
        return own.isEmpty ? nil : ExploreEnd(.address, own)
      }
    }
    let six = addresses.map(\.address).filter { $0.family == .ipv6 }
    return ReachNode(
      kind: .balancer(place), sources: [], destinations: ends(addresses.map(\.address)),
      outsideDestinations: ends(addresses.compactMap(\.publicAddress) + six))
  }

  /// What the internet's own routing takes for its own.
  private func outsideAddresses() -> AddressSet {
    let table = graph.tables.last { $0.element == .internet }
    let held = table?.entries.map(\.prefix).filter { $0.length > 0 } ?? []
    let own = topology.vpcs.flatMap(\.prefixes) + topology.externalNetworks.flatMap(\.ranges)
    return AddressSet(held + own + gatewayEndpointPrefixes()).complement
  }

  // MARK: Parts

  /// Addresses cut at every prefix that a rule or a route mentions; what lies apart and is mentioned alike is one part.
  ///
  /// - Complexity: O(ranges + prefixes inside them).
  private func parts(of addresses: AddressSet) -> [(representative: IPAddress, addresses: AddressSet)] {
    var ranges: [UInt32: [AddressRange]] = [:]
    for range in addresses.ranges {
      var next: IPAddress? = range.first
      while let start = next, start <= range.last {
        let atom = graph.atoms.atom(of: start)
        let end = min(graph.atoms.end(of: atom, from: start), range.last)
        if let piece = AddressRange(start, end) { ranges[atom, default: []].append(piece) }
        next = end.advanced(by: 1)
      }
    }
    return ranges.sorted { $0.key < $1.key }.compactMap { _, pieces in
      let set = AddressSet(pieces)
      return Self.representative(set).map { ($0, set) }
    }
  }

  /// A documentation address where there is one, so that examples look like examples; else a first host address.
  static func representative(_ addresses: AddressSet) -> IPAddress? {
    let familiar = ["198.51.100.77", "203.0.113.77", "192.0.2.77", "2001:db8:ffff::77"].compactMap(
      IPAddress.init)
    if let address = familiar.first(where: addresses.contains) { return address }
    guard let range = addresses.ranges.max(by: { $0.isShorter(than: $1) }) else { return nil }
    return range.first == range.last ? range.first : range.first.advanced(by: 1)
  }
}

extension AddressRange {
  fileprivate func isShorter(than other: AddressRange) -> Bool {
    let (own, others) = (last.bits - first.bits, other.last.bits - other.first.bits)
    // Of equals the first counts.
    return own == others ? first > other.first : own < others
  }
}
