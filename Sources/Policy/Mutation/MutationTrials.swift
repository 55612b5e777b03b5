import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries

/// A network on which mutants are tried, one after the other.
protocol MutationTrials: Sendable {
  /// What becomes of an assertion on the network as it is, in full.
  ///
  /// - Throws: an `InputError` for one that can't be judged.
  mutating func result(of assertion: PolicyAssertion) throws(InputError) -> AssertionResult

  /// Makes the mutant the one that is asked about; false where its edits can't be applied.
  mutating func begin(_ mutant: Mutant) -> Bool

  /// Whether it changes any path.
  mutating func isReal() -> Bool

  /// The worst that it opens or closes; nil where it changes no path.
  mutating func effect() -> MutationEffect?

  /// What becomes of an assertion on the mutant; nil where it can't be judged, since a selector holds nobody.
  mutating func outcome(of assertion: PolicyAssertion) -> AssertionResult.Outcome?

  /// The same on the network as it is.
  mutating func outcomeBefore(of assertion: PolicyAssertion) -> AssertionResult.Outcome?

  /// Who sends anything to a selector's members as the network is, by party; nil for a selector that is none.
  mutating func senders(to selector: String) -> [String]?
}
