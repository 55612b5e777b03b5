import PacketWalkAddressing
import PacketWalkForwarding
package import PacketWalkQueries

extension Verdict {
  /// The word that a page begins with.
  var headline: String {
    switch self {
    case .reachable: "REACHABLE"
    case .intermittent: "INTERMITTENT"
    case .noReply: "NO REPLY"
    case .unreachable: "UNREACHABLE"
    case .undetermined: "UNDETERMINED"
    }
  }

  /// As part of a sentence.
  var word: String { self == .noReply ? "without reply" : headline.lowercased() }

  var look: Span.Look {
    switch self {
    case .reachable: .good
    case .unreachable, .noReply: .bad
    case .intermittent, .undetermined: .doubtful
    }
  }
}

extension Endpoint {
  /// `web-1 (eni-0a1, 10.0.1.5)`: name, identifier and address, each once.
  var full: String {
    guard let component else {
      return text == address?.description
        ? text : [text, bracketed(address)].compactMap(\.self).joined(separator: " ")
    }
    var rest: [String] = []
    if component.id != component.name { rest.append(component.id) }
    if let address { rest.append(address.description) }
    return component.name + (rest.isEmpty ? "" : " (\(rest.joined(separator: ", ")))")
  }

  /// `web-1 10.0.1.5`, for columns.
  var brief: String {
    let name = component?.name ?? text
    guard let address, address.description != name else { return name }
    return "\(name) \(address)"
  }

  private func bracketed(_ value: (some CustomStringConvertible)?) -> String? { value.map { "(\($0))" } }

  /// Whether the user's words are not among those that `full` shows.
  var isInterpreted: Bool {
    guard let component else { return false }
    return ![component.name, component.id, address?.description].contains(text)
  }
}

extension Sentences {
  /// What an answer is about, the ends as they were understood.
  package static func question(_ answer: Answer) -> String { answer.question }
}

extension Answer {
  /// `web-1 (eni-0a1, 10.0.1.5) -> db-1 (eni-0d4, 10.0.3.9)  tcp/5432`.
  var question: String {
    let way = through.map { " through \($0.name)" } ?? ""
    return "\(source.full) -> \(destination.full)\(way)  \(service)"
  }

  /// What the user asked, where the answer's ends are called something else.
  var interpretation: String? {
    guard source.isInterpreted || destination.isInterpreted else { return nil }
    return [source, destination].filter(\.isInterpreted).map {
      "\($0.text) is taken to mean \($0.component?.name ?? $0.brief)"
    }
    .joined(separator: "; ")
  }
}
