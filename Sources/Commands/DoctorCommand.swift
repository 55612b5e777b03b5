import ArgumentParser
import PacketWalkFormats
import PacketWalkReports

/// `packetwalk doctor`: how much of an input is modelled.
struct DoctorCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "How much of the input was modelled, what is missing.",
    discussion: """
      Lists every kind of resource that was read, what was skipped and why, what looks wrong, and which \
      calls would complete the input.
      """)

  @OptionGroup var input: TopologyOptions

  @Flag(help: "One JSON object.")
  var json = false

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let loaded = try input.load(in: terminal).after
    terminal.write(
      json
        ? DoctorReport.json(
          topology: loaded.topology, findings: loaded.findings, format: loaded.format.rawValue) + "\n"
        : DoctorReport.text(
          topology: loaded.topology, findings: loaded.findings, format: loaded.format.rawValue,
          style: terminal.style))
    return .yes
  }
}
