import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkQueries
package import PacketWalkReplay
package import PacketWalkTopology

/// How close rules may be made to what was seen, for programs: one object.
package enum TightenJSONReport {
  /// - Parameter topology: the one that the edits change.
  package static func json(_ tightening: Tightening, on topology: Topology) -> String {
    // The names of a whole topology are dear.
    let texts = EditTexts(on: topology)
    return JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member(
        "options",
        raw: JSONText.object { json in
          json.member("margin", tightening.options.margin.description)
          json.member("gap", tightening.options.gap)
          json.member("maxRules", tightening.options.ruleLimit)
          json.member("trustsSilence", tightening.options.trustsSilence)
        })
      json.member("coverage", raw: coverage(tightening))
      json.member("rules", array: tightening.rules.map { object($0, texts) })
      json.member("idle", strings: tightening.idle)
      json.member("edits", strings: texts.texts(tightening.edits))
      if let effects = tightening.effects { json.member("effects", array: effects.map(object)) }
      if let proof = tightening.proof { json.member("proof", raw: object(proof)) }
    }
  }

  private static func coverage(_ tightening: Tightening) -> String {
    JSONText.object { json in
      if let window = tightening.window {
        json.member("from", FlowText.time(window.lowerBound))
        json.member("to", FlowText.time(window.upperBound))
      }
      json.member("interfaces", tightening.interfaces)
      json.member("loggedInterfaces", tightening.covered)
      json.member("skippedWindows", tightening.skipped)
      json.member("files", tightening.counts.files)
      json.member("records", tightening.counts.records)
      json.member("dirtyLines", tightening.counts.dirtyLines)
    }
  }

  private static func object(_ rule: Tightening.Rule, _ texts: EditTexts) -> String {
    JSONText.object { json in
      json.member("component", rule.component.id)
      json.member("kind", rule.component.kind)
      json.member("direction", rule.direction.rawValue)
      json.member("rule", rule.text)
      JSONReport.write(rule.origin, &json)
      switch rule.outcome {
      case .unused: json.member("outcome", "unused")
      case .covered(let others):
        json.member("outcome", "covered")
        json.member("coveredBy", strings: others)
      case .narrowed(let made):
        json.member("outcome", "narrowed")
        json.member("narrowed", strings: made)
      case .exact: json.member("outcome", "exact")
      case .kept: json.member("outcome", "kept")
      case .deny: json.member("outcome", "deny")
      case .held:
        json.member("outcome", "held")
        json.member("reason", TightenWords.reason(rule))
      }
      if !rule.edits.isEmpty { json.member("edits", strings: texts.texts(rule.edits)) }
      json.member("sole", rule.hits.sole)
      json.member("shared", rule.hits.shared)
      json.member("inferred", rule.hits.inferred)
      json.member("merged", rule.isMerged)
      json.member("uses", array: rule.uses.map(object))
      json.member("interfaces", strings: rule.interfaces)
      json.member("loggedInterfaces", rule.logged)
      json.member("skippedWindows", rule.skipped)
      if let effects = rule.effects { json.member("effects", array: effects.map(object)) }
    }
  }

  private static func object(_ use: Tightening.Use) -> String {
    JSONText.object { json in
      json.member("remote", use.remote)
      if let name = use.name { json.member("name", name) }
      json.member("service", use.service)
      json.member("records", use.flows)
      json.member("shared", use.isShared)
    }
  }

  private static func object(_ effect: ReachDifference.Change) -> String {
    JSONText.object { json in
      json.member("kind", effect.kind.rawValue)
      json.member("source", effect.source)
      json.member("destination", effect.destination)
      json.member("services", effect.services)
      json.member("pairs", effect.pairs)
      json.member("sources", strings: effect.sources)
      json.member("destinations", strings: effect.destinations)
    }
  }

  private static func object(_ proof: Tightening.Proof) -> String {
    JSONText.object { json in
      json.member("by", proof.isByRecords ? "records" : "flows")
      json.member("judged", proof.judged)
      json.member("lost", proof.lost)
      json.member("rounds", proof.rounds)
      json.member("scoreBefore", raw: proof.scoreBefore.map { "\($0)" } ?? "null")
      json.member("score", raw: proof.score.map { "\($0)" } ?? "null")
    }
  }
}
