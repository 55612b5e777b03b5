public import PacketWalkDiagnostics
import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets

extension Network {
  /// Everything that can reach an end, or that it can reach: exact, for all services, protocols and addresses of both
  /// families at once.
  ///
  /// - Parameter side: whether the subject receives or sends.
  /// - Parameter subject: a selector; an end by all its addresses, unless `@ADDRESS` picks one.
  /// - Parameter options: what counts, and how members are grouped.
  /// - Throws: an `InputError` for a selector that matches nothing, or a service that isn't one.
  /// - Complexity: O(members) set operations, and a walk for each pair of places that differ in routes or access lists.
  public func reach(_ side: Reach.Side, _ subject: String, _ options: ReachOptions = ReachOptions())
    throws(InputError) -> Reach
  {
    var builder = ReachBuilder(reacher: try Reacher(self, options), side: side)
    return try builder.build(subject)
  }
}

private struct ReachBuilder {
  var reacher: Reacher
  let side: Reach.Side

  private struct Member {
    var node: ReachNode
    var number: Int
  }

  /// Members of one party with one fate.
  fileprivate struct Bundle {
    var party: String
    var members: [ReachNode]
    var fate: Int
  }

  mutating func build(_ selector: String) throws(InputError) -> Reach {
    let subjects = numbered(try reacher.subjects(selector, side))
    let others = numbered(reacher.everyone(side))
    var sections: [(subjects: [ReachNode], bundles: [Bundle], silent: Int)] = []
    var placeOfFates: [[Int]: Int] = [:]
    for subject in subjects {
      var known: [Int: Int] = [:]
      var fates: [Int] = []
      for other in others {
        if subject.node.isSame(as: other.node) {
          fates.append(0)
          continue
        }
        let fate =
          known[other.number]
          ?? (side == .who
            ? reacher.fate(from: other.number, to: subject.number)
            : reacher.fate(from: subject.number, to: other.number))
        known[other.number] = fate
        fates.append(fate)
      }
      // The subject itself has no line: of two ends alike each misses the other.
      if let place = placeOfFates[fates] {
        sections[place].subjects.append(subject.node)
        continue
      }
      placeOfFates[fates] = sections.count
      let (bundles, silent) = bundled(others, fates, subject.node)
      sections.append(([subject.node], bundles, silent))
    }
    let sizes = partySizes(others)
    let made = sections.map { section in
      Reach.Section(
        subjects: subjectNames(section.subjects),
        lines: section.bundles.map { line($0, section.subjects[0], sizes) }, silentInterfaces: section.silent,
        obstacles: section.bundles.isEmpty ? obstacles(section.subjects[0], others) : [])
    }
    return reach(made)
  }

  private mutating func reach(_ sections: [Reach.Section]) -> Reach {
    let isOpen = sections.contains {
      $0.lines.contains { $0.shares.contains { $0.verdict == .undetermined } }
    }
    return Reach(
      side: side, services: reacher.servicesText(), aspect: reacher.options.aspect, sections: sections,
      notes: reacher.notes(isOpen: isOpen))
  }

  private mutating func numbered(_ nodes: [ReachNode]) -> [Member] {
    nodes.map { Member(node: $0, number: reacher.table.number(of: $0)) }
  }

  private func partySizes(_ members: [Member]) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for member in members { sizes[reacher.names.party(member.node), default: 0] += 1 }
    return sizes
  }

  // MARK: Lines

  private func bundled(_ members: [Member], _ fates: [Int], _ subject: ReachNode) -> ([Bundle], Int) {
    struct Key: Hashable {
      var party: String
      var fate: Int
    }
    var bundles: [Bundle] = []
    var places: [Key: Int] = [:]
    var silent = 0
    for (member, fate) in zip(members, fates) {
      guard fate != 0 else {
        if case .interface = member.node.kind, member.node.kind != subject.kind { silent += 1 }
        continue
      }
      let key = Key(party: reacher.names.party(member.node), fate: fate)
      if let place = places[key] {
        bundles[place].members.append(member.node)
      } else {
        places[key] = bundles.count
        bundles.append(Bundle(party: key.party, members: [member.node], fate: fate))
      }
    }
    // The outside first, then parties by name, the largest part of each before the rest.
    let ordered = bundles.enumerated().sorted { left, right in
      let (l, r) = (left.element, right.element)
      if l.rank != r.rank { return l.rank < r.rank }
      if l.party != r.party { return l.party < r.party }
      if l.members.count != r.members.count { return l.members.count > r.members.count }
      return left.offset < right.offset
    }
    return (ordered.map(\.element), silent)
  }

  private mutating func line(_ bundle: Bundle, _ subject: ReachNode, _ sizes: [String: Int]) -> Reach.Line {
    let isOutside = bundle.isOutside
    return Reach.Line(
      party: bundle.party, members: isOutside ? [] : bundle.members.map(reacher.names.member).sorted(),
      partySize: isOutside ? 0 : sizes[bundle.party] ?? bundle.members.count,
      addresses: isOutside ? reacher.addresses(bundle.members) : nil,
      shares: reacher.shares(reacher.fates[bundle.fate]),
      witness: witness(bundle, subject))
  }

  private func subjectNames(_ nodes: [ReachNode]) -> [String] {
    let outside = nodes.filter { [.internet].contains($0.kind) || !$0.addresses.isEmpty }
    guard outside.count == nodes.count, let first = nodes.first else {
      return nodes.map(reacher.names.member)
    }
    let name = reacher.names.party(first)
    guard let part = reacher.addresses(nodes), !(part.isComplement && part.prefixes.isEmpty) else {
      return [name]
    }
    return part.isComplement
      ? ["\(name) except \(part.prefixes.joined(separator: ", "))"] : part.prefixes.map { "\(name) \($0)" }
  }

  // MARK: Nothing

  /// What stops packets between the subject and a member of each of the first few classes.
  private func obstacles(_ subject: ReachNode, _ others: [Member]) -> [Obstacle] {
    var seen: Set<Int> = []
    var counts: [Obstacle: Int] = [:]
    for other in others where !subject.isSame(as: other.node) && seen.insert(other.number).inserted {
      guard seen.count <= 16 else { break }
      let first =
        side == .who
        ? reacher.obstacle(from: other.node, to: subject) : reacher.obstacle(from: subject, to: other.node)
      if let first { counts[first, default: 0] += 1 }
    }
    let places = counts.sorted { left, right in
      let (l, r) = (left.key, right.key)
      return (right.value, l.component.name, l.code, l.side ?? "")
        < (left.value, r.component.name, r.code, r.side ?? "")
    }
    return places.prefix(3).map(\.key)
  }

  // MARK: Witnesses

  private mutating func witness(_ bundle: Bundle, _ subject: ReachNode) -> Question? {
    guard let other = bundle.members.first, let best = reacher.fates[bundle.fate].first else { return nil }
    return reacher.witness(
      best, from: side == .who ? other : subject, to: side == .who ? subject : other)
  }
}

extension ReachBuilder.Bundle {
  fileprivate var isOutside: Bool { members.first.map { !$0.addresses.isEmpty } ?? false }

  fileprivate var rank: Int { members.first?.rank ?? 0 }
}

extension AddressFamily {
  var name: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
