import PacketWalkForwarding
import PacketWalkQueries
package import PacketWalkReplay
import PacketWalkTopology

/// Ways that traffic took over the interfaces that logged it, for programs: one object.
package enum PathJSONReport {
  package static func json(_ all: FollowedPaths) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("paths", array: all.paths.map(object))
      json.member("notFollowed", all.left)
      json.member("overflow", all.overflow)
      json.member("interfaces", all.interfaces)
      json.member("loggedInterfaces", all.covered)
    }
  }

  private static func object(_ path: FollowedPath) -> String {
    JSONText.object { json in
      json.member("source", path.source)
      json.member("destination", path.destination)
      json.member("service", path.service)
      json.member("outcome", word(path.outcome))
      if path.outcome != .arrived, path.points.indices.contains(path.end) {
        json.member("at", path.points[path.end].interface)
      }
      json.member("records", path.records)
      if path.first <= path.last {
        json.member("first", FlowText.time(path.first))
        json.member("last", FlowText.time(path.last))
      }
      json.member("verdict", path.answer?.verdict.rawValue)
      json.member("because", path.answer.map(Sentences.because))
      json.member("disagrees", path.disagrees)
      json.member("points", array: path.points.map(object))
      json.member(
        "question",
        raw: JSONText.object {
          $0.member("source", path.question.source)
          $0.member("destination", path.question.destination)
          $0.member("service", path.question.service)
        })
    }
  }

  private static func word(_ outcome: FollowedPath.Outcome) -> String {
    switch outcome {
    case .rejected: "rejected"
    case .lost: "lost"
    case .unanswered: "unanswered"
    case .arrived: "arrived"
    }
  }

  private static func object(_ point: FollowedPath.Point) -> String {
    JSONText.object { json in
      json.member("interface", point.interface)
      json.member("direction", point.side.rawValue)
      json.member("answer", point.isAnswer)
      json.member("accepted", point.accepted)
      json.member("rejected", point.rejected)
      json.member("logged", point.isCovered)
      json.member("shared", point.isShared)
      json.member("passes", point.passes)
      json.member("decision", point.decision)
    }
  }
}
