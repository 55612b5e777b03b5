import PacketWalkDiagnostics
import PacketWalkReports

/// Input errors in words, for standard error.
enum ErrorText {
  /// Something that looks wrong in the input, on one line.
  static func text(_ finding: Finding) -> String {
    let place = finding.origin.description
    let subject = finding.subject.isEmpty ? "" : "\(finding.subject): "
    return "packetwalk: \(finding.severity): \(place.isEmpty ? "" : place + ": ")\(subject)\(finding.message)"
      .visible
  }

  /// One line that names the file and position, and what could have been meant; what an ambiguous name may
  /// mean stands below it, a line each.
  static func text(_ error: InputError) -> String {
    var text = "packetwalk: " + Sentences.text(error)
    if error.code == .ambiguous, let first = error.candidates.first, !error.message.contains(first) {
      text +=
        ", one of:"
        + error.candidates.prefix(error.candidates.count > 13 ? 12 : 13).map { "\n  \($0.visible)" }.joined()
      if error.candidates.count > 13 { text += "\n  and \(error.candidates.count - 12) more" }
    }
    return text
  }
}
