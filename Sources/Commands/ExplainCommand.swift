import ArgumentParser
import PacketWalkAnalysis
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
        packetwalk explain -t network.yaml web-1 db-1 tcp/5432 --fix --deny
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
    let loaded = try input.load()
    let network = Network(loaded)
    let answers = try network.answers(
      to: question, isExplaining: true, isStrict: arguments.strict, settled: settled,
      respectsHealth: arguments.respectHealth, includingFailover: arguments.failover)
    let report = fix ? try fixes(question, settled, network) : nil
    if arguments.json {
      terminal.write(answers.map { JSONReport.line($0, includingHops: true) + "\n" }.joined())
      if let report { terminal.write(FixJSONReport.line(report, on: loaded.topology) + "\n") }
    } else {
      terminal.write(ExplainReport.text(answers, terminal.style))
      if let report {
        terminal.write("\n" + FixTextReport.text(report, on: loaded.topology, terminal.style) + "\n")
      }
      terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
    }
    return Outcome(answers)
  }

  private func fixes(_ question: Question, _ settled: [Assumption: Bool], _ network: Network) throws
    -> FixReport
  {
    try network.fixes(
      for: question, goal: deny ? .unreachable : .reachable,
      options: WalkOptions(
        isStrict: arguments.strict, settled: settled, respectsHealth: arguments.respectHealth))
  }
}
