/// Decisions that were made, by the rulings that they rest on.
final class DecisionCache {
  let rulings: RulingCache
  /// Each that was made, once.
  private(set) var decisions: [Decision] = []
  private var numbers: [Decision: UInt32] = [:]
  private var known: [UInt64: UInt32] = [:]
  /// Of a fixed size, in which a newer one takes an older one's place.
  private let entries: FixedTable<Entry>

  private struct Entry: BitwiseCopyable {
    /// Both rulings, and whether something in the subnet forwards; all ones for none.
    var key = UInt64.max
    var decided = Decided()
  }

  /// A decision with its number.
  struct Decided: BitwiseCopyable {
    var number: UInt32 = 0
    var decision = Decision.none
  }

  private static let bits = 12

  init(_ model: LocalModel) {
    rulings = RulingCache(model)
    entries = FixedTable(repeating: Entry(), count: 1 << Self.bits)
  }

  deinit { entries.deallocate() }

  /// The ruling behind a decision.
  func ruling(_ number: UInt32) -> LocalRuling { rulings.rulings[Int(decisions[Int(number)].ruling)] }

  /// The decision on a record.
  @inline(__always)
  func decision(on record: FlowRecord) -> Decided {
    let (own, asked) = rulings.rulings(on: record)
    let isBeside =
      (record.isIngress ? rulings.model.hasSender : rulings.model.hasTaker)[record.interface]
    let key = UInt64(own) << 32 | UInt64(asked) << 1 | (isBeside ? 1 : 0)
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
    let entry = entries[slot]
    if entry.key == key { return entry.decided }
    let number = decide(key, own, asked, isBesideForwarder: isBeside)
    let decided = Decided(number: number, decision: decisions[Int(number)])
    entries[slot] = Entry(key: key, decided: decided)
    return decided
  }

  @inline(never)
  private func decide(
    _ key: UInt64, _ own: UInt32, _ asked: UInt32, isBesideForwarder: Bool
  ) -> UInt32 {
    if let number = known[key] { return number }
    let made = Decision(
      own, rulings.rulings[Int(own)], rulings.rulings[Int(asked)], isBesideForwarder: isBesideForwarder)
    let number = numbers[made] ?? UInt32(decisions.count)
    if Int(number) == decisions.count {
      numbers[made] = number
      decisions.append(made)
    }
    known[key] = number
    return number
  }
}
