import PacketWalkDiagnostics
import PacketWalkQueries

/// The parts of a SARIF 2.1.0 log.
enum SARIFText {
  /// The whole log, of one run.
  ///
  /// - Parameter version: the tool's.
  static func log(version: String, rules: [String], results: [String]) -> String {
    JSONText.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.member(
        "runs",
        array: [
          JSONText.object { run in
            run.member(
              "tool",
              raw: JSONText.object { tool in
                tool.member(
                  "driver",
                  raw: JSONText.object { driver in
                    driver.member("name", "packetwalk")
                    driver.member("version", version)
                    driver.member("rules", array: rules)
                  })
              })
            run.member("columnKind", "unicodeCodePoints")
            run.member("results", array: results)
          }
        ])
    }
  }

  static func rule(_ id: String, _ title: String, _ reason: String?, _ severity: Finding.Severity) -> String {
    JSONText.object { rule in
      rule.member("id", id)
      rule.member("shortDescription", raw: message(title))
      if let reason { rule.member("fullDescription", raw: message(reason)) }
      rule.member("defaultConfiguration", raw: JSONText.object { $0.member("level", level(severity)) })
    }
  }

  /// What every result begins with.
  ///
  /// - Parameter place: its rule's among the run's rules.
  static func head(
    _ rule: String, _ place: Int, _ severity: Finding.Severity, _ words: String, _ json: inout JSONText
  ) {
    json.member("ruleId", rule)
    json.member("ruleIndex", place)
    json.member("level", level(severity))
    json.member("message", raw: message(words))
  }

  static func location(_ origin: Origin?, _ component: Component?, _ words: String? = nil) -> String {
    JSONText.object { json in
      if let origin, let file = origin.file {
        json.member(
          "physicalLocation",
          raw: JSONText.object { physical in
            physical.member(
              "artifactLocation", raw: JSONText.object { $0.member("uri", URIText.file(file)) })
            if let line = origin.position?.line {
              physical.member("region", raw: JSONText.object { $0.member("startLine", line) })
            }
          })
      }
      if let component, !component.id.isEmpty {
        json.member(
          "logicalLocations",
          array: [
            JSONText.object {
              $0.member("name", component.name)
              $0.member("fullyQualifiedName", component.id)
              $0.member("kind", "resource")
            }
          ])
      }
      if let words { json.member("message", raw: message(words)) }
    }
  }

  /// By which a result is known again when lines move.
  static func fingerprints(_ value: String) -> String { JSONText.object { $0.member("paths/v1", value) } }

  /// Accepted in the source, for a reason.
  static func suppression(_ reason: String) -> String {
    JSONText.object {
      $0.member("kind", "inSource")
      $0.member("status", "accepted")
      $0.member("justification", reason)
    }
  }

  static func message(_ text: String) -> String { JSONText.object { $0.member("text", text) } }

  private static func level(_ severity: Finding.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }
}
