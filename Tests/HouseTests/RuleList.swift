/// `docs/rules.list`: the rules of AWS that the model is about, and the traps in which several meet.
struct RuleList {
  struct Rule {
    let id: String
    /// Why it is not modelled yet; nil for one that is.
    let pending: String?
  }

  private(set) var rules: [Rule] = []
  /// The rules that a trap is about.
  private(set) var traps: [String: [String]] = [:]
  /// What is wrong with the list itself, one sentence each.
  private(set) var errors: [String] = []

  init(_ text: String) {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      guard let match = line.wholeMatch(of: /([A-Z]+-?[0-9]+) (modelled|pending: (.+)|trap: (.+))/) else {
        errors.append("docs/rules.list:\(number + 1) is neither modelled, pending nor a trap: \(line)")
        continue
      }
      let id = String(match.1)
      if rules.contains(where: { $0.id == id }) || traps[id] != nil {
        errors.append("docs/rules.list:\(number + 1) names \(id) again")
      } else if let met = match.4 {
        traps[id] = met.split(separator: " ").map(String.init)
      } else {
        rules.append(Rule(id: id, pending: match.3.map(String.init)))
      }
    }
    let known = Set(rules.map(\.id))
    for (trap, met) in traps.sorted(by: { $0.key < $1.key }) {
      for id in met where !known.contains(id) { errors.append("\(trap) meets \(id), which is no rule") }
    }
  }

  /// The rules that a test's label means; empty for one that is not known.
  ///
  /// `RT-4.2` is a part of `RT-4`; `T8` stands for the rules that meet there.
  func rules(of label: String) -> [String] {
    if let met = traps[label] { return met }
    let id = String(label.prefix { $0 != "." })
    return rules.contains { $0.id == id } ? [id] : []
  }
}
