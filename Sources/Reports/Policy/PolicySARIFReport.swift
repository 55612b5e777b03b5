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
    JSONText.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.member(
        "runs",
        array: [
          JSONText.object { run in
            run.member(
              "tool",
              raw: JSONText.object { tool in tool.member("driver", raw: driver(report, version)) })
            run.member("columnKind", "unicodeCodePoints")
            run.member(
              "results", array: report.assertions.enumerated().flatMap { results($1, $0, report, topology) })
          }
        ])
    }
  }

  private static func driver(_ report: PolicyReport, _ version: String) -> String {
    JSONText.object { driver in
      driver.member("name", "packetwalk")
      driver.member("version", version)
      driver.member(
        "rules",
        array: report.assertions.map { result in
          JSONText.object { rule in
            rule.member("id", result.assertion.id)
            rule.member("shortDescription", raw: message(PolicyWords.sentence(result.assertion)))
            if let why = result.assertion.why { rule.member("fullDescription", raw: message(why)) }
            rule.member(
              "defaultConfiguration",
              raw: JSONText.object { $0.member("level", level(result.assertion.severity)) })
          }
        })
    }
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
          head(result, place, severity, text(violation, result, isKnown, topology), &json)
          let origins = [violation.decider?.origin, result.assertion.origin].compactMap { $0 }
          json.member(
            "locations", array: [location(origins.first { $0.file != nil }, violation.decider?.component)])
          json.member("relatedLocations", array: [location(result.assertion.origin, nil)])
          if let hops = violation.answer?.explanation?.hops, !hops.isEmpty {
            json.member("codeFlows", array: [flow(hops)])
          }
          fingerprint(PolicyWords.fingerprint(violation, result.assertion), &json)
        })
    }
    for excepted in result.excepted {
      made.append(
        JSONText.object { json in
          let words = "\(PolicyWords.pairs(excepted.pairs)) excepted until \(excepted.exception.expires)"
          head(result, place, result.assertion.severity, words, &json)
          json.member("locations", array: [location(excepted.exception.origin, nil)])
          json.member(
            "suppressions",
            array: [
              JSONText.object {
                $0.member("kind", "inSource")
                $0.member("status", "accepted")
                $0.member("justification", excepted.exception.reason)
              }
            ])
        })
    }
    return made
  }

  private static func head(
    _ result: AssertionResult, _ place: Int, _ severity: Finding.Severity, _ words: String,
    _ json: inout JSONText
  ) {
    json.member("ruleId", result.assertion.id)
    json.member("ruleIndex", place)
    json.member("level", level(severity))
    json.member("message", raw: message(words))
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
                  step.member("location", raw: location(hop.origin, hop.component, words(hop)))
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

  // MARK: Parts

  private static func location(_ origin: Origin?, _ component: Component?, _ words: String? = nil) -> String {
    JSONText.object { json in
      if let origin, let file = origin.file {
        json.member(
          "physicalLocation",
          raw: JSONText.object { physical in
            physical.member(
              "artifactLocation", raw: JSONText.object { $0.member("uri", URIText.file(file)) })
            if let line = origin.position?.line {
              physical.member("region", raw: JSONText.object { $0.member("startLine", line) })
            }
          })
      }
      if let component, !component.id.isEmpty {
        json.member(
          "logicalLocations",
          array: [
            JSONText.object {
              $0.member("name", component.name)
              $0.member("fullyQualifiedName", component.id)
              $0.member("kind", "resource")
            }
          ])
      }
      if let words { json.member("message", raw: message(words)) }
    }
  }

  private static func fingerprint(_ value: String, _ json: inout JSONText) {
    json.member("partialFingerprints", raw: JSONText.object { $0.member("paths/v1", value) })
  }

  private static func message(_ text: String) -> String { JSONText.object { $0.member("text", text) } }

  private static func level(_ severity: Finding.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }
}
