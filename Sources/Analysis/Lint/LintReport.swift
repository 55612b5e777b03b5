package import PacketWalkTopology

/// What `lint` found: values only.
package struct LintReport: Sendable {
  /// A finding that somebody wrote an exception for, and the exception.
  package struct Ignored: Hashable, Sendable {
    package var finding: LintFinding
    package var exception: LintException
  }

  /// The checks that were made, in their order.
  package var checks: [LintCheck]
  /// The worst first; then in the order of checks and of the input.
  package var findings: [LintFinding]
  package var ignored: [Ignored]
}
