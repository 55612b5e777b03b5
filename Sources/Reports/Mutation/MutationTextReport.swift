import PacketWalkAnalysis
import PacketWalkFormats
package import PacketWalkPolicy
import PacketWalkQueries
package import PacketWalkTopology

/// Which changes a policy would not notice, for people: the worst first, each group with what would notice it.
package enum MutationTextReport {
  /// How many survivors of a group are shown.
  private static let shown = 4

  /// - Parameter topology: the one that was changed.
  package static func text(_ report: MutationReport, on topology: Topology, _ style: TextStyle) -> String {
    var page = Page(style)
    guard report.failing.isEmpty else {
      failing(report, &page)
      return page.text
    }
    page.line(0, MutationWords.headline(report), report.survivors.isEmpty ? .good : .bad)
    page.line(2, MutationWords.sample(report))
    page.gap()
    kinds(report, &page)
    let texts = EditTexts(on: topology)
    for group in report.groups {
      page.gap()
      write(group, texts, &page)
    }
    return page.text
  }

  private static func failing(_ report: MutationReport, _ page: inout Page) {
    page.line(
      0, "The policy fails on the network as it is, so that a score would mean nothing", .bad)
    for result in report.failing {
      page.line(
        2, "\(result.assertion.id)  \(PolicyWords.summary(result))  \(result.assertion.origin.fileAndLine)")
    }
    page.line(2, "mend it first, or leave assertions out with --assertion; packetwalk test says more")
  }

  private static func kinds(_ report: MutationReport, _ page: inout Page) {
    let kinds = Mutant.Kind.allCases.compactMap { kind in report.outcomes[kind].map { (kind, $0) } }
    let width = kinds.map(\.0.rawValue.columns).max() ?? 0
    for (kind, tally) in kinds {
      let count = "noticed \(tally.noticed) of \(tally.real)"
      let rest = tally.equivalent > 0 ? "  and \(tally.equivalent) that change no path" : ""
      page.line(
        [Span("  " + kind.rawValue.padded(to: width + 2))], [Span(count), Span(rest, .faint)],
        hang: width + 4)
    }
  }

  private static func write(
    _ group: [MutationReport.Survivor], _ texts: EditTexts, _ page: inout Page
  ) {
    let remedy = group[0].remedy
    page.line(
      [
        Span("\(counted(group.count, "change")) unnoticed", .bad),
        Span(remedy == nil ? "" : ", for want of "),
      ],
      [Span(remedy?.title ?? ", and no assertion was found that would notice", .strong)], hang: 2)
    for survivor in group.prefix(shown) { write(survivor, texts, &page) }
    if group.count > shown { page.line(2, "and \(group.count - shown) more", .faint) }
    guard let remedy else { return }
    for line in remedy.lines { page.line([Span("      " + line, .good)], [], hang: 8) }
  }

  private static func write(_ survivor: MutationReport.Survivor, _ texts: EditTexts, _ page: inout Page) {
    page.line(
      [Span("  ")],
      [
        Span(texts.texts(survivor.mutant.edits).joined(separator: "; "), .strong),
        Span("  \(survivor.mutant.origin.fileAndLine)", .faint),
      ], hang: 4)
    page.line(4, MutationWords.effect(survivor.effect))
  }
}
