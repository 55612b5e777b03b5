import ArgumentParser
import PacketWalkDiagnostics

/// The least severity that makes the exit code 1.
enum SeverityThreshold: String, CaseIterable, ExpressibleByArgument {
  case error
  case warning
  case note
  case none

  /// Nil where none does.
  var severity: Finding.Severity? {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    case .none: nil
    }
  }
}
