import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics

/// In which formats a command writes, and where to: several in one run.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "How to write the result, and where to if not to standard output: text, or junit=report.xml. Repeatable.",
      valueName: "format[=file]"))
  var output: [String] = []

  /// The outputs that were asked for; the first format of all where none was.
  ///
  /// - Throws: an `InputError` for a format that isn't one, or two outputs to one place.
  func outputs<Format: OutputFormat>(_ formats: Format.Type) throws(InputError) -> [Output<Format>] {
    var outputs: [Output<Format>] = []
    for text in output.isEmpty ? [Format.standard.rawValue] : output {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let format = Format(rawValue: parts[0]) else {
        let known = Format.allCases.map(\.rawValue)
        let near = nearestNames(to: parts[0], among: known)
        throw InputError(
          .noMatch, "'\(parts[0])' is no format of this command", candidates: near.isEmpty ? known : near)
      }
      let file = parts.count > 1 ? parts[1] : nil
      guard file != "" else { throw InputError(.malformed, "'\(text)' names no file after the '='") }
      guard !outputs.contains(where: { $0.file == file }) else {
        throw InputError(.invalid, "two formats to \(file.map { "“\($0)”" } ?? "standard output")")
      }
      outputs.append(Output(format: format, file: file))
    }
    return outputs
  }
}

/// The formats of one command.
protocol OutputFormat: RawRepresentable<String>, CaseIterable {
  static var standard: Self { get }
}

/// One of the formats that a command writes, and where to.
struct Output<Format: OutputFormat> {
  var format: Format
  /// Nil for standard output.
  var file: String?

  var isFile: Bool { file != nil }

  func write(_ text: String, _ terminal: Terminal) throws(InputError) {
    guard let file else { return terminal.write(text) }
    try FileOutput.write(text, to: file)
  }
}
