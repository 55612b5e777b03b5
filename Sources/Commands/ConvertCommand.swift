import ArgumentParser
import PacketWalkFormats

/// `packetwalk convert`: any input as native YAML.
struct ConvertCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Any input to the native YAML, on standard output.",
    discussion: """
      Reading the result back gives the same answers. With --edit, it is the edited network.

        packetwalk convert -t snapshot/ > network.yaml
        packetwalk convert -t snapshot/ --edit 'web-1 +sg:db' > network.yaml
      """)

  @OptionGroup var input: TopologyOptions

  mutating func run(in terminal: Terminal) throws -> Outcome {
    terminal.write(NativeTopologyWriter.write(try input.load(in: terminal).after.topology))
    return .yes
  }
}
