package import PacketWalkDiagnostics
package import PacketWalkForwarding
package import PacketWalkQueries

extension Network {
  /// The smallest sets of changes that make a question reachable, or cut it off: found from what stops its
  /// packets (or lets them pass), each verified by asking the question on the changed topology, and none with a
  /// part that would do.
  ///
  /// Sets of changes are looked at from the cheapest on, as far as `limits` go; a set of up to five has been
  /// searched for parts exhaustively, a larger one step by step. Where the pairs of a question cannot all be
  /// helped together, those that can are. A route that leads somewhere is never given another target, since
  /// that would take everybody else's way; a more specific one may be added.
  ///
  /// - Parameter effects: what else a fix changes; fixes are ranked by it where it is given, else by how many
  ///   changes they are and how narrow.
  /// - Throws: what `answers(to:)` throws.
  /// - Complexity: at most `limits.questions` topologies are compiled and asked, twice that where pairs are
  ///   helped one by one.
  package func fixes(
    for question: Question, goal: FixReport.Goal = .reachable, options: WalkOptions = WalkOptions(),
    limits: FixLimits? = nil, effects: FixEffects? = nil
  ) throws(InputError) -> FixReport {
    let limits = limits ?? .fitting(self)
    var asker = FixAsker(self, question, goal, options, limit: limits.questions)
    let first = try asker.ask([])
    let open = first?.open ?? []
    let pairs = first?.pairs ?? 0
    var report = FixReport(goal: goal, pairs: pairs, asWanted: pairs - open.count)
    report.fixed = report.asWanted
    guard !open.isEmpty else { return report }

    var search = FixSearch(asker, limits)
    try search.run()
    report.isBounded = search.isBounded
    report.advice = search.unsolved
    report.missing = search.missing
    if !search.fixes.isEmpty {
      report.fixes = search.fixes
      report.fixed = pairs
      report.advice = report.advice.filter { isWorthAdvice($0.code, beside: search.fixes) }
    } else if open.count > 1 {
      try helpSome(open.map(\.place), &report, limits, question, options)
    }
    if !report.fixes.isEmpty, report.fixed == pairs { report.missing = [] }
    guard let effects, !report.fixes.isEmpty else { return report }
    let networks = report.fixes.compactMap { asker.network(after: $0.steps) }
    guard networks.count == report.fixes.count else { return report }
    for (place, found) in effects(self, networks, try walks(for: question)).enumerated() {
      report.fixes[place].effects = found
    }
    let ranked = report.fixes.enumerated().sorted { left, right in
      (left.element.effectCount, left.element.cost, left.offset)
        < (right.element.effectCount, right.element.cost, right.offset)
    }
    report.fixes = ranked.map(\.element)
    return report
  }

  /// Whether the fixes work against the code, and are not what AWS would advise first.
  private func isWorthAdvice(_ code: Code, beside fixes: [Fix]) -> Bool {
    switch code {
    case .noPublicAddressForIngress, .replyMisdelivered: true
    case .noPublicAddressForEgress:
      fixes.first?.steps.contains { if case .associateAddress = $0 { true } else { false } } ?? false
    default: false
    }
  }

  /// Looks for what helps each pair by itself, and joins it.
  private func helpSome(
    _ open: [Int], _ report: inout FixReport, _ limits: FixLimits, _ question: Question,
    _ options: WalkOptions
  ) throws(InputError) {
    var steps: [FixStep] = []
    var helped: Set<Int> = []
    var left = limits.questions
    for place in open {
      guard left > 0 else {
        report.isBounded = true
        break
      }
      var asker = FixAsker(self, question, report.goal, options, limit: left)
      asker.scope = [place]
      // What was found for others may do.
      if !steps.isEmpty, try asker.holds(steps) {
        helped.insert(place)
        continue
      }
      var search = FixSearch(
        asker, FixLimits(expansions: limits.expansions, questions: left, alternatives: 1))
      try search.run()
      left -= search.asker.asked
      for advice in search.unsolved where !report.advice.contains(advice) { report.advice.append(advice) }
      guard let best = search.fixes.first else { continue }
      helped.insert(place)
      for step in best.steps where !steps.contains(step) { steps.append(step) }
    }
    guard !helped.isEmpty else { return }
    var asker = FixAsker(self, question, report.goal, options, limit: limits.questions)
    asker.scope = helped
    // What helps one pair may stand in another's way.
    guard try asker.holds(steps) else { return }
    var search = FixSearch(asker, limits)
    report.fixes = [try search.reducedFix(steps)]
    report.fixed = report.asWanted + helped.count
  }
}

extension Fix {
  /// How much else changes.
  fileprivate var effectCount: Int { effects?.reduce(0) { $0 + $1.count } ?? 0 }
}
