import PacketWalkDiagnostics
package import PacketWalkQueries

/// Tells which drafts hold on a network, and names those that do.
package struct DraftJudge {
  private var judge: PolicyJudge
  private var taken: Set<String> = []

  package init(_ network: Network, _ options: ReachOptions, today: CalendarDate) {
    judge = PolicyJudge(network, options, today: today)
  }

  /// Nil for what is about nobody.
  package mutating func outcome(of draft: AssertionDraft) -> AssertionResult.Outcome? {
    let text = "{packetwalk: 1, assertions: [{id: it, \(draft.lines(id: "it")[1].dropFirst(2))}]}"
    guard let policy = try? PolicyReader.read([("draft", Array(text.utf8))]) else { return nil }
    return policy.assertions.first.flatMap { assertion in
      guard let result = try? judge.result(of: assertion), result.pairs > 0 else { return nil }
      return result.outcome
    }
  }

  /// Nil for what does not hold, or is about nobody.
  package mutating func held(_ draft: AssertionDraft) -> PolicyDraft.Item? {
    guard outcome(of: draft) == .held else { return nil }
    let id = draft.id(besides: taken)
    taken.insert(id)
    return PolicyDraft.Item(id: id, draft: draft)
  }
}
