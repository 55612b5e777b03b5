import PacketWalkForwarding
package import PacketWalkQueries

/// What edits change in the answers to a question: the new ones, what they were, and how many stay.
package enum ChangeReport {
  /// - Parameters:
  ///   - gone: answers about ends that the edits take away.
  ///   - isUnchanged: whether the edits leave the whole network as it is.
  package static func text(
    _ changes: [AnswerChange], gone: [Answer], isUnchanged: Bool, _ style: TextStyle
  ) -> String {
    var page = Page(style)
    let changed = changes.filter(\.isChanged)
    let same = changes.filter { !$0.isChanged }
    if changed.isEmpty, gone.isEmpty {
      nothing(changes, isUnchanged, &page)
      return page.text
    }
    if changes.count == 1, let only = changed.first {
      CheckReport.write(only.answer, &page)
      page.line(2, was(only), .strong)
      return page.text
    }
    for group in alike(changed) {
      let first = group[0]
      page.line(
        [Span(first.answer.verdict.headline, first.answer.verdict.look), Span("  ")],
        [Span(first.answer.question, .strong)], hang: 4)
      page.line(2, Sentences.because(first.answer))
      page.line(2, was(first))
      let others = group.dropFirst().map {
        "\($0.answer.source.brief) -> \($0.answer.destination.brief)  \($0.answer.service)"
      }
      if !others.isEmpty { page.line(2, "and alike: \(others.listed(atMost: 6))", .faint) }
    }
    for answer in gone {
      page.line([Span("GONE  ")], [Span(answer.question, .strong)], hang: 4)
      page.line(2, "an end of it is no more; was \(told(answer))")
    }
    if same.isEmpty {
      page.line(0, "all \(counted(changed.count + gone.count, "answer")) changed")
    } else {
      page.line(0, "\(counted(same.count, "answer")) as before: \(Tally.counts(same.map(\.answer)))")
    }
    return page.text
  }

  /// What a whole file of questions came to: the line behind the rows that changed.
  package static func summary(rows: Int, changed: Int) -> String {
    if changed == 0 {
      return "no change: \(rows == 1 ? "the answer is" : "all \(rows) answers are") as before"
    }
    return "\(counted(changed, "row")) changed, \(rows - changed) as before"
  }

  /// `before: …`, above an explanation of the edited network.
  package static func before(_ changes: [AnswerChange], gone: [Answer], _ style: TextStyle) -> String {
    var page = Page(style)
    if changes.count == 1, let only = changes.first {
      guard let before = only.before else {
        page.line(0, "before: no answer, an end was not there", .strong)
        return page.text
      }
      let words = only.isChanged ? told(before) : "the same, \(told(before))"
      page.line(0, "before: \(words)", .strong)
    } else {
      let earlier = changes.compactMap(\.before) + gone
      let count = changes.count(where: \.isChanged)
      let words = count == 0 ? "the same" : "\(count) of \(counted(changes.count, "answer")) changed"
      page.line(0, "before: \(Tally.text(earlier)); \(words)", .strong)
    }
    return page.text
  }

  // MARK: Parts

  /// Changes that differ in nothing but their ends and services, in the order of their first members.
  private static func alike(_ changes: [AnswerChange]) -> [[AnswerChange]] {
    var groups: [[AnswerChange]] = []
    for change in changes {
      if let place = groups.firstIndex(where: { $0[0].isAlike(to: change) }) {
        groups[place].append(change)
      } else {
        groups.append([change])
      }
    }
    return groups
  }

  private static func nothing(_ changes: [AnswerChange], _ isUnchanged: Bool, _ page: inout Page) {
    if changes.count == 1, let only = changes.first {
      page.line(
        [
          Span("no change: still "), Span(only.answer.verdict.headline, only.answer.verdict.look), Span("  "),
        ],
        [Span(only.answer.question, .strong)], hang: 4)
      CheckReport.details(only.answer, &page)
    } else {
      page.line(0, "no change: \(Tally.counts(changes.map(\.answer))), as before", .strong)
    }
    let why =
      isUnchanged
      ? "the network is like that already: the edit does nothing to it"
      : "the edit is made, and what decides here is not touched by it"
    page.line(2, why)
  }

  private static func was(_ change: AnswerChange) -> String {
    guard let before = change.before else {
      return "before the edits there was no answer: an end was not there"
    }
    if before.verdict == change.answer.verdict {
      return "was \(before.verdict.headline) too, for another reason: \(Sentences.because(before))"
    }
    return "was \(told(before))"
  }

  private static func told(_ answer: Answer) -> String {
    "\(answer.verdict.headline): \(Sentences.because(answer))"
  }
}
