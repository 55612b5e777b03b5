package import PacketWalkForwarding

/// What there is to know about a code: the catalogue's entry for it.
package struct CodeEntry: Sendable {
  package let code: Code
  /// What it means, in one or two sentences.
  package let meaning: String
  /// What to do about it.
  package let remedy: String
  /// The rules of AWS that it rests on, by their identifiers in `docs/rules.md`.
  package let rules: [String]
  /// The page that states them; `assumption` where none does.
  package let source: String
  /// A question to `Fixtures/codes/CODE.yaml` that it answers; nil for what no configuration provokes.
  package let question: String?

  /// All entries, in the order of their subjects.
  package static let all = Code.allCases.map(of)

  /// The command that asks the question.
  package func command(_ verb: String) -> String? {
    question.map { "packetwalk \(verb) -t Fixtures/codes/\(code.rawValue).yaml \($0)" }
  }
}
