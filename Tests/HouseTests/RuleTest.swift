/// A test that is named after rules: `@Test("ACL-6, T2: what they say [where it stands]")`.
struct RuleTest {
  /// Rules, parts of rules and traps, as the name has them.
  let labels: [String]
  let sentence: String
  /// The page; nil where none says it.
  let source: String?
  /// Of the file, from the repository's root.
  let path: String
  let function: String

  /// The tests of one file that are named after rules, in order.
  static func all(in text: String, path: String) -> [RuleTest] {
    let name = /@Test\(\s*"((?:[A-Z]+-[0-9]+(?:\.[0-9]+)?|[TX][0-9]+)(?:, [A-Z0-9.\-]+)*): ([^"]+)"/
    return text.matches(of: name).map { match in
      var sentence = String(match.2)
      var source: String?
      if let page = sentence.wholeMatch(of: /(.*) \[(.+)\]/) {
        source = page.2 == "assumed" ? nil : String(page.2)
        sentence = String(page.1)
      }
      let function = text[match.range.upperBound...].firstMatch(of: /\bfunc (\w+)/)
      return RuleTest(
        labels: String(match.1).split(separator: ",").map { String($0.drop { $0 == " " }) },
        sentence: sentence, source: source, path: path, function: function.map { String($0.1) } ?? "")
    }
  }
}
