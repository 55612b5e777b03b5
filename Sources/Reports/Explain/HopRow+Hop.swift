import PacketWalkDiagnostics
import PacketWalkQueries

extension HopRow {
  static let identityLost = "group identity is lost here"

  /// The row of one hop; `isStopped` when the packet failed earlier in the same direction, so that from here
  /// on the page says what would happen.
  init(_ hop: Hop, isStopped: Bool) {
    self.init(
      mark: Mark(hop.outcome), component: hop.component.labelled, text: "", code: hop.code,
      origin: hop.origin)
    switch hop.kind {
    case .securityGroup: describeGroup(hop)
    case .networkACL: describeAccessList(hop)
    case .firewall:
      text = hop.rule ?? ""
      if hop.outcome == .blocked, let code { notes.append(Sentences.meaning(of: code)) }
    case .route: describeRoute(hop)
    case .send:
      text = (hop.direction == .reply ? "replies " : "sends ") + hop.notes.joined(separator: "; ")
    case .relay:
      text = "opens \(hop.notes.last ?? "a new connection")"
      notes = hop.notes.dropLast()
    case .neighbour: text = "same subnet: no network ACL or route table on the way"
    case .translate, .gateway: text = hop.notes.joined(separator: "; ")
    case .choice:
      text = hop.notes.first ?? ""
      notes = Array(hop.notes.dropFirst())
    case .listener: text = "listener \(hop.rule ?? "")"
    case .identityLost:
      text = Self.identityLost
      code = nil
    case .deliver:
      if isStopped || hop.isBeyond { mark = .note }
      text = (isStopped || hop.isBeyond ? "would be delivered to " : "delivered to ") + hop.component.full
      notes = hop.notes
    case .exempt: text = "exempt: no group, ACL or route applies"
    case .missing: text = "depends on \(hop.notes.joined(separator: ", ")), which is not known"
    case .assumption where hop.outcome == .blocked:
      text = [hop.code.map(Sentences.meaning(of:)), hop.rule].compactMap(\.self).joined(separator: ": ")
    case .sourceDestinationCheck, .obstacle, .assumption:
      text = ([hop.code.map(Sentences.meaning(of:)) ?? hop.rule ?? ""] + hop.notes).joined(separator: "; ")
    }
    if mark == .block, let identity = hop.component.identity { notes.append(identity) }
    // Where a resource is declared matters where it decides; elsewhere the rule's place does.
    if hop.rule == nil, mark != .block { origin = .implied }
  }

  private mutating func describeGroup(_ hop: Hop) {
    component += hop.sideWord
    notes = hop.notes
    switch (hop.rule, hop.outcome) {
    case (let rule?, .blocked):
      text = rule
      if let code { notes.append(Sentences.meaning(of: code)) }
    case (let rule?, _): text = rule
    case (nil, .blocked): text = code.map(Sentences.meaning(of:)) ?? "no rule matches (implicit deny)"
    case (nil, .byState): text = "stateful: replies follow the request"
    case (nil, _): text = ""
    }
  }

  private mutating func describeAccessList(_ hop: Hop) {
    component += hop.sideWord
    text = Sentences.rule(accessList: hop.rule ?? "*")
    notes = hop.notes
  }

  /// What the route beat stands behind it where that is short, as it mostly is: the default route.
  private mutating func describeRoute(_ hop: Hop) {
    let words = hop.rule ?? (hop.outcome == .blocked ? "no route matches" : "")
    text = words
    if hop.notes.count == 1, let note = hop.notes.first, note.columns <= 48 {
      text += text.isEmpty ? note : " (\(note))"
    } else {
      notes = hop.notes
    }
    if let code, hop.outcome == .blocked, hop.rule != nil { notes.append(Sentences.meaning(of: code)) }
  }
}

extension HopRow.Mark {
  init(_ outcome: Hop.Outcome) {
    switch outcome {
    case .passed: self = .ok
    case .blocked: self = .block
    case .byState: self = .auto
    case .unknown: self = .unknown
    case .note: self = .note
    }
  }
}

extension Hop {
  fileprivate var sideWord: String {
    switch side {
    case "ingress": " in"
    case "egress": " out"
    default: ""
    }
  }
}
