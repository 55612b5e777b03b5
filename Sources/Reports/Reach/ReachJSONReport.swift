import PacketWalkForwarding
package import PacketWalkQueries

/// Whole answers for programs: one object.
package enum ReachJSONReport {
  package static func json(_ reach: Reach) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("side", reach.side.rawValue)
      json.member("services", reach.services)
      json.member("counts", reach.aspect.rawValue)
      json.member("sections", array: reach.sections.map(object))
      write(reach.notes, &json)
    }
  }

  static func write(_ notes: ReachNotes, _ json: inout JSONText) {
    json.member("assumptions", strings: notes.assumptions.map(\.rawValue))
    json.member("missing", array: notes.missing.map(object))
    json.member("choiceLimitReached", notes.isChoiceLimitReached)
  }

  private static func object(_ section: Reach.Section) -> String {
    JSONText.object { json in
      json.member("subjects", strings: section.subjects)
      json.member("lines", array: section.lines.map(object))
      json.member("silentInterfaces", section.silentInterfaces)
      json.member(
        "obstacles", strings: section.obstacles.map { "\(Sentences.name($0)): \(Sentences.rule($0))" })
    }
  }

  static func object(_ line: Reach.Line) -> String {
    JSONText.object { json in
      json.member("party", line.party)
      json.member("partySize", line.partySize)
      json.member("members", strings: line.members)
      if let addresses = line.addresses {
        json.member(addresses.isComplement ? "allAddressesExcept" : "addresses", strings: addresses.prefixes)
      }
      json.member("shares", array: line.shares.map(object))
      if let witness = line.witness {
        json.member(
          "witness",
          raw: JSONText.object { json in
            json.member("source", witness.source)
            json.member("destination", witness.destination)
            json.member("service", witness.service)
          })
      }
    }
  }

  static func object(_ share: Reach.Share) -> String {
    JSONText.object { json in
      json.member("verdict", share.verdict.rawValue)
      json.member("services", share.services)
    }
  }

  private static func object(_ fact: MissingFact) -> String {
    JSONText.object { json in
      json.member("what", fact.what)
      json.member("remedy", fact.remedy.isEmpty ? nil : fact.remedy)
    }
  }
}
