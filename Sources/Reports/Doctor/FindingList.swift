import PacketWalkDiagnostics
import PacketWalkQueries

/// Findings by code, the worst first; of one code a few stand for all.
struct FindingList {
  private static let shown = 5

  private let groups: [(code: String, severity: Finding.Severity, findings: [Finding])]

  init(_ findings: [Finding]) {
    groups = Dictionary(grouping: findings, by: \.code)
      .map { code, findings in
        // Stable, so that within one severity the input's order stays.
        let worst = Finding.Severity.allCases.reversed().flatMap { severity in
          findings.filter { $0.severity == severity }
        }
        return (code, worst[0].severity, worst)
      }
      .sorted {
        ($1.severity, $1.findings.count, $0.code) < ($0.severity, $0.findings.count, $1.code)
      }
  }

  func write(_ page: inout Page) {
    page.heading("findings")
    guard !groups.isEmpty else {
      page.line(4, "none")
      return
    }
    for group in groups {
      page.line(
        [Span("    "), Span(group.severity.word, group.severity.look), Span("  "), Span(group.code)],
        [Span(group.findings.count > 1 ? "  \(group.findings.count) times" : "", .faint)], hang: 6)
      let isFolded = group.findings.count > Self.shown + 1
      for finding in group.findings.prefix(isFolded ? Self.shown : group.findings.count) {
        let place = finding.origin.fileAndLine
        let subject = finding.subject.isEmpty ? "" : "\(finding.subject): "
        page.line(
          [Span("      ")],
          [Span(subject + finding.message), Span(place.isEmpty ? "" : "  "), Span(place, .faint)], hang: 8)
      }
      if isFolded { page.line(6, "and \(group.findings.count - Self.shown) more", .faint) }
    }
  }
}

extension Finding.Severity {
  var word: String {
    switch self {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }

  var look: Span.Look {
    switch self {
    case .note: .faint
    case .warning: .doubtful
    case .error: .bad
    }
  }
}
