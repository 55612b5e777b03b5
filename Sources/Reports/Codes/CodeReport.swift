package import PacketWalkDiagnostics
import PacketWalkForwarding

/// What `packetwalk explain-code` prints.
package enum CodeReport {
  /// The entry of one code, or why no answer has it.
  ///
  /// - Throws: an `InputError` with the nearest codes for a word that is none.
  package static func text(_ word: String, _ style: TextStyle) throws(InputError) -> String {
    let name = word.uppercased()
    var page = Page(style)
    if let code = Code(rawValue: name) {
      write(.of(code), &page)
      return page.text
    }
    guard let unused = UnusedCode.all.first(where: { $0.code == name }) else {
      let known = Code.allCases.map(\.rawValue) + UnusedCode.all.map(\.code)
      throw InputError(
        .noMatch, "'\(word)' is no code; packetwalk explain-code alone lists all",
        candidates: nearestNames(to: word, among: known))
    }
    page.line([Span(unused.code, .strong)], [], hang: 2)
    page.line(2, "not given by packetwalk: \(unused.reason)")
    return page.text
  }

  /// All codes, a line each.
  package static func list(_ style: TextStyle) -> String {
    var page = Page(style)
    let codes = Code.allCases.map(\.rawValue)
    let width = (codes.map(\.columns).max() ?? 0) + 2
    for entry in CodeEntry.all {
      page.line(
        [Span(entry.code.rawValue.padded(to: width), .strong)],
        [Span(Sentences.meaning(of: entry.code.rawValue))], hang: width)
    }
    page.gap()
    page.line(0, "of Reachability Analyzer, not given by packetwalk (explain-code CODE says why):", .faint)
    page.line(2, UnusedCode.all.map(\.code).joined(separator: " "), .faint)
    return page.text
  }

  private static func write(_ entry: CodeEntry, _ page: inout Page) {
    page.line([Span(entry.code.rawValue, .strong)], [], hang: 2)
    page.line(2, entry.meaning)
    page.gap()
    page.line([Span("  what to do  ")], [Span(entry.remedy)], hang: 14)
    page.line([Span("  rules       ")], [Span(entry.rules.joined(separator: ", "))], hang: 14)
    page.line([Span("  source      ")], [Span(entry.source)], hang: 14)
    if let command = entry.command("explain") {
      page.line([Span("  example     ")], [Span(command)], hang: 14)
    }
  }
}
