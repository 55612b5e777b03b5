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

/// `packetwalk diff`: what opens and closes between two networks, and why.
struct DiffCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What opens and closes between two networks, and the change that causes it.",
    discussion: """
      Compares all with all in both, exactly. A plan alone is its own before and after. A change is to blame if it \
      makes the difference alone, or if there is none without it; else the smallest set that was found. Resources are \
      matched by their identifiers, else by their address in a plan, their name or all that they say. Of a path that \
      closes it says what becomes of sessions that exist. The exit code is 0; with --exit-code it is 1 where a path opens or closes.

        packetwalk diff plan.json
        packetwalk diff snapshot/ network.yaml --exit-code
      """)

  @Argument(
    help: ArgumentHelp("The network before: anything that -t takes.", valueName: "old"), completion: .file())
  var old: String

  @Argument(
    help: ArgumentHelp("The network after; for a plan it may be left out.", valueName: "new"),
    completion: .file())
  var new: String?

  @OptionGroup var values: ParameterArguments

  @Option(
    help: ArgumentHelp(
      "Group by sg, subnet, vpc, tag:KEY or interface.", valueName: "sg|subnet|vpc|tag:KEY|interface"))
  var by: ReachGrouping = .init(grouping: .securityGroup)

  @OptionGroup var walk: WalkArguments

  @Flag(help: "Write out every kind of path, not only the first few of each cause where there are over 40.")
  var all = false

  @Flag(help: "Exit with 1 where a path opens or closes, or an interface comes or goes.")
  var exitCode = false

  @OptionGroup var outputs: OutputArguments

  enum Format: String, OutputFormat {
    case text
    case json
    case junit
    case sarif
    case github
    case gitlab
    case tap
    case markdown
    case csv

    static let standard = text
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let outputs = try outputs.outputs(Format.self)
    let options = try walk.reachOptions(by: by.grouping)
    let both = try BeforeAndAfter(old: old, new: new, parameters: try values.read())
    let diff = Progress.during("comparing all with all, before and after", in: terminal) {
      let (before, after) = both.networks
      return before.diff(to: after, options)
    }
    for output in outputs {
      switch output.format {
      case .text:
        let style = output.isFile ? TextStyle() : terminal.style
        try output.write(
          DiffTextReport.text(diff, style, isWhole: all) + Footer.text(both.after.topology.coverage, style),
          terminal)
      case .markdown: try output.write(DiffMarkdownReport.text(diff), terminal)
      case .json: try output.write(DiffJSONReport.json(diff) + "\n", terminal)
      case .csv: try output.write(NoticeList.csv(diff), terminal)
      case .junit:
        try output.write(
          notices(diff).junit(day: "\(CalendarDate(secondsSince1970: Clock.secondsSince1970))"), terminal)
      case .sarif: try output.write(notices(diff).sarif(version: CommandLineTool.version) + "\n", terminal)
      case .github: try output.write(notices(diff).github, terminal)
      case .gitlab: try output.write(notices(diff).gitlab + "\n", terminal)
      case .tap: try output.write(notices(diff).tap, terminal)
      }
    }
    return exitCode && !diff.isEmpty ? .no : .yes
  }

  private func notices(_ diff: NetworkDiff) -> NoticeList {
    NoticeList(diff, of: [old, new].compactMap(\.self))
  }
}
