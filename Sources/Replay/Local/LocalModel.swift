import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// What of a network its interfaces' groups and access lists look at, compiled for many records: ports and far ends by
/// classes that no rule tells apart.
///
/// Immutable; threads share it.
final class LocalModel: Sendable {
  let network: Network
  /// By port the number of its class; the first port of each class.
  let portClasses: FixedTable<UInt16>
  let firstPorts: [UInt16]
  /// By identifier, or a name of its own.
  let interfaces: [String: Int]
  /// By interface, the places of its VPC and its subnet, and its delegated ranges.
  let vpcs: FixedTable<Int>
  let subnets: FixedTable<Int>
  let delegated: [[IPPrefix]]
  /// By interface, its addresses of each family as bits; delegated ranges are asked for apart.
  let own4: [[UInt32]]
  let own6: [[UInt128]]
  /// By interface, its first address of IPv4, 0 for none, and whether it has more, or delegated ranges.
  let primary4: FixedTable<UInt32>
  let hasOther4: FixedTable<Bool>
  let intervals: FarIntervals
  let ways: RouteWays
  let transits: TransitRoutes
  let profiles: LocalProfiles
  /// By interface, whether something else in its subnet takes packets that are others', and whether something sends
  /// such: a transit gateway's attachment sends only past the access list (ACL-7).
  let hasTaker: FixedTable<Bool>
  let hasSender: FixedTable<Bool>
  /// By interface, the addresses of network load balancers whose groups packets for it may carry behind the client's
  /// address (NLB-5).
  let balancers: [[IPAddress]]
  /// By protocol, the types and codes that rules mention, and one that none does.
  let icmpTypes: [IPProtocol: [ICMPType]]

  struct ICMPType: Hashable, Sendable {
    var type: UInt8
    var code: UInt8
  }

  init(_ network: Network) {
    self.network = network
    let graph = network.graph
    var starts: Set<Int> = [0]
    var types: [IPProtocol: Set<ICMPType>] = [.icmp: [], .icmpv6: []]
    for rule in graph.filters.lazy.filter({ $0.kind != .firewall }).flatMap(\.rules) {
      starts.insert(Int(rule.firstPort))
      starts.insert(Int(rule.lastPort) + 1)
      guard rule.icmpType >= 0 else { continue }
      for name in [IPProtocol.icmp, .icmpv6] where rule.protocolNumber == Int16(name.rawValue) {
        types[name]?.insert(
          ICMPType(type: UInt8(truncatingIfNeeded: rule.icmpType), code: UInt8(max(0, rule.icmpCode))))
        // The same type with another code.
        if rule.icmpCode >= 0 {
          types[name]?.insert(
            ICMPType(
              type: UInt8(truncatingIfNeeded: rule.icmpType),
              code: UInt8(truncatingIfNeeded: rule.icmpCode + 1)))
        }
      }
    }
    let all = network.topology.networkInterfaces
    func isBeside(_ isWanted: (NetworkInterface) -> Bool) -> [Bool] {
      let found = Dictionary(grouping: all.indices.filter { isWanted(all[$0]) }) { all[$0].subnet }
      return all.indices.map { place in found[all[place].subnet]?.contains { $0 != place } ?? false }
    }
    vpcs = FixedTable(all.indices.map { graph.interfaces[$0].vpc.value })
    subnets = FixedTable(all.indices.map { graph.interfaces[$0].subnet.value })
    delegated = all.map(\.delegatedPrefixes)
    hasTaker = FixedTable(isBeside { !$0.isSourceDestChecked })
    hasSender = FixedTable(isBeside { !$0.isSourceDestChecked || $0.kind.isGateway })
    balancers = Self.balancers(network)
    intervals = FarIntervals(graph)
    ways = RouteWays(network)
    transits = TransitRoutes(network)
    profiles = LocalProfiles(graph, balancers: balancers)
    let firsts = starts.filter { $0 < 65_536 }.sorted()
    firstPorts = firsts.map { UInt16($0) }
    var classes = [UInt16](repeating: 0, count: 65_536)
    for (number, first) in firsts.enumerated() {
      let end = number + 1 < firsts.count ? firsts[number + 1] : 65_536
      for port in first..<end { classes[port] = UInt16(number) }
    }
    portClasses = FixedTable(classes)
    icmpTypes = types.mapValues { held in
      let unused = (0...255).lazy.map { UInt8($0) }.first { type in !held.contains { $0.type == type } }
      return held.sorted { ($0.type, $0.code) < ($1.type, $1.code) }
        + (unused.map { [ICMPType(type: $0, code: 0)] } ?? [])
    }
    var interfaces: [String: Int] = [:]
    for (place, interface) in network.topology.networkInterfaces.enumerated() {
      interfaces[interface.id.rawValue] = place
    }
    // By name where no identifier is meant, and one has it alone.
    let names = Dictionary(grouping: network.topology.networkInterfaces.indices) {
      network.topology.networkInterfaces[$0].shortName
    }
    for (name, places) in names where interfaces[name] == nil && places.count == 1 {
      interfaces[name] = places[0]
    }
    self.interfaces = interfaces
    let addresses = network.topology.networkInterfaces.map { $0.addresses.map(\.address) }
    own4 = addresses.map { $0.compactMap { if case .v4(let address) = $0 { address.bits } else { nil } } }
    own6 = addresses.map { $0.compactMap { if case .v6(let address) = $0 { address.bits } else { nil } } }
    primary4 = FixedTable(own4.map { $0.first ?? 0 })
    hasOther4 = FixedTable(zip(own4, delegated).map { $0.count > 1 || !$1.isEmpty })
  }

