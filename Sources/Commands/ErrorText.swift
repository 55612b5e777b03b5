import PacketWalkDiagnostics

/// Input errors in words: one line that names the file and position, and what could have been meant.
enum ErrorText {
  static func line(_ error: InputError) -> String {
    let origin = error.origin.description
    var text = "packetwalk: " + (origin.isEmpty ? "" : origin + ": ") + error.message
    switch error.candidates.count {
    case 0: break
    case 1 where error.code != .ambiguous: text += "; did you mean '\(error.candidates[0])'?"
    default:
      text += error.code == .ambiguous ? "; one of:" : "; did you mean one of these?"
      text += error.candidates.prefix(12).map { "\n  \($0)" }.joined()
      if error.candidates.count > 12 { text += "\n  and \(error.candidates.count - 12) more" }
    }
    return String(
      text.unicodeScalars.map { $0.value < 32 && $0 != "\n" || $0.value == 127 ? "?" : Character($0) })
  }
}
