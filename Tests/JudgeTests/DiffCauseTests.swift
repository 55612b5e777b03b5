import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkAnalysis
@testable import PacketWalkQueries

/// What is said to cause a difference, tried by another way: whole answers of the network with that change alone, and of
/// the network with all but that one.
@Suite struct DiffCauseTests {
  static let seed = Environment.value("PACKETWALK_DIFF_SEED").flatMap { UInt64($0) } ?? 1
  static let iterations = Environment.value("PACKETWALK_DIFF_ITERATIONS").flatMap(Int.init) ?? 3
  /// Random changes between the networks.
  static let changes = 12

  @Test func causesAreCauses() throws {
    var (paths, sufficient, necessary, joint, unasked) = (0, 0, 0, 0, 0)
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.makeNamed()
      var changed = topology
      for _ in 0..<Self.changes { Self.change(&changed, &generator.random) }
      let (before, after) = (Network(topology), Network(changed))
      let diff = before.diff(to: after)
      func network(_ places: [Int], from base: Topology, isAfter: Bool) -> Network {
        var topology = base
        for place in places { diff.changes[place].apply(to: &topology, after: isAfter) }
        return Network(topology)
      }
      for path in diff.paths where !path.change.isLone {
        paths += 1
        let question = try #require(path.change.example, "seed \(seed)")
        let place: Comment = "seed \(seed) \(question) \(path.cause)"
        let (old, new) = (try Self.fate(path.change, in: before), try Self.fate(path.change, in: after))
        switch path.cause {
        case .alone(let enough, let needed):
          #expect(!enough.isEmpty, place)
          for number in enough {
            sufficient += 1
            #expect(
              try Self.fate(path.change, in: network([number], from: topology, isAfter: true)) == new, place)
          }
          for number in needed {
            necessary += 1
            #expect(
              try Self.fate(path.change, in: network([number], from: changed, isAfter: false)) == old, place)
          }
        case .jointly(let places):
          joint += 1
          #expect(
            try Self.fate(path.change, in: network(places, from: topology, isAfter: true)) == new, place)
          for left in places {
            let rest = places.filter { $0 != left }
            #expect(
              try Self.fate(path.change, in: network(rest, from: topology, isAfter: true)) != new, place)
          }
        case .unasked: unasked += 1
        case .elsewhere: Issue.record(place)
        case .member, .tooMany: Issue.record(place)
        }
      }
      // All changes together are the difference.
      let all = network(Array(diff.changes.indices), from: topology, isAfter: true)
      #expect(all.difference(to: after).changes.isEmpty, "seed \(seed)")
      let none = network(Array(diff.changes.indices), from: changed, isAfter: false)
      #expect(none.difference(to: before).changes.isEmpty, "seed \(seed)")
    }
    print(
      "\(paths) paths: \(sufficient) sufficient, \(necessary) necessary, \(joint) joint, \(unasked) not asked"
    )
    #expect(paths > 0 && sufficient > 0 && necessary > 0 && unasked * 10 <= paths)
  }

  /// By the answers of the whole matrix, where the diff asks single packets.
  private static func fate(_ change: ReachDifference.Change, in network: Network) throws -> [Verdict] {
    var table = PathTable(network)
    guard let question = change.example, let sources = try? network.members(of: question.source),
      let destinations = try? network.members(of: question.destination)
    else { return [] }
    let services = try table.asked(question.service)
    func holds(_ set: ServiceSet) -> Bool { table.store.intersection(set, services) == services }
    // Whether something opens or closes is the same for what works always and what works sometimes.
    let isCoarse = change.kind == .opens || change.kind == .closes
    var verdicts: [Verdict] = []
    for group in table.groups(from: sources, to: destinations, by: .primary) {
      let outcome = group.outcome
      if holds(outcome.reachable) || isCoarse && holds(outcome.answeredSometimes) {
        verdicts.append(.reachable)
      } else if !isCoarse, holds(outcome.answeredSometimes) {
        verdicts.append(.intermittent)
      } else if !isCoarse, holds(outcome.undetermined) {
        verdicts.append(.undetermined)
      } else if holds(outcome.deliveredSometimes) {
        verdicts.append(.noReply)
      }
    }
    return verdicts
  }

  private static func change(_ topology: inout Topology, _ random: inout SplitMix64) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      guard let place = topology.securityGroups.indices.randomElement(using: &random) else { return }
      guard let rule = topology.securityGroups[place].rules.indices.randomElement(using: &random) else {
        return
      }
      topology.securityGroups[place].rules.remove(at: rule)
    case 1:
      guard let place = topology.securityGroups.indices.randomElement(using: &random),
        let other = topology.securityGroups.randomElement(using: &random),
        let rule = other.rules.randomElement(using: &random)
      else { return }
      topology.securityGroups[place].rules.append(rule)
    case 2:
      guard let place = topology.routeTables.indices.randomElement(using: &random),
        let route = topology.routeTables[place].routes.indices.randomElement(using: &random)
      else { return }
      topology.routeTables[place].routes.remove(at: route)
    default:
      guard let place = topology.networkACLs.indices.randomElement(using: &random),
        let entry = topology.networkACLs[place].entries.indices.randomElement(using: &random)
      else { return }
      topology.networkACLs[place].entries[entry].isAllow.toggle()
    }
  }
}
