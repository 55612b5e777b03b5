import ArgumentParser
import PacketWalkByteInput
import PacketWalkCollector
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReplay
import PacketWalkReports

/// `packetwalk replay`: what flow logs recorded, beside what the model says.
struct ReplayCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract:
      "Hold flow logs and captures against the topology: what agrees, what doesn't, which rules nothing uses.",
    discussion: """
      Reads flow logs of any version and custom format as text, packed or not, in folders as S3 has them, and as \
      CloudWatch, Firehose and Logs Insights give them; Parquet through DuckDB's pipe, which it names. Each record is \
      held against what the groups and the access list say at the interface that logged it: routes and the far end \
      play no part in a flow log. A record that may be an answer counts as one if its request stands in any of the \
      files, and is left undecided else. A capture (pcap, pcapng) has no verdicts: what came in had been let pass, \
      and so had what was answered; it contradicts a topology that stops such a flow. Exit code 0 is a report; --min-score makes it 1.

      Of more than one machine reads, --partial writes what a part of the records comes to as lines of JSON, and \
      packetwalk replay merge FILES makes of them the report that one process would have printed (docs/scale.md).

        packetwalk replay flows.log -t snapshot/
        packetwalk replay AWSLogs/ -t snapshot/ --hits --min-score 99
        packetwalk replay flows.log -t snapshot/ --paths
        packetwalk replay web-1.pcap -t snapshot/ --at web-1
        packetwalk replay - -t snapshot/ --fields '${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${action}'
      """)

  @Argument(
    help: ArgumentHelp(
      "Files, folders, or - for standard input; merge and partial results.", valueName: "flows"),
    completion: .file())
  var flows: [String]

  @OptionGroup var input: TopologyOptions

  @OptionGroup var reading: FlowReadingArguments

  @Option(
    help: ArgumentHelp(
      "The interface at which captures were taken, by identifier or name.", valueName: "interface"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "Read of captures what tcpdump's filter lets pass (a build with libpcap).", valueName: "filter"))
  var bpf: String?

  @Flag(
    help:
      "List every rule with the flows that it let pass, every route and gateway with the records that took it."
  )
  var hits = false

  @Flag(help: "Follow what was sent over the interfaces that logged it, and show where it died.")
  var paths = false

  @Option(
    help: ArgumentHelp("Write out so many records of each file with what decides them.", valueName: "n"))
  var list: Int = 0

  @Option(
    help: ArgumentHelp("Exit with 1 if less than so many per cent agree.", valueName: "percent"))
  var minScore: Double?

  @Flag(help: "Write lines of JSON that packetwalk replay merge takes, not a report.")
  var partial = false

  @Flag(
    help:
      "With merge --partial: all lines of these buckets are here, so that nothing in them waits for others.")
  var settled = false

  @Flag(help: "One JSON object, schema 1.")
  var json = false

  func validate() throws {
    if !(0...100_000).contains(list) { throw ValidationError("--list takes a number from 0 to 100000") }
    if paths, minScore != nil || hits || list > 0 || at != nil || bpf != nil || partial || isMerge {
      throw ValidationError(
        "--paths does not go with merge, --partial, --hits, --list, --min-score, --at and --bpf")
    }
    if partial, list > 0 || minScore != nil || hits || json {
      throw ValidationError("--partial writes no report: --list, --hits, --json and --min-score are merge's")
    }
    if flows == ["merge"] { throw ValidationError("merge takes partial results, or - for standard input") }
    if settled, !(partial && isMerge) { throw ValidationError("--settled is for merge --partial") }
    if isMerge, list > 0 { throw ValidationError("merge has no single records to list") }
    if let minScore, !(0...100).contains(minScore) {
      throw ValidationError("--min-score takes per cent, 0 to 100")
    }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let (format, validity) = (try reading.format(), try reading.validity())
    let network = Network(try input.load(in: terminal).after)
    if paths { return try follow(network, try FlowArguments.sources(flows), format, validity, terminal) }
    let replay = try Replay(
      network, fields: format, validity: validity, listLimit: list, countsRoutes: hits || partial,
      capturePoint: at, captureFilter: bpf)
    // Held back until what was read is said; what was held back takes effect after that.
    let interruption = Interruption()
    defer { withExtendedLifetime(interruption) {} }
    let sum = try isMerge ? merged(by: replay, in: terminal) : read(by: replay, in: terminal)
    if partial {
      var text = ""
      try replay.writePartial(
        sum, replay.settings(tool: CommandLineTool.version), isSettled: settled
      ) { line in
        text += line
        if text.utf8.count > 1 << 20 {
          terminal.write(text)
          text = ""
        }
      }
      terminal.write(text)
    }
    let outcome = try partial ? .yes : report(try replay.report(on: sum), in: terminal)
    guard sum.isPartial else { return outcome }
    terminal.writeError(
      ErrorText.text(InputError(.truncated, "interrupted: this is about the records that were read")))
    return .inputError
  }

  private var isMerge: Bool { flows.first == "merge" }

  private func read(by replay: Replay, in terminal: Terminal) throws -> ReplaySum {
    let (sources, threads) = (try FlowArguments.sources(flows), reading.threads)
    let watch = ReplayWatch { Interruption.isPending }
    let isSizeKnown = terminal.isWatched && !sources.contains { $0.path == "-" }
    let size = try isSizeKnown ? sources.reduce(0) { try $0 + ByteInput.size(of: $1.path) } : nil
    return try ReplayProgress(watch: watch, size: size).during(in: terminal) {
      try replay.sum(of: sources, threads: threads, watch: watch)
    }
  }

  private func merged(by replay: Replay, in terminal: Terminal) throws -> ReplaySum {
    let paths = Array(flows.dropFirst())
    return try Progress.during("merging \(paths.count) files", in: terminal) {
      try replay.merge(paths, replay.settings(tool: CommandLineTool.version))
    }
  }

  private func report(_ report: ReplayReport, in terminal: Terminal) throws -> Outcome {
    terminal.write(
      json
        ? ReplayJSONReport.json(report) + "\n"
        : ReplayTextReport.text(report, terminal.style, showsHits: hits))
    guard let minScore else { return .yes }
    return (report.score ?? 0) < minScore ? .no : .yes
  }

  private func follow(
    _ network: Network, _ sources: [FlowLogSource], _ fields: FlowLogFields?, _ validity: ClosedRange<Int>,
    _ terminal: Terminal
  ) throws -> Outcome {
    let follower = PathFollower(network, fields: fields, validity: validity, threads: reading.threads)
    let found = try Progress.during("reading \(sources.count) files", in: terminal) {
      try follower.paths(on: sources)
    }
    terminal.write(json ? PathJSONReport.json(found) + "\n" : PathTextReport.text(found, terminal.style))
    return .yes
  }
}
