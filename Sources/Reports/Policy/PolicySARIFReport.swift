import PacketWalkDiagnostics
package import PacketWalkPolicy
import PacketWalkQueries
package import PacketWalkTopology

/// A policy's violations as SARIF 2.1.0, each with the hops of one packet as its code flow.
package enum PolicySARIFReport {
  /// GitHub shows no more of the hops of one result.
  private static let hopLimit = 1000

  /// - Parameter version: the tool's.
  package static func json(_ report: PolicyReport, on topology: Topology, version: String) -> String {
    SARIFText.log(
      version: version,
      rules: report.assertions.map {
        SARIFText.rule(
          $0.assertion.id, PolicyWords.sentence($0.assertion), $0.assertion.why, $0.assertion.severity)
      }, results: report.assertions.enumerated().flatMap { results($1, $0, report, topology) })
  }

  // MARK: Results

  private static func results(
    _ result: AssertionResult, _ place: Int, _ report: PolicyReport, _ topology: Topology
  ) -> [String] {
    let known = result.violations.map { ($0, true) } + result.unknowns.map { ($0, false) }
    var made: [String] = []
    for (violation, isKnown) in known {
      let severity = isKnown || result.outcome == .unknownFailed ? result.assertion.severity : .note
      made.append(
        JSONText.object { json in
          let words = text(violation, result, isKnown, topology)
          SARIFText.head(result.assertion.id, place, severity, words, &json)
          let origins = [violation.decider?.origin, result.assertion.origin].compactMap { $0 }
          json.member(
            "locations",
            array: [SARIFText.location(origins.first { $0.file != nil }, violation.decider?.component)])
          json.member("relatedLocations", array: [SARIFText.location(result.assertion.origin, nil)])
          if let hops = violation.answer?.explanation?.hops, !hops.isEmpty {
            json.member("codeFlows", array: [flow(hops)])
          }
          json.member(
            "partialFingerprints",
            raw: SARIFText.fingerprints(PolicyWords.fingerprint(violation, result.assertion)))
        })
    }
    for excepted in result.excepted {
      made.append(
        JSONText.object { json in
          let words = "\(PolicyWords.pairs(excepted.pairs)) excepted until \(excepted.exception.expires)"
          SARIFText.head(result.assertion.id, place, result.assertion.severity, words, &json)
          json.member("locations", array: [SARIFText.location(excepted.exception.origin, nil)])
          json.member("suppressions", array: [SARIFText.suppression(excepted.exception.reason)])
        })
    }
    return made
  }

  private static func text(
    _ violation: Violation, _ result: AssertionResult, _ isKnown: Bool, _ topology: Topology
  ) -> String {
    let complaint = PolicyWords.complaint(violation, result.assertion, isKnown: isKnown)
    var lines = ["\(PolicyWords.paths(violation)): \(complaint) (\(PolicyWords.pairs(violation.pairs)))"]
    if let question = violation.witness, let answer = violation.answer {
      lines.append(
        "For example \(question.source) -> \(question.destination) \(question.service): \(Sentences.because(answer))"
      )
    }
    let fix = PolicyTextReport.fix(result, on: topology)
    if !fix.isEmpty { lines.append("The assertion holds after: \(fix.joined(separator: "; "))") }
    return lines.joined(separator: "\n")
  }

  private static func flow(_ hops: [Hop]) -> String {
    JSONText.object { flow in
      flow.member(
        "threadFlows",
        array: [
          JSONText.object { thread in
            thread.member(
              "locations",
              array: hops.prefix(hopLimit).map { hop in
                JSONText.object { step in
                  step.member("location", raw: SARIFText.location(hop.origin, hop.component, words(hop)))
                }
              })
          }
        ])
    }
  }

  private static func words(_ hop: Hop) -> String {
    let side = hop.side.map { " (\($0))" } ?? ""
    let rule = hop.rule.map { ": \($0)" } ?? ""
    let outcome = hop.outcome == .blocked ? " stops it" : ""
    return "\(hop.direction == .reply ? "reply, " : "")\(hop.component.labelled)\(side)\(rule)\(outcome)"
  }
}
