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
          for service in ["any"] + services { found.append(deny(source, destination, service)) }
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
          ? deny(example.source, example.destination, example.service)
          : allow(example.source, example.destination, example.service))
    }
    return found
  }

  /// The services of an effect: all of them where a policy can name them, and one.
  private func services(_ effect: MutationEffect) -> [String] {
    let one = effect.example.map { [$0.service] } ?? []
    let listed = Self.besides(effect.services) ?? effect.services.split(separator: ", ").map(String.init)
    guard listed.count <= 6, listed.allSatisfy({ Service($0) != nil }) else { return one }
    let all = listed.count == 1 ? listed[0] : "[\(listed.joined(separator: ", "))]"
    return [all] + one.filter { $0 != all }
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
    guard party.hasPrefix("sg:") else { return party == "no security group" ? [] : [party] }
    return party.dropFirst(3).split(separator: " + ").map { "sg:\($0)" }
  }

  // MARK: Assertions

  private func deny(_ source: String, _ destination: String, _ services: String) -> Remedy {
    Remedy(
      title: "a deny from \(source) to \(destination) on \(services)",
      lines: [
        "- id: \(id("no-\(source)-to-\(destination)", services))",
        "  deny: {from: \(quoted(source)), to: \(quoted(destination)), on: \(services)}",
      ])
  }

  private func allow(_ source: String, _ destination: String, _ services: String) -> Remedy {
    Remedy(
      title: "an allow from \(source) to \(destination) on \(services)",
      lines: [
        "- id: \(id("\(source)-uses-\(destination)", services))",
        "  allow: {from: \(quoted(source)), to: \(quoted(destination)), on: \(services)}",
      ])
  }

  private func only(to destination: String) -> Remedy? {
    guard let senders = senders(destination), !senders.isEmpty,
      !senders.contains(destination) || senders.count > 1
    else { return nil }
    let list = senders.map(quoted).joined(separator: ", ")
    return Remedy(
      title: "an only on \(destination)",
      lines: [
        "- id: \(id("only-to-\(destination)", "any"))",
        "  only: {to: \(quoted(destination)), from: \(senders.count == 1 ? list : "[\(list)]"), on: any}",
      ])
  }

  /// Letters, digits and hyphens, and none that is there already.
  private func id(_ text: String, _ services: String) -> String {
    func plain(_ text: String) -> String {
      text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
        .lowercased()
    }
    let short = text.split(separator: "sg:").joined()
    let base =
      services == "any"
      ? plain(short) : plain(services.count > 24 ? "\(short)-others" : "\(short)-\(services)")
    guard taken.contains(base) else { return base }
    return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
  }

  private func quoted(_ selector: String) -> String {
    let isPlain = selector.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
    return isPlain
      ? selector
      : "\"\(selector.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\").split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
  }
}
