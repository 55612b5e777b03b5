package import PacketWalkAnalysis
import PacketWalkForwarding
import PacketWalkFormats
import PacketWalkQueries
package import PacketWalkTopology

/// What to change about an answer, for programs.
package enum FixJSONReport {
  /// One object, without the line's end.
  package static func line(_ report: FixReport, on topology: Topology) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("goal", FixWords.verdict(report.goal).rawValue)
      json.member("pairs", report.pairs)
      json.member("asWanted", report.asWanted)
      json.member("fixed", report.fixed)
      json.member("fixes", array: report.fixes.map { object($0, topology) })
      json.member("advice", array: report.advice.map(object))
      json.member("missing", array: report.missing.map(JSONReport.object))
      json.member("bounded", report.isBounded)
    }
  }

  private static func object(_ fix: Fix, _ topology: Topology) -> String {
    JSONText.object { json in
      let lines = FixWords.lines(fix, on: topology)
      let steps = zip(fix.steps, lines).map { step, line in
        JSONText.object { json in
          let isEdit = FixWords.manual(step, on: topology) == nil
          json.member("edit", isEdit ? line : nil)
          json.member("words", isEdit ? nil : line)
        }
      }
      json.member("steps", array: steps)
      if let effects = fix.effects {
        json.member("effects", array: effects.map(object))
      } else {
        json.member("effects", raw: "null")
      }
    }
  }

  private static func object(_ effect: Effect) -> String {
    JSONText.object { json in
      json.member("kind", effect.kind.rawValue)
      json.member("source", effect.source)
      json.member("destination", effect.destination)
      json.member("services", effect.services)
      json.member("count", effect.count)
    }
  }

  private static func object(_ advice: FixAdvice) -> String {
    JSONText.object { json in
      json.member("code", advice.code.rawValue)
      json.member("component", advice.component.name)
      json.member("componentID", advice.component.id)
      json.member("kind", advice.component.kind)
      let words = FixWords.advice(advice)
      json.member("sentence", words.sentence)
      json.member("source", words.source)
    }
  }
}
