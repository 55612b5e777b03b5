import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// What is explored for all services at once must be what walks of single packets find: on both sides of every
/// edge that any rule has, and for classes of ends that stand for each other.
@Suite struct ExplorationTests {
  static let seed = Environment.value("PACKETWALK_EXPLORE_SEED").flatMap { UInt64($0) } ?? 1
  static let iterations = Environment.value("PACKETWALK_EXPLORE_ITERATIONS").flatMap(Int.init) ?? 16
  /// Pairs a topology, and services a pair.
  static let pairs = 40
  static let services = 24

  @Test func everyCellIsTheWalk() {
    var cells = 0
    var walks = 0
    var wrong = 0
    var tally: [String: Int] = [:]
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      _ = generator.make()
      generator.addTwins()
      generator.addTwinSubnets()
      let graph = PacketGraph(compiling: generator.topology)
      var explorer = Explorer(graph)
      let probes = ServiceProbe.edges(of: graph)
      let ends = ExploreEnd.all(of: generator.topology)
      // So that most pairs are answered by others that stand for them.
      for end in (ends.sources + ends.destinations).shuffled(using: &generator.random) {
        _ = explorer.number(of: end)
      }
      for _ in 0..<Self.pairs {
        guard let source = ends.sources.randomElement(using: &generator.random),
          let destination = ends.destinations.randomElement(using: &generator.random),
          source.addresses[0].family == destination.addresses[0].family, source.holder != destination.holder
        else { continue }
        let verdicts = explorer.verdicts(from: source, to: destination)
        cells += 1
        for _ in 0..<Self.services {
          guard let probe = probes.randomElement(using: &generator.random) else { continue }
          walks += 1
          let walked = graph.walk(probe.question(graph.pair(source, destination))).parts[0]
          let found = verdicts.fate(of: probe, in: explorer.store)
          tally["\(found.delivered)/\(found.replied)", default: 0] += 1
          guard found != (walked.delivered, walked.replied) else { continue }
          wrong += 1
          guard wrong <= 5 else { continue }
          Issue.record(
            """
            seed \(seed) \(source) → \(destination) \(probe): explored \(found), \
            walked \((walked.delivered, walked.replied))
            """)
        }
      }
    }
    print("explored \(cells) cells in \(Self.iterations) topologies, \(walks) walks, \(wrong) differ")
    for (fate, count) in tally.sorted(by: { $0.value > $1.value }) { print("  \(count) \(fate)") }
    #expect(wrong == 0)
  }

  /// Of all pairs many more than can be walked packet by packet: the sets must be the same as when every pair is walked
  /// for itself, with its own groups and addresses.
  @Test func everyCellIsWhatItsOwnWalksFind() {
    var cells = 0
    var shared = 0
    var delivered = 0
    var wrong = 0
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ 7000 &+ iteration
      var generator = TopologyGenerator(seed: seed)
      _ = generator.make()
      generator.addTwins()
      generator.addTwinSubnets()
      let graph = PacketGraph(compiling: generator.topology)
      var explorer = Explorer(graph)
      let ends = ExploreEnd.all(of: generator.topology)
      for end in (ends.sources + ends.destinations).shuffled(using: &generator.random) {
        _ = explorer.number(of: end)
      }
      var answered: Set<[Int]> = []
      for _ in 0..<Self.pairs * 6 {
        guard let source = ends.sources.randomElement(using: &generator.random),
          let destination = ends.destinations.randomElement(using: &generator.random),
          source.addresses[0].family == destination.addresses[0].family, source.holder != destination.holder
        else { continue }
        cells += 1
        let classes = [explorer.number(of: source), explorer.number(of: destination)]
        if !answered.insert(classes).inserted { shared += 1 }
        let found = explorer.verdicts(from: source, to: destination)
        let walked = explorer.walkedVerdicts(from: source, to: destination)
        if !walked.parts.isEmpty { delivered += 1 }
        guard found != walked else { continue }
        wrong += 1
        if wrong <= 3 {
          Issue.record("seed \(seed) \(source) → \(destination): explored \(found), walked \(walked)")
        }
      }
    }
    print("compared \(cells) cells, \(shared) of classes met before, \(delivered) not empty, \(wrong) differ")
    #expect(wrong == 0)
  }
}

