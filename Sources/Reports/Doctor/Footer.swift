package import PacketWalkTopology

/// The line under every answer: how old the input is, and how much of it the answer rests on.
package enum Footer {
  package static func text(_ coverage: Coverage, _ style: TextStyle) -> String {
    var parts = ["input: \(coverage.source)"]
    if let percentage = coverage.percentage { parts.append("\(percentage) % of network resources modelled") }
    if !coverage.overlays.isEmpty { parts.append("with: \(coverage.overlays.listed(atMost: 3))") }
    if coverage.edits > 0 { parts.append("after \(counted(coverage.edits, "edit"))") }
    if !coverage.missing.isEmpty {
      parts.append("missing: \(coverage.missing.map(\.kind.rawValue).listed(atMost: 3))")
    }
    var page = Page(style)
    page.line(0, parts.joined(separator: "; "), .faint)
    return page.text
  }
}
