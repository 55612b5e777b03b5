import ArgumentParser
import PacketWalkReports
import PacketWalkTopology

/// A language for edits.
enum EditLanguage: String, CaseIterable, ExpressibleByArgument {
  case text
  case yaml
  case cli
  case terraform

  /// - Parameter topology: the one that the edits change.
  func text(_ edits: [Edit], on topology: Topology) -> String {
    switch self {
    case .text: EditReport.text(edits, on: topology)
    case .yaml: EditReport.yaml(edits, on: topology)
    case .cli: EditReport.cli(edits, on: topology)
    case .terraform: EditReport.terraform(edits, on: topology)
    }
  }
}
