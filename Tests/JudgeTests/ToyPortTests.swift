import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Networks whose rules mention ports 0 to 15 only: everything there is to ask is asked, one packet at a time.
@Suite struct ToyPortTests {
  static let iterations = Environment.value("PACKETWALK_TOY_ITERATIONS").flatMap(Int.init) ?? 4
  static let pairs = 5

  @Test func everyServiceIsWalked() {
    var random = SplitMix64(seed: ReachTests.seed)
    var (cells, walks, wrong) = (0, 0, 0)
    let probes = ServiceProbe.toys
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = ReachTests.seed &+ 900 &+ iteration
      var generator = TopologyGenerator(seed: seed)
      _ = generator.make()
      generator.addTwins()
      generator.useToyPorts()
      let graph = PacketGraph(compiling: generator.topology)
      // What inspects packets has ports of its own.
      let extra = Set(ServiceProbe.edges(of: graph)).subtracting(probes)
      var explorer = Explorer(graph)
      let ends = ExploreEnd.all(of: generator.topology)
      for end in ends.sources + ends.destinations { _ = explorer.number(of: end) }
      var left = Self.pairs
      for _ in 0..<200 where left > 0 {
        guard let source = ends.sources.randomElement(using: &random),
          let destination = ends.destinations.randomElement(using: &random),
          source.addresses[0].family == destination.addresses[0].family, source.holder != destination.holder
        else { continue }
        let verdicts = explorer.verdicts(from: source, to: destination)
        // Where nothing arrives there is less to see.
        guard !verdicts.parts.isEmpty || random.oneIn(8) else { continue }
        left -= 1
        cells += 1
        let pair = graph.pair(source, destination)
        for probe in probes + extra {
          walks += 1
          let walked = graph.walk(probe.question(pair)).parts[0]
          let found = verdicts.fate(of: probe, in: explorer.store)
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
    print("enumerated \(cells) cells in \(Self.iterations) topologies, \(walks) walks, \(wrong) differ")
    #expect(wrong == 0 && cells == Self.iterations * Self.pairs)
  }
}

extension ServiceProbe {
  /// All ports that toy rules mention and two that none does, all protocols, all types of ICMP by three codes.
  static let toys: [ServiceProbe] = {
    var probes: [ServiceProbe] = []
    for number in UInt8.min...UInt8.max {
      let known = IPProtocol(rawValue: number)
      if known.hasPorts {
        probes += ([UInt16](0...16) + [65535]).map { ServiceProbe(protocol: known, port: $0) }
      } else if known.hasICMPType {
        for type in UInt8.min...UInt8.max {
          probes += [0, 1, 255].map { ServiceProbe(protocol: known, icmpType: type, icmpCode: $0) }
        }
      } else {
        probes.append(ServiceProbe(protocol: known))
      }
    }
    return probes
  }()
}

extension TopologyGenerator {
  /// Every port that is mentioned as one of 0 to 15, in the same order; whatever is about all ports stays so.
  mutating func useToyPorts() {
    let known: [UInt16] = [0, 22, 53, 80, 443, 1023, 1024, 8080, 32768, 40000, 49152, 60999, 65535]
    func toy(_ port: UInt16) -> UInt16 {
      UInt16(known.lastIndex { $0 <= port } ?? 0)
    }
    func toy(_ traffic: TrafficSelector) -> TrafficSelector {
      var traffic = traffic
      traffic.ports = traffic.ports.flatMap { PortRange(toy($0.first), toy($0.last)) }
      return traffic
    }
    for place in topology.securityGroups.indices {
      for rule in topology.securityGroups[place].rules.indices {
        let traffic = toy(topology.securityGroups[place].rules[rule].traffic)
        topology.securityGroups[place].rules[rule].traffic = traffic
      }
    }
    for place in topology.networkACLs.indices {
      for entry in topology.networkACLs[place].entries.indices {
        let traffic = toy(topology.networkACLs[place].entries[entry].traffic)
        topology.networkACLs[place].entries[entry].traffic = traffic
      }
    }
    for place in topology.loadBalancers.indices {
      for listener in topology.loadBalancers[place].listeners.indices {
        let port = toy(topology.loadBalancers[place].listeners[listener].port)
        topology.loadBalancers[place].listeners[listener].port = port
      }
    }
    for place in topology.targetGroups.indices {
      for target in topology.targetGroups[place].targets?.indices ?? 0..<0 {
        let port = toy(topology.targetGroups[place].targets?[target].port ?? 0)
        topology.targetGroups[place].targets?[target].port = port
      }
    }
    // Clients of a few ports, so that rules about replies split them.
    for place in topology.networkInterfaces.indices {
      let ports = topology.networkInterfaces[place].ephemeralPorts
      if let toys = PortRange(toy(ports.first), toy(ports.last)) {
        topology.networkInterfaces[place].ephemeralPorts = toys
      }
    }
  }
}
