import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Changes to a network of which everybody knows what they do to its answers.
@Suite struct MetamorphicTests {
  private static let iterations = min(DifferentialTests.iterations, 2000) / 2

  /// Asks the same questions before and after a change of each topology.
  private func compare(
    _ questions: Int = 6, _ change: (Topology, inout SplitMix64) throws -> Topology,
    _ isRight: (_ before: String, _ after: String) -> Bool = { $0 == $1 }
  ) throws {
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = DifferentialTests.seed &+ 1_000_000 &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.make()
      let changed = try change(topology, &generator.random)
      let (old, new) = (Network(topology), Network(changed))
      for question in JudgedQuestion.random(questions, about: topology, &generator.random) {
        let before = Disagreement.answer(old, question, isExplaining: false)
        let after = Disagreement.answer(new, question, isExplaining: false)
        guard !isRight(before, after) else { continue }
        Issue.record(
          "seed \(seed) \(question): \(before), then \(after)\n\(NativeTopologyWriter.write(changed))")
        return
      }
    }
  }

  @Test func orderDoesNotMatter() throws {
    try compare { topology, random in
      var changed = topology
      changed.vpcs.shuffle(using: &random)
      changed.subnets.shuffle(using: &random)
      changed.routeTables.shuffle(using: &random)
      changed.networkACLs.shuffle(using: &random)
      changed.securityGroups.shuffle(using: &random)
      changed.prefixLists.shuffle(using: &random)
      changed.networkInterfaces.shuffle(using: &random)
      changed.instances.shuffle(using: &random)
      changed.natGateways.shuffle(using: &random)
      changed.vpcPeeringConnections.shuffle(using: &random)
      changed.transitGatewayAttachments.shuffle(using: &random)
      changed.transitGatewayRouteTables.shuffle(using: &random)
      for place in changed.routeTables.indices { changed.routeTables[place].routes.shuffle(using: &random) }
      for place in changed.networkACLs.indices { changed.networkACLs[place].entries.shuffle(using: &random) }
      for place in changed.securityGroups.indices {
        changed.securityGroups[place].rules.shuffle(using: &random)
      }
      for place in changed.networkInterfaces.indices {
        changed.networkInterfaces[place].securityGroups.shuffle(using: &random)
      }
      for place in changed.prefixLists.indices { changed.prefixLists[place].entries?.shuffle(using: &random) }
      return changed
    }
  }

  /// A half of a prefix and the other half are the prefix.
  @Test func halvesAreTheWhole() throws {
    try compare { topology, _ in
      var changed = topology
      for place in changed.securityGroups.indices {
        changed.securityGroups[place].rules = changed.securityGroups[place].rules.flatMap { rule in
          guard case .prefix(let prefix) = rule.peer else { return [rule] }
          return prefix.halves.map { half in
            var copy = rule
            copy.peer = .prefix(half)
            return copy
          }
        }
      }
      for place in changed.networkACLs.indices {
        changed.networkACLs[place].entries = changed.networkACLs[place].entries.flatMap { entry in
          entry.prefix.halves.enumerated().map { number, half in
            var copy = entry
            copy.number = 2 * entry.number + number
            copy.prefix = half
            return copy
          }
        }
      }
      return changed
    }
  }

  @Test func anAllowRuleLosesNothing() throws {
    func rank(_ text: String, _ key: String) -> Int {
      text.contains("\(key) all") ? 2 : text.contains("\(key) some") ? 1 : 0
    }
    try compare(
      6,
      { topology, random in
        var changed = topology
        guard let place = changed.securityGroups.indices.randomElement(using: &random) else { return changed }
        for direction in RuleDirection.allCases {
          for family in AddressFamily.allCases {
            changed.securityGroups[place].rules.append(
              SecurityGroupRule(direction: direction, traffic: .all, peer: .prefix(.all(family))))
          }
        }
        return changed
      },
      { before, after in
        rank(before, "delivered") <= rank(after, "delivered")
          && rank(before, "replied") <= rank(after, "replied")
      })
  }

  @Test func whatNothingUsesChangesNothing() throws {
    try compare { topology, _ in
      var changed = topology
      let held = Set(
        topology.networkInterfaces.flatMap(\.securityGroups)
          + topology.loadBalancers.flatMap(\.securityGroups))
      let named = Set(
        topology.securityGroups.flatMap(\.rules).compactMap { rule -> SecurityGroupID? in
          if case .group(let id) = rule.peer { return id }
          return nil
        })
      changed.securityGroups.removeAll { !held.contains($0.id) && !named.contains($0.id) }
      let forwarding = Set(topology.natGateways.compactMap(\.routeTable))
      changed.routeTables.removeAll {
        !$0.isMain && $0.subnets.isEmpty && $0.gateways.isEmpty && !forwarding.contains($0.id)
      }
      changed.networkACLs.removeAll { !$0.isDefault && $0.subnets.isEmpty }
      let targets = Set(topology.routeTables.flatMap(\.routes).map(\.target))
      changed.vpcPeeringConnections.removeAll { !targets.contains(.vpcPeeringConnection($0.id)) }
      changed.egressOnlyInternetGateways.removeAll { !targets.contains(.egressOnlyInternetGateway($0.id)) }
      return changed
    }
  }

  /// Names are names: other ones, which sort otherwise, give the same answers.
  @Test func namesDoNotMatter() throws {
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = DifferentialTests.seed &+ 2_000_000 &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.make()
      let written = NativeTopologyWriter.write(topology)
      let old = Network(try NativeTopology.read(Array(written.utf8), file: "written").0)
      let new = Network(try NativeTopology.read(Array(Self.renamed(written).utf8), file: "renamed").0)
      for question in JudgedQuestion.random(6, about: topology, &generator.random) {
        let asked = question.question
        let renamed = Question(
          from: Self.renamed(asked.source), to: asked.destination, on: asked.service,
          sourcePort: asked.sourcePort, through: asked.through)
        let before = try old.answers(to: asked).map { "\($0.verdict) \($0.blockers.map(\.code).sorted())" }
        let after = try new.answers(to: renamed).map { "\($0.verdict) \($0.blockers.map(\.code).sorted())" }
        #expect(before == after, "seed \(seed) \(question)")
      }
    }
  }

  /// Every identifier becomes another one of its kind, by a checksum, so that their order changes too.
  private static func renamed(_ text: String) -> String {
    text.replacing(
      /\b(vpc|subnet|eni|nat|igw|eigw|sg|acl|rtb|pcx|tgw|tgw-rtb|att|tg|i|vpce)-[0-9a-z-]+/.wordBoundaryKind(
        .simple)
    ) {
      match in
      let name = String(match.output.0)
      // Words of the grammar are no names.
      guard !["nat-gateways", "nat-gateway", "vpc-endpoint"].contains(name) else { return name }
      var sum: UInt32 = 2_166_136_261
      for byte in name.utf8 { sum = (sum ^ UInt32(byte)) &* 16_777_619 }
      return "\(match.output.1)-0\(String(sum, radix: 16))"
    }
  }

  /// What `convert` writes is the same network.
  @Test func writtenAndReadAgain() throws {
    try compare { topology, _ in
      try NativeTopology.read(Array(NativeTopologyWriter.write(topology).utf8), file: "written").0
    }
  }
}

extension IPPrefix {
  fileprivate var halves: [IPPrefix] {
    guard Int(length) < family.bitWidth,
      let middle = address.advanced(by: sizeMinusOne / 2 + 1)
    else { return [self] }
    return [IPPrefix(address, length: Int(length) + 1), IPPrefix(middle, length: Int(length) + 1)]
  }
}
