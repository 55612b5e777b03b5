import PacketWalkForwarding
import PacketWalkQueries
package import PacketWalkReplay
import PacketWalkTopology

/// Ways that traffic took over the interfaces that logged it, for people.
package enum PathTextReport {
  /// How many are written out.
  private static let shown = 20

  package static func text(_ all: FollowedPaths, _ style: TextStyle) -> String {
    var page = Page(style)
    page.line(0, headline(all), .strong)
    page.line(2, "\(all.covered) of \(counted(all.interfaces, "interface")) have logs", .faint)
    let told = all.paths.filter { $0.outcome != .arrived || $0.disagrees }
    for path in told.prefix(shown) {
      page.gap()
      write(path, &page)
    }
    if told.count > shown {
      page.gap()
      page.line(0, "and \(told.count - shown) more that did not arrive; --json has them all", .faint)
    }
    let arrived = all.paths.filter { $0.outcome == .arrived && !$0.disagrees }
    if !arrived.isEmpty {
      page.gap()
      page.line(0, "Arrived, and answered as far as there are logs", .strong)
      for path in arrived.prefix(shown) {
        page.line(
          [Span("  \(path.source) -> \(path.destination) \(path.service)")],
          [Span("  \(counted(path.records, "record"))  \(way(path))", .faint)], hang: 6)
      }
      if arrived.count > shown {
        page.line(2, "and \(arrived.count - shown) more; --json has them all", .faint)
      }
    }
    if all.left > 0 {
      page.line(
        0, "\(all.left) more are too many to follow; --valid-from and --valid-to take part of them", .doubtful
      )
    }
    if all.overflow > 0 {
      page.line(0, "\(counted(all.overflow, "record")) are of more different flows than are kept", .doubtful)
    }
    return page.text
  }

  private static func headline(_ all: FollowedPaths) -> String {
    guard !all.paths.isEmpty else { return "No record of these logs says who sent something to whom" }
    func count(_ outcome: FollowedPath.Outcome) -> Int { all.paths.count { $0.outcome == outcome } }
    let parts = [
      (count(.arrived), "arrived"), (count(.rejected), "rejected on the way"),
      (count(.lost), "lost on the way"), (count(.unanswered), "never answered"),
    ]
    return "\(counted(all.paths.count, "path")): "
      + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  private static func way(_ path: FollowedPath) -> String {
    var names: [String] = []
    for point in path.points where !point.isAnswer && point.isSeen && names.last != point.interface {
      names.append(point.interface)
    }
    return "seen at \(names.joined(separator: ", "))"
  }

  private static func write(_ path: FollowedPath, _ page: inout Page) {
    page.line(
      [Span("\(path.source) -> \(path.destination) \(path.service)", .strong)],
      [Span("  \(verdict(path))", path.outcome == .arrived ? .doubtful : .bad)], hang: 4)
    let names = path.points.map(\.interface.columns).max() ?? 0
    for (place, point) in path.points.enumerated() {
      let isEnd = place == path.end && path.outcome != .arrived
      let name = point.interface + String(repeating: " ", count: names - point.interface.columns)
      let side = point.side == .ingress ? "in " : "out"
      page.line(
        [
          Span(isEnd ? "  x " : "    ", .bad),
          Span("\(name)  \(side)  \(point.isAnswer ? "answer " : "request")  "),
        ],
        [Span(PathTextReport.log(point), look(point)), Span("  \(model(point))", .faint)], hang: names + 24)
    }
    if let answer = path.answer {
      page.line(
        4, "topology: \(answer.verdict.headline): \(Sentences.because(answer))",
        path.disagrees ? .doubtful : .plain)
    }
    page.line(
      4, "packetwalk explain \(path.question.source) \(path.question.destination) \(path.question.service)",
      .faint)
  }

  static func verdict(_ path: FollowedPath) -> String {
    let place = path.points.indices.contains(path.end) ? path.points[path.end].interface : ""
    switch path.outcome {
    case .rejected:
      let isAnswer = path.points.indices.contains(path.end) && path.points[path.end].isAnswer
      return "\(isAnswer ? "answer " : "")rejected at \(place)"
    case .lost: return "lost before \(place)"
    case .unanswered: return "no answer after \(place)"
    case .arrived: return "arrived, though the topology does not let it"
    }
  }

  private static func log(_ point: FollowedPath.Point) -> String {
    guard point.isSeen else { return point.isCovered ? "no record" : "no log" }
    var words: [String] = []
    if point.accepted > 0 { words.append("ACCEPT \(point.accepted)") }
    if point.rejected > 0 { words.append("REJECT \(point.rejected)") }
    return words.joined(separator: ", ") + (point.isShared ? " (of all who share the address)" : "")
  }

  private static func look(_ point: FollowedPath.Point) -> Span.Look {
    guard point.isSeen else { return point.isCovered ? .doubtful : .faint }
    return point.rejected > 0 ? .bad : .good
  }

  private static func model(_ point: FollowedPath.Point) -> String {
    switch point.passes {
    case true?: "topology passes: \(point.decision)"
    case false?: "topology stops: \(point.decision)"
    case nil: "topology can't tell"
    }
  }
}
