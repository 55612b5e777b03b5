import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// Rules of a group that admit nothing that its other rules don't.
extension Linter {
  /// AWS admits 60 rules a direction by default and 1,000 at all; comparing all with all would take long.
  private static let limit = 200

  /// A rule, and the group whose members alone it admits.
  private struct Admitted {
    var rule: SecurityGroupRule
    var reference: SecurityGroupID?
    var set: TrafficSet

    /// Whether this may stand in for the other, as far as who is meant goes.
    func mayCover(_ other: Admitted) -> Bool { reference == nil || reference == other.reference }
  }

  mutating func checkGroupRules() {
    for (place, group) in topology.securityGroups.enumerated() {
      for direction in RuleDirection.allCases {
        let rules = group.rules.filter { $0.direction == direction }
        guard rules.count > 1, rules.count <= Self.limit else { continue }
        // A prefix list whose entries are unknown neither covers nor is covered.
        var admitted: [Admitted] = []
        for rule in rules {
          guard let addresses = addresses(rule.peer) else { continue }
          var reference: SecurityGroupID?
          if case .group(let id) = rule.peer { reference = id }
          let set = TrafficSet(addresses, serviceSet(rule.traffic))
          // An empty prefix list may be filled any time.
          guard !set.isEmpty else { continue }
          admitted.append(Admitted(rule: rule, reference: reference, set: set))
        }
        check(admitted, of: ElementRef(.securityGroup, place))
      }
    }
  }

  private mutating func check(_ rules: [Admitted], of group: ElementRef) {
    // First what one other rule covers: of rules that admit the same, the first stays.
    var covering: [[Int]] = []
    for place in rules.indices {
      covering.append(
        rules.indices.filter { other in
          other != place && covers(rules[other], rules[place])
            && (other < place || !covers(rules[place], rules[other]))
        })
    }
    // What is superfluous because of the same rules is one finding.
    var order: [[Int]] = []
    var found: [[Int]: [Int]] = [:]
    func add(_ place: Int, coveredBy others: [Int]) {
      if found[others] == nil { order.append(others) }
      found[others, default: []].append(place)
    }
    for place in rules.indices {
      if let best = covering[place].first(where: { covering[$0].isEmpty }) { add(place, coveredBy: [best]) }
    }
    // Then what several cover together. What is reported counts as taken out.
    var kept = rules.indices.filter { covering[$0].isEmpty }
    for place in kept.reversed() {
      let others = kept.filter { $0 != place && rules[$0].mayCover(rules[place]) }
      guard let cover = rules[place].set.cover(among: others.map { rules[$0].set }, in: &services) else {
        continue
      }
      kept.removeAll { $0 == place }
      add(place, coveredBy: cover.map { others[$0] })
    }
    for others in order {
      report(
        (found[others] ?? []).map { rules[$0].rule }, coveredBy: others.map { rules[$0].rule }, of: group)
    }
  }

  private mutating func covers(_ one: Admitted, _ other: Admitted) -> Bool {
    one.mayCover(other) && other.set.isCovered(by: CollectionOfOne(one.set), in: &services)
  }

  private mutating func report(
    _ covered: [SecurityGroupRule], coveredBy others: [SecurityGroupRule], of group: ElementRef
  ) {
    func quoted(_ rules: [SecurityGroupRule]) -> String { listed(rules.map { "'\(network.text($0))'" }) }
    let (isOne, side) = (covered.count == 1, others[0].direction.rawValue)
    let isRepeated = covered.allSatisfy { rule in others.contains { $0.admitsSame(as: rule) } }
    let message =
      isRepeated
      ? "\(side) rule \(quoted(others)) is there \(isOne ? "twice" : "\(covered.count + 1) times")"
      : "\(side) \(isOne ? "rule" : "rules") \(quoted(covered)) \(isOne ? "adds" : "add") nothing: \(quoted(others))"
        + " \(others.count == 1 ? "admits" : "together admit") all of \(isOne ? "it" : "them")"
    report(
      .groupRuleRedundant, .note, about: group, message,
      evidence: (covered.prefix(8) + others.prefix(8)).map { LintEvidence(network.text($0), $0.origin) },
      fix: isRepeated
        ? "keep one of them"
        : "take \(isOne ? "it" : "them") out, or narrow what covers \(isOne ? "it" : "them") if less was meant to be"
          + " open")
  }
}
