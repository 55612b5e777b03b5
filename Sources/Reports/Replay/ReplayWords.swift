import PacketWalkFlowLogs
import PacketWalkQueries
package import PacketWalkReplay
import PacketWalkTopology

/// Sentences about records beside the model.
package enum ReplayWords {
  /// `98.7 % of 12,340 records agree with the topology; 160 disagree`.
  package static func headline(_ report: ReplayReport) -> String {
    let noun = report.captures.isEmpty ? "record" : report.counts.files == 0 ? "flow" : "record or flow"
    let nouns = report.captures.isEmpty ? "records" : report.counts.files == 0 ? "flows" : "records and flows"
    guard let score = report.score else { return "No \(noun) could be held against the topology" }
    let judged = report.agreeing + report.disagreeing
    guard report.disagreeing > 0 else {
      return judged == 1
        ? "The one \(noun) with a verdict agrees with the topology"
        : "All \(judged) \(nouns) with a verdict agree with the topology"
    }
    return
      "\(percent(score)) of \(counted(judged, noun, nouns)) with a verdict agree with the topology; \(report.disagreeing) disagree"
  }

  /// Rounded down, so that 100 % is all.
  static func percent(_ share: Double) -> String {
    let tenths = Int(share * 10)
    return tenths.isMultiple(of: 10) ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// What would explain a disagreement.
  static func explanation(_ disagreement: ReplayReport.Disagreement) -> String {
    let component = disagreement.component.map { "\($0.kind) \($0.name)" } ?? "no filter"
    switch disagreement.kind {
    case .modelRejects:
      return disagreement.rule.map { "\(component) stops it by \($0)" }
        ?? "\(component) has no rule that lets it pass"
    default:
      return disagreement.rule.map { "\(component) lets it pass by \($0)" } ?? "\(component) lets it pass"
    }
  }

  /// What a transit gateway made of packets.
  static func event(_ disagreement: ReplayReport.TransitDisagreement) -> String {
    switch disagreement.event {
    case .forwarded(let id): "passed on to \(disagreement.exit ?? id)"
    case .lostNoRoute: "lost for want of a route (packets-lost-no-route)"
    case .lostBlackhole: "lost in a blackhole (packets-lost-blackhole)"
    }
  }

  /// What the topology makes of them.
  static func explanation(_ disagreement: ReplayReport.TransitDisagreement) -> String {
    let table = disagreement.table.map { "\($0.kind) \($0.name)" } ?? "its route table"
    let route = disagreement.route.map { ": \($0)" } ?? ""
    switch disagreement.fate {
    case .forwarded:
      return "\(table) passes it on\(disagreement.event.isForwarded ? " elsewhere" : "")\(route)"
    case .blackhole: return "\(table) drops it\(route)"
    case .noRoute: return "\(table) has no route for it"
    case .notAssociated: return "no route table is associated with the attachment"
    case .notAvailable: return "the attachment is not available"
    }
  }

  /// How much of the network logged anything.
  static func coverage(_ report: ReplayReport) -> String {
    let interfaces = "\(report.loggedInterfaces) of \(counted(report.interfaces, "interface"))"
    let attachments =
      "\(report.loggedAttachments) of \(counted(report.attachments, "transit gateway attachment"))"
    if report.loggedAttachments == 0 { return interfaces }
    return report.loggedInterfaces == 0 ? attachments : "\(interfaces), \(attachments)"
  }

  /// What decides a record in the model.
  static func decision(_ listed: ReplayReport.Listed) -> String {
    guard let isAccepted = listed.record.isAcceptedByModel else {
      return listed.record.reason.map { "not judged: \($0.words)" }
        ?? "answer or request, and nothing tells which"
    }
    if listed.record.isAnswer { return "an answer to what was let pass" }
    let component = listed.component.map { "\($0.kind) \($0.name)" } ?? "no filter"
    if let rule = listed.ruleText { return "\(component): \(rule)" }
    return isAccepted ? component : "\(component): no rule matches"
  }

  static func way(_ side: RuleDirection) -> String { side == .ingress ? "in" : "out" }
}
