import PacketWalkForwarding
package import PacketWalkQueries

/// The verdict, and why.
package enum CheckReport {
  /// A few lines for one answer; for several a table with a tally, or one paragraph where all are alike.
  package static func text(_ answers: [Answer], _ style: TextStyle) -> String {
    guard !answers.isEmpty else { return "" }
    var page = Page(style)
    if let only = answers.first, answers.count == 1 {
      write(only, &page)
    } else if let product = AnswerProduct(answers) {
      write(product, &page)
    } else {
      table(answers, &page)
    }
    return page.text
  }

  /// All that there is to say about one answer.
  static func write(_ answer: Answer, _ page: inout Page) {
    page.headline(answer.verdict, answer.question)
    details(answer, &page)
    if let interpretation = answer.interpretation { page.line(2, interpretation, .faint) }
  }

  static func details(_ answer: Answer, _ page: inout Page) {
    page.line(2, Sentences.because(answer))
    if answer.blockers.count > 1 { page.obstacles(answer.blockers, indent: 4) }
    if answer.blockers.count == 1, let blocker = answer.blockers.first {
      page.line([Span("    ")], Span.tail(blocker.origin, blocker.code), hang: 6)
    }
    page.choices(answer)
    for fact in answer.missing where !fact.remedy.isEmpty { page.line(2, "\(fact.what): \(fact.remedy)") }
    if let symptom = Sentences.symptom(answer) { page.line(2, "the user sees: \(symptom)") }
    if !answer.assumptions.isEmpty {
      page.line(2, "assumed: \(answer.assumptions.map(\.rawValue).joined(separator: ", "))", .faint)
    }
  }

  private static func write(_ product: AnswerProduct, _ page: inout Page) {
    let answer = product.first
    let way = answer.through.map { " through \($0.name)" } ?? ""
    let ends = "\(end(answer.source, product.sources)) -> \(end(answer.destination, product.destinations))"
    page.headline(answer.verdict, "\(ends)\(way)  \(product.services.listed(atMost: 6))")
    page.line(2, "\(product.count) answers, all alike", .faint)
    details(answer, &page)
    for (word, ends) in [("from", product.sources), ("to", product.destinations)] where ends.count > 1 {
      page.line([Span("  " + word.padded(to: 6))], [Span(ends.listed(atMost: 12))], hang: 8)
    }
  }

  /// `tag:tier=web (2)`, or the one end itself.
  private static func end(_ end: Endpoint, _ all: [String]) -> String {
    all.count == 1 ? end.full : "\(end.text) (\(all.count))"
  }

  private static func table(_ answers: [Answer], _ page: inout Page) {
    let rows = answers.map {
      [$0.verdict.headline, $0.source.brief, $0.destination.brief, "\($0.service)"].map(\.visible)
    }
    let widths = (0..<4).map { column in (rows.map { $0[column].columns }.max() ?? 0) + 2 }
    for (row, answer) in zip(rows, answers) {
      let hang = widths.reduce(0, +)
      let isDeep = page.style.width > 0 && hang > page.style.width / 2
      let cells = zip(row, widths).dropFirst().map { $0.padded(to: $1) }.joined()
      let why = answer.verdict == .reachable ? "" : Sentences.because(answer)
      page.line(
        [
          Span(row[0], answer.verdict.look), Span(String(repeating: " ", count: widths[0] - row[0].columns)),
          Span(cells),
        ],
        [Span(why)], hang: isDeep ? widths[0] : hang)
    }
    page.line(0, Tally.text(answers))
  }
}
