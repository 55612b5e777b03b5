import PacketWalkQueries
import PacketWalkReplay
import PacketWalkTopology

/// Sentences about rules that may be closer.
enum TightenWords {
  /// `4 of 17 rules can be tightened: 3 go, 1 is made narrower`.
  static func headline(_ tightening: Tightening) -> String {
    let all = tightening.rules.count
    let changed = tightening.changed
    guard !changed.isEmpty else {
      return "None of \(counted(all, "rule")) can be tightened"
    }
    let narrowed = changed.count { if case .narrowed = $0.outcome { true } else { false } }
    let unused = changed.count { $0.outcome == .unused }
    var parts: [String] = []
    if unused > 0 { parts.append("\(unused) that nothing used") }
    if narrowed > 0 { parts.append("\(narrowed) wider than what was seen") }
    let covered = changed.count - narrowed - unused
    if covered > 0 { parts.append("\(covered) whose flows others let pass as well") }
    return "\(changed.count) of \(counted(all, "rule")) can be tightened: \(parts.joined(separator: ", "))"
  }

  /// What the claims rest on, where that is less than everything.
  static func reserves(_ tightening: Tightening) -> [String] {
    var lines: [String] = []
    let silent = tightening.interfaces - tightening.covered
    if silent > 0 {
      lines.append(
        tightening.options.trustsSilence
          ? "\(counted(silent, "interface")) logged nothing: they are taken to need nothing that others don't"
          : "\(counted(silent, "interface")) logged nothing: rules that are for them as well are not judged")
    }
    if let disagreeing = tightening.proof?.disagreeing, disagreeing > 0 {
      lines.append(
        "\(counted(disagreeing, "record")) disagree with the topology as it is: packetwalk replay says which")
    }
    if !tightening.idle.isEmpty {
      lines.append(
        "nothing holds \(tightening.idle.listed(atMost: 4)): no log can tell about it")
    }
    return lines
  }

  /// `held by web-1 and 3 more; 4 of 4 logged`.
  static func holders(_ rule: Tightening.Rule) -> String {
    let names = rule.interfaces.listed(atMost: 3)
    let all = rule.interfaces.count
    let logs =
      rule.logged == all ? all == 1 ? "it has a log" : "all have logs" : "\(rule.logged) of \(all) have logs"
    let gaps = rule.skipped > 0 ? ", \(counted(rule.skipped, "window")) incomplete (SKIPDATA)" : ""
    return "for \(names): \(logs)\(gaps)"
  }

  /// How much used a rule.
  static func use(_ rule: Tightening.Rule) -> String {
    let hits = rule.hits
    guard hits.total > 0 else {
      return rule.uses.isEmpty
        ? "nothing used it" : "may have let pass pings and the like, whose types are not logged"
    }
    var words = "used by \(counted(hits.total, "record"))"
    if hits.shared > 0 {
      words +=
        hits.sole == 0
        ? ", all of which others let pass as well" : ", \(hits.shared) of which others let pass as well"
    }
    if hits.inferred > 0 {
      words += " (\(hits.inferred) of them by \(hits.inferred == 1 ? "its" : "their") ports only)"
    }
    let ends = Set(rule.uses.map(\.remote)).count
    let services = Set(rule.uses.map(\.service)).count
    if ends > 0 {
      words +=
        ": \(counted(ends, rule.direction == .ingress ? "source" : "destination")), \(counted(services, "service"))"
    }
    if rule.isMerged { words += ", so many that they were merged" }
    return words
  }

  static func text(_ use: Tightening.Use) -> String {
    let name = use.name.map { " (\($0))" } ?? ""
    return "\(use.service)  \(use.remote)\(name)  \(use.flows)"
  }

  static func effect(_ effect: ReachDifference.Change) -> String {
    let pairs = effect.pairs > 1 ? " (\(effect.pairs) pairs)" : ""
    let source = party(effect.source, effect.sources)
    let destination = party(effect.destination, effect.destinations)
    return "\(effect.kind.rawValue) \(effect.services) from \(source) to \(destination)\(pairs)"
  }

  /// A party; of the outside the part that it is about.
  private static func party(_ name: String, _ members: [String]) -> String {
    let isOutside = !members.isEmpty && members.allSatisfy { $0.contains("/") }
    return isOutside ? "\(name) (\(members.listed(atMost: 2)))" : name
  }

  /// Why a rule stays.
  static func reason(_ rule: Tightening.Rule) -> String {
    switch rule.outcome {
    case .held(let reserve): "not judged: \(words(reserve))"
    case .exact: "as close as what was seen"
    case .kept: "used by so many that no few rules are closer"
    case .deny: "a deny: without it more would pass"
    case .unused, .covered, .narrowed: ""
    }
  }

  static func words(_ reserve: Tightening.Reserve) -> String {
    switch reserve {
    case .silent(let names): return "\(names.listed(atMost: 3)) logged nothing"
    case .blind(let reason, let names):
      return "\(names.listed(atMost: 3)) accepted records \(reason.words)"
    case .unknownList: return "the entries of its prefix list are not in the input"
    case .everything: return "an access list's rule for everything; groups are where to be closer"
    case .needed: return "a record of which it is not clear whether it was a request needs it"
    }
  }

  static func proof(_ proof: Tightening.Proof) -> String {
    let what = proof.isByRecords ? "All records were read again" : "Every different flow was judged again"
    guard proof.lost == 0 else { return "\(what): \(proof.lost) would be stopped" }
    guard proof.isByRecords, let before = proof.scoreBefore, let after = proof.score else {
      return "\(what): none of \(proof.judged) would be stopped"
    }
    return
      "\(what): none would be stopped; \(ReplayWords.percent(after)) agree with the tightened rules, \(ReplayWords.percent(before)) with those of today"
  }
}
