import PacketWalkAnalysis
import PacketWalkQueries

/// Assertions that may notice what a mutant does, the broadest first.
struct RemedyCandidates {
  /// Who sends to a party today, as selectors; nil where they are too many to name.
  let senders: (String) -> [String]?
  /// The ids that the policy has.
  let taken: Set<String>

  func candidates(for effect: MutationEffect) -> [Remedy] {
    var found: [Remedy] = []
    let (sources, destinations) = (Self.selectors(effect.source), Self.selectors(effect.destination))
    let services = services(effect)
    switch effect.kind {
    case .opens, .becomesReliable, .becomesUnknown:
      for destination in destinations where effect.rank == .opens || effect.kind != .opens {
        if let only = only(to: destination) { found.append(only) }
      }
      for source in sources {
        for destination in destinations {
          for service in [["any"]] + services { found.append(deny(source, destination, service)) }
        }
      }
      for destination in destinations where effect.rank == .fromInternet {
        if let only = only(to: destination) { found.append(only) }
      }
    case .closes, .becomesIntermittent, .becomesKnown:
      for service in services {
        for source in sources {
          for destination in destinations { found.append(allow(source, destination, service)) }
        }
      }
    }
    if let example = effect.example {
      let isOpening = effect.kind == .opens
      found.append(
        isOpening
          ? deny(example.source, example.destination, [example.service])
          : allow(example.source, example.destination, [example.service]))
    }
    return found
  }

  /// The services of an effect: all of them where a policy can name them, and one.
  private func services(_ effect: MutationEffect) -> [[String]] {
    let one = effect.example.map { [[$0.service]] } ?? []
    let listed = Self.besides(effect.services) ?? effect.services.split(separator: ", ").map(String.init)
    guard listed.count <= 6, listed.allSatisfy({ Service($0) != nil }) else { return one }
    return [listed] + one.filter { $0 != listed }
  }

  /// `all tcp except 22, 80-90` as the ranges of ports that it means; nil for any other text.
  private static func besides(_ text: String) -> [String]? {
    let words = text.split { $0 == " " || $0 == "," }
    guard words.count > 3, words[0] == "all", words[2] == "except" else { return nil }
    var next = 0
    var ranges: [String] = []
    for word in words.dropFirst(3) {
      let bounds = word.split(separator: "-").map { Int($0) }
      guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, first >= next else { return nil }
      if first > next { ranges.append(port(words[1], next, first - 1)) }
      next = last + 1
    }
    if next <= 65_535 { ranges.append(port(words[1], next, 65_535)) }
    return ranges
  }

  private static func port(_ protocolName: Substring, _ first: Int, _ last: Int) -> String {
    first == last ? "\(protocolName)/\(first)" : "\(protocolName)/\(first)-\(last)"
  }

  /// A party as selectors that hold its members: of several groups by each.
  static func selectors(_ party: String) -> [String] {
    if party == "no security group" { return [] }
    // A service behind an endpoint is named in full.
    if party.hasPrefix("com.amazonaws.") { return ["service:\(party)"] }
    guard party.hasPrefix("sg:") else { return [party] }
    return party.dropFirst(3).split(separator: " + ").map { "sg:\($0)" }
  }

  // MARK: Assertions

  private func deny(_ source: String, _ destination: String, _ services: [String]) -> Remedy {
    remedy(
      AssertionDraft(kind: .deny, sources: [source], destinations: [destination], services: services),
      "a deny from \(source) to \(destination)")
  }

  private func allow(_ source: String, _ destination: String, _ services: [String]) -> Remedy {
    remedy(
      AssertionDraft(kind: .allow, sources: [source], destinations: [destination], services: services),
      "an allow from \(source) to \(destination)")
  }

  private func only(to destination: String) -> Remedy? {
    guard let senders = senders(destination), !senders.isEmpty,
      !senders.contains(destination) || senders.count > 1
    else { return nil }
    let draft = AssertionDraft(kind: .only, sources: senders, destinations: [destination], services: ["any"])
    return Remedy(
      title: "an only on \(destination)", lines: draft.lines(id: draft.id(besides: taken)))
  }

  private func remedy(_ draft: AssertionDraft, _ words: String) -> Remedy {
    Remedy(
      title: "\(words) on \(AssertionDraft.list(draft.services))",
      lines: draft.lines(id: draft.id(besides: taken)))
  }
}
