import ArgumentParser
import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk explain`: every hop and every blocker.
struct ExplainCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Every hop, forward and reply; all blockers.",
    discussion: """
      The first blocker in path order decides; what would stop the packet behind it is listed too.

      --fix looks for the smallest set of changes that makes it reachable: each was asked about again, and none has \
      a part that would do. With --deny it is the smallest that lets no request arrive. Routes in use are never \
      redirected. The exit code stays the answer's.

        packetwalk explain -t network.yaml web-1 db-1 tcp/5432
        packetwalk explain -t snapshot/ internet app-1 tcp/443 --through lb:front
        packetwalk explain -t network.yaml web-1 db-1 ssh --fix
        packetwalk explain -t network.yaml web-1 db-1 any --fix --deny
        packetwalk explain -t snapshot/ web-1 db-1 ssh --edit 'web-1 +sg:db'

      With --edit, it is the edited network that is explained, below what the answer was before.
      """)

  @OptionGroup var input: TopologyOptions
  @OptionGroup var arguments: QuestionArguments

  @Flag(help: "The smallest set of changes that makes it reachable.")
  var fix = false

  @Flag(help: "With --fix: the smallest set of changes that cuts it off.")
  var deny = false

  @Option(
    help: ArgumentHelp(
      "Print the best fix alone: as text, yaml, cli (AWS's) or terraform.", valueName: "language"))
  var fixAs: EditLanguage?

  private var isFixing: Bool { fix || fixAs != nil }

  func validate() throws {
    try arguments.requireEnds()
    if deny, !isFixing { throw ValidationError("--deny goes with --fix") }
    if fixAs != nil, arguments.json { throw ValidationError("--fix-as does not go with --json") }
    if isFixing, arguments.failover { throw ValidationError("--fix does not go with --failover") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let question = try arguments.question()
    let settled = try arguments.settled()
    // A fix may be about anybody.
    let edited = try input.load(in: terminal, about: isFixing ? [] : arguments.ends)
    let network = Network(edited.after)
    let options = arguments
    func ask(_ network: Network) throws(InputError) -> [Answer] {
      try network.answers(
        to: question, isExplaining: true, isStrict: options.strict, settled: settled,
        respectsHealth: options.respectHealth, includingFailover: options.failover)
    }
    let answers: [Answer]
    let json: [String]
    var before = ""
    if edited.isEdited {
      let (changes, gone) = try WhatIf(before: Network(edited.before), after: network).changes(asking: ask)
      answers = changes.map(\.answer)
      json = changes.map { JSONReport.line($0, includingHops: true) }
      before = ChangeReport.before(changes, gone: gone, terminal.style)
    } else {
      answers = try ask(network)
      json = answers.map { JSONReport.line($0, includingHops: true) }
    }
    let report =
      isFixing
      ? try Progress.during("looking for the smallest change", in: terminal) {
        try fixes(question, settled, network)
      } : nil
    if let report, let fixAs {
      terminal.write(
        FixPasteReport.text(report, on: network.topology) { fixAs.text($0, on: network.topology) })
    } else if arguments.json {
      terminal.write(json.map { $0 + "\n" }.joined())
      if let report { terminal.write(FixJSONReport.line(report, on: network.topology) + "\n") }
    } else {
      terminal.write(before)
      terminal.write(ExplainReport.text(answers, terminal.style))
      if let report {
        terminal.write("\n" + FixTextReport.text(report, on: network.topology, terminal.style) + "\n")
      }
      terminal.write(Footer.text(edited.after.topology.coverage, terminal.style))
    }
    return Outcome(answers)
  }

  private func fixes(_ question: Question, _ settled: [Assumption: Bool], _ network: Network)
    throws(InputError) -> FixReport
  {
    try network.fixes(
      for: question, goal: deny ? .unreachable : .reachable,
      options: WalkOptions(
        isStrict: arguments.strict, settled: settled, respectsHealth: arguments.respectHealth),
      effects: Effect.ofAll(
        ReachOptions(
          isStrict: arguments.strict, settled: settled, respectsHealth: arguments.respectHealth)))
  }
}
