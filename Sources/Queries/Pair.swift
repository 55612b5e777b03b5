import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// One pair of ends and one protocol: turned into a walk, and its result into answers.
struct Pair {
  let network: Network
  var source: Endpoint
  var destination: Endpoint
  let part: Service.Part
  let walk: WalkQuestion

  init(
    source: Endpoint, destination: Endpoint, part: Service.Part, sourcePort: UInt16?, through: Int?,
    network: Network
  ) throws(InputError) {
    self.network = network
    var builder = PairBuilder(network: network, source: source, destination: destination, through: through)
    try builder.settle()
    self.source = builder.source
    self.destination = builder.destination
    var part = part
    if let family = builder.sources.first?.family {
      // Ping follows the family of the addresses.
      if family == .ipv6, part.protocol == .icmp {
        part = Service.Part(
          .icmpv6, icmpType: part.icmpType == 8 ? 128 : part.icmpType, icmpCode: part.icmpCode)
      }
    }
    self.part = part
    let ports = sourcePort.map { PortSet(PortRange($0)) } ?? PortSet(builder.clientPorts)
    walk = WalkQuestion(
      origin: builder.origin, sources: builder.sources, destinations: builder.destinations,
      protocol: part.protocol, ports: part.protocol.hasPorts ? part.ports : nil,
      sourcePorts: part.protocol.hasPorts ? ports : nil, icmpType: part.icmpType, icmpCode: part.icmpCode,
      through: through, targets: builder.targets)
  }

  func answers(_ options: WalkOptions) -> [Answer] {
    let graph = network.graph
    let result = graph.walk(walk, options)
    var reader = WalkReader(network: network, result: result)
    reader.isThrough = walk.through != nil
    return result.parts.map { found in
      var service = part
      if let ports = found.ports { service.ports = ports }
      return Answer(
        source: source, destination: destination, service: Service([service]),
        through: walk.through.map { graph.component(ElementRef(.loadBalancer, $0)) },
        delivered: found.delivered, replied: found.replied,
        blockers: reader.blockers(found, isFurther: false),
        furtherBlockers: reader.blockers(found, isFurther: true), assumptions: reader.assumptions(found),
        missing: reader.missing(found), choices: reader.choices(found),
        explanation: options.isExplaining ? reader.explanation(found) : nil,
        isChoiceLimitReached: result.isTruncated)
    }
  }
}

/// Settles which addresses two ends talk with: private ones, or public ones when the other end is the
/// internet.
private struct PairBuilder {
  let network: Network
  var source: Endpoint
  var destination: Endpoint
  let through: Int?

  var origin = WalkQuestion.Origin.internet(into: nil)
  var sources: [IPAddress] = []
  var destinations: [IPAddress] = []
  var targets: Set<IPAddress>?
  var clientPorts = PortRange.anyEphemeral

  init(network: Network, source: Endpoint, destination: Endpoint, through: Int?) {
    self.network = network
    self.source = source
    self.destination = destination
    self.through = through
  }

  private var topology: Topology { network.topology }

  private var isFromInternet: Bool {
    switch source.target {
    case .internet: true
    case .address(let address):
      network.holders(of: address).isEmpty && network.externalNetwork(holding: address) == nil
        && !isLattice(address)
    default: false
    }
  }

  mutating func settle() throws(InputError) {
    let candidates = sourceCandidates()
    try settleDestination(families: Set(candidates.map(\.family)))
    let families = Set(destinations.map(\.family))
    // IPv4 unless only IPv6 is common to both.
    let family: AddressFamily =
      families.contains(.ipv4) && candidates.contains { $0.family == .ipv4 } ? .ipv4 : .ipv6
    destinations = destinations.filter { $0.family == family }
    try settleSource(candidates.filter { $0.family == family })
    if destinations.count == 1 { destination.address = destinations[0] }
  }

