package import PacketWalkDiagnostics
package import PacketWalkQueries

/// Something in a network that nobody would want.
package struct LintFinding: Hashable, Sendable {
  package var check: LintCheck
  package var severity: Finding.Severity
  /// What it is about.
  package var resource: Component
  /// One sentence without a full stop.
  package var message: String
  /// The rules, routes and resources that show it.
  package var evidence: [LintEvidence]
  /// What to do about it: one sentence without a full stop.
  package var fix: String
}

/// A rule, a route or a resource that shows a finding, in its own words.
package struct LintEvidence: Hashable, Sendable {
  package var text: String
  package var origin: Origin

  package init(_ text: String, _ origin: Origin) {
    self.text = text
    self.origin = origin
  }
}
