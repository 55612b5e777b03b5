/// What was found of the few subjects that were asked about last: who asks about all destinations of one source after
/// the other asks the same filters about that source, and that source's filter about the same ends, again and again.
struct RecentAdmissions: Sendable {
  /// Sources of one host, of both families, are asked about in turns.
  private static let slotCount = 4

  fileprivate struct Slot: Sendable {
    var subject = -1
    /// What has another stamp was found of another subject.
    var stamp: UInt32 = 0
    /// By way, and by the other side.
    var entries: [[(stamp: UInt32, number: Int32)]] = []
  }

  private var slots = Array(repeating: Slot(), count: slotCount)

  /// The number of an admission; nil where nothing was set since another subject took the place.
  ///
  /// - Complexity: O(1), amortised.
  subscript(subject: Int, way: Int, other: Int) -> Int? {
    get {
      let slot = subject % Self.slotCount
      guard slots[slot].subject == subject, way < slots[slot].entries.count,
        other < slots[slot].entries[way].count
      else { return nil }
      let entry = slots[slot].entries[way][other]
      return entry.stamp == slots[slot].stamp ? Int(entry.number) : nil
    }
    set {
      guard let newValue else { preconditionFailure("nothing is taken out again but all") }
      let slot = subject % Self.slotCount
      if slots[slot].subject != subject { slots[slot].begin(subject) }
      slots[slot].widen(way, other)
      slots[slot].entries[way][other] = (slots[slot].stamp, Int32(newValue))
    }
  }

  /// Forgets everything.
  mutating func clear() {
    for slot in slots.indices { slots[slot].begin(-1) }
  }
}

extension RecentAdmissions.Slot {
  fileprivate mutating func begin(_ subject: Int) {
    self.subject = subject
    // Stamp 0 is nobody's.
    if stamp == .max { (entries, stamp) = ([], 0) }
    stamp += 1
  }

  fileprivate mutating func widen(_ way: Int, _ other: Int) {
    while entries.count <= way { entries.append([]) }
    let lacking = other + 1 - entries[way].count
    guard lacking > 0 else { return }
    entries[way] += repeatElement((stamp: 0, number: 0), count: max(lacking, entries[way].count))
  }
}
