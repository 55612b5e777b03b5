import ArgumentParser
import FoundationEssentials
import PacketWalkCollector
import PacketWalkDiagnostics

/// `packetwalk collect`: a snapshot of live accounts.
struct CollectCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect", abstract: "A snapshot of live accounts, through your own aws command.",
    discussion: """
      Makes the AWS CLI's describe calls, several at a time, and writes their answers to a folder that -t reads. \
      The AWS CLI finds its credentials itself; they are neither read nor written. Secrets (VPN keys, master \
      users) are left out twice: the calls are told not to print them, and nothing of their name is written.

        packetwalk collect -o snapshot --region eu-west-1 --region us-east-1
        packetwalk collect -o snapshot --region all --profile audit
        packetwalk collect -o snapshot --role arn:aws:iam::123456789012:role/reader
        packetwalk collect --print-policy

      A call that is denied or fails leaves its kind of resource unknown, not empty: doctor names it, with the IAM \
      action that it lacks. The exit code is then 4.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder to write to: a new one, or an empty one.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "A Region, or all that the account uses. Repeatable. Without it, that of your configuration.",
      valueName: "region"))
  var region: [String] = []

  @Option(help: ArgumentHelp("A profile of your AWS configuration.", valueName: "name"))
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "Assume this role and collect its account. Repeatable, one an account.", valueName: "arn"))
  var role: [String] = []

  @Option(
    help: ArgumentHelp("The aws command, if it is not the one on the PATH.", valueName: "path"),
    completion: .file())
  var aws: String?

  @Option(help: ArgumentHelp("How many calls to make at a time.", valueName: "number"))
  var parallel = 8

  @Flag(help: "Print the IAM policy that the calls need, and make none.")
  var printPolicy = false

  func validate() throws {
    if printPolicy { return }
    guard output != nil else { throw ValidationError("which folder? Give -o FOLDER") }
    guard 1...64 ~= parallel else { throw ValidationError("--parallel is a number from 1 to 64") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    guard !printPolicy, let output else {
      terminal.write(IAMPolicy.text)
      return .yes
    }
    var options = CollectOptions()
    options.regions = region
    options.profile = profile
    options.roles = role
    options.command = aws
    options.width = parallel
    let collector = try Collector(
      options, environment: ProcessInfo.processInfo.environment, version: CommandLineTool.version)
    // Held back until what was reached is said; what was held back takes effect after that.
    let interruption = Interruption()
    defer { withExtendedLifetime(interruption) {} }
    let report = try collect(collector, output, in: terminal)
    terminal.write(CollectText.summary(report))
    for line in CollectText.gaps(report) { terminal.writeError("packetwalk: \(line)") }
    if report.wasInterrupted {
      let error = InputError(
        .truncated, "interrupted: the folder holds a part, and its manifest says which",
        at: Origin(file: output))
      terminal.writeError(ErrorText.text(error))
      return .inputError
    }
    guard report.calls.contains(where: { $0.call == "ec2 describe-vpcs" && $0.failure == nil }) else {
      throw InputError(
        .empty, "no VPCs could be listed, so that this is a snapshot of nothing", at: Origin(file: output))
    }
    terminal.write("packetwalk doctor -t \(output) says what it holds\n")
    return report.gaps.isEmpty ? .yes : .partial
  }

  /// Collects with a line on the terminal, and looks for Ctrl-C from step to step.
  private func collect(
    _ collector: Collector, _ output: String, in terminal: Terminal
  ) throws(InputError) -> CollectReport {
    var shown = CollectProgress()
    defer { if shown.known > 0 { terminal.writeStatus("\r\u{1B}[2K") } }
    return try collector.collect(into: output) { now in
      guard terminal.isWatched, now != shown else { return }
      shown = now
      terminal.writeStatus("\r\(CollectText.progress(now))")
    } isInterrupted: {
      Interruption.isPending
    }
  }
}
