import ArgumentParser
import PacketWalkFormats
import PacketWalkTopology

/// The forms in which a fix can be printed alone.
enum FixFormat: String, CaseIterable, ExpressibleByArgument {
  /// Lines for `--edit`.
  case edits

  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  func text(_ edits: [Edit], on topology: Topology) -> String {
    switch self {
    case .edits: EditText.texts(edits, on: topology).map { $0 + "\n" }.joined()
    }
  }
}
