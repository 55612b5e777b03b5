import PacketWalkForwarding
import PacketWalkQueries

/// Parts of an answer that several pages have.
extension Page {
  mutating func headline(_ verdict: Verdict, _ words: String) {
    line([Span(verdict.headline, verdict.look), Span("  ")], [Span(words, .strong)], hang: 4)
  }

  mutating func heading(_ words: String) {
    gap()
    line([Span("  ")], [Span(words, .strong)], hang: 4)
  }

  /// One line an obstacle, its place and code at the end.
  mutating func obstacles(_ obstacles: [Obstacle], indent: Int) {
    for obstacle in obstacles {
      line(
        [Span(String(repeating: " ", count: indent))],
        [Span("\(Sentences.name(obstacle)): \(Sentences.rule(obstacle))"), Span("  ")]
          + Span.tail(obstacle.origin, obstacle.code), hang: indent + 2)
    }
  }

  mutating func furtherBlockers(_ answer: Answer) {
    guard !answer.furtherBlockers.isEmpty else { return }
    heading("would also block")
    obstacles(answer.furtherBlockers, indent: 4)
  }

  mutating func choices(_ answer: Answer) {
    for choice in answer.choices {
      for (word, values, look) in [
        ("works for", choice.working, Span.Look.good), ("fails for", choice.failing, .bad),
      ] where !values.isEmpty {
        line(
          [Span("  "), Span(word, look), Span("  ")],
          [Span("\(choice.kind) \(values.listed(atMost: 6))")], hang: 13)
      }
    }
  }

  mutating func missing(_ answer: Answer) {
    guard !answer.missing.isEmpty else { return }
    heading("missing")
    for fact in answer.missing {
      line(4, fact.what)
      line(
        6, fact.remedy.isEmpty ? "nothing that can be read supplies it" : "supplied by: \(fact.remedy)")
    }
  }

  mutating func assumptions(_ answer: Answer) {
    guard !answer.assumptions.isEmpty else { return }
    heading(answer.assumptions.count == 1 ? "assumption" : "assumptions")
    for assumption in answer.assumptions {
      line([Span("    ")], [Span(assumption.rawValue), Span("  "), Span(assumption.sentence)], hang: 6)
    }
  }
}
