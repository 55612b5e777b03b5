import PacketWalkPolicy
import PacketWalkReports
import PacketWalkTopology

/// The formats of a policy's result.
enum PolicyFormat: String, OutputFormat {
  case text
  case json
  case junit
  case sarif
  case github
  case gitlab
  case tap
  case markdown
  case csv

  static let standard = text

  func text(_ report: PolicyReport, on topology: Topology, _ style: TextStyle) -> String {
    switch self {
    case .text: PolicyTextReport.text(report, on: topology, style)
    case .json: PolicyJSONReport.json(report, on: topology) + "\n"
    case .junit: PolicyJUnitReport.xml(report, on: topology)
    case .sarif: PolicySARIFReport.json(report, on: topology, version: CommandLineTool.version) + "\n"
    case .github: PolicyGitHubReport.text(report, on: topology)
    case .gitlab: PolicyGitLabReport.json(report) + "\n"
    case .tap: PolicyTAPReport.text(report, on: topology)
    case .markdown: PolicyMarkdownReport.text(report, on: topology)
    case .csv: PolicyCSVReport.csv(report)
    }
  }
}
