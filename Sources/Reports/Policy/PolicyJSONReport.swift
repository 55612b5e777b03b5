import PacketWalkDiagnostics
import PacketWalkForwarding
package import PacketWalkPolicy
import PacketWalkQueries
package import PacketWalkTopology

/// What became of a policy, for programs: one object.
package enum PolicyJSONReport {
  package static func json(_ report: PolicyReport, on topology: Topology) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("policy", strings: report.files)
      json.member("today", report.today.description)
      json.member(
        "counts",
        raw: JSONText.object { counts in
          for outcome in AssertionResult.Outcome.allCases {
            counts.member(outcome.rawValue, report.count(outcome))
          }
        })
      json.member(
        "assertions",
        array: report.assertions.map { result in JSONText.object { write(result, topology, &$0) } })
      json.member("inapplicable", strings: report.inapplicable)
      json.member("assumptions", strings: report.notes.assumptions.map(\.rawValue))
      json.member("unknown", strings: report.notes.missing.map(\.what))
    }
  }

  /// A baseline as it is read back, a line for each paths.
  package static func json(_ baseline: PolicyBaseline) -> String {
    let assertions = baseline.lines.map { id, paths in
      let items = paths.map { paths in
        JSONText.object {
          $0.member("from", strings: paths.from)
          $0.member("to", strings: paths.to)
          $0.member("services", strings: paths.services)
          if !paths.perhaps.isEmpty { $0.member("perhaps", strings: paths.perhaps) }
        }
      }
      return "\(JSONText.string(id)):[\n\(items.joined(separator: ",\n"))\n]"
    }
    return "{\"packetwalk-baseline\":1,\"assertions\":{\(assertions.joined(separator: ",\n"))}}\n"
  }

  private static func write(_ result: AssertionResult, _ topology: Topology, _ json: inout JSONText) {
    let assertion = result.assertion
    json.member("id", assertion.id)
    json.member("kind", assertion.kind.rawValue)
    json.member("outcome", result.outcome.rawValue)
    json.member("severity", assertion.severity.word)
    json.member("assertion", PolicyWords.sentence(assertion))
    json.member("why", assertion.why)
    json.member("pairs", result.pairs)
    json.member("known", result.known)
    JSONReport.write(assertion.origin, &json)
    json.member("violations", array: result.violations.map(violation))
    json.member("unknowns", array: result.unknowns.map(violation))
    json.member("fix", strings: PolicyTextReport.fix(result, on: topology))
    for (word, exceptions) in [("excepted", result.excepted), ("expired", result.expired)] {
      json.member(
        word,
        array: exceptions.map { excepted in
          JSONText.object {
            $0.member("reason", excepted.exception.reason)
            $0.member("expires", excepted.exception.expires.description)
            $0.member("pairs", excepted.pairs)
          }
        })
    }
    json.member("unusedExceptions", strings: result.unused.map(\.reason))
  }

  private static func violation(_ violation: Violation) -> String {
    JSONText.object { json in
      json.member("source", raw: side(violation.source))
      json.member("destination", raw: side(violation.destination))
      json.member("services", violation.services)
      json.member("pairs", violation.pairs)
      if let question = violation.witness {
        json.member(
          "witness",
          raw: JSONText.object {
            $0.member("source", question.source)
            $0.member("destination", question.destination)
            $0.member("service", question.service)
            $0.member("because", violation.answer.map(Sentences.because))
          })
      }
      if let decider = violation.decider {
        json.member(
          "decidedBy",
          raw: JSONText.object {
            $0.member("kind", decider.component.kind)
            $0.member("name", decider.component.name)
            $0.member("id", decider.component.id)
            $0.member("side", decider.side)
            $0.member("rule", decider.rule)
            JSONReport.write(decider.origin, &$0)
          })
      }
    }
  }

  private static func side(_ side: Violation.Side) -> String {
    JSONText.object { json in
      json.member("party", side.party)
      json.member("members", strings: side.members)
      json.member("identities", strings: side.identities)
      guard let addresses = side.addresses else { return }
      json.member(addresses.isComplement ? "except" : "addresses", strings: addresses.prefixes)
    }
  }
}
