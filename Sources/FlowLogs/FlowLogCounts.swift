/// What was read so far: records, and everything that is none.
package struct FlowLogCounts: Hashable, Sendable {
  /// The records given in batches.
  package var records = 0
  package var noData = 0
  package var skipData = 0
  /// Lines that name fields.
  package var headers = 0
  package var blankLines = 0
  /// Messages by which a subscription tests its destination.
  package var controlMessages = 0
  /// Sources opened.
  package var files = 0
  /// How often each kind of issue was met, and where first.
  package var issues: [FlowIssue.Kind: FlowIssueTally] = [:]
  /// Names in formats that mean no field we know, with the number of headers that have them.
  package var unknownFields: [String: Int] = [:]

  package init() {}

  /// All issues but those of records that are merely odd.
  package var dirtyLines: Int {
    issues.reduce(0) { sum, entry in
      switch entry.key {
      case .startAfterEnd, .damagedFile, .damagedEnvelope: sum
      default: sum + entry.value.count
      }
    }
  }

  /// Notes an issue; of several of a kind the one stays whose text is the smallest, so that it does not matter how logs
  /// are cut and in which order they are read.
  mutating func note(_ kind: FlowIssue.Kind, file: String, line: Int, text: () -> String) {
    let issue = FlowIssue(kind: kind, file: file, line: line, text: text())
    if let known = issues[kind]?.first {
      issues[kind]?.count += 1
      if issue.isBefore(known) { issues[kind]?.first = issue }
    } else {
      issues[kind] = FlowIssueTally(count: 1, first: issue)
    }
  }

  /// Adds what another reader counted. In whatever order this happens, the outcome is the same.
  package mutating func add(_ other: FlowLogCounts) {
    records += other.records
    noData += other.noData
    skipData += other.skipData
    headers += other.headers
    blankLines += other.blankLines
    controlMessages += other.controlMessages
    files += other.files
    unknownFields.merge(other.unknownFields, uniquingKeysWith: +)
    issues.merge(other.issues) { left, right in
      let isRightFirst = right.first.isBefore(left.first)
      return FlowIssueTally(
        count: left.count + right.count, first: isRightFirst ? right.first : left.first)
    }
  }
}
