import PacketWalkAnalysis
import PacketWalkDiagnostics
package import PacketWalkPolicy
import PacketWalkQueries
package import PacketWalkTopology

/// What became of a policy, for people: what failed first, each with a packet, the rule that decides and a way out.
package enum PolicyTextReport {
  /// - Parameter topology: the one that was judged.
  package static func text(_ report: PolicyReport, on topology: Topology, _ style: TextStyle) -> String {
    var page = Page(style)
    let worst = report.assertions.filter(\.isFailure)
    let rest = report.assertions.filter { !$0.isFailure }
    let width = min(32, report.assertions.map(\.assertion.id.columns).max() ?? 0)
    for result in worst {
      page.gap()
      headline(result, width, &page)
      body(result, report, topology, &page)
    }
    page.gap()
    for result in rest {
      headline(result, width, &page)
      body(result, report, topology, &page)
    }
    page.gap()
    page.line(0, PolicyWords.tally(report), worst.isEmpty ? .good : .bad)
    page.notes(report.notes)
    return page.text
  }

  private static func headline(_ result: AssertionResult, _ width: Int, _ page: inout Page) {
    let word = PolicyWords.outcome(result.outcome)
    let look: Span.Look =
      switch result.outcome {
      case .held, .excepted, .known: .good
      case .failed: .bad
      case .unknownPassed, .unknownWarned, .unknownFailed: .doubtful
      }
    let pairs = result.isEmpty ? "nobody to ask about" : PolicyWords.pairs(result.pairs)
    page.line(
      [
        Span(word.padded(to: 9), look), Span(result.assertion.id.padded(to: width + 2), .strong),
      ],
      [
        Span(PolicyWords.sentence(result.assertion)), Span("  "),
        Span("\(pairs)  \(result.assertion.origin.fileAndLine)", .faint),
      ], hang: 11)
  }

  private static func body(
    _ result: AssertionResult, _ report: PolicyReport, _ topology: Topology, _ page: inout Page
  ) {
    if result.isFailure, let why = result.assertion.why { page.line(9, why, .faint) }
    for violation in result.violations { write(violation, result.assertion, isKnown: true, &page) }
    for violation in result.unknowns { write(violation, result.assertion, isKnown: false, &page) }
    for (place, line) in fix(result, on: topology).enumerated() {
      page.line([Span(place == 0 ? "         fix: " : "              ")], [Span(line)], hang: 16)
    }
    for line in PolicyWords.exceptions(result, report.today) { page.line(9, line) }
  }

  private static func write(
    _ violation: Violation, _ assertion: PolicyAssertion, isKnown: Bool, _ page: inout Page
  ) {
    page.line(
      [Span("         ")],
      [
        Span(PolicyWords.paths(violation), .strong), Span("  "),
        Span(PolicyWords.complaint(violation, assertion, isKnown: isKnown), isKnown ? .bad : .doubtful),
        Span("  \(PolicyWords.pairs(violation.pairs))", .faint),
      ], hang: 11)
    if let question = violation.witness, let answer = violation.answer {
      page.line(
        [Span("           e.g. ")],
        [
          Span("\(question.source) -> \(question.destination) \(question.service): "),
          Span(Sentences.because(answer)),
        ], hang: 16)
    }
    if let decider = violation.decider, !decider.isBlocking || decider.origin != .implied {
      page.line(
        [Span("           ")],
        [Span(PolicyWords.decider(decider)), Span("  "), Span(decider.origin.fileAndLine, .faint)], hang: 13)
    }
  }

  /// Changes after which the assertion holds, as `--edit` understands them.
  static func fix(_ result: AssertionResult, on topology: Topology) -> [String] {
    FixWords.lines(result.fix, on: topology)
  }
}
