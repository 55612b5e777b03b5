import PacketWalkForwarding
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkAnalysis
@testable import PacketWalkPolicy
@testable import PacketWalkQueries

/// Mutants of random networks, tried the fast way and each from the beginning: what is real, what of it is noticed, and the
/// worst of what is not have to be the same.
@Suite struct MutationTests {
  static let seed = Environment.value("PACKETWALK_MUTATION_SEED").flatMap { UInt64($0) } ?? 1
  static let iterations = Environment.value("PACKETWALK_MUTATION_ITERATIONS").flatMap(Int.init) ?? 1
  /// Of each network.
  static let mutants = Environment.value("PACKETWALK_MUTATION_MUTANTS").flatMap(Int.init) ?? 9
  static let assertions = 10
  /// Those that are tried the fast way.
  static let kinds: Set<Mutant.Kind> = [.ruleSource, .rulePorts, .ruleDrop, .ruleAdd, .accessList, .route]

  @Test func theFastWayFindsWhatTheSlowWayFinds() throws {
    let today = try #require(CalendarDate("2026-01-01"))
    var alike = 0
    var (fast, slow, real, noticed, unnoticed, judged, failed) = (0, 0, 0, 0, 0, 0, 0)
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let network = Network(generator.makeNamed())
      let policy = try Self.policy(network, today, &generator.random)
      var whole = WholeTrials(network, ReachOptions(), today: today, unknown: .fail)
      var quick = RevisedTrials(network, ReachOptions(), today: today, unknown: .fail)
      // Some that are taken for real, and fewer of those that are not.
      var left = (real: Self.mutants * 2 / 3, other: Self.mutants - Self.mutants * 2 / 3)
      var sample: [Mutant] = []
      for mutant in MutationCatalogue.mutants(of: network.topology, kinds: Self.kinds).shuffled(
        using: &generator.random)
      {
        guard quick.begin(mutant), !quick.isWhole else {
          slow += 1
          continue
        }
        fast += 1
        if quick.isReal() {
          guard left.real > 0 else { continue }
          left.real -= 1
        } else {
          guard left.other > 0 else { continue }
          left.other -= 1
        }
        sample.append(mutant)
      }
      for mutant in sample {
        let place: Comment = "seed \(seed) \(mutant.kind) \(mutant.edits)"
        let canBegin = whole.begin(mutant)
        #expect(quick.begin(mutant) == canBegin, place)
        guard canBegin, !quick.isWhole else { continue }
        let isReal = whole.isReal()
        #expect(quick.isReal() == isReal, place)
        var isNoticed = false
        for assertion in policy {
          let outcome = whole.outcome(of: assertion)
          let found = quick.outcome(of: assertion)
          judged += 1
          // Of what doesn't fail, what is not touched may be excepted or put up with as well.
          let fails = outcome == .failed || outcome == .unknownFailed
          #expect(
            (found == .failed || found == .unknownFailed) == fails,
            "\(place) \(assertion.kind) \(assertion.paths) \(outcome as Any) \(found as Any)")
          if fails {
            failed += 1
            #expect(found == outcome, place)
            isNoticed = true
          }
        }
        guard isReal else {
          #expect(!isNoticed, place)
          continue
        }
        real += 1
        if isNoticed { noticed += 1 } else { unnoticed += 1 }
        let worst = (whole.effect(), quick.effect())
        let known = try #require(worst.0)
        let effect = try #require(worst.1, place)
        #expect(effect.order == known.order && effect.kind == known.kind, "\(place) \(effect) \(known)")
        if try !isShown(effect, of: mutant, in: network) { alike += 1 }
      }
    }
    #expect(alike * 5 <= real, "\(alike) examples fare alike")
    print(
      "\(fast) fast, \(slow) slow; \(real) real, \(noticed) noticed, \(unnoticed) not; \(judged) assertions, \(failed) fail"
    )
    #expect(fast > 5 * Self.iterations && real > 0 && noticed > 0 && unnoticed > 0 && failed > 0)
  }

  /// Whether the example fares otherwise; by another of the ends' addresses it may fare alike.
  private func isShown(_ effect: MutationEffect, of mutant: Mutant, in network: Network) throws -> Bool {
    guard effect.kind == .opens || effect.kind == .closes, let question = effect.example else { return true }
    let other = Network(try network.topology.applying(mutant.edits))
    return try network.answers(to: question).map(\.verdict) != other.answers(to: question).map(\.verdict)
  }

  /// Assertions that hold.
  private static func policy(
    _ network: Network, _ today: CalendarDate, _ random: inout SplitMix64
  ) throws -> [PolicyAssertion] {
    let hosts = network.topology.networkInterfaces.filter { !$0.kind.isGateway && !$0.addresses.isEmpty }
      .map(\.id.rawValue)
    let groups = network.topology.securityGroups.map { "sg:\($0.id.rawValue)" }
    var judge = PolicyJudge(network, today: today)
    var held: [PolicyAssertion] = []
    for number in 0..<20 * Self.assertions where held.count < Self.assertions {
      let ends = hosts + groups + ["internet", "\"*\""]
      guard let source = ends.randomElement(using: &random),
        let destination = ends.randomElement(using: &random),
        let service = ["tcp/443", "tcp/22", "tcp", "udp/53", "icmp/8", "any"].randomElement(using: &random),
        let kind = PolicyAssertion.Kind.allCases.randomElement(using: &random)
      else { continue }
      let quantifier = kind == .allow && number.isMultiple(of: 3) ? ", quantifier: any" : ""
      let text =
        "{packetwalk: 1, assertions: [{id: a\(number), \(kind): {from: \(source), to: \(destination), on: \(service)}\(quantifier)}]}"
      guard let assertion = try? PolicyReader.read(text).assertions.first,
        (try? judge.result(of: assertion))?.outcome == .held
      else { continue }
      held.append(assertion)
    }
    return held
  }
}
