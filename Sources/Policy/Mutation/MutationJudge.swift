import PacketWalkAddressing
package import PacketWalkAnalysis
package import PacketWalkDiagnostics
package import PacketWalkQueries

/// Finds out which changes of a network a policy would notice.
package struct MutationJudge {
  private let policy: Policy
  private let network: Network
  private let options: ReachOptions
  private let today: CalendarDate
  private let unknown: PolicyAssertion.UnknownRule
  private let threshold: Finding.Severity

  /// - Parameters:
  ///   - unknown: what becomes of assertions that say nothing of their own about what the input doesn't tell.
  ///   - threshold: the least severity of an assertion whose failure is noticed.
  package init(
    _ policy: Policy, on network: Network, _ options: ReachOptions = ReachOptions(), today: CalendarDate,
    unknown: PolicyAssertion.UnknownRule = .fail, threshold: Finding.Severity = .error
  ) {
    (self.policy, self.network, self.options) = (policy, network, options)
    (self.today, self.unknown, self.threshold) = (today, unknown, threshold)
  }

  /// Tries mutants.
  ///
  /// - Parameters:
  ///   - mutants: all of the network's.
  ///   - limit: how many are tried, chosen by chance from the seed where there are more.
  ///   - isWhole: whether each is worked out from the beginning: the slow way, to hold the other against.
  /// - Throws: an `InputError` for a policy that can't be judged on the network as it is.
  package func report(
    on mutants: [Mutant], limit: Int = .max, seed: UInt64 = 1, isWhole: Bool = false
  ) throws(InputError) -> MutationReport {
    isWhole
      ? try report(on: mutants, limit, seed, WholeTrials(network, options, today: today, unknown: unknown))
      : try report(on: mutants, limit, seed, RevisedTrials(network, options, today: today, unknown: unknown))
  }

  private func report(
    on mutants: [Mutant], _ limit: Int, _ seed: UInt64, _ trials: some MutationTrials
  ) throws(InputError) -> MutationReport {
    var trials = trials
    var failing: [AssertionResult] = []
    for assertion in policy.assertions {
      let result = try trials.result(of: assertion)
      if result.isFailure, counts(assertion) { failing.append(result) }
    }
    var report = MutationReport(
      failing: failing, mutants: mutants.count, tried: 0, seed: seed, outcomes: [:], survivors: [])
    guard failing.isEmpty else { return report }
    let sample = MutantSample.sample(mutants, limit: limit, seed: seed)
    report.tried = sample.count
    let outcomes = outcomes(of: sample, trials)
    for (mutant, outcome) in zip(sample, outcomes) {
      switch outcome {
      case .equivalent: report.outcomes[mutant.kind, default: .init()].equivalent += 1
      case .noticed: report.outcomes[mutant.kind, default: .init()].noticed += 1
      case .survived(let effect, let remedy):
        report.outcomes[mutant.kind, default: .init()].survived += 1
        report.survivors.append(
          MutationReport.Survivor(mutant: mutant, effect: effect, remedy: remedy))
      }
    }
    // Of equals the first in the topology's order comes first.
    let order = report.survivors.indices.sorted { left, right in
      let (one, other) = (report.survivors[left].effect.order, report.survivors[right].effect.order)
      return one == other ? left < right : one < other
    }
    report.survivors = order.map { report.survivors[$0] }
    return report
  }

  private func counts(_ assertion: PolicyAssertion) -> Bool { assertion.severity >= threshold }

  /// What becomes of each, by several threads where there are many: as many runs, since each keeps what it finds out.
  private func outcomes<Trials: MutationTrials>(of mutants: [Mutant], _ trials: Trials) -> [MutationOutcome] {
    let run = MutationRun(trials, policy, counting: policy.assertions.filter(counts))
    let runs = SharedPool<MutationRun<Trials>>()
    let threads = mutants.count < Self.threadsMinimum ? 1 : 64
    return parallelMap(mutants, threads: threads, chunk: 1) { mutant in
      var own = runs.take() ?? run
      defer { runs.give(own) }
      return own.outcome(of: mutant)
    }
  }

  /// Fewer than these are not worth a second run.
  private static var threadsMinimum: Int { 64 }
}

/// What becomes of one mutant.
enum MutationOutcome: Sendable {
  case equivalent
  case noticed
  case survived(MutationEffect, Remedy?)
}
