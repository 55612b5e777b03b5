package import PacketWalkAddressing

/// The parts of a rule in Suricata's language: `action protocol source port -> destination port (options)`.
///
/// What stands in addresses and ports is left as it is written; variables are somebody else's to resolve.
package struct SuricataRule: Hashable, Sendable {
  package var action: String
  package var protocolName: String
  package var source: String
  package var sourcePort: String
  /// `<>` instead of `->`.
  package var isBothWays: Bool
  package var destination: String
  package var destinationPort: String
  /// Keywords with what follows their colon, in order.
  package var options: [Option]

  package struct Option: Hashable, Sendable {
    package var keyword: String
    package var value: String
  }

  /// Nil for a text that is no rule.
  package init?(_ text: String) {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else {
      return nil
    }
    let words = Self.words(text[..<open])
    guard words.count == 7, words[4] == "->" || words[4] == "<>" else { return nil }
    action = words[0].lowercased()
    protocolName = words[1].lowercased()
    source = words[2]
    sourcePort = words[3]
    isBothWays = words[4] == "<>"
    destination = words[5]
    destinationPort = words[6]
    options = Self.options(text[text.index(after: open)..<close])
  }

  /// The rules of a file: one a line, a backslash continues it, `#` begins a comment.
  package static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var open = ""
    for line in text.split(whereSeparator: \.isNewline) {
      let trimmed = trim(line)
      if trimmed.hasSuffix("\\") {
        open += trimmed.dropLast() + " "
        continue
      }
      let whole = trim((open + trimmed)[...])
      open = ""
      if !whole.isEmpty, !whole.hasPrefix("#") { lines.append(whole) }
    }
    let rest = trim(open[...])
    return rest.isEmpty || rest.hasPrefix("#") ? lines : lines + [rest]
  }

  /// The ranges that an expression such as `[10.0.0.0/8,!10.1.0.0/16]` mentions.
  package static func prefixes(_ text: String) -> [IPPrefix] {
    text.split { "[]!, ".contains($0) }.compactMap { prefix(String($0)) }
  }

  /// A range, or an address alone.
  package static func prefix(_ text: String) -> IPPrefix? {
    IPPrefix(text) ?? IPAddress(text).map { IPPrefix(host: $0) }
  }

  /// Words by blanks, those inside brackets kept together.
  private static func words(_ text: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var depth = 0
    for character in text {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character.isWhitespace {
        if depth == 0, !word.isEmpty {
          words.append(word)
          word = ""
        }
        continue
      }
      word.append(character)
    }
    return word.isEmpty ? words : words + [word]
  }

  /// Options by semicolons, those inside quotes and behind backslashes kept.
  private static func options(_ text: Substring) -> [Option] {
    var options: [Option] = []
    var option = ""
    var isQuoted = false
    var isEscaped = false
    func end() {
      let trimmed = trim(option[...])
      option = ""
      guard !trimmed.isEmpty else { return }
      let colon = trimmed.firstIndex(of: ":")
      options.append(
        Option(
          keyword: trim(trimmed[..<(colon ?? trimmed.endIndex)]).lowercased(),
          value: colon.map { trim(trimmed[trimmed.index(after: $0)...]) } ?? ""))
    }
    for character in text {
      if character == ";", !isQuoted, !isEscaped {
        end()
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && !isEscaped
      option.append(character)
    }
    end()
    return options
  }

  private static func trim(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
