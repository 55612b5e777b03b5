import PacketWalkDiagnostics
package import PacketWalkPolicy
import PacketWalkQueries

/// What is wrong with a policy itself.
package enum PolicyFlawReport {
  package static func text(_ flaws: [PolicyFlaw], of policy: Policy, _ style: TextStyle) -> String {
    var page = Page(style)
    for flaw in flaws {
      page.line(
        [Span("\(flaw.kind.rawValue)  ", flaw.kind.isError ? .strong : .doubtful)],
        [Span(flaw.message), Span("  \(flaw.origin.fileAndLine)", .faint)], hang: 4)
    }
    if !flaws.isEmpty { page.gap() }
    let errors = flaws.count(where: \.kind.isError)
    let tally =
      flaws.isEmpty
      ? "nothing wrong" : "\(counted(errors, "error")), \(counted(flaws.count - errors, "note"))"
    page.line(0, "\(counted(policy.assertions.count, "assertion")): \(tally)", .strong)
    return page.text
  }

  package static func json(_ flaws: [PolicyFlaw], of policy: Policy) -> String {
    JSONText.object { json in
      json.member("schema", 1)
      json.member("assertions", policy.assertions.count)
      json.member(
        "flaws",
        array: flaws.map { flaw in
          JSONText.object {
            $0.member("kind", flaw.kind.rawValue)
            $0.member("isError", flaw.kind.isError)
            $0.member("names", strings: flaw.names)
            $0.member("message", flaw.message)
            JSONReport.write(flaw.origin, &$0)
          }
        })
    }
  }
}
