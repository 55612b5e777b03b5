package import PacketWalkForwarding

/// `docs/codes.md`: every entry of the catalogue with its example.
package enum CodesPage {
  /// A network that provokes a code, and what a question to it prints.
  package struct Example: Sendable {
    var topology: String
    var result: String

    package init(topology: String, result: String) {
      self.topology = topology
      self.result = result
    }
  }

  /// The page.
  package static func markdown(_ examples: [Code: Example]) -> String {
    let entries = CodeEntry.all.map { markdown($0, examples[$0.code]) }.joined(separator: "\n")
    let unused = UnusedCode.all.map { "| `\($0.code)` | \($0.reason) |\n" }.joined()
    return """
      # Codes

      Why a packet stops: Reachability Analyzer's own word where it has one, `PW_…` where it has none. `packetwalk explain-code
      CODE` prints one entry. The rules are those of [rules.md](rules.md). Each example is a file in `Fixtures/codes`, asked and
      answered by a test. This page is made from the catalogue (`make codes`).

      \(entries)
      ## Not given by packetwalk

      Reachability Analyzer's other codes, and why no answer has them.

      | code | why |
      |---|---|
      \(unused)
      """
  }

  private static func markdown(_ entry: CodeEntry, _ example: Example?) -> String {
    var text = """
      ## \(entry.code.rawValue)

      \(entry.meaning)

      **What to do:** \(entry.remedy)

      Rules: \(entry.rules.joined(separator: ", ")). Source: \(entry.source).

      """
    guard let example, let command = entry.command("check") else { return text }
    text += """

      ```yaml
      \(example.topology)```

      ```console
      $ \(command)
      \(example.result)```

      """
    return text
  }
}
