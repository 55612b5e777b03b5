import ArgumentParser
import PacketWalkFormats
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk convert`: any input as native YAML.
struct ConvertCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Any input to the native YAML, on standard output.",
    discussion: """
      Reading the result back gives the same answers. With --edit, it is the edited network.

        packetwalk convert -t snapshot/ > network.yaml
        packetwalk convert -t snapshot/ --edit 'web-1 +sg:db' > network.yaml
        packetwalk convert -t snapshot/ --edit 'web-1 +sg:db' --edits-as cli
      """)

  @OptionGroup var input: TopologyOptions

  @Option(help: "Print not the network but what --edit says, as text, yaml, cli (AWS's) or terraform.")
  var editsAs: EditLanguage?

  func validate() throws {
    if editsAs != nil, input.source.edit.isEmpty { throw ValidationError("--edits-as goes with --edit") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let edited = try input.load(in: terminal)
    let (edits, topology) = (edited.edits, edited.before.topology)
    let text =
      editsAs?.text(edits, on: topology) ?? NativeTopologyWriter.write(edited.after.topology)
    terminal.write(text)
    return .yes
  }
}
