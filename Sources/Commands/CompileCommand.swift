import ArgumentParser
import PacketWalkFormats

/// `packetwalk compile`: any input as one file that loads without being read again.
struct CompileCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Any input to one file that loads in a fraction of the time.",
    discussion: """
      Every command takes the file as -t and prints the same as for the input that it was made of, with the places of \
      that input. It holds the network as --with, --parameters, --source and --edit make it here. Damaged files and those of \
      another form's version are refused: keep the input, and compile it again with each version of packetwalk.

        packetwalk compile -t snapshot/ -o model.pwm
        packetwalk check web-1 sg:db tcp/5432 -t model.pwm
      """)

  @OptionGroup var input: TopologyOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write, over what is there.", valueName: "file"),
    completion: .file())
  var output: String

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let bytes = CompiledModel.write(try input.load(in: terminal).after)
    try FileOutput.write(bytes, to: output)
    terminal.write("\(bytes.count) bytes in \(output)\n")
    return .yes
  }
}
