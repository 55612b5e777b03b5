import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkPolicy
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk test`: does the network do what its policy says?
struct TestCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Hold the network to a policy: what should be reachable, and what not.",
    discussion: """
      Judges every assertion on exact sets: all pairs, all addresses, all services. What goes against one is \
      shown with a packet, the rule that decides about it, and changes after which the assertion holds and no other \
      fails. \
      docs/policy.md explains the file.

      Exit code 0 if all assertions hold, 1 if one fails, 2 for an error in the policy or the topology, 3 if \
      nothing fails but something is unknown.

        packetwalk test policy.yaml -t network.yaml
        packetwalk test policy.yaml -t snapshot/ -o text -o junit=report.xml
        packetwalk test policy.yaml -t snapshot/ --edit 'web-1 +sg:db'
      """)

  @OptionGroup var policy: PolicyArguments

  @OptionGroup var input: TopologyOptions

  @Option(help: ArgumentHelp("Judge these assertions only. Repeatable.", valueName: "id"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "Put up with the violations in this file: only what is in none of them fails.", valueName: "file"),
    completion: .file())
  var baseline: String?

  @Option(
    help: ArgumentHelp("Write the violations that there are to a file for --baseline.", valueName: "file"),
    completion: .file())
  var writeBaseline: String?

  @Flag(help: "Exit with 0 even if assertions fail; input errors exit with 2 all the same.")
  var exitZero = false

  @Flag(inversion: .prefixedNo, help: "Look for changes after which each failed assertion would hold.")
  var fix = true

  @OptionGroup var outputs: OutputArguments

  func validate() throws {
    if baseline != nil, writeBaseline != nil {
      throw ValidationError("--write-baseline writes all there is, so it does not go with --baseline")
    }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let outputs = try outputs.outputs(PolicyFormat.self)
    let day = try self.policy.day()
    let known = try readBaseline()
    let loaded = try input.load(in: terminal).after
    let policy = try self.policy.files.policy(only: only, on: loaded.format)
    let options = try self.policy.walk.reachOptions()
    let network = Network(loaded)
    let report = try Progress.during("judging \(policy.assertions.count) assertions", in: terminal) {
      var judge = PolicyJudge(
        network, options, today: day, unknown: self.policy.unknown, baseline: known, isFixing: fix)
      return try judge.judge(policy)
    }
    for output in outputs {
      try output.write(
        output.format.text(report, on: loaded.topology, output.isFile ? TextStyle() : terminal.style),
        terminal)
    }
    if let writeBaseline {
      try FileOutput.write(PolicyJSONReport.json(report.baseline), to: writeBaseline)
      return .yes
    }
    return exitZero ? .yes : outcome(report)
  }

  private func outcome(_ report: PolicyReport) -> Outcome {
    let counting = report.assertions.filter { $0.assertion.severity >= policy.threshold }
    if counting.contains(where: { $0.outcome == .failed }) { return .no }
    return counting.contains { $0.outcome == .unknownFailed } ? .undetermined : .yes
  }

  private func readBaseline() throws(InputError) -> PolicyBaseline {
    guard let baseline else { return PolicyBaseline() }
    return try PolicyBaseline(reading: ByteInput.read(baseline), file: baseline)
  }
}
