import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkPacketCapture
import PacketWalkQueries
package import PacketWalkReplay
import PacketWalkTopology

/// What became of flow records beside the model, for people.
package enum ReplayTextReport {
  /// How many disagreements are written out.
  private static let shown = 20

  /// - Parameter showsHits: whether every rule is listed with what it let pass.
  package static func text(_ report: ReplayReport, _ style: TextStyle, showsHits: Bool = false) -> String {
    var page = Page(style)
    if report.isPartial { page.line(0, "Interrupted: this is what was read so far", .doubtful) }
    page.line(0, ReplayWords.headline(report), report.disagreeing == 0 ? .good : .bad)
    if let window = report.window {
      page.line(
        2,
        "\(FlowText.time(window.lowerBound)) to \(FlowText.time(window.upperBound)), \(ReplayWords.coverage(report))",
        .faint)
    }
    page.gap()
    classes(report, &page)
    if !report.listed.isEmpty { list(report, &page) }
    for disagreement in report.disagreements.prefix(shown) {
      page.gap()
      write(disagreement, &page)
    }
    if report.disagreements.count > shown {
      page.gap()
      page.line(
        0, "and \(report.disagreements.count - shown) more kinds of disagreement; --json has them all", .faint
      )
    }
    for disagreement in report.transit.prefix(shown) {
      page.gap()
      write(disagreement, &page)
    }
    if report.transit.count > shown {
      page.gap()
      page.line(
        0, "and \(report.transit.count - shown) more of transit gateways; --json has them all", .faint)
    }
    if report.overflow > 0 {
      page.line(
        0, "\(counted(report.overflow, "record")) disagree in more ways than are kept apart", .doubtful)
    }
    ways(report, &page)
    unused(report, &page)
    if showsHits {
      hits(report, &page)
      routes(report, &page)
    }
    input(report, &page)
    return page.text
  }

  private static func classes(_ report: ReplayReport, _ page: inout Page) {
    let lines: [(String, Int, Span.Look)] = [
      ("accepted, as the topology says", report.records(.agreeAccept), .plain),
      ("rejected, as the topology says", report.records(.agreeReject), .plain),
      ("accepted, though the topology stops it", report.records(.modelRejects), .bad),
      ("rejected, though the topology lets it pass", report.records(.modelAccepts), .bad),
      ("rejected after the connection was let pass: late packets", report.records(.latePacket), .plain),
      ("answer or request, and nothing tells which", report.records(.ambiguous), .doubtful),
    ]
    let all = lines.map(\.1) + report.unjudged.map(\.volume.records)
    let width = all.map { "\($0)".count }.max() ?? 1
    for (words, count, look) in lines where count > 0 { row(count, words, look, width, &page) }
    if let example = report.ambiguousExample { page.line(width + 4, "e.g. \(text(example))", .faint) }
    for (reason, volume, example) in report.unjudged {
      row(volume.records, "not judged: \(reason.words)", .doubtful, width, &page)
      let unknown =
        reason == .unknownInterface
        ? report.unknownInterfaces : reason == .unknownAttachment ? report.unknownAttachments : []
      if !unknown.isEmpty {
        page.line(width + 4, unknown.map { "\($0.id) (\($0.records))" }.listed(atMost: 6), .faint)
      } else if let example {
        page.line(width + 4, "e.g. \(text(example))", .faint)
      }
    }
  }

  private static func row(
    _ count: Int, _ words: String, _ look: Span.Look, _ width: Int, _ page: inout Page
  ) {
    let number = String(repeating: " ", count: width - "\(count)".count) + "\(count)"
    page.line([Span("  \(number)  ")], [Span(words, look)], hang: width + 4)
  }

  private static func list(_ report: ReplayReport, _ page: inout Page) {
    page.gap()
    for listed in report.listed {
      let (record, example) = (listed.record, listed.record.example)
      let agrees = record.isAcceptedByModel == record.isAcceptedByLog
      let mark = record.isAcceptedByModel == nil ? "?" : agrees ? "=" : "!"
      let way = example.side.map(ReplayWords.way) ?? "-"
      page.line(
        [Span("\(mark) ", agrees ? .good : record.isAcceptedByModel == nil ? .doubtful : .bad)],
        [
          Span(
            "\(record.isAcceptedByLog ? "ACCEPT" : "REJECT") \(listed.interface) \(way)  \(ends(example))"),
          Span("  \(ReplayWords.decision(listed))", .faint),
        ], hang: 4)
    }
  }

  private static func write(_ disagreement: ReplayReport.Disagreement, _ page: inout Page) {
    let recorded = disagreement.kind == .modelRejects ? "accepted" : "rejected"
    page.line(
      [Span("\(disagreement.volume.records)  ", .strong)],
      [
        Span("\(disagreement.service) \(ReplayWords.way(disagreement.side)) was \(recorded)", .strong),
        Span(" at \(disagreement.interfaces.listed(atMost: 4))"),
      ], hang: 4)
    let origin = disagreement.origin.fileAndLine
    page.line(4, ReplayWords.explanation(disagreement) + (origin.isEmpty ? "" : "  \(origin)"))
    page.line(4, "e.g. \(text(disagreement.example))", .faint)
    let question = disagreement.question
    page.line(4, "packetwalk explain \(question.source) \(question.destination) \(question.service)", .faint)
  }

  private static func write(_ disagreement: ReplayReport.TransitDisagreement, _ page: inout Page) {
    page.line(
      [Span("\(disagreement.volume.records)  ", .strong)],
      [
        Span(ReplayWords.event(disagreement), .strong),
        Span(" from \(disagreement.attachment.kind) \(disagreement.attachment.name)"),
      ], hang: 4)
    let origin = disagreement.origin.fileAndLine
    page.line(4, ReplayWords.explanation(disagreement) + (origin.isEmpty ? "" : "  \(origin)"))
    page.line(4, "e.g. \(text(disagreement.example))", .faint)
    if let question = disagreement.question {
      page.line(
        4, "packetwalk explain \(question.source) \(question.destination) \(question.service)", .faint)
    }
  }

  private static func text(_ example: FlowExample) -> String {
    "\(FlowText.time(example.start)) \(ends(example))"
  }

  private static func ends(_ example: FlowExample) -> String {
    func end(_ address: IPAddress?, _ port: UInt16) -> String {
      guard let address else { return "-" }
      let hasPorts = [6, 17].contains(example.protocolNumber)
      guard hasPorts else { return address.description }
      return address.family == .ipv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
    let service = FlowText.service(example.protocolNumber, 0).split(separator: "/")[0]
    return
      "\(end(example.source, example.sourcePort)) -> \(end(example.destination, example.destinationPort)) \(service)"
  }

  /// What `traffic-path` says beside the topology's routes.
  private static func ways(_ report: ReplayReport, _ page: inout Page) {
    let others = report.otherWays.reduce(0) { $0 + $1.volume.records }
    guard report.waysAgreeing + report.waysUnjudged + others > 0 else { return }
    page.gap()
    var words =
      "\(counted(report.waysAgreeing, "record")) left by the way of the topology's routes (traffic-path)"
    if others > 0 { words += ", \(others) by another" }
    page.line(0, words, others == 0 ? .good : .bad)
    if report.waysUnjudged > 0 {
      page.line(2, "\(report.waysUnjudged) not judged: the topology does not tell theirs", .doubtful)
    }
    for other in report.otherWays.prefix(shown) {
      let path = FlowWay.words(ofPath: other.path) ?? ""
      page.gap()
      page.line(
        [Span("\(other.volume.records)  ", .strong)],
        [
          Span("left through \(path) (\(other.path))", .strong),
          Span(" from \(other.interfaces.listed(atMost: 4))"),
        ], hang: 4)
      let origin = other.origin.fileAndLine
      let route = other.route.map { " by its route for \($0)" } ?? ""
      page.line(
        4,
        "\(other.table.kind) \(other.table.name) leads to \(other.way.words)\(route)"
          + (origin.isEmpty ? "" : "  \(origin)"))
      page.line(4, "e.g. \(text(other.example))", .faint)
    }
    if report.otherWays.count > shown {
      page.gap()
      page.line(0, "and \(report.otherWays.count - shown) more; --json has them all", .faint)
    }
  }

  // MARK: Rules

  /// Rules that nothing used, as far as the log goes.
  private static func unused(_ report: ReplayReport, _ page: inout Page) {
    let unused = report.rules.filter { $0.hits.total == 0 && $0.logged > 0 }
    guard !unused.isEmpty else { return }
    page.gap()
    page.line(0, "\(counted(unused.count, "rule")) that no record used", .strong)
    for use in unused.prefix(shown) { line(use, &page) }
    if unused.count > shown { page.line(2, "and \(unused.count - shown) more; --hits lists all", .faint) }
    let silent = unused.contains { $0.silent > 0 }
    let skipped = report.skippedWindows
    var reserve = "Unused in these records only"
    if silent { reserve += "; some of the interfaces that the rules are for logged nothing" }
    if skipped > 0 { reserve += "; records of \(counted(skipped, "window")) are missing (SKIPDATA)" }
    page.line(2, reserve, .faint)
  }

  private static func hits(_ report: ReplayReport, _ page: inout Page) {
    page.gap()
    page.line(0, "Flows by rule: where it alone matched, and where others did as well", .strong)
    for use in report.rules where use.hits.total > 0 { line(use, &page) }
  }

  private static func line(_ use: ReplayReport.RuleUse, _ page: inout Page) {
    var counts = use.hits.total == 0 ? "" : "\(use.hits.sole) alone, \(use.hits.shared) with others  "
    if use.hits.inferred > 0 { counts += "(\(use.hits.inferred) by their ports)  " }
    let origin = use.origin.fileAndLine
    page.line(
      [Span("  ")],
      [
        Span(counts, .strong),
        Span("\(use.component.kind) \(use.component.name): \(ReplayWords.way(use.direction)) \(use.rule)"),
        Span(origin.isEmpty ? "" : "  \(origin)", .faint),
        Span(
          "  logged by \(use.logged) of \(counted(use.logged + use.silent, "interface"))\(use.skipped > 0 ? ", \(use.skipped) windows incomplete" : "")",
          .faint),
      ], hang: 4)
  }

  // MARK: Input

  private static func input(_ report: ReplayReport, _ page: inout Page) {
    let counts = report.counts
    page.gap()
    for capture in report.captures { write(capture, &page) }
    guard counts.files > 0 else { return }
    var words = counted(counts.records, "record")
    if counts.noData > 0 { words += ", \(counts.noData) windows without traffic (NODATA)" }
    if counts.skipData > 0 { words += ", \(counts.skipData) incomplete (SKIPDATA)" }
    if !counts.unknownFields.isEmpty {
      words += "; fields not known: \(counts.unknownFields.keys.sorted().listed(atMost: 4))"
    }
    page.line(0, words, .faint)
    for (kind, tally) in counts.issues.sorted(by: { $0.key < $1.key }) {
      page.line(
        2,
        "\(tally.count) × \(kind.rawValue), e.g. \(kind.isOfFile ? "\(tally.first.file): " : "")\(tally.first.text)",
        .doubtful)
    }
  }

  private static func write(_ capture: ReplayReport.Capture, _ page: inout Page) {
    let report = capture.report
    page.line(
      0,
      "\(capture.path): \(counted(Int(clamping: report.packets), "packet")), \(counted(capture.flows, "flow"))",
      .faint)
    for kind in report.tally.kinds {
      page.line(2, "\(report.tally[kind]) × \(kind.name): \(kind.explanation)", .faint)
    }
  }
}
