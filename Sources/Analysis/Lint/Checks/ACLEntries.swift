import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// Entries of access lists that never match, or decide nothing that would not be decided so without them.
extension Linter {
  /// AWS admits 40 entries a direction; a list far beyond that is an error of its own, and comparing all with
  /// all would take long.
  private static let limit = 200

  mutating func checkACLEntries() {
    for (place, list) in topology.networkACLs.enumerated() {
      for direction in RuleDirection.allCases {
        // Where an entry could not be read, or two have one number, who decides is unknown.
        let entries = list.entries.filter { $0.direction == direction }.sorted { $0.number < $1.number }
        guard !list.unreadableEntries.contains(where: { $0.direction == direction }),
          Set(entries.map(\.number)).count == entries.count, entries.count <= Self.limit
        else { continue }
        check(entries, of: ElementRef(.networkACL, place))
      }
    }
  }

  private mutating func check(_ entries: [NetworkACLEntry], of list: ElementRef) {
    let sets = entries.map { trafficSet($0) }
    // First what earlier entries leave nothing for; those that they cite all match something.
    var live: [Int] = []
    var never = Groups()
    var kept: [Int] = []
    for place in entries.indices {
      guard let cover = sets[place].cover(among: live.map { sets[$0] }, in: &services) else {
        live.append(place)
        kept.append(place)
        continue
      }
      let earlier = cover.map { live[$0] }
      never.add(place, because: earlier)
      // Whoever heeds the finding may move such an entry to where it matches.
      if contradicts(entries[place], earlier.map { entries[$0] }) { kept.append(place) }
    }
    // Then, in order, what later entries or the implied deny decide alike. What is reported counts as taken out.
    var redundant = Groups()
    for place in live {
      guard let deciders = deciders(without: place, entries, sets, kept) else { continue }
      kept.removeAll { $0 == place }
      redundant.add(place, because: deciders)
    }
    for group in never.all {
      reportNeverMatching(
        group.members.map { entries[$0] }, after: group.others.map { entries[$0] }, of: list)
    }
    for group in redundant.all {
      reportRedundant(group.members.map { entries[$0] }, before: group.others.map { entries[$0] }, of: list)
    }
  }

  /// What is superfluous because of the same others, together.
  private struct Groups {
    private(set) var all: [(members: [Int], others: [Int])] = []

    mutating func add(_ member: Int, because others: [Int]) {
      if let known = all.firstIndex(where: { $0.others == others }) {
        all[known].members.append(member)
      } else {
        all.append(([member], others))
      }
    }
  }

  private func contradicts(_ entry: NetworkACLEntry, _ earlier: [NetworkACLEntry]) -> Bool {
    earlier.contains { $0.isAllow != entry.isAllow }
  }

  /// What would decide alike all that an entry decides: later entries, none for the implied deny alone; nil
  /// where something would be decided otherwise.
  private mutating func deciders(
    without place: Int, _ entries: [NetworkACLEntry], _ sets: [TrafficSet], _ kept: [Int]
  ) -> [Int]? {
    var rest = sets[place]
    for earlier in kept where earlier < place { rest = rest.subtracting(sets[earlier], in: &services) }
    var deciders: [Int] = []
    for later in kept where later > place && !rest.isEmpty {
      guard !rest.intersection(sets[later], in: &services).isEmpty else { continue }
      guard entries[later].isAllow == entries[place].isAllow else { return nil }
      deciders.append(later)
      rest = rest.subtracting(sets[later], in: &services)
    }
    return rest.isEmpty || !entries[place].isAllow ? deciders : nil
  }

  private mutating func reportNeverMatching(
    _ dead: [NetworkACLEntry], after earlier: [NetworkACLEntry], of list: ElementRef
  ) {
    let contradicts = dead.contains { self.contradicts($0, earlier) }
    let (isOne, side) = (dead.count == 1, earlier[0].direction.rawValue)
    report(
      .aclEntryNeverMatches, contradicts ? .warning : .note, about: list,
      "\(side) \(described(dead)) never \(isOne ? "matches" : "match"): \(listed(earlier)) before"
        + " \(isOne ? "it" : "them") \(earlier.count == 1 ? "takes" : "take") all that \(isOne ? "it" : "they") would",
      evidence: evidence(dead, earlier),
      fix: contradicts
        ? "give \(isOne ? "it a lower number if it is" : "them lower numbers if they are") meant, else take"
          + " \(isOne ? "it" : "them") out" : "take \(listed(dead)) out")
  }

  private mutating func reportRedundant(
    _ entries: [NetworkACLEntry], before later: [NetworkACLEntry], of list: ElementRef
  ) {
    let (isOne, side) = (entries.count == 1, entries[0].direction.rawValue)
    let why =
      later.isEmpty
      ? "what \(isOne ? "it denies" : "they deny"), the implied deny (*) denies"
      : "\(listed(later)) after \(isOne ? "it" : "them") \(later.count == 1 ? "decides" : "decide") the same"
    report(
      .aclEntryRedundant, .note, about: list,
      "\(side) \(described(entries)) \(isOne ? "adds" : "add") nothing: \(why)",
      evidence: evidence(entries, later),
      fix: "take \(listed(entries)) out, unless \(isOne ? "it is" : "they are") there to be read")
  }

  /// One entry in its own words, several by their numbers.
  private func described(_ entries: [NetworkACLEntry]) -> String {
    entries.count == 1 ? "entry \(network.text(entries[0]))" : listed(entries)
  }

  private func listed(_ entries: [NetworkACLEntry]) -> String {
    let numbers = entries.map { "\($0.number)" }
    return numbers.count == 1
      ? "entry \(numbers[0])"
      : "entries \(numbers.dropLast().joined(separator: ", ")) and \(numbers[numbers.count - 1])"
  }

  private func evidence(_ entries: [NetworkACLEntry], _ others: [NetworkACLEntry]) -> [LintEvidence] {
    (entries.prefix(8) + others.prefix(8)).map { LintEvidence(network.text($0), $0.origin) }
  }
}
