import ArgumentParser
import PacketWalkByteInput
import PacketWalkCollector
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkKit
import PacketWalkPolicy
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

  @Option(
    help: ArgumentHelp(
      "The fields of logs without a header, as create-flow-logs takes them.", valueName: "fields"))
  var fields: String?

  @Option(
    help: ArgumentHelp(
      "The interface at which captures were taken, by identifier or name.", valueName: "interface"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "Read of captures what tcpdump's filter lets pass (a build with libpcap).", valueName: "filter"))
  var bpf: String?

  @Option(
    help: ArgumentHelp("Judge records from this day on, in UTC: 2026-01-31.", valueName: "day"))
  var validFrom: String?

  @Option(help: ArgumentHelp("Judge records up to the end of this day.", valueName: "day"))
  var validTo: String?

  @Flag(help: "List every rule with the flows that it let pass.")
  var hits = false

  @Flag(help: "Follow what was sent over the interfaces that logged it, and show where it died.")
  var paths = false

  @Option(
    help: ArgumentHelp("Write out so many records of each file with what decides them.", valueName: "n"))
  var list: Int = 0

  @Option(
    help: ArgumentHelp("Exit with 1 if less than so many per cent agree.", valueName: "percent"))
  var minScore: Double?

  @Option(
    help: ArgumentHelp("Use so many threads at most, for several files or one big one.", valueName: "n"))
  var threads: Int = 64

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
    if threads < 1 { throw ValidationError("--threads takes a number from 1 on") }
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
    let validity = try validity()
    var format: FlowLogFields?
    if let fields {
      format = FlowLogFields(fields)
      if format == nil { throw ValidationError("--fields names no field of flow logs: '\(fields)'") }
    }
    let network = Network(try input.load(in: terminal).after)
    if paths { return try follow(network, try sources(), format, validity, terminal) }
    let replay = try Replay(
      network, fields: format, validity: validity, listLimit: list, capturePoint: at, captureFilter: bpf)
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

  private func sources() throws(InputError) -> [FlowLogSource] {
    let listing = try FlowLogListing(flows)
    guard !listing.sources.isEmpty else {
      throw InputError(.noMatch, "no flow log in \(flows.joined(separator: ", "))")
    }
    return listing.sources
  }

  private func read(by replay: Replay, in terminal: Terminal) throws -> ReplaySum {
    let (sources, threads) = (try sources(), threads)
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
    let follower = PathFollower(network, fields: fields, validity: validity, threads: threads)
    let found = try Progress.during("reading \(sources.count) files", in: terminal) {
      try follower.paths(on: sources)
    }
    terminal.write(json ? PathJSONReport.json(found) + "\n" : PathTextReport.text(found, terminal.style))
    return .yes
  }

  private func validity() throws -> ClosedRange<Int> {
    func seconds(_ text: String?, _ option: String) throws -> Int? {
      guard let text else { return nil }
      guard let day = CalendarDate(text), let first = CalendarDate(year: 1970, month: 1, day: 1) else {
        throw ValidationError("\(option) takes a day such as 2026-01-31")
      }
      return first.days(until: day) * 86_400
    }
    let from = try seconds(validFrom, "--valid-from") ?? Int.min
    let to = try seconds(validTo, "--valid-to").map { $0 + 86_399 } ?? Int.max
    guard from <= to else { throw ValidationError("--valid-to is before --valid-from") }
    return from...to
  }
}
