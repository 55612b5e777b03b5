import Synchronization
import Testing

/// The failures of an expectation, which would fail a test that doesn't look for them.
final class Failures: Sendable {
  struct Failure: Sendable {
    var text: String
    var line: Int?
    var file: String?
    var isWarning: Bool
  }

  private let found = Mutex<[Failure]>([])
  var all: [Failure] { found.withLock { $0 } }
  var texts: [String] { all.map(\.text) }

  /// Everything that is recorded meanwhile.
  static func during(_ body: () throws -> Void) rethrows -> Failures {
    let failures = Failures()
    try withKnownIssue(isIntermittent: true) {
      try body()
    } matching: { issue in
      failures.note(issue)
      return true
    }
    return failures
  }

  private func note(_ issue: Issue) {
    let failure = Failure(
      text: issue.comments.map(\.rawValue).joined(separator: "\n"), line: issue.sourceLocation?.line,
      file: issue.sourceLocation?.fileName, isWarning: issue.severity == .warning)
    found.withLock { $0.append(failure) }
  }
}
