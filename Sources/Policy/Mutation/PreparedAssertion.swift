import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkServiceSets

/// An assertion whose members and pairs were found once, to be judged on one revision of a network after the other.
struct PreparedAssertion {
  fileprivate var assertion: PolicyAssertion
  fileprivate var services: ServiceSet
  fileprivate var excused: [AssertionCase.Excused]
  fileprivate var pairs: [PathPairs]
  fileprivate var isEmpty: Bool
  /// What becomes of it on the network as it is.
  fileprivate(set) var before: AssertionResult.Outcome

  /// What becomes of it on the revision. What the revision does not touch does not fail, since it did not before.
  func outcome(
    in paths: inout PathRevisions, _ today: CalendarDate, _ unknown: PolicyAssertion.UnknownRule
  ) -> AssertionResult.Outcome {
    var open = AssertionCase(assertion, services, excused, today)
    // Where any pair is enough, it may be one that the revision has nothing to do with.
    for pairs in pairs {
      for group in paths.groups(of: pairs, all: assertion.quantifier == .any) {
        open.note(group, &paths.table)
      }
    }
    return open.result(&paths.table, unknown, isEmpty: isEmpty).outcome
  }
}

extension PolicyJudge {
  /// Judges an assertion, and keeps what it is about.
  ///
  /// - Throws: what judging it throws.
  mutating func prepared(
    _ assertion: PolicyAssertion, _ unknown: PolicyAssertion.UnknownRule
  ) throws(InputError) -> PreparedAssertion {
    let before = try result(of: assertion)
    var prepared = PreparedAssertion(
      assertion: assertion, services: .none, excused: [], pairs: [], isEmpty: before.isEmpty,
      before: before.outcome)
    for service in assertion.services {
      prepared.services = table.store.union(prepared.services, try services(service, assertion.kind))
    }
    for exception in assertion.exceptions { prepared.excused.append(try excused(exception, assertion)) }
    let marks = AssertionCase(assertion, prepared.services, prepared.excused, today).marks
    for paths in assertion.paths {
      for (sources, destinations) in try sides(of: paths, assertion) {
        prepared.pairs.append(
          table.pairs(
            from: sources, to: destinations, by: assertion.kind == .allow ? .primary : .every,
            tellingApart: marks))
      }
    }
    return prepared
  }
}
