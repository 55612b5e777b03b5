package import PacketWalkAnalysis
package import PacketWalkDiagnostics

/// What there is to know about a check of `lint`: the catalogue's entry for it.
package struct LintCheckEntry: Sendable {
  package let check: LintCheck
  /// What its findings are, the worst first.
  package let severities: [Finding.Severity]
  /// What it reports, in one phrase.
  package let title: String
  /// Why nobody would want that, and where it stays silent.
  package let reason: String
  /// What to do about it.
  package let remedy: String
  /// The rules of AWS that it rests on, by their identifiers in `docs/rules.md`.
  package let rules: [String]

  /// All entries, in the order of checks.
  package static let all = LintCheck.allCases.map(of)
}
