import PacketWalkForwarding
package import PacketWalkQueries

/// Who reaches an end, or what it reaches: one line for all that have something in common and one answer.
package enum ReachTextReport {
  package static func text(_ reach: Reach, _ style: TextStyle) -> String {
    var page = Page(style)
    for section in reach.sections {
      page.gap()
      write(section, reach, &page)
    }
    page.gap()
    page.notes(reach.notes)
    return page.text
  }

  private static func write(_ section: Reach.Section, _ reach: Reach, _ page: inout Page) {
    let subjects = section.subjects.listed(atMost: 8)
    let services = (reach.services.map { " on \($0)" } ?? "") + reach.aspect.words
    page.line(
      [Span(reach.side == .who ? "WHO REACHES " : "WHAT IS REACHED BY ", .strong)],
      [Span("\(subjects)\(services)", .strong)], hang: 4)
    if section.lines.isEmpty {
      let nobody = reach.side == .who ? "nothing reaches" : "nothing is reached by"
      page.line(
        2, "\(nobody) \(section.subjects.count == 1 ? "it" : "them"): no interface, no address outside")
      for obstacle in section.obstacles {
        page.line(2, "stopped by \(Sentences.name(obstacle)): \(Sentences.rule(obstacle))")
      }
      page.line(
        2, "for all blockers between two ends ask: packetwalk explain SOURCE DESTINATION SERVICE", .faint)
      return
    }
    let labels = section.lines.map(label)
    let width = min(labels.map(\.columns).max() ?? 0, 44) + 2
    for (line, label) in zip(section.lines, labels) {
      let padded = label.columns < width ? label.padded(to: width) : label + "  "
      page.line([Span("  " + padded)], body(line), hang: width + 2)
    }
    if section.silentInterfaces > 0 {
      let others = counted(section.silentInterfaces, "interface")
      let isOne = section.subjects.count == 1
      let verb = section.silentInterfaces == 1 ? "is" : "are"
      page.line(
        2,
        reach.side == .who
          ? "\(others) cannot reach \(isOne ? "it" : "them")"
          : "\(others) \(verb) out of \(isOne ? "its" : "their") reach", .faint)
    }
  }

  /// `sg:web (3)`, `sg:web (1 of 3: web-2)`, `internet except 203.0.113.0/24`.
  static func label(_ line: Reach.Line) -> String {
    if let addresses = line.addresses {
      if !addresses.isComplement { return "\(line.party) \(addresses.prefixes.listed(atMost: 6))" }
      return addresses.prefixes.isEmpty
        ? line.party : "\(line.party) except \(addresses.prefixes.listed(atMost: 6))"
    }
    let count = line.members.count
    if count == line.partySize {
      if count > 1 { return "\(line.party) (\(count))" }
      return line.members.first.map { $0 == line.party ? $0 : "\(line.party) (\($0))" } ?? line.party
    }
    return "\(line.party) (\(count) of \(line.partySize): \(line.members.listed(atMost: 3)))"
  }

  static func body(_ line: Reach.Line) -> [Span] {
    var spans: [Span] = []
    for share in line.shares {
      if !spans.isEmpty { spans.append(Span("; ")) }
      if let word = share.word { spans.append(Span(word, share.verdict.look)) }
      spans.append(Span(share.text))
    }
    if let witness = line.witness {
      spans.append(Span("  e.g. \(witness.source) -> \(witness.destination) \(witness.service)", .faint))
    }
    return spans
  }
}

extension Page {
  /// What the answers above rest on.
  mutating func notes(_ notes: ReachNotes) {
    for fact in notes.missing {
      let remedy = fact.remedy.isEmpty ? "" : ": \(fact.remedy)"
      line(0, "unknown: \(fact.what)\(remedy)", .doubtful)
    }
    if notes.isChoiceLimitReached {
      line(0, "more of the network's choices come together than are followed (PW_CHOICE_LIMIT)", .doubtful)
    }
    if !notes.assumptions.isEmpty {
      line(0, "assumed: \(notes.assumptions.map(\.rawValue).joined(separator: ", "))", .faint)
    }
  }
}

extension ReachOptions.Aspect {
  /// What a heading says of it.
  var words: String {
    switch self {
    case .verdict: ""
    case .reply: ", answered only"
    case .delivered: ", answered or not"
    }
  }
}

extension Reach.Share {
  /// The services; the rest by that word where it is the shorter one.
  var text: String { isRest && services.count > 15 ? "everything else" : services }

  /// What comes before services that are not simply reachable.
  var word: String? {
    switch verdict {
    case .reachable: nil
    case .intermittent: "sometimes "
    case .noReply: "without reply "
    case .undetermined: "perhaps "
    case .unreachable: "not "
    }
  }
}
