package import PacketWalkAnalysis
import PacketWalkDiagnostics

/// `docs/lint.md`: every check of the catalogue with its example.
package enum LintPage {
  /// A network that a check speaks about, and what it says.
  package struct Example: Sendable {
    var topology: String
    var result: String

    package init(topology: String, result: String) {
      self.topology = topology
      self.result = result
    }
  }

  /// The page.
  package static func markdown(_ examples: [LintCheck: Example]) -> String {
    let rows = LintCheckEntry.all.map { entry in
      "| [`\(entry.check.rawValue)`](#\(entry.check.rawValue)) | \(severities(entry)) | \(entry.title) |\n"
    }
    let entries = LintCheckEntry.all.map { markdown($0, examples[$0.check]) }.joined(separator: "\n")
    return """
      # Checks of `packetwalk lint`

      What nobody would want in a network: what is open, what is meant to work and does not, what has no effect, what AWS would
      refuse. A check speaks only where the input says all that it needs; in doubt there is no finding. Findings never change a
      verdict.

      `packetwalk lint -t PATH` prints them, `--only` and `--except` choose checks by the names below, `--list` lists them, and
      `--fail-on error|warning|note` makes the exit code 1 where there are findings that bad. In a native topology a resource
      may say which findings about it are known, and why: see `lint` among the
      [keys of every resource](topology-format.md#keys-of-every-resource). The rules are those of [rules.md](rules.md). Each
      example is a file in `Fixtures/lint`, and has a neighbour about which the check says nothing. This page is made from the
      catalogue (`make checks`).

      | check | | reports |
      |---|---|---|
      \(rows.joined())
      \(entries)
      """
  }

  private static func severities(_ entry: LintCheckEntry) -> String {
    entry.severities.map(\.word).joined(separator: ", ")
  }

  private static func markdown(_ entry: LintCheckEntry, _ example: Example?) -> String {
    let rules = entry.rules.isEmpty ? "" : " Rules: \(entry.rules.joined(separator: ", "))."
    var text = """
      ## \(entry.check.rawValue)

      Reports that \(entry.title) (\(severities(entry))). \(entry.reason)

      **What to do:** \(entry.remedy)\(rules)

      """
    guard let example else { return text }
    // What is long is long for the sake of a number; the file shows it.
    if example.topology.count(where: { $0 == "\n" }) <= 40 {
      text += """

        ```yaml
        \(example.topology)```

        """
    }
    text += """

      ```console
      $ packetwalk lint -t Fixtures/lint/\(entry.check.rawValue).yaml --only \(entry.check.rawValue)
      \(example.result)```

      """
    return text
  }
}
