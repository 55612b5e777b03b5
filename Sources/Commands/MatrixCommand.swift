import ArgumentParser
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk matrix`: all against all.
struct MatrixCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix", abstract: "All against all, by groups or by classes.",
    discussion: """
      Exact, for all addresses and services. What holds between all members of two parties is told apart from what \
      holds between some pairs only. With --classes, members that fare alike with everybody are one row. The \
      exit code is 0, whatever the answer.

        packetwalk matrix -t network.yaml
        packetwalk matrix -t snapshot/ --by subnet --on tcp/443
        packetwalk matrix -t snapshot/ --from internet --to 'tag:tier=*' --csv
      """)

  @OptionGroup var input: TopologyOptions

  @Option(help: ArgumentHelp("Only packets from these. Repeatable.", valueName: "source"))
  var from: [String] = []

  @Option(help: ArgumentHelp("Only packets to these. Repeatable.", valueName: "destination"))
  var to: [String] = []

  @Option(help: ArgumentHelp("Only this service: tcp/443, udp, icmp/8, a name …", valueName: "service"))
  var on: String = ""

  @OptionGroup var settings: ReachSettings

  @Flag(help: "One row for each class of members that fare alike, instead of groups.")
  var classes = false

  @Flag(help: "One JSON object, schema 1.")
  var json = false

  @Flag(help: "RFC 4180, one line for each pair of parties and verdict.")
  var csv = false

  func validate() throws {
    if !input.source.edit.isEmpty, csv || classes || !from.isEmpty || !to.isEmpty || !on.isEmpty {
      throw ValidationError("--edit shows what changes between all, so it goes with --by and --json only")
    }
    if json, csv { throw ValidationError("give one of --json and --csv") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let options = try settings.options(service: on)
    let edited = try input.load(in: terminal)
    let network = Network(edited.after)
    if edited.isEdited {
      let difference = Progress.during("comparing all with all, before and after", in: terminal) {
        Network(edited.before).difference(to: network, options)
      }
      terminal.write(
        json ? DifferenceReport.json(difference) + "\n" : DifferenceReport.text(difference, terminal.style))
      if !json { terminal.write(Footer.text(edited.after.topology.coverage, terminal.style)) }
      return .yes
    }
    let matrix = try Progress.during("comparing all with all", in: terminal) {
      try network.matrix(from: from, to: to, options, isByClass: classes)
    }
    if json {
      terminal.write(MatrixJSONReport.json(matrix) + "\n")
    } else if csv {
      terminal.write(MatrixCSVReport.csv(matrix))
    } else {
      terminal.write(MatrixTextReport.text(matrix, terminal.style))
      terminal.write(Footer.text(edited.after.topology.coverage, terminal.style))
    }
    return .yes
  }
}
