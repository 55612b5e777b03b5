import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// The matrix says what single answers say, however it is grouped and in whatever order the input comes.
@Suite struct ReachMatrixTests {
  private func network(_ iteration: Int) -> (seed: UInt64, network: Network, random: SplitMix64) {
    let seed = ReachTests.seed &+ 500 &+ UInt64(iteration)
    var generator = TopologyGenerator(seed: seed)
    let topology = generator.makeNamed()
    return (seed, Network(topology), generator.random)
  }

  private struct Cell {
    var pairs: Int
    var every: [Reach.Share]
    var some: [Reach.Share]
  }

  private func cells(_ matrix: ReachMatrix) -> [String: [String: Cell]] {
    var cells: [String: [String: Cell]] = [:]
    for cell in matrix.cells {
      let meaning = matrix.meaning(of: cell)
      cells[matrix.parties[cell.source].name, default: [:]][matrix.parties[cell.destination].name] = Cell(
        pairs: cell.pairs, every: meaning.every, some: meaning.some)
    }
    return cells
  }

  @Test(arguments: 0..<max(1, ReachTests.iterations / 4))
  func rowsAreWhat(iteration: Int) throws {
    let (seed, network, _) = network(iteration)
    let options = ReachOptions(by: .interface)
    let matrix = try network.matrix(options)
    let rows = cells(matrix)
    #expect(Set(matrix.parties.map(\.name)).count == matrix.parties.count, "seed \(seed)")
    for host in network.topology.networkInterfaces where !host.kind.isGateway {
      let what = try network.reach(.what, host.id.rawValue, options)
      let name = what.sections[0].subjects[0]
      let row = rows[name] ?? [:]
      let shares = what.shares(what.sections[0])
      for (member, held) in shares {
        #expect(row[member]?.every == held && row[member]?.some == [], "seed \(seed) \(name) → \(member)")
      }
      for (party, cell) in row where cell.pairs == 1 && party != "internet" && !party.hasPrefix("external:") {
        #expect(shares[party] == cell.every, "seed \(seed) \(name) → \(party)")
      }
    }
  }

  /// A group's cell is what its members' have in common, and what only some of them have.
  /// So are the cells of classes, where all pairs have all in common.
  @Test(arguments: 0..<max(1, ReachTests.iterations / 4))
  func cellsAreOfTheirPairs(iteration: Int) throws {
    let (seed, network, _) = network(iteration)
    let single = try network.matrix(ReachOptions(by: .interface))
    for grouping in [ReachOptions.Grouping.securityGroup, .subnet, .tag("tier")] {
      try compare(network.matrix(ReachOptions(by: grouping)), single, seed)
    }
    let classes = try network.matrix(isByClass: true)
    #expect(classes.meanings.allSatisfy { $0.some.isEmpty }, "seed \(seed)")
    try compare(classes, single, seed)
  }

  private func compare(_ matrix: ReachMatrix, _ single: ReachMatrix, _ seed: UInt64) throws {
    var probe = ReachProbe()
    let rows = cells(single)
    let cells = cells(matrix)
    for from in matrix.parties where !from.members.isEmpty && from.members.count == from.size {
      for to in matrix.parties where !to.members.isEmpty && to.members.count == to.size {
        var every: ReachProbe.Fate = [:]
        var some: ReachProbe.Fate = [:]
        var own: [ReachProbe.Fate] = []
        for source in from.members {
          for destination in to.members where source != destination {
            own.append(probe.fate(rows[source]?[destination]?.every ?? []))
          }
        }
        let pairs = own.count
        for verdict in [Verdict.reachable, .intermittent, .noReply, .undetermined] where pairs > 0 {
          var (all, any) = (ServiceSet.any, ServiceSet.none)
          for fate in own {
            let held = fate[verdict] ?? .none
            all = probe.store.intersection(all, held)
            any = probe.store.union(any, held)
          }
          if !all.isEmpty { every[verdict] = all }
          let rest = probe.store.subtracting(any, all)
          if !rest.isEmpty { some[verdict] = rest }
        }
        let cell = cells[from.name]?[to.name]
        let place: Comment = "seed \(seed) \(from.name) → \(to.name)"
        #expect(probe.fate(cell?.every ?? []) == every, place)
        #expect(probe.fate(cell?.some ?? []) == some, place)
        if let cell { #expect(cell.pairs == pairs, place) }
      }
    }
  }

  // MARK: The same answer every time

  @Test(arguments: 0..<max(1, ReachTests.iterations / 4))
  func orderOfInputDoesNotMatter(iteration: Int) throws {
    var (seed, network, random) = network(iteration)
    var topology = network.topology
    topology.networkInterfaces.shuffle(using: &random)
    topology.instances.shuffle(using: &random)
    topology.subnets.shuffle(using: &random)
    topology.securityGroups.shuffle(using: &random)
    for place in topology.securityGroups.indices {
      topology.securityGroups[place].rules.shuffle(using: &random)
    }
    topology.networkACLs.shuffle(using: &random)
    topology.routeTables.shuffle(using: &random)
    topology.prefixLists.shuffle(using: &random)
    topology.vpcs.shuffle(using: &random)
    let other = Network(topology)
    for grouping in [ReachOptions.Grouping.securityGroup, .interface] {
      let options = ReachOptions(by: grouping)
      #expect(try network.matrix(options) == other.matrix(options), "seed \(seed)")
      for subject in ["internet"] + network.topology.networkInterfaces.prefix(4).map(\.id.rawValue) {
        for side in [Reach.Side.who, .what] {
          guard let reach = try? network.reach(side, subject, options) else { continue }
          #expect(try reach == other.reach(side, subject, options), "seed \(seed) \(side) \(subject)")
        }
      }
    }
    #expect(
      try network.matrix(isByClass: true) == other.matrix(isByClass: true), "seed \(seed)")
  }

  @Test func everyRunIsTheSame() throws {
    let (_, network, _) = network(3)
    let matrix = try network.matrix(isByClass: true)
    let reach = try network.reach(.what, "internet")
    for _ in 0..<2 {
      #expect(try network.matrix(isByClass: true) == matrix)
      #expect(try network.reach(.what, "internet") == reach)
    }
  }

  /// What several threads walk is what one finds when it is asked for.
  @Test(arguments: 0..<1) func threadsDoNotMatter(iteration: Int) throws {
    let (seed, network, _) = network(iteration)
    let graph = PacketGraph(compiling: network.topology)
    let ends = ExploreEnd.all(of: network.topology)
    func texts(threads: Int?) -> [String] {
      var explorer = Explorer(graph)
      let sources = ends.sources.map { explorer.number(of: $0) }
      let destinations = ends.destinations.map { explorer.number(of: $0) }
      let pairs = sources.flatMap { source in
        destinations.compactMap { destination in
          explorer.family(of: source) == explorer.family(of: destination) ? (source, destination) : nil
        }
      }
      if let threads {
        explorer.prepare(
          pairs.map { (explorer.place(of: $0.0), explorer.place(of: $0.1)) }, threads: threads)
      }
      return pairs.map { pair in
        let cell = explorer.cell(from: pair.0, to: pair.1)
        return explorer.verdicts(cell).parts
          .map { "\($0.delivered)/\($0.replied) \(explorer.store.text($0.services))" }
          .joined(separator: "; ")
      }
    }
    let one = texts(threads: 1)
    #expect(one.contains { !$0.isEmpty })
    #expect(texts(threads: 2) == one, "seed \(seed)")
    #expect(texts(threads: nil) == one, "seed \(seed)")
  }
}
