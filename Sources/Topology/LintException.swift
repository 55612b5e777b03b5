package import PacketWalkDiagnostics

/// What somebody wrote beside a resource so that `lint` counts a finding about it as known.
package struct LintException: Hashable, Sendable {
  /// The check's identifier, such as `unused-group`.
  package var check: String
  /// Why it is all right; never empty.
  package var reason: String
  /// Where it was read.
  package var origin: Origin

  package init(check: String, reason: String, origin: Origin = .implied) {
    self.check = check
    self.reason = reason
    self.origin = origin
  }
}
