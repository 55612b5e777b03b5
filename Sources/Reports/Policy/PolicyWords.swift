import PacketWalkDiagnostics
import PacketWalkPolicy
import PacketWalkQueries

/// A policy's results in words, for all reports alike.
enum PolicyWords {
  static func outcome(_ outcome: AssertionResult.Outcome) -> String {
    switch outcome {
    case .held: "held"
    case .excepted: "excepted"
    case .known: "known"
    case .unknownPassed, .unknownWarned, .unknownFailed: "unknown"
    case .failed: "FAILED"
    }
  }

  /// The assertion in one line: `deny internet -> * on tcp/22`.
  static func sentence(_ assertion: PolicyAssertion) -> String {
    let paths = assertion.paths.map { "\($0.sources) -> \($0.destinations)" }
    let between =
      paths.count == 2 ? "between \(assertion.paths[0].sources) and \(assertion.paths[0].destinations)" : nil
    let quantifier = assertion.quantifier == .any ? "any of " : ""
    let services = assertion.services.map(\.text).joined(separator: ", ")
    let waypoints = assertion.unlessThrough.map(\.text).joined(separator: " or ")
    let unless = waypoints.isEmpty ? "" : " unless through \(waypoints)"
    return "\(assertion.kind.rawValue) \(quantifier)\(between ?? paths.joined()) on \(services)\(unless)"
  }

  /// What a violation is, in one line: `internet -> sg:bastion (bastion-1)  tcp/22`.
  static func paths(_ violation: Violation) -> String {
    "\(side(violation.source)) -> \(side(violation.destination))"
  }

  static func side(_ side: Violation.Side) -> String {
    if let addresses = side.addresses {
      let listed = addresses.prefixes.listed(atMost: 6)
      if !addresses.isComplement { return "\(side.party) \(listed)" }
      return addresses.prefixes.isEmpty ? side.party : "\(side.party) except \(listed)"
    }
    if side.members == [side.party] { return side.party }
    return "\(side.party) (\(side.members.listed(atMost: 3)))"
  }

  /// What is wrong with the paths.
  static func complaint(_ violation: Violation, _ assertion: PolicyAssertion, isKnown: Bool) -> String {
    if violation.isUnplaced { return "perhaps \(violation.services): one side has no address in the input" }
    if !isKnown { return "perhaps \(violation.services)" }
    switch assertion.kind {
    case .allow: return "not \(violation.services)"
    case .deny, .only: return violation.services
    }
  }

  static func pairs(_ count: Int) -> String { counted(count, "pair") }

  /// The rule to look at first, and where it stands: `let in by security group web (inbound): tcp/443 from internet`.
  static func decider(_ decider: Decider) -> String {
    let place = decider.side.map { $0 == "ingress" ? " (inbound)" : " (outbound)" } ?? ""
    let rule = decider.rule.map { ": \($0)" } ?? ""
    return "\(decider.isBlocking ? "stopped" : "let through") by \(decider.component.labelled)\(place)\(rule)"
  }

  /// `2 assertions failed, 5 held, 1 excepted`.
  static func tally(_ report: PolicyReport) -> String {
    let counts: [(Int, String)] = [
      (report.count(.failed), "failed"),
      (report.count(.unknownFailed), "unknown, which fails"),
      (report.count(.unknownWarned), "unknown"),
      (report.count(.unknownPassed), "unknown, which passes"),
      (report.count(.known), "as in the baseline"),
      (report.count(.excepted), "held but for exceptions"),
      (report.count(.held), "held"),
    ]
    let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    let others = report.inapplicable.count
    let rest = others > 0 ? "; \(others) \(others == 1 ? "does" : "do") not apply here" : ""
    return "\(counted(report.assertions.count, "assertion")): \(words)\(rest)"
  }

  /// What there is to say of exceptions, a line each.
  static func exceptions(_ result: AssertionResult, _ today: CalendarDate) -> [String] {
    (result.known > 0
      ? ["\(pairs(result.known)) \(result.known == 1 ? "has" : "have") paths that the baseline knows"] : [])
      + result.excepted.map { excepted in
        let days = today.days(until: excepted.exception.expires)
        let soon = days <= 14 ? ", which is in \(counted(days, "day"))" : ""
        return
          "\(pairs(excepted.pairs)) excepted until \(excepted.exception.expires)\(soon): \(excepted.exception.reason)"
      }
      + result.expired.map {
        "PW_EXCEPTION_EXPIRED: the exception ended on \($0.exception.expires) (\($0.exception.reason)), and \(pairs($0.pairs)) \($0.pairs == 1 ? "needs" : "need") it still"
      }
      + result.unused.map { "nothing needs the exception any more: \($0.reason)" }
  }

  // MARK: Whole results

  /// The first thing to say about an assertion that does not simply hold.
  static func summary(_ result: AssertionResult) -> String {
    if let expired = result.expired.first, result.outcome == .failed {
      return "an exception ended on \(expired.exception.expires): \(expired.exception.reason)"
    }
    let known = result.violations.first.map { ($0, true) } ?? result.unknowns.first.map { ($0, false) }
    guard let (first, isKnown) = known else { return sentence(result.assertion) }
    let others = result.violations.count + result.unknowns.count - 1
    let more = others > 0 ? ", and \(others) more" : ""
    return "\(paths(first)): \(complaint(first, result.assertion, isKnown: isKnown))\(more)"
  }

  /// Everything about an assertion, in plain lines.
  static func details(_ result: AssertionResult, _ today: CalendarDate, _ fix: [String])
    -> [String]
  {
    var lines = [sentence(result.assertion)]
    if let why = result.assertion.why { lines.append("why: \(why)") }
    let all = result.violations.map { ($0, true) } + result.unknowns.map { ($0, false) }
    for (violation, isKnown) in all {
      lines.append(
        "\(paths(violation))  \(complaint(violation, result.assertion, isKnown: isKnown))  \(pairs(violation.pairs))"
      )
      if let question = violation.witness, let answer = violation.answer {
        lines.append(
          "  e.g. \(question.source) -> \(question.destination) \(question.service): \(Sentences.because(answer))"
        )
      }
      if let decider = violation.decider {
        let place = decider.origin.fileAndLine
        lines.append("  \(self.decider(decider))\(place.isEmpty ? "" : "  \(place)")")
      }
    }
    if !fix.isEmpty { lines.append("fix: \(fix.joined(separator: "; "))") }
    return lines + exceptions(result, today)
  }

  /// What an assertion's paths are known by from run to run, whatever the lines of files: no services, so that a rule
  /// that is widened is the same finding.
  static func fingerprint(_ violation: Violation, _ assertion: PolicyAssertion) -> String {
    let source = violation.source.identities.joined(separator: " ")
    let destination = violation.destination.identities.joined(separator: " ")
    return Fingerprint.of([assertion.id, source, destination])
  }
}
