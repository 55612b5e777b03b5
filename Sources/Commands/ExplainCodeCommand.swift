import ArgumentParser
import PacketWalkForwarding
import PacketWalkReports

/// `packetwalk explain-code`: what a code means.
struct ExplainCodeCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain-code", abstract: "What a code means, and what to do about it.",
    discussion: """
      Without a code, lists all. Codes of Reachability Analyzer that packetwalk never gives are known too.

        packetwalk explain-code SUBNET_ACL_RESTRICTION
      """)

  @Argument(
    help: ArgumentHelp("The code, as answers print it.", valueName: "code"),
    completion: .list(Code.allCases.map(\.rawValue)))
  var code: String?

  mutating func run(in terminal: Terminal) throws -> Outcome {
    terminal.write(
      try code.map { word in try CodeReport.text(word, terminal.style) } ?? CodeReport.list(terminal.style))
    return .yes
  }
}
