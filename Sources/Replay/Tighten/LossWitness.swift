import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Looks for accepted records that a tightened model stops and the old one lets pass, and for the rules by which it does.
final class LossWitness: RecordWitness {
  private let old: RulingCache
  private let new: RulingCache
  private(set) var lost: Set<RuleKey> = []
  /// Accepted records that the old model lets pass, and those of them that the new one doesn't.
  private(set) var judged = 0
  private(set) var records = 0

  init(from old: LocalModel, to new: LocalModel) {
    self.old = RulingCache(old)
    self.new = RulingCache(new)
  }

  func see(_ record: FlowRecord) {
    guard record.isAccepted, old.admits(record) else { return }
    judged += 1
    guard !new.admits(record) else { return }
    records += 1
    let (own, asked) = old.rulings(on: record)
    let ownRuling = old.rulings[Int(own)]
    let rulings = [ownRuling] + (record.isRequest == true ? [] : [old.rulings[Int(asked)]])
    for ruling in rulings where ruling.lists == .passes && ruling.groups == .passes {
      let rules = ruling.groupRules + ruling.listRules + ruling.possibleRules
      lost.formUnion(rules.compactMap { RuleKey($0, in: old.model.network.graph) })
    }
    // As an answer it had passed the list by itself.
    lost.formUnion(ownRuling.listRules.compactMap { RuleKey($0, in: old.model.network.graph) })
  }

  func miss(_ reason: Unjudged, _ batch: FlowBatch, _ index: Int, at interface: Int) {}

  func add(_ other: LossWitness) {
    lost.formUnion(other.lost)
    judged += other.judged
    records += other.records
  }
}

extension RulingCache {
  /// Whether the model lets a record's packets pass, be it as answers only.
  fileprivate func admits(_ record: FlowRecord) -> Bool {
    let (own, asked) = rulings(on: record)
    guard rulings[Int(own)].lists == .passes else { return false }
    if rulings[Int(own)].groups == .passes { return true }
    guard record.isRequest != true else { return false }
    return rulings[Int(asked)].lists == .passes && rulings[Int(asked)].groups == .passes
  }
}
