import ArgumentParser
import PacketWalkCollector
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk convert`: any input as native YAML, or as a snapshot.
struct ConvertCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Any input to the native YAML, or to a snapshot.",
    discussion: """
      Reading the result back gives the same answers. With --edit, it is the edited network. --to snapshot writes \
      what AWS's describe calls would print: a folder with -o, else one file of all of them on standard output. \
      What no call prints is kept in a file of its own, and what can't be said at all is told on standard error.

        packetwalk convert -t snapshot/ > network.yaml
        packetwalk convert -t plan.json --to snapshot -o snapshot
        packetwalk convert -t snapshot/ --edit 'web-1 +sg:db' > network.yaml
        packetwalk convert -t snapshot/ --edit 'web-1 +sg:db' --edits-as cli
      """)

  @OptionGroup var input: TopologyOptions

  @Option(help: "What to write: native or snapshot.")
  var to: ConvertTarget = .native

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "For --to snapshot: the folder to write to, a new one or an empty one.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Option(help: "Print not the network but what --edit says, as text, yaml, cli (AWS's) or terraform.")
  var editsAs: EditLanguage?

  func validate() throws {
    if editsAs != nil, input.source.edit.isEmpty { throw ValidationError("--edits-as goes with --edit") }
    if editsAs != nil, to == .snapshot { throw ValidationError("--edits-as prints no network to convert") }
    if output != nil, to != .snapshot { throw ValidationError("-o goes with --to snapshot") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let edited = try input.load(in: terminal)
    let (edits, topology) = (edited.edits, edited.before.topology)
    if to == .snapshot {
      try writeSnapshot(edited.after.topology, in: terminal)
      return .yes
    }
    let text =
      editsAs?.text(edits, on: topology) ?? NativeTopologyWriter.write(edited.after.topology)
    terminal.write(text)
    return .yes
  }

  private func writeSnapshot(_ topology: Topology, in terminal: Terminal) throws(InputError) {
    let written = SnapshotTopologyWriter(topology)
    for finding in written.findings { terminal.writeError(ErrorText.text(finding)) }
    guard let output else {
      terminal.write(written.bundle)
      return
    }
    let folder = try SnapshotFolder(making: output)
    for file in written.files { try folder.write(file.path, Array(file.text.utf8)) }
    terminal.write("\(written.files.count) files in \(output)\n")
  }
}

/// What `convert` writes.
enum ConvertTarget: String, CaseIterable, ExpressibleByArgument {
  case native
  case snapshot
}
