import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkFormats
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

        packetwalk explain -t network.yaml web-1 db-1 tcp/5432
        packetwalk explain -t snapshot/ internet app-1 tcp/443 --through lb:front
        packetwalk explain -t snapshot/ web-1 db-1 ssh --edit 'web-1 +sg:db'

      With --edit, it is the edited network that is explained, below what the answer was before.
      """)

  @OptionGroup var input: TopologyOptions
  @OptionGroup var arguments: QuestionArguments

  func validate() throws { try arguments.requireEnds() }

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
      } else {
        terminal.write(ChangeReport.before(changes, gone: gone, terminal.style))
        terminal.write(ExplainReport.text(changes.map(\.answer), terminal.style))
        terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
      }
      return Outcome(changes.map(\.answer))
    }
    let answers = try answers(Network(loaded))
    if arguments.json {
      terminal.write(answers.map { JSONReport.line($0, includingHops: true) + "\n" }.joined())
    } else {
      terminal.write(ExplainReport.text(answers, terminal.style))
      terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
    }
    return Outcome(answers)
  }
}
