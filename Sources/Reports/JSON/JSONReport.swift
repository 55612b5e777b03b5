import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
package import PacketWalkQueries

/// Answers for programs: one object a line.
package enum JSONReport {
  /// The version of the shape; members may be added to it, none changes its meaning.
  package static let schema = 1

  /// One answer as one line, without the line's end.
  package static func line(_ answer: Answer, includingHops: Bool) -> String {
    JSONText.object { write(answer, includingHops: includingHops, &$0) }
  }

  /// An answer about an edited network, with what it was before.
  package static func line(_ change: AnswerChange, includingHops: Bool) -> String {
    JSONText.object { json in
      write(change.answer, includingHops: includingHops, &json)
      json.member("before", raw: change.before.map(object) ?? "null")
      json.member("changed", change.isChanged)
    }
  }

  /// What is said of an answer that is no longer so.
  private static func object(_ before: Answer) -> String {
    JSONText.object { json in
      json.member("verdict", before.verdict.rawValue)
      json.member("delivered", truth(before.delivered))
      json.member("replied", truth(before.replied))
      json.member("because", Sentences.because(before))
    }
  }

  private static func write(_ answer: Answer, includingHops: Bool, _ json: inout JSONText) {
    json.member("schema", schema)
    write(answer.source, "source", &json)
    write(answer.destination, "destination", &json)
    json.member("service", answer.service.description)
    json.member("through", answer.through?.name)
    json.member("throughID", answer.through?.id)
    json.member("verdict", answer.verdict.rawValue)
    json.member("delivered", truth(answer.delivered))
    json.member("replied", truth(answer.replied))
    json.member("blockers", array: answer.blockers.map(object))
    json.member("wouldAlsoBlock", array: answer.furtherBlockers.map(object))
    json.member("assumptions", array: answer.assumptions.map(object))
    json.member("missing", array: answer.missing.map(object))
    json.member("choices", array: answer.choices.map(object))
    json.member("choiceLimitReached", answer.isChoiceLimitReached)
    json.member("because", Sentences.because(answer))
    json.member("symptom", Sentences.symptom(answer))
    if includingHops { json.member("hops", array: (answer.explanation?.hops ?? []).map(object)) }
  }

  /// True for some of the network's choices or all.
  private static func truth(_ extent: Extent) -> Bool? {
    switch extent {
    case .all, .some: true
    case .none: false
    case .unknown: nil
    }
  }

  private static func write(_ end: Endpoint, _ name: String, _ json: inout JSONText) {
    json.member(name, end.text)
    json.member(name + "Name", end.component?.name)
    json.member(name + "ID", end.component?.id)
    json.member(name + "Address", end.address?.description)
  }

  private static func write(_ component: Component, _ json: inout JSONText) {
    json.member("component", component.name)
    json.member("componentID", component.id)
    json.member("kind", component.kind)
  }

  static func write(_ origin: Origin, _ json: inout JSONText) {
    json.member("file", origin.file)
    json.member("line", origin.position?.line)
    if origin.position == nil, let pointer = origin.pointer { json.member("pointer", pointer) }
  }

  private static func object(_ obstacle: Obstacle) -> String {
    JSONText.object { json in
      json.member("code", obstacle.code)
      json.member("direction", obstacle.direction.rawValue)
      json.member("leg", obstacle.leg)
      write(obstacle.component, &json)
      json.member("side", obstacle.side)
      json.member("rule", obstacle.rule)
      write(obstacle.origin, &json)
    }
  }

  private static func object(_ assumption: Assumption) -> String {
    JSONText.object { json in
      json.member("id", assumption.rawValue)
      json.member("sentence", assumption.sentence)
    }
  }

  static func object(_ fact: MissingFact) -> String {
    JSONText.object { json in
      json.member("what", fact.what)
      json.member("remedy", fact.remedy.isEmpty ? nil : fact.remedy)
      write(fact.component, &json)
    }
  }

  private static func object(_ choice: ChoiceReport) -> String {
    JSONText.object { json in
      json.member("kind", choice.kind)
      json.member("working", strings: choice.working)
      json.member("failing", strings: choice.failing)
    }
  }

  private static func object(_ hop: Hop) -> String {
    JSONText.object { json in
      json.member("hop", hop.kind.rawValue)
      json.member("outcome", hop.outcome.rawValue)
      json.member("direction", hop.direction.rawValue)
      json.member("leg", hop.leg)
      json.member("beyond", hop.isBeyond)
      write(hop.component, &json)
      json.member("side", hop.side)
      json.member("rule", hop.rule)
      json.member("notes", strings: hop.notes)
      json.member("code", hop.code)
      write(hop.origin, &json)
    }
  }
}
