import PacketWalkDiagnostics

/// An assertion to be written into a policy: selectors and services as one has them.
package struct AssertionDraft: Hashable, Sendable {
  package var kind: PolicyAssertion.Kind
  package var sources: [String]
  package var destinations: [String]
  package var services: [String]

  package init(
    kind: PolicyAssertion.Kind, sources: [String], destinations: [String], services: [String]
  ) {
    self.kind = kind
    self.sources = sources
    self.destinations = destinations
    self.services = services
  }

  /// The lines of an item in a policy's list of assertions.
  package func lines(id: String) -> [String] {
    let (from, to) = ("from: \(Self.list(sources))", "to: \(Self.list(destinations))")
    let ends = kind == .only ? "\(to), \(from)" : "\(from), \(to)"
    return ["- id: \(id)", "  \(kind.rawValue): {\(ends), on: \(Self.list(services))}"]
  }

  /// Letters, digits and hyphens, and none that is taken.
  package func id(besides taken: Set<String>) -> String {
    func short(_ texts: [String]) -> String {
      texts.count > 3 ? "\(texts.count)-parties" : texts.joined(separator: "-")
    }
    let (from, to) = (short(sources), short(destinations))
    let words =
      switch kind {
      case .allow: "\(from)-uses-\(to)"
      case .deny: sources == ["*"] ? "nobody-to-\(to)" : "no-\(from)-to-\(to)"
      case .only: "only-to-\(to)"
      }
    let services = services.joined(separator: "-")
    let isNamed = services != "any" && services.count <= 24
    let named = isNamed ? "\(words)-\(services)" : services == "any" ? words : "\(words)-others"
    // A kind of selector tells nobody anything in a name.
    let plain = named.split(separator: "sg:").joined()
      .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-").lowercased()
    let base = plain.isEmpty ? kind.rawValue : plain
    guard taken.contains(base) else { return base }
    return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
  }

  static func list(_ texts: [String]) -> String {
    texts.count == 1 ? quoted(texts[0]) : "[\(texts.map(quoted).joined(separator: ", "))]"
  }

  /// As YAML has it: bare where that can be read in one way only.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
      && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    if isPlain { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"": escaped += "\\\(scalar)"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
