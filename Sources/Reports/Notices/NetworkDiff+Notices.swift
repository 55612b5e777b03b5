package import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkQueries

extension NoticeList {
  /// - Parameter inputs: the paths.
  package init(_ diff: NetworkDiff, of inputs: [String]) {
    self.init(
      name: inputs.joined(separator: " "), tally: DiffTextReport.headline(diff),
      rules: ReachDifference.Kind.allCases.map { kind in
        Rule(id: kind.rule, title: kind.title, reason: nil, severity: kind.severity)
      } + [Rule(id: Self.members, title: "interfaces that are new or gone", reason: nil, severity: .note)],
      notices: diff.paths.map { Notice($0, diff) } + Self.members(diff))
  }

  fileprivate static let members = "interface-new-or-gone"

  private static func members(_ diff: NetworkDiff) -> [Notice] {
    [("new", diff.appeared), ("gone", diff.vanished)].filter { !$0.1.isEmpty }.map { word, names in
      Notice(
        rule: members, severity: .note,
        title: "\(counted(names.count, "interface")) \(word): \(names.listed(atMost: 20))", origin: .implied,
        identity: [word] + names)
    }
  }

  /// Comma-separated values: a line for each kind of path.
  package static func csv(_ diff: NetworkDiff) -> String {
    diff.paths.reduce(
      CSVText.line([
        "change", "source", "destination", "services", "pairs", "example", "cause", "sessions", "file",
        "line",
      ])
    ) { text, path in
      let origin = path.place(in: diff)
      return text
        + CSVText.line([
          path.change.kind.rawValue, path.change.source, path.change.destination, path.change.services,
          "\(path.change.pairs)",
          path.change.example.map { "\($0.source) -> \($0.destination) \($0.service)" } ?? "",
          DiffTextReport.cause(path.cause, diff).joined(separator: "; "),
          DiffTextReport.sessions(path) ?? "", origin.file ?? "",
          origin.position.map { "\($0.line)" } ?? "",
        ])
    }
  }
}

extension Notice {
  fileprivate init(_ path: NetworkDiff.Path, _ diff: NetworkDiff) {
    let change = path.change
    let side = change.isLone ? ", of an interface that is new or gone" : ""
    self.init(
      rule: change.isLone ? NoticeList.members : change.kind.rule,
      severity: change.isLone ? .note : change.kind.severity,
      title:
        "\(change.kind.verb) \(change.source) -> \(change.destination) \(change.services) (\(counted(change.pairs, "pair")))\(side)",
      details: (change.example.map { ["e.g. \($0.source) -> \($0.destination) \($0.service)"] } ?? [])
        + DiffTextReport.cause(path.cause, diff)
        + (DiffTextReport.sessions(path).map { [$0] } ?? []),
      origin: path.place(in: diff),
      component: path.cause.blamed.first.map { diff.changes[$0].component },
      identity: [change.kind.rawValue, change.source, change.destination])
  }
}

extension NetworkDiff.Path {
  /// Where the change that is to blame stands.
  fileprivate func place(in diff: NetworkDiff) -> Origin {
    let places = cause.blamed.flatMap { place in
      diff.changes[place].details.filter(\.isNew).map(\.origin) + [diff.changes[place].component.origin]
    }
    return places.first { $0.file != nil && $0.position != nil } ?? places.first ?? .implied
  }
}

extension ReachDifference.Kind {
  fileprivate var rule: String {
    switch self {
    case .opens: "path-opens"
    case .closes: "path-closes"
    case .becomesIntermittent: "path-becomes-intermittent"
    case .becomesReliable: "path-becomes-reliable"
    case .becomesUnknown: "path-becomes-unknown"
    case .becomesKnown: "path-becomes-known"
    }
  }

  fileprivate var verb: String {
    switch self {
    case .opens: "opens:"
    case .closes: "closes:"
    case .becomesIntermittent: "works only sometimes now:"
    case .becomesReliable: "works always now:"
    case .becomesUnknown: "is not known any more:"
    case .becomesKnown: "is known now and does not work:"
    }
  }

  fileprivate var title: String {
    switch self {
    case .opens: "paths that open"
    case .closes: "paths that close"
    case .becomesIntermittent: "paths that work only sometimes now"
    case .becomesReliable: "paths that work always now, not only sometimes"
    case .becomesUnknown: "paths that are not known any more"
    case .becomesKnown: "paths that are known now, and do not work"
    }
  }

  fileprivate var severity: Finding.Severity {
    switch self {
    case .opens, .closes, .becomesIntermittent: .warning
    case .becomesReliable, .becomesUnknown, .becomesKnown: .note
    }
  }
}
