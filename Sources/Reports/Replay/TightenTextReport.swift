import PacketWalkFlowLogs
import PacketWalkQueries
package import PacketWalkReplay
import PacketWalkTopology

/// How close rules may be made to what was seen, for people.
package enum TightenTextReport {
  /// How many of a rule's uses and effects are written out.
  private static let shown = 4

  package static func text(_ tightening: Tightening, _ style: TextStyle) -> String {
    var page = Page(style)
    page.line(0, TightenWords.headline(tightening), tightening.changed.isEmpty ? .plain : .strong)
    coverage(tightening, &page)
    var component: Component?
    for rule in tightening.changed {
      if rule.component != component {
        component = rule.component
        page.gap()
        page.line(
          [Span("\(rule.component.kind) \(rule.component.name)", .strong)],
          [Span("  \(TightenWords.holders(rule))", .faint)], hang: 4)
      }
      write(rule, &page)
    }
    kept(tightening, &page)
    if !tightening.changed.isEmpty { together(tightening, &page) }
    return page.text
  }

  private static func coverage(_ tightening: Tightening, _ page: inout Page) {
    if let window = tightening.window {
      page.line(
        2,
        "\(FlowText.time(window.lowerBound)) to \(FlowText.time(window.upperBound)): \(counted(tightening.counts.records, "record")) of \(tightening.covered) of \(counted(tightening.interfaces, "interface"))",
        .faint)
    }
    if tightening.skipped > 0 {
      page.line(
        2,
        "records of \(counted(tightening.skipped, "window")) are missing (SKIPDATA): what they held was not seen",
        .doubtful)
    }
    for line in TightenWords.reserves(tightening) { page.line(2, line, .doubtful) }
  }

  // MARK: Rules

  private static func write(_ rule: Tightening.Rule, _ page: inout Page) {
    let origin = rule.origin.fileAndLine
    page.line(
      [Span("  \(ReplayWords.way(rule.direction)) \(rule.text)")],
      [Span(origin.isEmpty ? "" : "  \(origin)", .faint)], hang: 6)
    page.line(6, TightenWords.use(rule), .faint)
    for use in rule.uses.prefix(shown) { page.line(8, TightenWords.text(use), .faint) }
    if rule.uses.count > shown { page.line(8, "and \(rule.uses.count - shown) more; --json has all", .faint) }
    switch rule.outcome {
    case .unused: page.line([Span("    - ", .bad)], [Span("remove it", .strong)], hang: 6)
    case .covered(let others):
      page.line(
        [Span("    - ", .bad)],
        [Span("remove it", .strong), Span(": all of that passes by \(others.listed(atMost: 3)) too")], hang: 6
      )
    case .narrowed(let made):
      for text in made { page.line([Span("    > ", .good)], [Span(text, .strong)], hang: 6) }
    case .exact, .kept, .deny, .held: break
    }
    guard let effects = rule.effects else { return }
    if effects.isEmpty {
      page.line(6, "by itself closes nothing: something else lets it pass, or stops it, as well")
    }
    write(effects, 6, shown, &page)
  }

  private static func write(
    _ effects: [ReachDifference.Change], _ indent: Int, _ shown: Int, _ page: inout Page
  ) {
    for effect in effects.prefix(shown) {
      page.line(indent, TightenWords.effect(effect), effect.kind == .opens ? .bad : .plain)
    }
    if effects.count > shown {
      page.line(indent, "and \(effects.count - shown) more; --json has all", .faint)
    }
  }

  private static func kept(_ tightening: Tightening, _ page: inout Page) {
    let kept = tightening.rules.filter { !$0.isChanged }
    guard !kept.isEmpty else { return }
    page.gap()
    page.line(0, "Left as they are", .strong)
    var reasons: [String] = []
    for rule in kept where !reasons.contains(TightenWords.reason(rule)) {
      reasons.append(TightenWords.reason(rule))
    }
    for reason in reasons {
      page.line(2, reason)
      for rule in kept where TightenWords.reason(rule) == reason {
        let way = ReplayWords.way(rule.direction)
        page.line(4, "\(rule.component.kind) \(rule.component.name): \(way) \(rule.text)", .faint)
      }
    }
  }

  // MARK: All

  private static func together(_ tightening: Tightening, _ page: inout Page) {
    page.gap()
    page.line(0, "All together", .strong)
    if let effects = tightening.effects {
      if effects.isEmpty {
        page.line(2, "close nothing that anybody reaches: something else stops it as well")
      }
      write(effects, 2, 4 * shown, &page)
      if !effects.contains(where: { $0.kind == .opens }) { page.line(2, "open nothing") }
    }
    if let proof = tightening.proof {
      page.line(2, TightenWords.proof(proof), proof.lost == 0 ? .good : .bad)
    }
    page.line(
      2, "What was not seen may be needed all the same: what runs once a month is not in a week's log", .faint
    )
    page.line(2, "--fix-as cli, terraform or yaml prints the changes", .faint)
  }
}
