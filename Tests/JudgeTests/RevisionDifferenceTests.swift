import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkQueries

/// Where two networks differ in rules, entries and routes only, what asked for none of those is not compared: the difference
/// has to be that of both whole matrices all the same, to the last example.
@Suite struct RevisionDifferenceTests {
  static let seed = Environment.value("PACKETWALK_REVISION_SEED").flatMap { UInt64($0) } ?? 1
  static let iterations = Environment.value("PACKETWALK_REVISION_ITERATIONS").flatMap(Int.init) ?? 3

  @Test func itIsTheDifferenceOfTheMatrices() throws {
    var (revised, others, changes) = (0, 0, 0)
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.makeNamed()
      let before = Network(topology)
      for number in 0..<3 {
        var changed = topology
        for _ in 0...number * 2 { Self.change(&changed, &generator) }
        let after = Network(changed)
        guard let revision = NetworkRevision(from: before, to: after) else {
          others += 1
          continue
        }
        revised += 1
        for scope in [ReachDifference.Scope.everything, .shared] {
          let slow = before.wholeDifference(to: after, ReachOptions(), scope: scope)
          var quick = RevisionDifference(revision, ReachOptions(), asked: [], scope: scope)
          let found = quick.difference()
          changes += found.changes.count
          let odd = Set(found.changes).symmetricDifference(slow.changes).map { "\($0)" }.sorted()
          let isAlike = found == slow
          #expect(isAlike, "seed \(seed), network \(number), \(scope): \(odd.joined(separator: "\n"))")
        }
      }
    }
    print("\(revised) revisions with \(changes) changes, \(others) compared as a whole")
    #expect(revised > others && changes > 0)
  }

  /// What differs in more is no revision.
  @Test func whatIsMoreIsCompared() throws {
    var generator = TopologyGenerator(seed: Self.seed)
    let topology = generator.makeNamed()
    func isRevision(_ change: (inout Topology) -> Void) -> Bool {
      var changed = topology
      change(&changed)
      return NetworkRevision(from: Network(topology), to: Network(changed)) != nil
    }
    #expect(isRevision { _ in })
    #expect(isRevision { $0.securityGroups[0].info.origin = .implied })
    #expect(!isRevision { $0.networkInterfaces.removeLast() })
    #expect(!isRevision { $0.networkInterfaces.swapAt(0, 1) })
    #expect(!isRevision { $0.securityGroups.swapAt(0, 1) })
    #expect(!isRevision { $0.networkInterfaces[0].isSourceDestChecked.toggle() })
    #expect(!isRevision { $0.routeTables[0].subnets.removeAll() } || topology.routeTables[0].subnets.isEmpty)
    // A group that is only named is another than one that is.
    let absent = SecurityGroupRule(direction: .ingress, traffic: .all, peer: .group("sg-absent"))
    #expect(isRevision { $0.securityGroups[0].rules.append(absent) })
  }

  /// Rules, entries and routes, also of addresses and ports that nothing mentions before.
  private static func change(_ topology: inout Topology, _ generator: inout TopologyGenerator) {
    switch generator.count(0...5) {
    case 0:
      guard let place = generator.pick(Array(topology.securityGroups.indices)),
        let rule = generator.pick(Array(topology.securityGroups[place].rules.indices))
      else { return }
      topology.securityGroups[place].rules.remove(at: rule)
    case 1:
      guard let place = generator.pick(Array(topology.securityGroups.indices)),
        let rule = generator.pick(topology.securityGroups.flatMap(\.rules))
      else { return }
      topology.securityGroups[place].rules.insert(rule, at: 0)
    case 2:
      guard let place = generator.pick(Array(topology.securityGroups.indices)) else { return }
      topology.securityGroups[place].rules.append(
        SecurityGroupRule(
          direction: generator.chance(50) ? .ingress : .egress, traffic: generator.traffic(),
          peer: .prefix(own(topology, &generator))))
    case 3:
      guard let place = generator.pick(Array(topology.routeTables.indices)),
        let route = generator.pick(Array(topology.routeTables[place].routes.indices))
      else { return }
      topology.routeTables[place].routes.remove(at: route)
    case 4:
      guard let place = generator.pick(Array(topology.routeTables.indices)),
        var route = generator.pick(topology.routeTables[place].routes)
      else { return }
      let prefix = own(topology, &generator)
      route.destination = .prefix(prefix)
      guard !topology.routeTables[place].routes.contains(where: { $0.destination == route.destination })
      else { return }
      topology.routeTables[place].routes.append(route)
    default:
      guard let place = generator.pick(Array(topology.networkACLs.indices)),
        let entry = generator.pick(Array(topology.networkACLs[place].entries.indices))
      else { return }
      topology.networkACLs[place].entries[entry].isAllow.toggle()
      if generator.chance(50) {
        topology.networkACLs[place].entries[entry].prefix = own(topology, &generator)
      }
    }
  }

  /// A few addresses around somebody's, or anybody's.
  private static func own(_ topology: Topology, _ generator: inout TopologyGenerator) -> IPPrefix {
    let held = topology.networkInterfaces.flatMap(\.addresses).map(\.address)
    guard generator.chance(70), let address = generator.pick(held) else { return generator.remote() }
    let length = (address.family == .ipv4 ? 32 : 128) - generator.count(0...3)
    return IPPrefix(address, length: length)
  }
}
