package import PacketWalkAnalysis
import PacketWalkForwarding
package import PacketWalkTopology

/// The best fix alone, to be pasted or piped; what is no edit is a comment.
package enum FixPasteReport {
  /// - Parameter topology: the one that was asked about.
  /// - Parameter edits: the text of edits in the wanted form, in which `#` begins a comment.
  package static func text(
    _ report: FixReport, on topology: Topology, _ edits: ([Edit]) -> String
  ) -> String {
    var comments: [String] = []
    guard let fix = report.fixes.first else {
      comments.append("\(report.noun): \(FixWords.nothing(report))")
      comments += report.advice.prefix(4).map { advice in
        "\(advice.code.rawValue) (\(advice.component.labelled)): \(FixWords.advice(advice).sentence)"
      }
      return written(comments)
    }
    comments.append("\(report.noun) (\(FixWords.claim(report)))")
    comments += (fix.effects ?? []).map(FixWords.effect)
    comments += fix.steps.compactMap { FixWords.manual($0, on: topology) }.map { "first \($0)" }
    let kept = fix.steps.filter { FixWords.manual($0, on: topology) == nil }
    return written(comments) + (kept.isEmpty ? "" : edits(kept.map(\.edit)))
  }

  private static func written(_ comments: [String]) -> String {
    comments.map { "# \($0.visible)\n" }.joined()
  }
}
