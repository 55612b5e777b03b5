import PacketWalkDiagnostics
import PacketWalkQueries

/// What edits change in what `lint` finds.
package struct LintChanges: Sendable {
  /// Findings of the edited network that were none before.
  package var appeared: [LintFinding]
  /// Findings that are none any more.
  package var gone: [LintFinding]
  /// How many stay.
  package var unchanged: Int

  package init(_ after: LintReport, since before: LintReport) {
    let (old, new) = (Set(before.findings.map(\.withoutOrigins)), Set(after.findings.map(\.withoutOrigins)))
    appeared = after.findings.filter { !old.contains($0.withoutOrigins) }
    gone = before.findings.filter { !new.contains($0.withoutOrigins) }
    unchanged = after.findings.count - appeared.count
  }
}

extension LintFinding {
  /// What it says, wherever that was read.
  fileprivate var withoutOrigins: LintFinding {
    var finding = self
    finding.resource.origin = .implied
    finding.evidence = evidence.map { LintEvidence($0.text, .implied) }
    return finding
  }
}
