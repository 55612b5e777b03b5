package import PacketWalkReplay
package import PacketWalkTopology

/// The changes alone, to be pasted or piped, below comments with what they rest on.
package enum TightenPasteReport {
  /// - Parameter edits: the text of edits in the wanted form, in which `#` begins a comment.
  package static func text(_ tightening: Tightening, _ edits: ([Edit]) -> String) -> String {
    var comments = [TightenWords.headline(tightening)]
    if let window = tightening.window {
      comments.append(
        "\(FlowText.time(window.lowerBound)) to \(FlowText.time(window.upperBound)), \(tightening.covered) of \(counted(tightening.interfaces, "interface")) have logs"
      )
    }
    if tightening.skipped > 0 {
      comments.append("records of \(counted(tightening.skipped, "window")) are missing (SKIPDATA)")
    }
    comments += TightenWords.reserves(tightening)
    if let proof = tightening.proof { comments.append(TightenWords.proof(proof)) }
    for effect in tightening.effects ?? [] { comments.append(TightenWords.effect(effect)) }
    let written = comments.map { "# \($0.visible)\n" }.joined()
    return written + (tightening.edits.isEmpty ? "" : edits(tightening.edits))
  }
}
