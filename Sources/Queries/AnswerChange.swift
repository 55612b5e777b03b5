import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding

/// An answer about an edited network, beside what it was before the edits.
package struct AnswerChange: Sendable {
  package var answer: Answer
  /// The answer before; nil where the question had none, since an end was not there.
  package var before: Answer?

  /// Whether verdict or reason are other than before.
  package var isChanged: Bool {
    guard let before else { return true }
    return !answer.saysTheSame(as: before)
  }

  /// Whether the two differ in nothing but ends and services.
  package func isAlike(to other: AnswerChange) -> Bool {
    guard answer.saysTheSame(as: other.answer) else { return false }
    switch (before, other.before) {
    case (nil, nil): return true
    case (let before?, let others?): return before.saysTheSame(as: others)
    default: return false
    }
  }

  /// Pairs the answers to one question, before and after.
  ///
  /// Where parts of a service that behave alike now did not before, an answer is divided so that each has one
  /// answer before it.
  ///
  /// - Returns: the changes in the order of `after`, and the answers that have no successor.
  package static func pair(
    _ after: [Answer], with before: [Answer]
  ) -> (changes: [AnswerChange], gone: [Answer]) {
    var known: [Ends: [Answer]] = [:]
    for answer in before { known[Ends(answer), default: []].append(answer) }
    var changes: [AnswerChange] = []
    var asked: Set<Ends> = []
    for answer in after {
      let ends = Ends(answer)
      asked.insert(ends)
      changes += divided(answer, by: known[ends] ?? [])
    }
    return (changes, before.filter { !asked.contains(Ends($0)) })
  }

  /// The answer, in parts of which each has one answer before it.
  private static func divided(_ answer: Answer, by before: [Answer]) -> [AnswerChange] {
    var parts: [AnswerChange] = []
    for earlier in before {
      let common = answer.service.intersection(earlier.service)
      guard !common.parts.isEmpty else { continue }
      if let place = parts.firstIndex(where: { $0.before?.saysTheSame(as: earlier) == true }) {
        parts[place].answer.service = parts[place].answer.service.union(common)
      } else {
        var part = answer
        part.service = common
        parts.append(AnswerChange(answer: part, before: earlier))
      }
    }
    if parts.count == 1 { parts[0].answer.service = answer.service }
    return parts.isEmpty ? [AnswerChange(answer: answer, before: nil)] : parts
  }

  /// Who an answer is about, in words that mean the same in both networks.
  private struct Ends: Hashable {
    var source: End
    var destination: End
    var through: String?

    init(_ answer: Answer) {
      source = End(answer.source)
      destination = End(answer.destination)
      through = answer.through?.id
    }
  }

  private struct End: Hashable {
    var text: String
    var kind: String?
    var id: String?
    var address: IPAddress?
    var range: IPPrefix?

    init(_ end: Endpoint) {
      text = end.text
      kind = end.component?.kind
      id = end.component?.id
      address = end.address
      switch end.target {
      case .internet(let prefix), .external(_, let prefix): range = prefix
      case .interface, .address, .balancer, .privateName, .service: break
      }
    }
  }
}

extension Answer {
  /// Whether another answer has the same verdict for the same reasons, wherever those were read.
  func saysTheSame(as other: Answer) -> Bool {
    delivered == other.delivered && replied == other.replied
      && blockers.map(\.withoutOrigins) == other.blockers.map(\.withoutOrigins)
      && missing.map(\.what) == other.missing.map(\.what) && choices == other.choices
      && assumptions == other.assumptions
  }
}

extension Obstacle {
  fileprivate var withoutOrigins: Obstacle {
    var obstacle = self
    obstacle.origin = .implied
    obstacle.component.origin = .implied
    return obstacle
  }
}

extension Service {
  /// What both services hold.
  func intersection(_ other: Service) -> Service {
    Service(parts.flatMap { part in other.parts.compactMap { part.intersection($0) } })
  }

  /// What either holds; the parts of one protocol are one.
  func union(_ other: Service) -> Service {
    var all = parts
    for part in other.parts where !all.contains(part) {
      if let ports = part.ports,
        let place = all.firstIndex(where: { $0.protocol == part.protocol && $0.ports != nil })
      {
        all[place].ports = all[place].ports.map { $0.union(ports) }
      } else {
        all.append(part)
      }
    }
    return Service(all)
  }
}

extension Service.Part {
  fileprivate func intersection(_ other: Service.Part) -> Service.Part? {
    guard `protocol` == other.protocol else { return nil }
    guard let ports, let others = other.ports else { return self == other ? self : nil }
    let common = ports.intersection(others)
    return common.isEmpty ? nil : Service.Part(`protocol`, ports: common)
  }
}
