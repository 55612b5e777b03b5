package import PacketWalkAnalysis
import PacketWalkQueries

/// What changes between two networks, for programs: one object.
package enum DiffJSONReport {
  package static func json(_ diff: NetworkDiff) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("paths", array: diff.paths.map(path))
      json.member("appeared", strings: diff.appeared)
      json.member("vanished", strings: diff.vanished)
      json.member("matches", array: diff.matches.map(match))
      json.member("changes", array: diff.changes.map(change))
    }
  }

  private static func path(_ path: NetworkDiff.Path) -> String {
    JSONText.object { json in
      json.member("change", path.change.kind.rawValue)
      json.member("source", path.change.source)
      json.member("destination", path.change.destination)
      json.member("services", path.change.services)
      json.member("pairs", path.change.pairs)
      json.member("sources", strings: path.change.sources)
      json.member("destinations", strings: path.change.destinations)
      if let example = path.change.example {
        json.member(
          "example",
          raw: JSONText.object {
            $0.member("source", example.source)
            $0.member("destination", example.destination)
            $0.member("service", example.service)
          })
      }
      json.member("cause", raw: JSONText.object { write(path.cause, &$0) })
      if let sessions = path.sessions {
        json.member("sessions", raw: JSONText.object { write(sessions, &$0) })
      }
    }
  }

  private static func write(_ fate: SessionFate, _ json: inout JSONText) {
    switch fate {
    case .cut(let component, let place):
      json.member("fate", "cut")
      json.member("by", component)
      json.member("at", strings: [place])
    case .untilIdle(let limit, let places):
      json.member("fate", "untilIdle")
      switch limit {
      case .seconds(let seconds): json.member("seconds", seconds)
      case .standardTCP:
        json.member("seconds", 432_000)
        json.member("secondsOnNewerInstances", 350)
      case .undocumented: break
      }
      json.member("at", strings: places)
    case .unknown(let doubt):
      json.member("fate", "unknown")
      json.member("why", doubt.rawValue)
    }
  }

  private static func match(_ match: ResourceMatch) -> String {
    JSONText.object { json in
      json.member("kind", match.kind)
      json.member("name", match.name)
      json.member("before", match.before)
      json.member("after", match.after)
      json.member("evidence", match.evidence.rawValue)
      JSONReport.write(match.origin, &json)
    }
  }

  /// Changes by their places in `changes`.
  private static func write(_ cause: NetworkDiff.Cause, _ json: inout JSONText) {
    func numbers(_ places: [Int]) -> [String] { places.map(String.init) }
    switch cause {
    case .alone(let sufficient, let necessary):
      json.member("kind", "alone")
      json.member("sufficient", array: numbers(sufficient))
      json.member("necessary", array: numbers(necessary))
    case .jointly(let places):
      json.member("kind", "jointly")
      json.member("changes", array: numbers(places))
    case .member: json.member("kind", "member")
    case .elsewhere: json.member("kind", "elsewhere")
    case .tooMany: json.member("kind", "tooMany")
    case .unasked: json.member("kind", "unasked")
    }
  }

  private static func change(_ change: ResourceChange) -> String {
    JSONText.object { json in
      json.member("change", change.kind.rawValue)
      json.member("kind", change.component.kind)
      json.member("name", change.component.name)
      json.member("id", change.component.id)
      json.member("address", change.address)
      json.member("fields", strings: change.fields)
      json.member(
        "details",
        array: change.details.map { detail in
          JSONText.object {
            $0.member("change", detail.isNew ? "added" : "removed")
            $0.member("text", detail.text)
            JSONReport.write(detail.origin, &$0)
          }
        })
      JSONReport.write(change.component.origin, &json)
    }
  }
}
