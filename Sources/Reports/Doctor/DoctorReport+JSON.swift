package import PacketWalkDiagnostics
package import PacketWalkTopology

extension DoctorReport {
  /// The same facts for programs: one object, all findings.
  package static func json(topology: Topology, findings: [Finding], format: String) -> String {
    let coverage = topology.coverage
    let (read, modelled) = coverage.network
    return JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("format", format)
      json.member("documents", coverage.documents)
      json.member("with", strings: coverage.overlays)
      json.member("takenAt", coverage.takenAt)
      json.member("read", read)
      json.member("modelled", modelled)
      json.member("percentage", coverage.percentage)
      json.member("resources", array: coverage.entries.map(object))
      json.member("missing", array: coverage.missing.map(object))
      json.member("findings", array: findings.map(object))
    }
  }

  private static func object(_ entry: Coverage.Entry) -> String {
    JSONText.object { json in
      json.member("kind", entry.kind)
      json.member("read", entry.read)
      json.member("modelled", entry.modelled)
      json.member("network", entry.isNetwork)
      json.member("reason", entry.reason.isEmpty ? nil : entry.reason)
    }
  }

  private static func object(_ missing: MissingKind) -> String {
    JSONText.object { json in
      json.member("kind", missing.kind.rawValue)
      json.member("remedy", missing.remedy)
    }
  }

  private static func object(_ finding: Finding) -> String {
    JSONText.object { json in
      json.member("code", finding.code)
      json.member("severity", finding.severity.word)
      json.member("subject", finding.subject)
      json.member("message", finding.message)
      JSONReport.write(finding.origin, &json)
    }
  }
}
