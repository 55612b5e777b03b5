/// Records of which a transit gateway and its model make something else, for one reason.
package struct TransitKey: Hashable, Sendable, Comparable {
  /// The place of the attachment by which the packets came.
  package var attachment: Int
  /// The places of its table and of the route; -1 where there is none.
  package var table: Int
  package var route: Int
  /// What becomes of them in the model.
  package var fate: TransitFate
  /// What the log says.
  package var event: TransitEvent

  package static func < (left: Self, right: Self) -> Bool {
    if left.numbers != right.numbers { return left.numbers < right.numbers }
    return left.event < right.event
  }

  private var numbers: (Int, Int, Int, String) { (attachment, table, route, fate.rawValue) }
}

/// What records of transit gateways say of their routes; whatever the order in which tallies come together, the sum is
/// the same.
package struct TransitTally: Sendable, Equatable {
  package private(set) var others: [TransitKey: DisagreementTally] = [:]
  /// By the place of the attachment that logged it.
  package var windows: [Int: InterfaceWindow] = [:]
  /// Attachments that the topology does not have, by what the log calls them.
  package private(set) var unknown: [String: Int] = [:]

  mutating func note(_ key: TransitKey, _ tally: DisagreementTally) {
    if others.note(key, tally) { ReplayTally.shrink(&others, to: ReplayTally.disagreementLimit) }
  }

  mutating func noteUnknown(_ name: String, _ count: Int) {
    unknown[name, default: 0] += count
    ReplayTally.shrink(&unknown, to: ReplayTally.unknownInterfaceLimit)
  }

  mutating func add(_ other: TransitTally) {
    for (key, tally) in other.others { note(key, tally) }
    for (place, window) in other.windows { windows[place, default: InterfaceWindow()].add(window) }
    for (name, count) in other.unknown { noteUnknown(name, count) }
  }

  /// What is more than is kept goes, since there is nothing more to come.
  mutating func finish() {
    ReplayTally.cut(&others, to: ReplayTally.disagreementLimit)
    ReplayTally.cut(&unknown, to: ReplayTally.unknownInterfaceLimit)
  }
}