/// One service as a single packet has it.
struct ServiceProbe: Hashable {
  var `protocol`: IPProtocol
  var port: UInt16 = 0
  var icmpType: UInt8 = 0
  var icmpCode: UInt8 = 0

  func question(_ pair: ExplorePair) -> WalkQuestion {
    let hasPorts = `protocol`.hasPorts
    return WalkQuestion(
      origin: pair.origin, sources: pair.sources, destinations: pair.destinations, protocol: `protocol`,
      ports: hasPorts ? PortSet(PortRange(port)) : nil,
      sourcePorts: hasPorts ? PortSet(pair.clientPorts) : nil,
      icmpType: icmpType, icmpCode: icmpCode)
  }

  /// Services on both sides of every edge of every rule and listener, and some that nothing mentions.
  static func edges(of graph: PacketGraph) -> [ServiceProbe] {
    var probes: Set<ServiceProbe> = []
    var ports: Set<UInt16> = [0, 22, 80, 443, 1023, 1024, 65535]
    for number: UInt8 in [0, 1, 2, 6, 17, 47, 50, 58, 132, 255] {
      probes.insert(ServiceProbe(protocol: IPProtocol(rawValue: number)))
    }
    for (number, types) in [(IPProtocol.icmp, [0, 3, 8, 11]), (.icmpv6, [1, 128, 129, 135])] as [(_, [UInt8])]
    {
      for type in types {
        for code: UInt8 in [0, 1, 4] {
          probes.insert(ServiceProbe(protocol: number, icmpType: type, icmpCode: code))
        }
      }
    }
    func note(_ range: PortRange) {
      ports.formUnion([range.first, range.last, range.first &- 1, range.last &+ 1])
    }
    for filter in graph.filters {
      for rule in filter.rules {
        if let range = PortRange(rule.firstPort, rule.lastPort) { note(range) }
        guard let number = UInt8(exactly: rule.protocolNumber) else { continue }
        let type = UInt8(exactly: rule.icmpType) ?? 7
        let code = UInt8(exactly: rule.icmpCode) ?? 7
        for (type, code) in [(type, code), (type &+ 1, code), (type, code &+ 1)] {
          probes.insert(
            ServiceProbe(protocol: IPProtocol(rawValue: number), icmpType: type, icmpCode: code))
        }
      }
      for rule in filter.firewall {
        for range in rule.destinationPorts?.ranges ?? [] { note(range) }
        for number in rule.protocols ?? [] {
          probes.insert(ServiceProbe(protocol: IPProtocol(rawValue: number)))
        }
      }
    }
    for table in graph.listeners { for entry in table.entries { note(entry.ports) } }
    probes = probes.filter { !$0.protocol.hasPorts }
    for port in ports {
      probes.insert(ServiceProbe(protocol: .tcp, port: port))
      probes.insert(ServiceProbe(protocol: .udp, port: port))
    }
    return probes.sorted { $0.order < $1.order }
  }

  private var order: (UInt8, UInt16, UInt8, UInt8) { (`protocol`.rawValue, port, icmpType, icmpCode) }
}

extension ServiceVerdicts {
  /// How one service fares.
  func fate(of probe: ServiceProbe, in store: ServiceSetStore) -> (delivered: Extent, replied: Extent) {
    let number =
      probe.protocol.hasICMPType ? UInt16(probe.icmpType) << 8 | UInt16(probe.icmpCode) : probe.port
    let part = parts.first { store.contains($0.services, probe.protocol, destination: number, source: 40000) }
    return part.map { ($0.delivered, $0.replied) } ?? (.none, .none)
  }
}

