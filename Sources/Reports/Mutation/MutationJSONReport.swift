import PacketWalkAnalysis
import PacketWalkFormats
package import PacketWalkPolicy
import PacketWalkQueries
package import PacketWalkTopology

/// Which changes a policy would not notice, for programs: one object.
package enum MutationJSONReport {
  /// - Parameter topology: the one that was changed.
  package static func json(_ report: MutationReport, on topology: Topology) -> String {
    let texts = EditTexts(on: topology)
    return JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("failing", strings: report.failing.map(\.assertion.id))
      json.member("changes", report.mutants)
      json.member("tried", report.tried)
      json.member("seed", Int(clamping: report.seed))
      write(report.total, &json)
      json.member("score", report.score)
      json.member(
        "kinds",
        array: Mutant.Kind.allCases.compactMap { kind in
          report.outcomes[kind].map { tally in
            JSONText.object {
              $0.member("kind", kind.rawValue)
              write(tally, &$0)
            }
          }
        })
      json.member(
        "survivors",
        array: report.survivors.map { survivor in JSONText.object { write(survivor, texts, &$0) } })
    }
  }

  private static func write(_ tally: MutationReport.Tally, _ json: inout JSONText) {
    json.member("real", tally.real)
    json.member("noticed", tally.noticed)
    json.member("equivalent", tally.equivalent)
  }

  private static func write(
    _ survivor: MutationReport.Survivor, _ texts: EditTexts, _ json: inout JSONText
  ) {
    json.member("kind", survivor.mutant.kind.rawValue)
    json.member("edits", strings: texts.texts(survivor.mutant.edits))
    JSONReport.write(survivor.mutant.origin, &json)
    let effect = survivor.effect
    json.member("change", effect.kind.rawValue)
    json.member("isOpenToInternet", effect.rank == .fromInternet)
    json.member("source", effect.source)
    json.member("destination", effect.destination)
    json.member("services", effect.services)
    if let example = effect.example {
      json.member(
        "example",
        raw: JSONText.object {
          $0.member("source", example.source)
          $0.member("destination", example.destination)
          $0.member("service", example.service)
        })
    }
    if let remedy = survivor.remedy {
      json.member(
        "wouldNotice",
        raw: JSONText.object {
          $0.member("assertion", remedy.title)
          $0.member("yaml", remedy.lines.joined(separator: "\n"))
        })
    }
  }
}