  deinit {
    portClasses.deallocate()
    vpcs.deallocate()
    subnets.deallocate()
    primary4.deallocate()
    hasOther4.deallocate()
    hasTaker.deallocate()
    hasSender.deallocate()
    profiles.deallocate()
  }

  /// Rules on packets of a protocol, of one ICMP type or of all, that go to a port, in a direction between an interface
  /// and a far end.
  func ruling(
    at interface: Int, _ side: RuleDirection, _ protocol: IPProtocol, remote: IPAddress, port: UInt16,
    type: ICMPType? = nil
  ) -> LocalRuling {
    var ruling = plainRuling(at: interface, side, `protocol`, remote: remote, port: port, type: type)
    guard ruling.groups == .stops, side == .ingress, icmpTypes[`protocol`] == nil else { return ruling }
    let passes = balancers[interface].contains { node in
      node.family == remote.family
        && plainRuling(at: interface, side, `protocol`, remote: node, port: port, type: nil).groups == .passes
    }
    if passes { ruling.groups = .byBalancer }
    return ruling
  }

  /// The same where the packet is its sender's own.
  private func plainRuling(
    at interface: Int, _ side: RuleDirection, _ protocol: IPProtocol, remote: IPAddress, port: UInt16,
    type: ICMPType?
  ) -> LocalRuling {
    let place = InterfaceIndex(interface)
    let own =
      network.topology.networkInterfaces[interface].addresses.lazy.map(\.address)
      .first { $0.family == remote.family } ?? remote
    let (source, destination) = side == .ingress ? (remote, own) : (own, remote)
    func stages(_ type: ICMPType) -> [LocalStage] {
      network.graph.localStages(
        of: LocalPacket(
          side, `protocol`, source: source, destination: destination,
          destinationPorts: `protocol`.hasPorts ? PortSet(PortRange(port)) : nil, icmpType: type.type,
          icmpCode: type.code), at: place)
    }
    if let type { return LocalRuling(stages(type)) }
    guard let types = icmpTypes[`protocol`] else { return LocalRuling(stages(ICMPType(type: 0, code: 0))) }
    return LocalRuling(joining: types.map { LocalRuling(stages($0)) })
  }

  private static func balancers(_ network: Network) -> [[IPAddress]] {
    let topology = network.topology
    var found = topology.networkInterfaces.map { _ in [IPAddress]() }
    let groups = Dictionary(
      topology.targetGroups.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for balancer in topology.loadBalancers
    where balancer.kind == .network && !balancer.securityGroups.isEmpty {
      let nodes = balancer.nodes.compactMap { network.index.interfaces[$0] }
        .flatMap { topology.networkInterfaces[$0].addresses.map(\.address) }
      let targets = balancer.listeners.flatMap(\.rules).flatMap(\.targetGroups).compactMap { groups[$0] }
        .filter { $0.preservesClientIP != false }.flatMap { $0.targets ?? [] }
      let ids = Set(targets.map(\.id))
      for (place, interface) in topology.networkInterfaces.enumerated() {
        let isTarget =
          interface.instance.map { ids.contains($0.rawValue) } ?? false
          || interface.addresses.contains { ids.contains($0.address.description) }
        if isTarget { found[place] += nodes }
      }
    }
    return found
  }
}