extension ExploreEnd {
  /// Every interface by every address, and some of the outside.
  static func all(of topology: Topology) -> (sources: [ExploreEnd], destinations: [ExploreEnd]) {
    var sources: [ExploreEnd] = []
    var destinations: [ExploreEnd] = []
    for (place, interface) in topology.networkInterfaces.enumerated() where !interface.kind.isGateway {
      for address in interface.addresses {
        let end = ExploreEnd(.interface(InterfaceIndex(place)), address.address)
        sources.append(end)
        destinations.append(end)
        if let outside = address.publicAddress {
          destinations.append(ExploreEnd(.interface(InterfaceIndex(place)), outside))
        }
      }
    }
    let held =
      topology.externalNetworks.flatMap(\.ranges) + topology.publicAddressPools.flatMap(\.prefixes)
      + topology.vpcs.flatMap(\.prefixes)
    let outside = [
      "198.51.100.7", "198.51.100.77", "198.51.100.200", "192.0.2.9", "192.0.2.100", "2001:db8:ffff::7",
      "8.8.8.8", "2600::1",
    ].compactMap(IPAddress.init).filter { address in !held.contains { $0.contains(address) } }
    for address in outside {
      sources.append(ExploreEnd(.internet, address))
      destinations.append(ExploreEnd(.internet, address))
    }
    for (place, network) in topology.externalNetworks.enumerated() {
      for address in network.ranges.compactMap({ $0.address.advanced(by: 5) }) {
        sources.append(ExploreEnd(.external(ExternalIndex(place)), address))
        destinations.append(ExploreEnd(.external(ExternalIndex(place)), address))
      }
    }
    return (sources, destinations)
  }
}

extension TopologyGenerator {
  /// Interfaces like those there are: same subnet and same targets, with the same groups or others.
  mutating func addTwins() {
    let groups = topology.securityGroups
    for interface in topology.networkInterfaces where interface.kind == .interface {
      for number in 1...2 where chance(70) {
        var held = interface.securityGroups
        if number == 2,
          let group = pick(groups.filter { $0.vpc == groups.first { held.contains($0.id) }?.vpc })
        {
          held = [group.id]
        }
        let addresses = interface.addresses.compactMap { own -> InterfaceAddress? in
          guard let address = own.address.advanced(by: UInt128(100 + number * 20)) else { return nil }
          var twin = own
          twin = InterfaceAddress(
            address, publicAddress: own.publicAddress?.advanced(by: UInt128(100 + number * 20)),
            isPrimary: own.isPrimary)
          return twin
        }
        let known =
          topology.networkInterfaces.flatMap(\.addresses) + topology.natGateways.flatMap(\.allAddresses)
        let taken = Set(known.flatMap { [$0.address, $0.publicAddress].compactMap(\.self) })
        guard
          !addresses.contains(where: {
            taken.contains($0.address) || $0.publicAddress.map(taken.contains) ?? false
          })
        else { continue }
        let twin = NetworkInterface(
          id: .init("\(interface.id.rawValue)-twin\(number)"), subnet: interface.subnet, addresses: addresses,
          securityGroups: held, isSourceDestChecked: interface.isSourceDestChecked,
          instance: interface.instance.map { .init("\($0.rawValue)-twin\(number)") },
          isAttached: interface.isAttached,
          deniesInternetGatewayTraffic: interface.deniesInternetGatewayTraffic,
          ephemeralPorts: interface.ephemeralPorts, middlebox: interface.middlebox)
        topology.networkInterfaces.append(twin)
        if let id = twin.instance { topology.instances.append(Instance(id: id, state: "running")) }
        for place in topology.targetGroups.indices {
          for target in topology.targetGroups[place].targets ?? []
          where interface.instance.map({ $0.rawValue == target.id }) ?? false {
            guard let id = twin.instance else { continue }
            var other = target
            other.id = id.rawValue
            topology.targetGroups[place].targets?.append(other)
          }
          if let own = interface.primaryAddress?.description, let new = twin.primaryAddress?.description {
            for target in topology.targetGroups[place].targets ?? [] where target.id == own {
              var other = target
              other.id = new
              topology.targetGroups[place].targets?.append(other)
            }
          }
        }
      }
    }
  }
}
