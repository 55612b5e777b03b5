package import PacketWalkAnalysis
import PacketWalkQueries

/// What changes between two networks, for people: the paths, and the change that is to blame.
package enum DiffTextReport {
  /// Of more paths than these only the first of each cause are written out.
  private static let shortest = 40
  private static let written = 4

  /// - Parameter isWhole: whether every path is written out, however many there are.
  package static func text(_ diff: NetworkDiff, _ style: TextStyle, isWhole: Bool = false) -> String {
    var page = Page(style)
    page.line(0, headline(diff), .strong)
    let isShort = isWhole || diff.paths.count <= shortest
    for kind in ReachDifference.Kind.allCases {
      let paths = diff.paths.filter { $0.change.kind == kind && !$0.change.isLone }
      for paths in isShort ? [paths] : byCause(paths) {
        for path in isShort ? paths[...] : paths.prefix(written) {
          page.gap()
          write(path, diff, &page)
        }
        if !isShort, paths.count > written { rest(paths.dropFirst(written), diff, &page) }
      }
    }
    page.gap()
    members("+", "new", diff.appeared, &page)
    members("-", "gone", diff.vanished, &page)
    for path in diff.paths where path.change.isLone { lone(path.change, &page) }
    page.gap()
    matches(diff, isWhole: isWhole, &page)
    resources(diff, &page)
    return page.text
  }

  /// Those of one cause together, in the order of the first of each.
  private static func byCause(_ paths: [NetworkDiff.Path]) -> [[NetworkDiff.Path]] {
    var places: [NetworkDiff.Cause: Int] = [:]
    var found: [[NetworkDiff.Path]] = []
    for path in paths {
      let place = places[path.cause] ?? found.count
      if place == found.count {
        places[path.cause] = place
        found.append([])
      }
      found[place].append(path)
    }
    return found
  }

  private static func rest(
    _ paths: ArraySlice<NetworkDiff.Path>, _ diff: NetworkDiff, _ page: inout Page
  ) {
    func ends(_ keyPath: KeyPath<ReachDifference.Change, String>) -> String {
      Set(paths.map { $0.change[keyPath: keyPath] }).sorted().listed(atMost: 3)
    }
    let pairs = paths.reduce(0) { $0 + $1.change.pairs }
    let sign = paths.first?.change.kind.sign ?? ""
    page.gap()
    page.line(
      [Span("\(sign) ", .faint)],
      [
        Span("and \(counted(paths.count, "kind of path", "kinds of path")) more by the same cause"),
        Span("  \(counted(pairs, "pair"))", .faint),
      ], hang: 4)
    page.line(4, "\(ends(\.source)) -> \(ends(\.destination))", .faint)
    page.line(4, "\(ends(\.services)); --all writes each out", .faint)
  }

  static func headline(_ diff: NetworkDiff) -> String {
    let paths = diff.paths.filter { !$0.change.isLone }
    let opened = paths.count { $0.change.kind == .opens }
    let closed = paths.count { $0.change.kind == .closes }
    let others = paths.count - opened - closed
    let changes = counted(diff.changes.count, "changed resource")
    if paths.isEmpty { return "No path opens or closes between what both have: \(changes)" }
    return
      "\(counted(opened, "kind of path", "kinds of path")) opened, \(closed) closed\(others > 0 ? ", \(others) otherwise changed" : "") by \(changes)"
  }

  private static func write(_ path: NetworkDiff.Path, _ diff: NetworkDiff, _ page: inout Page) {
    let change = path.change
    page.line(
      [Span("\(change.kind.sign) ", change.kind == .closes ? .faint : .doubtful)],
      [
        Span("\(change.source) -> \(change.destination)", .strong), Span("  \(change.services)"),
        Span(change.kind.words, .doubtful), Span("  \(counted(change.pairs, "pair"))", .faint),
      ], hang: 4)
    page.line(
      4, "\(shown(change.sources, change.source)) -> \(shown(change.destinations, change.destination))",
      .faint)
    if let example = change.example {
      page.line(4, "e.g. \(example.source) -> \(example.destination) \(example.service)", .faint)
    }
    for line in cause(path.cause, diff) { page.line(4, line) }
    if let sessions = sessions(path) { page.line(4, sessions) }
  }

  /// What becomes of sessions that exist: of those that the change is about, where a path works sometimes.
  static func sessions(_ path: NetworkDiff.Path) -> String? {
    let which = path.change.kind == .becomesIntermittent ? " on the ways that fail" : ""
    return path.sessions.map { "sessions that exist\(which) \(words($0))" }
  }

  private static func words(_ fate: SessionFate) -> String {
    switch fate {
    case .cut(let component?, _): "are cut at once: \(component) looks at every packet"
    case .cut(nil, let place):
      "are cut at once: rules let everybody in and out, so nothing tracks them at \(place)"
    case .untilIdle(let limit, let places):
      "go on until idle\(words(limit)): tracked at \(places.listed(atMost: 3))"
    case .unknown(.missing): "may be cut: the input does not hold all that decides"
    case .unknown(.membership):
      "may go on: AWS does not say what becomes of tracked ones when groups or their members change, not rules"
    case .unknown(.tracking):
      "may be cut: AWS's pages differ on whether they are tracked on such a way"
    }
  }

  private static func words(_ limit: SessionFate.IdleLimit) -> String {
    switch limit {
    case .seconds(let seconds): " for \(seconds) s"
    case .standardTCP: " for 432000 s (350 s on newer kinds of instance)"
    case .undocumented: ""
    }
  }

  /// What both have under different identifiers.
  private static func matches(_ diff: NetworkDiff, isWhole: Bool, _ page: inout Page) {
    guard !diff.matches.isEmpty else { return }
    page.line(
      0, "\(counted(diff.matches.count, "resource")) under another identifier, taken for the same", .faint)
    let shown = diff.matches.prefix(isWhole ? .max : 12)
    for match in shown {
      let name = match.name == match.after ? "" : " \(match.name)"
      page.line(
        2, "\(match.kind)\(name): \(match.before) is \(match.after) now, by \(match.evidence.words)", .faint)
    }
    if shown.count < diff.matches.count {
      page.line(2, "and \(diff.matches.count - shown.count) more", .faint)
    }
    page.gap()
  }

  /// Members by name; of the outside a few ranges, or the whole.
  private static func shown(_ members: [String], _ party: String) -> String {
    let isOutside = members.first?.contains("/") ?? false
    return isOutside && members.count > 4 ? party : members.listed(atMost: 4)
  }

  /// Which changes are to blame, a line each.
  static func cause(_ cause: NetworkDiff.Cause, _ diff: NetworkDiff) -> [String] {
    switch cause {
    case .alone(let sufficient, let necessary):
      return sufficient.map { place in
        let word =
          necessary.contains(place) ? "caused by" : "caused by (enough alone, and not the only one)"
        return "\(word) \(name(diff.changes[place]))"
      }
    case .jointly(let places):
      return ["caused by all of these together:"] + places.map { "  \(name(diff.changes[$0]))" }
    case .elsewhere: return ["caused by no changed resource, but by what else the inputs say, or leave out"]
    case .member: return []
    case .tooMany: return ["cause not looked for: more changed resources than are tried one by one"]
    case .unasked: return ["cause not looked for: the example fares alike in both networks"]
    }
  }

  /// `security group db: +in tcp/22 from 0.0.0.0/0  network.yaml:30`.
  static func name(_ change: ResourceChange) -> String {
    let place = change.component.origin.fileAndLine
    let address = change.address.flatMap { $0 == change.component.name ? nil : " (\($0))" } ?? ""
    var words = "\(change.component.kind) \(change.component.name)\(address)"
    switch change.kind {
    case .added: words += ", which is new"
    case .removed: words += ", which is gone"
    case .changed where change.details.isEmpty: words += ": \(change.fields.listed(atMost: 4))"
    case .changed: break
    }
    let details = change.details.prefix(6).map { "\($0.isNew ? "+" : "-") \($0.text)" }
    if change.kind == .changed, !details.isEmpty { words += ": \(details.joined(separator: "; "))" }
    let exact = change.details.count == 1 ? change.details[0].origin.fileAndLine : ""
    let origin = exact.isEmpty ? place : exact
    return origin.isEmpty ? words : "\(words)  \(origin)"
  }

  /// What reaches an interface that only one network has, or what that reaches.
  private static func lone(_ change: ReachDifference.Change, _ page: inout Page) {
    page.line(
      [Span("    \(change.kind.sign) ")],
      [
        Span("\(change.source) -> \(change.destination)  \(change.services)"), Span(change.kind.words),
        Span("  \(counted(change.pairs, "pair"))", .faint),
      ], hang: 8)
  }

  private static func members(_ sign: String, _ word: String, _ names: [String], _ page: inout Page) {
    guard !names.isEmpty else { return }
    page.line(0, "\(sign) \(word): \(counted(names.count, "interface")) (\(names.listed(atMost: 8)))")
  }

  /// Changes that no path is due to.
  private static func resources(_ diff: NetworkDiff, _ page: inout Page) {
    let rest = diff.unblamed
    guard !rest.isEmpty else { return }
    page.line(0, "\(counted(rest.count, "other changed resource")) without a path of their own", .faint)
    let changed = rest.filter { diff.changes[$0].kind == .changed }
    for place in changed.prefix(12) { page.line(2, name(diff.changes[place]), .faint) }
    if changed.count > 12 { page.line(2, "and \(changed.count - 12) more", .faint) }
    for (kind, word) in [(ResourceChange.Kind.added, "new"), (.removed, "gone")] {
      var counts: [String: Int] = [:]
      for place in rest where diff.changes[place].kind == kind {
        counts[diff.changes[place].component.kind, default: 0] += 1
      }
      let kinds = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { counted($0.value, $0.key) }
      if !kinds.isEmpty { page.line(2, "\(word): \(kinds.listed(atMost: 8))", .faint) }
    }
  }
}

extension ResourceMatch.Evidence {
  fileprivate var words: String {
    switch self {
    case .address: "its address in the plan"
    case .name: "its name"
    case .content: "all it says"
    case .role: "its name, subnet and groups"
    }
  }
}

extension ReachDifference.Kind {
  /// Before a line.
  var sign: String {
    switch self {
    case .opens: "+"
    case .closes: "-"
    case .becomesIntermittent, .becomesReliable, .becomesUnknown, .becomesKnown: "~"
    }
  }

  /// Behind the services, where the sign does not say it.
  var words: String {
    switch self {
    case .opens, .closes: ""
    case .becomesIntermittent: "  works only sometimes now"
    case .becomesReliable: "  works always now, not only sometimes"
    case .becomesUnknown: "  is not known any more"
    case .becomesKnown: "  is known now: it does not work"
    }
  }
}
