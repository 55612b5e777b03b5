import ArgumentParser
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
      """)

  @OptionGroup var input: TopologyOptions
  @OptionGroup var arguments: QuestionArguments

  func validate() throws { try arguments.requireEnds() }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let question = try arguments.question()
    let settled = try arguments.settled()
    let loaded = try input.load()
    let answers = try Network(loaded).answers(
      to: question, isExplaining: true, isStrict: arguments.strict, settled: settled,
      respectsHealth: arguments.respectHealth, includingFailover: arguments.failover)
    if arguments.json {
      terminal.write(answers.map { JSONReport.line($0, includingHops: true) + "\n" }.joined())
    } else {
      terminal.write(ExplainReport.text(answers, terminal.style))
      terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
    }
    return Outcome(answers)
  }
}
