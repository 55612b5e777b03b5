import PacketWalkAnalysis

/// Mutants tried one after the other, with what is kept between them.
struct MutationRun<Trials: MutationTrials>: Sendable {
  private var trials: Trials
  /// Those whose failure counts.
  private let assertions: [PolicyAssertion]
  private let ids: Set<String>
  /// By selector; an empty list for those that can't be named.
  private var senders: [String: [String]] = [:]
  /// Assertions of remedies that hold on the network as it is; nil for those that don't.
  private var known: [Remedy: PolicyAssertion?] = [:]

  /// More parties than these are no list that anybody reads.
  private static var sendersNamed: Int { 6 }

  init(_ trials: Trials, _ policy: Policy, counting assertions: [PolicyAssertion]) {
    self.trials = trials
    self.assertions = assertions
    ids = Set(policy.assertions.map(\.id))
  }

  mutating func outcome(of mutant: Mutant) -> MutationOutcome {
    // What can't be applied changes nothing.
    guard trials.begin(mutant), trials.isReal() else { return .equivalent }
    for assertion in assertions where isNoticed(trials.outcome(of: assertion)) { return .noticed }
    guard let effect = trials.effect() else { return .equivalent }
    return .survived(effect, remedy(for: effect))
  }

  /// Judging that comes to an error fails the gate as well.
  private func isNoticed(_ outcome: AssertionResult.Outcome?) -> Bool {
    outcome == nil || outcome == .failed || outcome == .unknownFailed
  }

  // MARK: Remedies

  private mutating func remedy(for effect: MutationEffect) -> Remedy? {
    for selector in RemedyCandidates.selectors(effect.destination) { name(sendersTo: selector) }
    let senders = self.senders
    let candidates = RemedyCandidates(senders: { senders[$0] }, taken: ids).candidates(for: effect)
    return candidates.first { remedy in
      guard let assertion = assertion(of: remedy) else { return false }
      let outcome = trials.outcome(of: assertion)
      return outcome == .failed || outcome == .unknownFailed
    }
  }

  private mutating func name(sendersTo selector: String) {
    guard senders[selector] == nil else { return }
    let parties = trials.senders(to: selector) ?? []
    let named = parties.compactMap { RemedyCandidates.selectors($0).first }
    let isWhole = named.count == parties.count
    let list = Set(named).sorted()
    senders[selector] = isWhole && list.count <= Self.sendersNamed ? list : []
  }

  /// The remedy's assertion, if it can be read and holds on the network as it is.
  private mutating func assertion(of remedy: Remedy) -> PolicyAssertion? {
    if let known = known[remedy] { return known }
    let text = (["packetwalk: 1", "assertions:"] + remedy.lines.map { "  " + $0 }).joined(separator: "\n")
    let policy = try? PolicyReader.read([("suggestion", Array(text.utf8))])
    let assertion = policy?.assertions.first
    let holds = assertion.map { trials.outcomeBefore(of: $0) == .held } ?? false
    let made = holds ? assertion : nil
    known[remedy] = .some(made)
    return made
  }
}
