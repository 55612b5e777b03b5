public import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
public import PacketWalkPolicy
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

  @Argument(
    help: ArgumentHelp("Policy files; what one declares is known in all.", valueName: "policy"),
    completion: .file())
  var policies: [String]

  @OptionGroup var input: TopologyOptions

  @Option(help: ArgumentHelp("Judge these assertions only. Repeatable.", valueName: "id"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "What becomes of assertions of which the input doesn't tell: pass, warn or fail.", valueName: "rule"))
  var unknown: PolicyAssertion.UnknownRule = .fail

  @Option(help: "The least severity that fails the run: error, warning, note or none.")
  var failOn: SeverityThreshold = .error

  @Option(help: ArgumentHelp("The day for exceptions' ends, such as 2027-06-30; today's.", valueName: "day"))
  var today: String?

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

  @OptionGroup var walk: WalkArguments

  @OptionGroup var outputs: OutputArguments

  func validate() throws {
    if baseline != nil, writeBaseline != nil {
      throw ValidationError("--write-baseline writes all there is, so it does not go with --baseline")
    }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let outputs = try outputs.outputs(PolicyFormat.self)
    let policy = try chosen(readPolicy())
    let day = try self.day()
    let known = try readBaseline()
    let loaded = try input.load(in: terminal).after
    let options = try walk.reachOptions()
    let network = Network(loaded)
    let report = try Progress.during("judging \(policy.assertions.count) assertions", in: terminal) {
      var judge = PolicyJudge(
        network, options, today: day, unknown: unknown, baseline: known, isFixing: fix)
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
    guard let least = failOn.severity else { return .yes }
    let counting = report.assertions.filter { $0.assertion.severity >= least }
    if counting.contains(where: { $0.outcome == .failed }) { return .no }
    return counting.contains { $0.outcome == .unknownFailed } ? .undetermined : .yes
  }

  private func readBaseline() throws(InputError) -> PolicyBaseline {
    guard let baseline else { return PolicyBaseline() }
    return try PolicyBaseline(reading: ByteInput.read(baseline), file: baseline)
  }

  private func readPolicy() throws(InputError) -> Policy {
    var files: [(name: String, bytes: [UInt8])] = []
    for path in policies { files.append((path, try ByteInput.read(path))) }
    return try PolicyReader.read(files)
  }

  private func chosen(_ policy: Policy) throws(InputError) -> Policy {
    guard !only.isEmpty else { return policy }
    let known = policy.assertions.map(\.id)
    for id in only where !known.contains(id) {
      let near = nearestNames(to: id, among: known)
      throw InputError(.noMatch, "no assertion has the id '\(id)'", candidates: near.isEmpty ? known : near)
    }
    var chosen = policy
    chosen.assertions = policy.assertions.filter { only.contains($0.id) }
    return chosen
  }

  private func day() throws(InputError) -> CalendarDate {
    guard let today else { return CalendarDate(secondsSince1970: Clock.secondsSince1970) }
    guard let day = CalendarDate(today) else {
      throw InputError(.malformed, "--today takes a day such as 2027-06-30, not '\(today)'")
    }
    return day
  }
}

extension PolicyAssertion.UnknownRule: ExpressibleByArgument {}
