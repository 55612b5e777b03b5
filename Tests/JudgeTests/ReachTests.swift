import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkQueries

/// Whole answers about random networks, held against single questions and against each other.
@Suite struct ReachTests {
  static let seed = Environment.value("PACKETWALK_REACH_SEED").flatMap { UInt64($0) } ?? 1
  static let iterations = Environment.value("PACKETWALK_REACH_ITERATIONS").flatMap(Int.init) ?? 4

  private func forEachNetwork(
    _ count: Int = iterations, _ body: (UInt64, Network, inout SplitMix64) throws -> Void
  ) rethrows {
    for iteration in 0..<UInt64(count) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.makeNamed()
      try body(seed, Network(topology), &generator.random)
    }
  }

  /// Selectors of some ends: hosts by identifier, the outside, groups.
  private func subjects(_ count: Int, _ network: Network, _ random: inout SplitMix64) -> [String] {
    let hosts = network.topology.networkInterfaces.filter { !$0.kind.isGateway }.map(\.id.rawValue)
    return Array(hosts.shuffled(using: &random).prefix(count)) + ["internet"]
      + network.topology.externalNetworks.map { "external:\($0.id)" }.prefix(1)
      + network.topology.loadBalancers.map { "lb:\($0.id)" }
  }

  // MARK: Witnesses

  @Test(arguments: [ReachOptions.Aspect.verdict, .reply, .delivered])
  func witnessesHaveTheVerdict(aspect: ReachOptions.Aspect) throws {
    var lines = 0
    var without = 0
    try forEachNetwork { seed, network, random in
      for side in [Reach.Side.who, .what] {
        for subject in subjects(2, network, &random) {
          let grouping: ReachOptions.Grouping =
            [.securityGroup, .subnet, .vpc, .interface, .tag("tier")].randomElement(using: &random) ?? .subnet
          // Balancers of the other side have no line of their own.
          guard let reach = try? network.reach(side, subject, ReachOptions(by: grouping, aspect: aspect))
          else { continue }
          for line in reach.sections.flatMap(\.lines) {
            lines += 1
            let first = try #require(line.shares.first)
            guard let witness = line.witness else {
              without += 1
              continue
            }
            let place: Comment = "seed \(seed) \(side) \(subject): \(line)"
            let answers: [Answer]
            do { answers = try network.answers(to: witness) } catch {
              Issue.record("seed \(seed) \(witness): \(error)")
              continue
            }
            #expect(answers.count == 1, place)
            let answer = try #require(answers.first)
            if aspect == .delivered {
              let isDelivered = answer.delivered == .all || answer.delivered == .some
              #expect(first.verdict == .undetermined ? answer.delivered == .unknown : isDelivered, place)
            } else {
              #expect(answer.verdict == first.verdict, place)
            }
          }
        }
      }
    }
    print("\(lines) lines by \(aspect), \(without) without a witness")
    #expect(lines > 10 * Self.iterations && without == 0)
  }

  // MARK: Transposes

  @Test func whoAndWhatAreTransposes() throws {
    var compared = 0
    try forEachNetwork { seed, network, random in
      let options = ReachOptions(by: .interface)
      let hosts = network.topology.networkInterfaces.filter { !$0.kind.isGateway }.map(\.id.rawValue)
      var sent: [String: [String: [Reach.Share]]] = [:]
      var received: [String: [String: [Reach.Share]]] = [:]
      for host in hosts {
        let what = try network.reach(.what, host, options)
        let who = try network.reach(.who, host, options)
        let name = try #require(what.sections.first?.subjects.first)
        #expect(what.sections.count == 1 && who.sections.map(\.subjects) == [[name]], "seed \(seed)")
        sent[name] = what.shares(what.sections[0])
        received[name] = who.shares(who.sections[0])
      }
      for (source, shares) in sent {
        for (destination, held) in shares where received[destination] != nil {
          #expect(received[destination]?[source] == held, "seed \(seed) \(source) → \(destination)")
          compared += 1
        }
      }
      for (destination, shares) in received {
        for source in shares.keys {
          #expect(sent[source]?[destination] != nil, "seed \(seed) \(source) → \(destination)")
        }
      }
      // And the outside, part by part.
      for part in network.internetNodes().shuffled(using: &random).prefix(4) {
        guard let address = part.sources.first?.addresses.first else { continue }
        let what = try network.reach(.what, "\(address)", options)
        let sent = what.sections.reduce(into: [:]) { $0.merge(what.shares($1)) { first, _ in first } }
        for host in hosts.shuffled(using: &random).prefix(6) {
          let who = try network.reach(.who, host, options)
          let line = who.sections[0].lines.first {
            $0.party == "internet" && $0.addresses?.holds(address) ?? false
          }
          #expect(line?.shares == sent[who.sections[0].subjects[0]], "seed \(seed) \(address) → \(host)")
          compared += 1
        }
      }
    }
    #expect(compared > 20 * Self.iterations)
  }

  // MARK: Services

  /// An answer for some services is what the whole answer has of them: so a union's is the union.
  @Test func servicesAreAskedAboutAlone() throws {
    try forEachNetwork { seed, network, random in
      var probe = ReachProbe()
      let asked = ["tcp/1-500", "tcp/501-65535", "tcp/1-65535", "udp", "tcp/443", "icmp", "proto/47", "any"]
      for subject in subjects(3, network, &random) where subject != "internet" {
        let side = random.oneIn(2) ? Reach.Side.who : .what
        guard let whole = try? network.reach(side, subject, ReachOptions(by: .interface)) else { continue }
        for service in asked {
          let some = try network.reach(side, subject, ReachOptions(by: .interface, service: service))
          let wanted = service == "any" ? ServiceSet.any : probe.set(some.services ?? "any")
          guard whole.sections.count == 1, some.sections.count == 1 else { continue }
          let parts = some.shares(some.sections[0])
          for (member, shares) in whole.shares(whole.sections[0]) {
            let own = probe.fate(parts[member] ?? [])
            for (verdict, services) in probe.fate(shares) {
              #expect(
                probe.store.intersection(services, wanted) == own[verdict] ?? .none,
                "seed \(seed) \(side) \(subject) \(service): \(member)")
            }
          }
          let known = whole.shares(whole.sections[0])
          #expect(parts.keys.allSatisfy { known[$0] != nil }, "seed \(seed) \(side) \(subject) \(service)")
        }
      }
    }
  }

  // MARK: The outside

  /// Random addresses, and both sides of every edge that a prefix has.
  private func outside(_ network: Network, _ random: inout SplitMix64) -> [IPAddress] {
    var addresses: Set<IPAddress> = []
    for prefix in network.graph.atoms.prefixes {
      addresses.formUnion([prefix.address, prefix.lastAddress])
      if prefix.address.bits > 0 {
        addresses.insert(IPAddress(family: prefix.family, bits: prefix.address.bits - 1))
      }
      if let next = prefix.lastAddress.advanced(by: 1) { addresses.insert(next) }
    }
    for _ in 0..<40 {
      addresses.insert(
        IPAddress(family: .ipv4, bits: UInt128(UInt32.random(in: 0 ... .max, using: &random))))
      addresses.insert(
        IPAddress(
          family: .ipv6,
          bits: 0x2000 << 112 | UInt128(UInt64.random(in: 0 ... .max, using: &random)) << 61))
    }
    let whole = AddressSet(network.internetNodes().flatMap(\.addresses.ranges))
    return addresses.filter(whole.contains).sorted {
      ($0.family == .ipv4 ? 0 : 1, $0) < ($1.family == .ipv4 ? 0 : 1, $1)
    }
  }

  @Test func outsideSetsAreExact() throws {
    var asked = 0
    var tally: [Verdict: Int] = [:]
    try forEachNetwork { seed, network, random in
      var probe = ReachProbe()
      let probes = ServiceProbe.edges(of: network.graph)
      let addresses = outside(network, &random)
      let hosts = network.topology.networkInterfaces.filter { !$0.kind.isGateway }
        .shuffled(using: &random).prefix(5)
      for host in hosts {
        let who = try network.reach(.who, host.id.rawValue)
        let what = try network.reach(.what, host.id.rawValue)
        for address in addresses.shuffled(using: &random).prefix(40) {
          guard let wanted = probes.randomElement(using: &random) else { continue }
          let service = wanted.service
          let outer =
            host.addresses.compactMap(\.publicAddress)
            + host.addresses.map(\.address).filter { $0.family == .ipv6 }
          let inner = host.addresses.map(\.address)
          for (reach, isWho) in [(who, true), (what, false)] {
            let own = (isWho && !outer.isEmpty ? outer : inner).filter { $0.family == address.family }
            var best = Verdict.unreachable
            for end in own {
              let question =
                isWho
                ? Question(from: "\(address)", to: "\(host.id)@\(end)", on: service)
                : Question(from: "\(host.id)@\(end)", to: "\(address)", on: service)
              for answer in try network.answers(to: question) where answer.verdict.order < best.order {
                best = answer.verdict
              }
            }
            let shares = reach.sections[0].lines.first {
              $0.party == "internet" && $0.addresses?.holds(address) ?? false
            }?.shares
            let found = probe.verdict(shares ?? [], wanted)
            asked += 1
            tally[found, default: 0] += 1
            #expect(
              found == best,
              "seed \(seed) \(isWho ? "\(address) → \(host.id)" : "\(host.id) → \(address)") \(service)")
          }
        }
      }
    }
    print("\(asked) points outside: \(tally.map { "\($0.value) \($0.key)" }.sorted())")
  }
}
