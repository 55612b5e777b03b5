package import PacketWalkAnalysis
import PacketWalkForwarding
import PacketWalkFormats
package import PacketWalkTopology

/// What to change about an answer, for people; every step that is an edit can be given to `--edit`.
package enum FixTextReport {
  /// - Parameter topology: the one that was asked about.
  package static func text(_ report: FixReport, on topology: Topology, _ style: TextStyle) -> String {
    var page = Page(style)
    guard !report.isNothingToDo else {
      page.line(2, "\(report.noun): \(FixWords.nothing(report))")
      return page.text
    }
    for (place, fix) in report.fixes.enumerated() {
      page.gap()
      let title = place == 0 ? "\(report.noun) (\(FixWords.claim(report)))" : "or"
      page.line([Span("  ")], [Span(title, .strong)], hang: 4)
      for line in FixWords.lines(fix, on: topology) { page.line(4, line) }
      effects(fix, report.goal, &page)
    }
    if report.fixes.isEmpty {
      page.line([Span("  ")], [Span("\(report.noun): \(FixWords.nothing(report))", .strong)], hang: 4)
    }
    if !report.advice.isEmpty {
      if !report.fixes.isEmpty {
        page.gap()
        page.line(
          2, report.fixed < report.pairs ? "for the others no edit helps" : "or by another design", .strong)
      }
      for advice in report.advice.prefix(4) {
        let words = FixWords.advice(advice)
        page.line(4, "\(advice.code.rawValue) (\(advice.component.labelled)): \(words.sentence)")
        page.line(6, "source: \(words.source)", .faint)
      }
    }
    if report.isBounded { page.line(4, FixWords.bounded, .faint) }
    return page.text
  }

  private static func effects(_ fix: Fix, _ goal: FixReport.Goal, _ page: inout Page) {
    guard let effects = fix.effects else { return }
    guard !effects.isEmpty else {
      page.line(6, goal == .reachable ? "opens nothing else" : "breaks nothing else", .faint)
      return
    }
    for effect in effects.prefix(8) { page.line(6, FixWords.effect(effect)) }
    if effects.count > 8 { page.line(6, "and \(effects.count - 8) more") }
  }
}
