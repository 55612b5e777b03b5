import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkForwarding

/// What is settled of AWS's rules where its documentation is silent.
struct AssumptionArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Settle an assumption: yes takes it for granted, no stops what rests on it. Repeatable.",
      valueName: "ID=yes|no"),
    completion: .list(Assumption.allCases.flatMap { ["\($0.rawValue)=yes", "\($0.rawValue)=no"] }))
  var assume: [String] = []

  @Flag(help: "Treat every assumption as unknown.")
  var strict = false

  /// What `--assume` settles.
  ///
  /// - Throws: an `InputError` for what isn't `ID=yes` or `ID=no`, an identifier that no assumption has, or
  ///   one that is settled both ways.
  func settled() throws(InputError) -> [Assumption: Bool] {
    var settled: [Assumption: Bool] = [:]
    for text in assume {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let holds = ["yes": true, "no": false][parts[1].lowercased()] else {
        throw InputError(.malformed, "--assume takes ID=yes or ID=no, not '\(text)'")
      }
      guard let assumption = Assumption(rawValue: parts[0].uppercased()) else {
        let known = Assumption.allCases.map(\.rawValue)
        let near = nearestNames(to: parts[0], among: known)
        throw InputError(
          .noMatch, "'\(parts[0])' is no assumption", candidates: near.isEmpty ? known : near)
      }
      guard settled[assumption] ?? holds == holds else {
        throw InputError(.invalid, "--assume says both yes and no of \(assumption.rawValue)")
      }
      settled[assumption] = holds
    }
    return settled
  }
}
