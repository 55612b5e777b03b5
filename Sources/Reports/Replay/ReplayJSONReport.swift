import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkPacketCapture
import PacketWalkQueries
package import PacketWalkReplay
import PacketWalkTopology

/// What became of flow records beside the model, for programs: one object.
package enum ReplayJSONReport {
  package static func json(_ report: ReplayReport) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      if report.isPartial { json.member("partial", true) }
      json.member("score", raw: report.score.map { "\($0)" } ?? "null")
      json.member(
        "classes",
        raw: JSONText.object { json in
          for kind in FlowClass.allCases {
            json.member(kind.rawValue, raw: object(report.classes[kind] ?? Volume()))
          }
        })
      json.member(
        "notEvaluable",
        array: report.unjudged.map { reason, volume, example in
          JSONText.object { json in
            json.member("reason", reason.rawValue)
            write(volume, &json)
            if let example { json.member("example", raw: object(example)) }
          }
        })
      if let example = report.ambiguousExample { json.member("ambiguousExample", raw: object(example)) }
      json.member("disagreements", array: report.disagreements.map(object))
      if report.waysAgreeing + report.waysUnjudged + report.otherWays.count > 0 {
        json.member("trafficPaths", raw: ways(report))
      }
      if report.loggedAttachments + report.unknownAttachments.count > 0 {
        json.member("transitGateways", raw: transit(report))
      }
      json.member("rules", array: report.rules.map(object))
      if let routes = report.routes {
        json.member("routes", array: routes.map(object))
        json.member(
          "gateways",
          array: report.gateways.map { component, records in
            JSONText.object {
              $0.member("component", component.id)
              $0.member("kind", component.kind)
              $0.member("records", records)
            }
          })
      }
      json.member(
        "unknownInterfaces", array: report.unknownInterfaces.map(unknown))
      json.member("coverage", raw: coverage(report))
      json.member("input", raw: input(report))
      json.member("captures", array: report.captures.map(object))
    }
  }

  private static func write(_ volume: Volume, _ json: inout JSONText) {
    json.member("records", volume.records)
    json.member("packets", raw: "\(volume.packets)")
    json.member("bytes", raw: "\(volume.bytes)")
  }

  private static func object(_ volume: Volume) -> String { JSONText.object { write(volume, &$0) } }

  private static func object(_ example: FlowExample) -> String {
    JSONText.object { json in
      json.member("source", example.source?.description)
      json.member("destination", example.destination?.description)
      json.member("protocol", Int(example.protocolNumber))
      json.member("sourcePort", Int(example.sourcePort))
      json.member("destinationPort", Int(example.destinationPort))
      json.member("start", FlowText.time(example.start))
    }
  }

  private static func object(_ disagreement: ReplayReport.Disagreement) -> String {
    JSONText.object { json in
      json.member("class", disagreement.kind.rawValue)
      json.member("direction", disagreement.side.rawValue)
      json.member("service", disagreement.service)
      if let component = disagreement.component {
        json.member("component", component.id)
        json.member("kind", component.kind)
      }
      if let rule = disagreement.rule { json.member("rule", rule) }
      JSONReport.write(disagreement.origin, &json)
      write(disagreement.volume, &json)
      json.member("interfaces", strings: disagreement.interfaces)
      json.member("first", FlowText.time(disagreement.first))
      json.member("last", FlowText.time(disagreement.last))
      json.member("example", raw: object(disagreement.example))
      json.member("question", raw: object(disagreement.question))
    }
  }

  private static func ways(_ report: ReplayReport) -> String {
    JSONText.object { json in
      json.member("agreeing", report.waysAgreeing)
      json.member("notEvaluable", report.waysUnjudged)
      json.member(
        "others",
        array: report.otherWays.map { other in
          JSONText.object { json in
            json.member("trafficPath", Int(other.path))
            json.member("route", other.way.rawValue)
            json.member("component", other.table.id)
            json.member("kind", other.table.kind)
            if let route = other.route { json.member("destination", route) }
            JSONReport.write(other.origin, &json)
            write(other.volume, &json)
            json.member("interfaces", strings: other.interfaces)
            json.member("first", FlowText.time(other.first))
            json.member("last", FlowText.time(other.last))
            json.member("example", raw: object(other.example))
          }
        })
    }
  }

  private static func unknown(_ id: String, _ records: Int) -> String {
    JSONText.object {
      $0.member("id", id)
      $0.member("records", records)
    }
  }

  private static func transit(_ report: ReplayReport) -> String {
    JSONText.object { json in
      json.member("attachments", report.attachments)
      json.member("loggedAttachments", report.loggedAttachments)
      json.member(
        "unknownAttachments", array: report.unknownAttachments.map(unknown))
      json.member("disagreements", array: report.transit.map(object))
    }
  }

  private static func object(_ disagreement: ReplayReport.TransitDisagreement) -> String {
    JSONText.object { json in
      json.member("attachment", disagreement.attachment.id)
      switch disagreement.event {
      case .forwarded(let id): json.member("forwardedTo", id)
      case .lostNoRoute: json.member("lost", TransitFate.noRoute.rawValue)
      case .lostBlackhole: json.member("lost", TransitFate.blackhole.rawValue)
      }
      json.member("topology", disagreement.fate.rawValue)
      if let table = disagreement.table { json.member("table", table.id) }
      if let route = disagreement.route { json.member("route", route) }
      JSONReport.write(disagreement.origin, &json)
      write(disagreement.volume, &json)
      json.member("first", FlowText.time(disagreement.first))
      json.member("last", FlowText.time(disagreement.last))
      json.member("example", raw: object(disagreement.example))
      if let question = disagreement.question { json.member("question", raw: object(question)) }
    }
  }

  private static func object(_ question: Question) -> String {
    JSONText.object {
      $0.member("source", question.source)
      $0.member("destination", question.destination)
      $0.member("service", question.service)
    }
  }

  private static func object(_ use: ReplayReport.RuleUse) -> String {
    JSONText.object { json in
      json.member("component", use.component.id)
      json.member("kind", use.component.kind)
      json.member("direction", use.direction.rawValue)
      json.member("rule", use.rule)
      JSONReport.write(use.origin, &json)
      json.member("sole", use.hits.sole)
      json.member("shared", use.hits.shared)
      json.member("inferred", use.hits.inferred)
      json.member("loggedInterfaces", use.logged)
      json.member("silentInterfaces", use.silent)
      json.member("skippedWindows", use.skipped)
    }
  }

  private static func object(_ use: ReplayReport.RouteUse) -> String {
    JSONText.object { json in
      json.member("component", use.table.id)
      json.member("kind", use.table.kind)
      json.member("route", use.route)
      if let gateway = use.gateway { json.member("gateway", gateway.id) }
      JSONReport.write(use.origin, &json)
      json.member("records", raw: use.isTold ? "\(use.records)" : "null")
      json.member("loggedInterfaces", use.logged)
      json.member("silentInterfaces", use.silent)
      json.member("skippedWindows", use.skipped)
    }
  }

  private static func coverage(_ report: ReplayReport) -> String {
    JSONText.object { json in
      if let window = report.window {
        json.member("from", FlowText.time(window.lowerBound))
        json.member("to", FlowText.time(window.upperBound))
      }
      json.member("interfaces", report.interfaces)
      json.member("loggedInterfaces", report.loggedInterfaces)
      json.member("skippedWindows", report.skippedWindows)
    }
  }

  private static func input(_ report: ReplayReport) -> String {
    let counts = report.counts
    return JSONText.object { json in
      json.member("records", counts.records)
      json.member("noData", counts.noData)
      json.member("skipData", counts.skipData)
      json.member("headers", counts.headers)
      json.member("blankLines", counts.blankLines)
      json.member("unknownFields", strings: counts.unknownFields.keys.sorted())
      json.member(
        "issues",
        array: counts.issues.sorted { $0.key < $1.key }.map { kind, tally in
          JSONText.object { json in
            json.member("kind", kind.rawValue)
            json.member("count", tally.count)
            if kind.isOfFile { json.member("file", tally.first.file) }
            json.member("text", tally.first.text)
          }
        })
    }
  }

  private static func object(_ capture: ReplayReport.Capture) -> String {
    let report = capture.report
    return JSONText.object { json in
      json.member("file", capture.path)
      json.member("packets", raw: "\(report.packets)")
      json.member("flows", capture.flows)
      json.member(
        "counted",
        array: report.tally.kinds.map { kind in
          JSONText.object { json in
            json.member("kind", kind.name)
            json.member("count", raw: "\(report.tally[kind])")
            if let place = report.tally.example(of: kind) { json.member("packet", raw: "\(place.record)") }
          }
        })
    }
  }
}
