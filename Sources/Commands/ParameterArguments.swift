import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkFormats

/// Values for what a template leaves open.
struct ParameterArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Values for a CloudFormation template's parameters: Name=value, or a JSON file. Repeatable.",
      valueName: "name=value|file"), completion: .file())
  var parameters: [String] = []

  func read() throws(InputError) -> [String: String] { try CloudFormationParameters.read(parameters) }
}
