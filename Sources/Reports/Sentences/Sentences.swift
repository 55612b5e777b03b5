import PacketWalkForwarding
package import PacketWalkQueries

/// Answers in words: one line each, for pages and for JSON alike.
package enum Sentences {
  /// Why the answer is what it is, in one line.
  package static func because(_ answer: Answer) -> String {
    cause(answer).visible
  }

  private static func cause(_ answer: Answer) -> String {
    switch answer.verdict {
    case .reachable: return "requests arrive and replies come back"
    case .intermittent:
      let kinds = answer.choices.map(\.kind)
      let choice =
        kinds.isEmpty
        ? "works for some of the network's choices only" : "depends on the \(kinds.listed(atMost: 2))"
      return answer.blockers.isEmpty
        ? choice : "\(choice); where it fails, \(stopped(by: answer.blockers))"
    case .noReply: return "requests arrive, replies do not: \(stopped(by: answer.blockers))"
    case .unreachable: return stopped(by: answer.blockers)
    case .undetermined: return unsettled(answer)
    }
  }

  private static func stopped(by blockers: [Obstacle]) -> String {
    guard let first = blockers.first else { return "lost on a way that no rule explains" }
    if blockers.count == 1 { return "blocked by \(name(first)): \(rule(first))" }
    return "\(blockers.count) blockers: \(blockers.map(name).listed(atMost: 4))"
  }

  private static func unsettled(_ answer: Answer) -> String {
    if answer.isChoiceLimitReached { return "\(meaning(of: "PW_CHOICE_LIMIT")) (PW_CHOICE_LIMIT)" }
    if !answer.missing.isEmpty {
      return "depends on \(answer.missing.map(\.what).listed(atMost: 2)), which is not known"
    }
    guard !answer.assumptions.isEmpty else { return "depends on something that the input does not hold" }
    let names = answer.assumptions.map(\.rawValue)
    return "rests on what is not documented: \(names.listed(atMost: 2))"
  }

  // MARK: Obstacles

  /// `security group db (inbound)`, `network ACL app (reply, outbound)`.
  static func name(_ obstacle: Obstacle) -> String {
    let component = obstacle.component
    let isNamedByKind = component.kind == component.name
    var place: [String] = []
    if obstacle.leg > 0 { place.append("\(ordinal(obstacle.leg)) connection") }
    if obstacle.direction == .reply { place.append("reply") }
    if let side = obstacle.side { place.append(side == "ingress" ? "inbound" : "outbound") }
    return (isNamedByKind ? "the \(component.name)" : "\(component.kind) \(component.name)")
      + (place.isEmpty ? "" : " (\(place.joined(separator: ", ")))")
  }

  /// `first` for 0.
  static func ordinal(_ leg: Int) -> String {
    let words = ["first", "second", "third", "fourth"]
    return leg < words.count ? words[leg] : "\(leg + 1)th"
  }

  /// What it is about the obstacle that stops packets: the rule that denies, or what the code means.
  static func rule(_ obstacle: Obstacle) -> String {
    guard let rule = obstacle.rule else { return meaning(of: obstacle.code) }
    switch obstacle.component.kind {
    case "network ACL": return Self.rule(accessList: rule)
    case "security group": return "\(rule): \(meaning(of: obstacle.code))"
    default: return "\(meaning(of: obstacle.code)): \(rule)"
    }
  }

  /// An entry's own number is its name; `*` stands for the last one, which every list has (ACL-3).
  static func rule(accessList rule: String) -> String {
    rule == "*" ? "rule * (implicit deny)" : "rule \(rule)"
  }
}
