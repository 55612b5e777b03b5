import PacketWalkForwarding
package import PacketWalkQueries

/// Every hop, the deciding rules, all blockers: the page to read at three in the morning.
package enum ExplainReport {
  /// The pages of some answers; pairs that go the same way share one.
  package static func text(_ answers: [Answer], _ style: TextStyle) -> String {
    var page = Page(style)
    let groups = AlikeAnswers.groups(answers, byHops: true)
    for group in groups {
      page.gap()
      page.gap()
      write(group, &page)
    }
    if groups.count > 1 {
      page.gap()
      page.line(0, Tally.text(answers))
    }
    if let code = answers.lazy.flatMap(\.blockers).first?.code {
      page.gap()
      page.line(2, "packetwalk explain-code \(code) says more", .faint)
    }
    return page.text
  }

  private static func write(_ group: AlikeAnswers, _ page: inout Page) {
    let answer = group.first
    page.headline(answer.verdict, answer.question)
    page.line(2, Sentences.because(answer))
    page.choices(answer)
    if group.answers.count > 1 {
      others(group, &page)
    } else if let interpretation = answer.interpretation {
      page.line(2, interpretation, .faint)
    }
    if let explanation = answer.explanation, !explanation.hops.isEmpty {
      if answer.verdict == .intermittent { page.line(2, "what follows is one way that fails", .faint) }
      HopTable(HopSections(answer, explanation).sections).write(&page)
    }
    page.furtherBlockers(answer)
    if let symptom = Sentences.symptom(answer) {
      page.gap()
      page.line([Span("  the user sees: ")], [Span(symptom)], hang: 4)
    }
    page.missing(answer)
    page.assumptions(answer)
  }

  private static func others(_ group: AlikeAnswers, _ page: inout Page) {
    let others = group.answers.dropFirst()
      .map { "\($0.source.brief) -> \($0.destination.brief)  \($0.service)" }
    let asked = "\(group.first.source.text) -> \(group.first.destination.text)"
    page.line(2, "and alike, of \(asked):", .faint)
    for other in others.prefix(8) { page.line(4, other) }
    if others.count > 8 { page.line(4, "and \(others.count - 8) more") }
  }
}
