import ArgumentParser
import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
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

  @Flag(help: "One JSON object.")
  var json = false

  func validate() throws {
    if !list { try input.validateNeeded() }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let checks = try chosen()
    if list {
      terminal.write(LintTextReport.list(terminal.style))
      return .yes
    }
    let edited = try input.load(in: terminal)
    let loaded = edited.after
    let report = try Network(loaded).lint(checks)
    var judged = report.findings
    if edited.isEdited {
      let changes = LintChanges(report, since: try Network(edited.before).lint(checks))
      judged = changes.appeared
      terminal.write(
        json
          ? LintJSONReport.json(report, changes) + "\n"
          : LintChangeReport.text(changes, terminal.style)
            + Footer.text(loaded.topology.coverage, terminal.style))
    } else if json {
      terminal.write(LintJSONReport.json(report) + "\n")
    } else {
      terminal.write(LintTextReport.text(report, terminal.style))
      terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
    }
    guard let least = failOn.severity, judged.contains(where: { $0.severity >= least }) else {
      return .yes
    }
    return .no
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
