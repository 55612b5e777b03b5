import PacketWalkForwarding
package import PacketWalkQueries

/// What edits change of whole answers: what is gone and what is new, and nothing else.
package enum ReachChangeReport {
  package static func text(_ changes: ReachChanges, _ style: TextStyle) -> String {
    var page = Page(style)
    let subjects = changes.subjects.listed(atMost: 8)
    page.line(
      0, "\(changes.side == .who ? "WHO REACHES" : "WHAT IS REACHED BY") \(subjects), by the edits", .strong)
    guard !changes.lines.isEmpty else {
      page.line(2, "no change: \(counted(changes.unchanged, "line")) as before")
      return page.text
    }
    let isSeveral = changes.subjects.count > 1
    for change in changes.lines {
      let ends = isSeveral ? change.subjects.map { "\($0): " }.joined() : ""
      page.line(
        [Span(change.isNew ? "  + " : "  - ", change.isNew ? .doubtful : .faint)],
        [Span("\(ends)\(ReachTextReport.label(change.line))  ")] + ReachTextReport.body(change.line), hang: 6)
    }
    if changes.unchanged > 0 { page.line(2, "\(counted(changes.unchanged, "line")) as before", .faint) }
    return page.text
  }

  package static func json(_ changes: ReachChanges) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("side", changes.side.rawValue)
      json.member("subjects", strings: changes.subjects)
      json.member(
        "changes",
        array: changes.lines.map { change in
          JSONText.object { json in
            json.member("change", change.isNew ? "new" : "gone")
            json.member("subjects", strings: change.subjects)
            json.member("line", raw: ReachJSONReport.object(change.line))
          }
        })
      json.member("unchanged", changes.unchanged)
    }
  }
}

/// What edits open and close between all.
package enum DifferenceReport {
  package static func text(_ difference: ReachDifference, _ style: TextStyle) -> String {
    var page = Page(style)
    page.line(0, "MATRIX, changed by the edits", .strong)
    if difference.changes.isEmpty { page.line(2, "no change: everybody reaches what they did before") }
    for change in difference.changes {
      let pairs = change.pairs > 1 ? " (\(change.pairs) pairs)" : ""
      page.line(
        [Span(change.kind == .opens ? "  + " : "  - ", change.kind == .opens ? .doubtful : .faint)],
        [
          Span(
            "\(change.kind.rawValue) \(change.services) from \(change.source) to \(change.destination)\(pairs)"
          )
        ], hang: 6)
      page.line(6, "\(change.sources.listed(atMost: 4)) -> \(change.destinations.listed(atMost: 4))", .faint)
    }
    return page.text
  }

  package static func json(_ difference: ReachDifference) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member(
        "changes",
        array: difference.changes.map { change in
          JSONText.object { json in
            json.member("change", change.kind.rawValue)
            json.member("source", change.source)
            json.member("destination", change.destination)
            json.member("services", change.services)
            json.member("pairs", change.pairs)
            json.member("sources", strings: change.sources)
            json.member("destinations", strings: change.destinations)
          }
        })
    }
  }
}
