import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkServiceSets

/// An assertion whose members and pairs were found: to be judged once, or on one revision of a network after the other.
struct PreparedAssertion: Sendable {
  var assertion: PolicyAssertion
  var services: ServiceSet
  var excused: [AssertionCase.Excused]
  var pairs: [PathPairs] = []
  /// Pairs with a load balancer in front of receivers.
  var proxied: [(proxy: AssertionCase.Proxy, pairs: PathPairs)] = []
  /// Whether one side holds nobody, which it allows.
  var isEmpty = false

  init(_ assertion: PolicyAssertion, _ services: ServiceSet, _ excused: [AssertionCase.Excused]) {
    (self.assertion, self.services, self.excused) = (assertion, services, excused)
  }

  /// What becomes of it in full.
  ///
  /// - Throws: an `InputError` if it is about no pair.
  func result(
    in table: inout PathTable, _ today: CalendarDate, _ unknown: PolicyAssertion.UnknownRule
  ) throws(InputError) -> AssertionResult {
    var open = AssertionCase(assertion, services, excused, today)
    for pairs in pairs { table.visit(pairs, touchedBy: nil) { open.note($0, &$1) } }
    for (proxy, pairs) in proxied { table.visit(pairs, touchedBy: nil) { open.note($0, by: proxy, &$1) } }
    // Where everybody may, `only` holds of nobody else.
    guard open.pairs > 0 || isEmpty || assertion.kind == .only else {
      throw InputError(
        .noMatch,
        "assertion “\(assertion.id)” is about no pair: both sides are one member, or share no address family",
        at: assertion.origin)
    }
    return open.result(&table, unknown, isEmpty: isEmpty && open.pairs == 0)
  }

  /// What becomes of it on a revision. What that does not touch does not fail, if it did not before.
  func outcome(
    in paths: inout PathRevisions, _ today: CalendarDate, _ unknown: PolicyAssertion.UnknownRule
  ) -> AssertionResult.Outcome {
    var open = AssertionCase(assertion, services, excused, today, isBrief: true)
    // Where any pair is enough, it may be one that the revision has nothing to do with.
    for pairs in pairs {
      paths.visit(pairs, all: assertion.quantifier == .any) { open.note($0, &$1) }
    }
    for (proxy, pairs) in proxied { paths.visit(pairs, all: false) { open.note($0, by: proxy, &$1) } }
    return open.outcome(unknown)
  }
}
