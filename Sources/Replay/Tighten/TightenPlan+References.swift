import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension TightenPlan {
  /// A flow that a new reference to a group has to let pass.
  struct Reference {
    var key: RuleKey
    var question: Question
  }

  private static let limit = 16

  /// Flows that passed by addresses and are to pass by groups, some of each rule.
  func references(in rules: [Tightening.Rule]) -> [Reference] {
    let interfaces = network.topology.networkInterfaces
    var found: [Reference] = []
    for rule in rules where rule.edits.contains(where: Self.addsReference) {
      let flows = seen(by: rule.key).filter { $0.flow.member >= 0 }
        .sorted { ($0.flow.service, $0.flow.remote) < ($1.flow.service, $1.flow.remote) }
      for (flow, count) in flows.prefix(Self.limit) {
        let far = interfaces[Int(flow.member)].id.rawValue
        let own = interfaces[count.interface].id.rawValue
        let isIn = rule.direction == .ingress
        found.append(
          Reference(
            key: rule.key,
            question: Question(from: isIn ? far : own, to: isIn ? own : far, on: flow.service)))
      }
    }
    return found
  }

  private static func addsReference(_ edit: Edit) -> Bool {
    if case .addSecurityGroupRule(_, let rule) = edit, case .group = rule.peer { return true }
    return false
  }
}
