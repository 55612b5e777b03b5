/// What was read so far: records, and everything that is none.
package struct FlowLogCounts: Hashable, Sendable {
  /// The records given in batches.
  package internal(set) var records = 0
  package internal(set) var noData = 0
  package internal(set) var skipData = 0
  /// Lines that name fields.
  package internal(set) var headers = 0
  package internal(set) var blankLines = 0
  /// Messages by which a subscription tests its destination.
  package internal(set) var controlMessages = 0
  /// Sources opened.
  package internal(set) var files = 0
  /// How often each kind of issue was met, and where first.
  package internal(set) var issues: [FlowIssue.Kind: FlowIssueTally] = [:]
  /// Names in formats that mean no field we know, with the number of headers that have them.
  package internal(set) var unknownFields: [String: Int] = [:]

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

  /// Notes an issue; its text is made only if it is the first of its kind.
  mutating func note(_ kind: FlowIssue.Kind, file: String, line: Int, text: () -> String) {
    if issues[kind] != nil {
      issues[kind]?.count += 1
    } else {
      issues[kind] = FlowIssueTally(
        count: 1, first: FlowIssue(kind: kind, file: file, line: line, text: text()))
    }
  }

  /// Adds what another reader counted. In whatever order this happens, the outcome is the same: of two first
  /// issues the one stays whose file comes first, then whose line.
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
      let (a, b) = (left.first, right.first)
      let isRightFirst = (b.file, b.line, b.text) < (a.file, a.line, a.text)
      return FlowIssueTally(count: left.count + right.count, first: isRightFirst ? b : a)
    }
  }
}
