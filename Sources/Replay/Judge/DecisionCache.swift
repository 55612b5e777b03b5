import PacketWalkFlowLogs
import PacketWalkForwarding

/// Decisions that were made, by the rulings that they rest on.
///
/// One judge at a time has it, after another on any thread.
final class DecisionCache: @unchecked Sendable {
  let rulings: RulingCache
  /// Each that was made, once.
  private(set) var decisions: [Decision] = []
  /// What decides if they let something pass, by their numbers.
  private(set) var passages: [Passage] = []
  private var numbers: [Decision: UInt32] = [:]
  private var known: [UInt64: UInt32] = [:]
  /// Of a fixed size, in which a newer one takes an older one's place.
  private let entries: FixedTable<Entry>

  struct Passage {
    /// The entries of access lists.
    var listRules: [RulePlace]
    var filter: FilterID?
    /// Nil for an implied one.
    var rule: RulePlace?
  }

  private struct Entry: BitwiseCopyable {
    /// Both rulings, and whether something in the subnet forwards; all ones for none.
    var key = UInt64.max
    var decided = Decided()
  }

  /// A decision's number, and what of it the most frequent records ask.
  struct Decided: BitwiseCopyable {
    /// Bits 0 to 31 the number; from bit 32 on `agreement` of each kind of record, two bits each; bit 44 whether answers
    /// are admitted, bit 45 whether groups let it pass.
    var bits: UInt64 = 0

    @inline(__always) var number: UInt32 { UInt32(truncatingIfNeeded: bits) }
    @inline(__always) var admitsAnswers: Bool { bits >> 44 & 1 != 0 }
    @inline(__always) var passesGroups: Bool { bits >> 45 & 1 != 0 }

    init(bits: UInt64 = 0) { self.bits = bits }

    init(_ number: UInt32, _ decision: Decision) {
      bits = UInt64(number)
      for (kind, prediction) in [decision.request, decision.answer, decision.either].enumerated() {
        for isAccepted in [false, true] {
          let agreement: UInt64 =
            switch (prediction, isAccepted) {
            case (.accept, true): 0
            case (.reject, false): 1
            default: 2
            }
          bits |= agreement << UInt64(32 + 4 * kind + (isAccepted ? 2 : 0))
        }
      }
      if decision.admitsAnswers { bits |= 1 << 44 }
      if decision.passesGroups { bits |= 1 << 45 }
    }

    /// 0 where both accept, 1 where both reject, 2 for all that needs a closer look.
    ///
    /// - Parameter kind: 0 for requests, 1 for answers, 2 where the record does not say.
    @inline(__always)
    func agreement(_ kind: Int, isAccepted: Bool) -> Int {
      Int(truncatingIfNeeded: bits &>> UInt64(32 &+ 4 &* kind &+ (isAccepted ? 2 : 0)) & 3)
    }
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
  func decided(on record: FlowRecord) -> Decided {
    let (own, asked) = rulings.rulings(on: record)
    let isBeside =
      (record.isIngress ? rulings.model.hasSender : rulings.model.hasTaker)[record.interface]
    return decided(Self.key(own, asked, isBeside))
  }

  /// What a decision rests on: the rulings on a record and on what it would answer, and whether something in the subnet
  /// forwards others' packets.
  @inline(__always)
  static func key(_ own: UInt32, _ asked: UInt32, _ isBesideForwarder: Bool) -> UInt64 {
    UInt64(own) << 32 | UInt64(asked) << 1 | (isBesideForwarder ? 1 : 0)
  }

  @inline(__always)
  private func decided(_ key: UInt64) -> Decided {
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
    let entry = entries[slot]
    return entry.key == key ? entry.decided : decide(key, slot)
  }

  /// The decisions on the usual records of a batch.
  func decide(_ usual: UsualRecords, of batch: FlowBatch) {
    rulings.rule(usual, of: batch)
    let decisions = usual.decisions
    for place in 0..<usual.count { decisions[place] = decided(decisions[place]).bits }
  }

  @inline(never)
  private func decide(_ key: UInt64, _ slot: Int) -> Decided {
    let number = number(key)
    let decided = Decided(number, decisions[Int(number)])
    entries[slot] = Entry(key: key, decided: decided)
    return decided
  }

  private func number(_ key: UInt64) -> UInt32 {
    if let number = known[key] { return number }
    let own = UInt32(truncatingIfNeeded: key >> 32)
    let asked = UInt32(truncatingIfNeeded: key) >> 1
    let made = Decision(
      own, rulings.rulings[Int(own)], rulings.rulings[Int(asked)], isBesideForwarder: key & 1 != 0)
    let number = numbers[made] ?? UInt32(decisions.count)
    if Int(number) == decisions.count {
      numbers[made] = number
      decisions.append(made)
      let ruling = rulings.rulings[Int(own)]
      let rule = ruling.groupRules.first ?? ruling.listRules.first
      passages.append(Passage(listRules: ruling.listRules, filter: rule?.filter, rule: rule))
    }
    known[key] = number
    return number
  }
}
