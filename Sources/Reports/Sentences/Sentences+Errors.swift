package import PacketWalkDiagnostics

extension Sentences {
  /// An input error as one line: where, what, and what could have been meant. What an ambiguous name may
  /// mean is left to who has more than a line.
  package static func text(_ error: InputError) -> String {
    let origin = error.origin.description
    return ((origin.isEmpty ? "" : origin + ": ") + error.message + suggestion(error)).visible
  }

  /// `; did you mean 'a' or 'b'?`, or nothing where the message names it already.
  package static func suggestion(_ error: InputError) -> String {
    let candidates = error.candidates
    guard error.code != .ambiguous, let first = candidates.first, !error.message.contains("“\(first)”")
    else { return "" }
    // Near names are three at most; more are all there are.
    guard candidates.count <= 3 else { return "; there are " + candidates.listed(atMost: 12) }
    let quoted = candidates.map { "'\($0)'" }
    let last = quoted[quoted.count - 1]
    return "; did you mean "
      + (quoted.count == 1 ? last : quoted.dropLast().joined(separator: ", ") + " or " + last) + "?"
  }
}
