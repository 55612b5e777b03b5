import ArgumentParser
import PacketWalkAnalysis
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkPolicy
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk mutate`: what is a policy worth?
struct MutateCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate", abstract: "Which changes of the network would a policy not notice?",
    discussion: """
      Makes one small change after the other (a rule for the internet, an entry dropped, a way to the internet …), \
      keeps those that open or close a path, and holds each to the policy. What no assertion notices is shown, the \
      worst first, with an assertion that would. docs/mutate.md explains it.

      Exit code 0 for a report, 1 if the policy fails on the network as it is, or the score is below --min-score, \
      2 for an error in the policy or the topology.

        packetwalk mutate policy.yaml -t network.yaml
        packetwalk mutate policy.yaml -t snapshot/ --only rule-source --limit 200 --seed 7
        packetwalk mutate policy.yaml -t network.yaml --min-score 50
      """)

  @OptionGroup var policy: PolicyArguments

  @OptionGroup var input: TopologyOptions

  @Option(
    help: ArgumentHelp(
      "Changes of this kind only: \(Mutant.Kind.allCases.map(\.rawValue).joined(separator: ", ")). Repeatable.",
      valueName: "kind"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Hold changes to these assertions only. Repeatable.", valueName: "id"))
  var assertion: [String] = []

  @Option(help: ArgumentHelp("Try so many changes, chosen by chance where there are more.", valueName: "n"))
  var limit: Int = 1000

  @Option(help: ArgumentHelp("What the choice by chance comes from.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Exit with 1 if less than so many per cent are noticed.", valueName: "percent"))
  var minScore: Int?

  @Flag(
    help: ArgumentHelp(
      "Work out each change from the beginning: much slower, to hold the fast way against.",
      visibility: .hidden))
  var whole = false

  @Flag(help: "One JSON object, schema 1.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number from 1 on") }
    if let minScore, !(0...100).contains(minScore) {
      throw ValidationError("--min-score takes per cent, 0 to 100")
    }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let kinds = try self.kinds()
    let day = try self.policy.day()
    let loaded = try input.load(in: terminal).after
    let policy = try self.policy.files.policy(only: assertion, on: loaded.format)
    let options = try self.policy.walk.reachOptions()
    let network = Network(loaded)
    let mutants = MutationCatalogue.mutants(of: loaded.topology, kinds: kinds)
    let report = try Progress.during("trying \(min(limit, mutants.count)) changes", in: terminal) {
      try MutationJudge(
        policy, on: network, options, today: day, unknown: self.policy.unknown,
        threshold: self.policy.threshold
      ).report(on: mutants, limit: limit, seed: seed, isWhole: whole)
    }
    terminal.write(
      json
        ? MutationJSONReport.json(report, on: loaded.topology) + "\n"
        : MutationTextReport.text(report, on: loaded.topology, terminal.style))
    return outcome(report)
  }

  private func outcome(_ report: MutationReport) -> Outcome {
    guard report.failing.isEmpty else { return .no }
    guard let minScore else { return .yes }
    // Where nothing can be noticed, nothing is.
    return (report.score ?? 0) < minScore ? .no : .yes
  }

  private func kinds() throws(InputError) -> Set<Mutant.Kind> {
    guard !only.isEmpty else { return Set(Mutant.Kind.allCases) }
    var kinds: Set<Mutant.Kind> = []
    for word in only {
      guard let kind = Mutant.Kind(rawValue: word) else {
        let known = Mutant.Kind.allCases.map(\.rawValue)
        let near = nearestNames(to: word, among: known)
        throw InputError(
          .noMatch, "'\(word)' is no kind of change", candidates: near.isEmpty ? known : near)
      }
      kinds.insert(kind)
    }
    return kinds
  }
}