  private func sourceCandidates() -> [IPAddress] {
    switch source.target {
    case .interface(let interface, let address):
      if let address { return [address] }
      return topology.networkInterfaces[interface.value].addresses.map(\.address)
    case .internet(let prefix):
      if let prefix { return [prefix.address] }
      return AddressFamily.allCases.compactMap { IPAddress(family: $0, bits: 0) }
    case .external(let place, let part):
      if let part { return [part.address] }
      return topology.externalNetworks[place].ranges.map(\.address)
    case .address(let address): return [address]
    case .balancer, .service, .privateName: return []
    }
  }

  private mutating func settleSource(_ candidates: [IPAddress]) throws(InputError) {
    switch source.target {
    case .interface(let interface, nil) where preservesClient(interface):
      // Whoever uses the endpoint, from wherever: MS-4.
      guard let family = destinations.first?.family else { break }
      origin = .interface(interface)
      sources = network.internetRepresentatives(nil, family: family)
    case .interface(let interface, _):
      guard let address = candidates.first(where: { $0 == source.address }) ?? candidates.first else {
        throw InputError(.noMatch, "'\(source.text)' has no address of the destination's family")
      }
      fromInterface(interface, address)
    case .internet(let prefix):
      guard let family = destinations.first?.family else { break }
      sources = network.internetRepresentatives(prefix, family: family)
      origin = .internet(into: entryVPC())
      guard !sources.isEmpty else {
        throw InputError(.noMatch, "'\(source.text)' holds no address outside the network")
      }
    case .external(let place, let part):
      guard let family = destinations.first?.family else { break }
      sources = network.externalRepresentatives(place, part, family: family)
      origin = .external(ExternalIndex(place))
      guard !sources.isEmpty else {
        throw InputError(.noMatch, "'\(source.text)' has no address of the destination's family")
      }
    case .address(let address):
      let holders = network.holders(of: address)
      if holders.isEmpty, let place = network.externalNetwork(holding: address) {
        sources = [address]
        origin = .external(ExternalIndex(place))
        return
      }
      guard let holder = holders.first else {
        sources = [address]
        let entry = entryVPC()
        origin = .internet(into: entry)
        if let entry, isLattice(address) { origin = .lattice(into: entry) }
        return
      }
      guard holders.count == 1, let interface = holder.owner.interface else {
        if holders.count == 1 {
          throw InputError(.noMatch, "'\(source.text)' belongs to a gateway, which sends nothing of its own")
        }
        throw InputError(
          .ambiguous, "\(address) is an address in \(holders.count) VPCs",
          candidates: holders.compactMap { $0.owner.interface }
            .map { network.endpoint(interface: $0.value, source.text).qualifiedName })
      }
      let vpc = network.graph.vpcs[holder.vpc.value]
      let inside = vpc.privateAddress[address] ?? vpc.carrierPrivateAddress[address] ?? address
      fromInterface(interface, inside)
    case .balancer, .service, .privateName:
      throw InputError(.noMatch, "'\(source.text)' cannot be a source")
    }
  }

  private func isLattice(_ address: IPAddress) -> Bool {
    network.graph.lattice.contains { $0.contains(address) }
  }

  private func preservesClient(_ interface: InterfaceIndex) -> Bool {
    let id = topology.networkInterfaces[interface.value].id
    return topology.instanceConnectEndpoints.contains { $0.preservesClientIP && $0.interfaces.contains(id) }
  }

  private mutating func fromInterface(_ interface: InterfaceIndex, _ address: IPAddress) {
    origin = .interface(interface)
    sources = [address]
    source.address = address
    clientPorts = topology.networkInterfaces[interface.value].ephemeralPorts
  }

  /// Towards addresses that no internet knows, the question still enters at their VPC's gateway: that is
  /// where the packet would be refused. So does one to a private address in a public range (IGW-7).
  private func entryVPC() -> VPCIndex? {
    var entry: VPCIndex?
    for destination in destinations {
      guard let vpc = privateHolder(of: destination), entry == nil || entry == vpc else { return nil }
      entry = vpc
    }
    return entry
  }

