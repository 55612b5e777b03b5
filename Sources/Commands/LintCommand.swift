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

/// `packetwalk lint`: what no one would want.
struct LintCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "What no one would want: open ports, dead rules, lost replies.",
    discussion: """
      Looks for what is open to everybody, what is meant to work and does not, what has no effect and what \
      AWS would refuse. Exit code 0 is a report, whatever it says; --fail-on makes it 1 where there are findings \
      that bad. A finding that is all right is ignored where the topology says so beside the resource, with a \
      reason: lint: {ignore: [{check: unused-group, reason: …}]}.

        packetwalk lint -t network.yaml
        packetwalk lint -t snapshot/ --fail-on error --except unused-group
        packetwalk lint -t snapshot/ --edit 'web-1 +sg:db' --fail-on warning
        packetwalk lint -t network.yaml -o text -o sarif=lint.sarif
        packetwalk lint --list

      With --edit, what appears (+) and goes (-) with the edits; --fail-on looks at what appears.
      """)

  @OptionGroup var input: TopologySource

  @Option(help: ArgumentHelp("Make these checks only, separated by commas. Repeatable.", valueName: "checks"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Leave these checks out, likewise.", valueName: "checks"))
  var except: [String] = []

  @Option(help: "Exit with 1 where there are findings this bad: error, warning, note or none.")
  var failOn: SeverityThreshold = .none

  @Flag(help: "List the checks.")
  var list = false

  @Flag(help: "One JSON object, as -o json.")
  var json = false

  @OptionGroup var outputs: OutputArguments

  enum Format: String, OutputFormat {
    case text
    case json
    case junit
    case sarif
    case github
    case gitlab
    case tap
    case csv

    static let standard = text
  }

  func validate() throws {
    if !list { try input.validateNeeded() }
    if json, !outputs.output.isEmpty { throw ValidationError("--json is -o json; name the formats by -o") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let checks = try chosen()
    if list {
      terminal.write(LintTextReport.list(terminal.style))
      return .yes
    }
    let outputs =
      json ? [Output(format: Format.json, file: nil)] : try outputs.outputs(Format.self)
    let edited = try input.load(in: terminal)
    let loaded = edited.after
    let report = try Network(loaded).lint(checks)
    let changes =
      edited.isEdited ? LintChanges(report, since: try Network(edited.before).lint(checks)) : nil
    for output in outputs {
      let style = output.isFile ? TextStyle() : terminal.style
      try output.write(text(output.format, report, changes, loaded, style), terminal)
    }
    let judged = changes?.appeared ?? report.findings
    guard let least = failOn.severity, judged.contains(where: { $0.severity >= least }) else {
      return .yes
    }
    return .no
  }

  private func text(
    _ format: Format, _ report: LintReport, _ changes: LintChanges?, _ loaded: LoadedTopology,
    _ style: TextStyle
  ) -> String {
    let notices = NoticeList(report, changes, of: loaded.documents)
    return switch format {
    case .text:
      (changes.map { LintChangeReport.text($0, style) } ?? LintTextReport.text(report, style))
        + Footer.text(loaded.topology.coverage, style)
    case .json:
      (changes.map { LintJSONReport.json(report, $0) } ?? LintJSONReport.json(report)) + "\n"
    case .junit: notices.junit(day: "\(CalendarDate(secondsSince1970: Clock.secondsSince1970))")
    case .sarif: notices.sarif(version: CommandLineTool.version) + "\n"
    case .github: notices.github
    case .gitlab: notices.gitlab + "\n"
    case .tap: notices.tap
    case .csv: NoticeList.csv(report, changes)
    }
  }

  private func chosen() throws(InputError) -> Set<LintCheck> {
    let wanted = try Self.checks(only)
    return (only.isEmpty ? Set(LintCheck.allCases) : wanted).subtracting(try Self.checks(except))
  }

  private static func checks(_ lists: [String]) throws(InputError) -> Set<LintCheck> {
    var checks: Set<LintCheck> = []
    for name in lists.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      checks.insert(try LintCheck.named(name.split(separator: " ").joined(separator: " ")))
    }
    return checks
  }
}
