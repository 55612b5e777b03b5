package import PacketWalkPolicy
package import PacketWalkTopology

/// A policy's result by the Test Anything Protocol, version 13.
package enum PolicyTAPReport {
  package static func text(_ report: PolicyReport, on topology: Topology) -> String {
    var text = "TAP version 13\n1..\(report.assertions.count + report.inapplicable.count)\n"
    for (place, result) in report.assertions.enumerated() {
      let isOpen = result.outcome == .unknownWarned || result.outcome == .unknownPassed
      // A number sign begins a directive, so names have none.
      let name = plain(result.assertion.id)
      text += "\(result.isFailure ? "not ok" : "ok") \(place + 1) - \(name)"
      text += isOpen ? " # SKIP unknown\n" : "\n"
      guard result.outcome != .held else { continue }
      let details = PolicyWords.details(result, report.today, PolicyTextReport.fix(result, on: topology))
      for line in details { text += "# \(line.visible)\n" }
    }
    for (place, id) in report.inapplicable.enumerated() {
      text += "ok \(report.assertions.count + place + 1) - \(plain(id)) # SKIP does not apply here\n"
    }
    return text
  }

  private static func plain(_ name: String) -> String {
    String(name.visible.map { $0 == "#" || $0 == "\\" ? "_" : $0 })
  }
}
