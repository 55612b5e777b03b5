import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReplay
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk tighten`: narrower rules that still let pass everything that was seen.
struct TightenCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "tighten",
    abstract: "Narrower rules that still let pass everything that flow logs recorded.",
    discussion: """
      For each rule of the groups and access lists in use: what used it, and the closest rules that would do. Rules that \
      nothing used are to go, as far as the logs tell: a rule for an interface that logged nothing is left alone. \
      Nothing that is proposed is wider than what it replaces. What is proposed is tried: the records are \
      read again with the new rules in place, and what each change closes is worked out for everybody. Answers need \
      no rule of a group, so that only requests count as use.

      --margin says what an address that was seen stands for: itself (exact), its range (/28), its subnet, or the \
      members of a security group that it holds. Where that makes too many rules of one, ranges are widened, and \
      what is public stays public. Exit code 0 is a report; --exit-code makes it 1 where something can be tightened.

        packetwalk tighten flows.log -t snapshot/
        packetwalk tighten AWSLogs/ -t snapshot/ --margin subnet --gap 10
        packetwalk tighten flows.log -t snapshot/ --fix-as cli
      """)

  @OptionGroup var flows: FlowArguments
  @OptionGroup var input: TopologyOptions

  @Option(
    help: ArgumentHelp(
      "What an address stands for: exact, /28 (any length from /8 on), subnet, or group.", valueName: "margin"
    ))
  var margin: String = "group"

  @Option(
    help: ArgumentHelp("Join ports into a range over so many that were not seen.", valueName: "ports"))
  var gap: Int = 0

  @Option(help: ArgumentHelp("Put at most so many rules in the place of one.", valueName: "n"))
  var maxRules: Int = 5

  @Flag(help: "Judge rules too where some of the interfaces that they are for logged nothing.")
  var trustSilence = false

  @Option(
    help: ArgumentHelp(
      "Print the changes alone: as text, yaml, cli (AWS's) or terraform.", valueName: "language"))
  var fixAs: EditLanguage?

  @Flag(help: "Exit with 1 if something can be tightened.")
  var exitCode = false

  @Flag(help: "One JSON object, schema 1.")
  var json = false

  func validate() throws {
    _ = try options()
    if fixAs != nil, json { throw ValidationError("--fix-as does not go with --json") }
  }

  private func options() throws -> TightenOptions {
    guard let margin = TightenOptions.Margin(margin) else {
      throw ValidationError("--margin takes exact, subnet, group, or a length from /8 to /32")
    }
    if !(0...65_535).contains(gap) { throw ValidationError("--gap takes a number from 0 to 65535") }
    if !(1...60).contains(maxRules) { throw ValidationError("--max-rules takes a number from 1 to 60") }
    return TightenOptions(margin: margin, gap: gap, ruleLimit: maxRules, trustsSilence: trustSilence)
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let network = Network(try input.load(in: terminal).after)
    let sources = try flows.sources()
    let tightener = Tightener(
      network, fields: try flows.reading.format(), validity: try flows.reading.validity(),
      options: try options(), threads: flows.reading.threads)
    let tightening = try Progress.during("reading \(sources.count) files, twice", in: terminal) {
      try tightener.tightening(on: sources)
    }
    if let fixAs {
      terminal.write(
        TightenPasteReport.text(tightening) { fixAs.text($0, on: network.topology) })
    } else if json {
      terminal.write(TightenJSONReport.json(tightening, on: network.topology) + "\n")
    } else {
      terminal.write(TightenTextReport.text(tightening, terminal.style))
    }
    return exitCode && !tightening.changed.isEmpty ? .no : .yes
  }
}