  /// The one VPC that holds an address as a private one.
  private func privateHolder(of address: IPAddress) -> VPCIndex? {
    let vpcs = network.graph.vpcs
    guard address.family == .ipv4 || !SpecialRanges.isPublic(address),
      !vpcs.contains(where: { $0.privateAddress[address] != nil || $0.carrierPrivateAddress[address] != nil })
    else { return nil }
    if case .interface(let interface, _) = destination.target {
      return network.graph.interfaces[interface.value].vpc
    }
    let holders = network.holders(of: address)
    return holders.count == 1 ? holders[0].vpc : nil
  }

  private mutating func settleDestination(families: Set<AddressFamily>) throws(InputError) {
    switch destination.target {
    case .interface(let interface, let address):
      let own = topology.networkInterfaces[interface.value]
      if let address { try require(address, of: own) }
      if let through {
        targets = Set(address.map { [$0] } ?? own.addresses.map(\.address))
        let nodes = topology.loadBalancers[through].nodes
        if nodes.contains(own.id) {
          // A node of the balancer itself: any of the targets it may use.
          targets = nil
          destinations = addresses(of: interface, address)
        } else {
          destinations = nodeAddresses(through)
        }
      } else {
        destinations = addresses(of: interface, address)
      }
    case .balancer(let place):
      destinations = nodeAddresses(place)
      guard !destinations.isEmpty else {
        throw InputError(
          .noMatch, "load balancer '\(destination.text)' has no node with an address in the input")
      }
    case .service(_, let address), .address(let address):
      destinations = [address]
      if let through, !isNode(address, of: through) {
        targets = [address]
        destinations = nodeAddresses(through)
      }
    case .privateName:
      throw InputError(.noMatch, "'\(destination.text)' has no address to send to")
    case .internet(let prefix):
      let family: AddressFamily = families.contains(.ipv4) && prefix?.family != .ipv6 ? .ipv4 : .ipv6
      destinations = network.internetRepresentatives(prefix, family: family)
    case .external(let place, let part):
      let own = network.families(ofExternal: place, part)
      let family: AddressFamily = families.contains(.ipv4) && own.contains(.ipv4) ? .ipv4 : .ipv6
      destinations = network.externalRepresentatives(place, part, family: family)
    }
    guard !destinations.isEmpty else {
      throw InputError(.noMatch, "'\(destination.text)' has no address to send to")
    }
  }

  /// A packet to an address that is not the interface's would go elsewhere, unnoticed.
  private func require(_ address: IPAddress, of interface: NetworkInterface) throws(InputError) {
    let own = interface.addresses.flatMap {
      $0.appearances
    }
    guard !own.isEmpty, !own.contains(address),
      !interface.delegatedPrefixes.contains(where: { $0.contains(address) })
    else { return }
    throw InputError(
      .noMatch, "network interface '\(interface.shortName)' does not hold \(address)",
      candidates: own.map { "\(interface.shortName)@\($0)" })
  }

  private func isNode(_ address: IPAddress, of balancer: Int) -> Bool {
    topology.loadBalancers[balancer].nodes.contains { id in
      guard let place = network.index.interfaces[id] else { return false }
      return topology.networkInterfaces[place].addresses.contains {
        $0.address == address || $0.publicAddress == address
      }
    }
  }

  /// The public address where the other end is the internet, else the private ones.
  private func addresses(of interface: InterfaceIndex, _ picked: IPAddress?) -> [IPAddress] {
    let own = topology.networkInterfaces[interface.value]
    if let picked { return [picked] }
    let primary = own.primaryAddress
    let six = own.addresses.first { $0.address.family == .ipv6 }?.address
    if isFromInternet, let outside = own.addressOutside { return [outside] }
    return [primary, primary?.family == .ipv6 ? nil : six].compactMap { $0 }
  }

  private func nodeAddresses(_ balancer: Int) -> [IPAddress] {
    topology.loadBalancers[balancer].nodes.compactMap { network.index.interfaces[$0] }
      .flatMap { addresses(of: InterfaceIndex($0), nil) }
  }
}
