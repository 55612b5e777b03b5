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

      --fix looks for the smallest set of changes that makes it reachable, asks again with them, and shows none of
      which a part would do; with --deny, for the smallest that lets no request arrive. The exit code stays the answer's.

        packetwalk explain -t network.yaml web-1 db-1 tcp/5432
        packetwalk explain -t snapshot/ internet app-1 tcp/443 --through lb:front
        packetwalk explain -t network.yaml web-1 db-1 ssh --fix
        packetwalk explain -t snapshot/ web-1 db-1 ssh --edit 'web-1 +sg:db'

      With --edit, it is the edited network that is explained, below what the answer was before.
      """)

  @OptionGroup var input: TopologyOptions
  @OptionGroup var arguments: QuestionArguments

  @Flag(help: "The smallest set of changes that makes it reachable.")
  var fix = false

  @Flag(help: "With --fix: the smallest set of changes that cuts it off.")
  var deny = false

  func validate() throws {
    try arguments.requireEnds()
    if deny, !fix { throw ValidationError("--deny goes with --fix") }
    if fix, arguments.failover { throw ValidationError("--fix does not go with --failover") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let question = try arguments.question()
    let settled = try arguments.settled()
    let edited = try input.load(in: terminal)
    let loaded = edited.after
    let options = arguments
    func answers(_ network: Network) throws(InputError) -> [Answer] {
      try network.answers(
        to: question, isExplaining: true, isStrict: options.strict, settled: settled,
        respectsHealth: options.respectHealth, includingFailover: options.failover)
    }
    guard !edited.isEdited else {
      let (changes, gone) = try WhatIf(edited).changes(asking: answers)
      if arguments.json {
        terminal.write(changes.map { JSONReport.line($0, includingHops: true) + "\n" }.joined())
        if fix { try writeFixes(question, settled, Network(loaded), in: terminal) }
      } else {
        terminal.write(ChangeReport.before(changes, gone: gone, terminal.style))
        terminal.write(ExplainReport.text(changes.map(\.answer), terminal.style))
        if fix { try writeFixes(question, settled, Network(loaded), in: terminal) }
        terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
      }
      return Outcome(changes.map(\.answer))
    }
    let network = Network(loaded)
    let answers = try answers(network)
    if arguments.json {
      terminal.write(answers.map { JSONReport.line($0, includingHops: true) + "\n" }.joined())
      if fix { try writeFixes(question, settled, network, in: terminal) }
    } else {
      terminal.write(ExplainReport.text(answers, terminal.style))
      if fix { try writeFixes(question, settled, network, in: terminal) }
      terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
    }
    return Outcome(answers)
  }

  /// Looks for changes of the network and writes them.
  private func writeFixes(
    _ question: Question, _ settled: [Assumption: Bool], _ network: Network, in terminal: Terminal
  ) throws(InputError) {
    let report = try network.fixes(
      for: question, goal: deny ? .unreachable : .reachable,
      options: WalkOptions(
        isStrict: arguments.strict, settled: settled, respectsHealth: arguments.respectHealth))
    if arguments.json {
      terminal.write(FixJSONReport.line(report, on: network.topology) + "\n")
    } else {
      terminal.write("\n" + FixTextReport.text(report, on: network.topology, terminal.style) + "\n")
    }
  }
}
