import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Looks for records that a tightened model stops and the old one lets pass, and for the rules by which it does.
final class LossWitness: MergeableWitness {
  private let old: LocalModel
  private var cache: RulingCache
  private(set) var lost: Set<RuleKey> = []

  init(_ old: LocalModel) {
    self.old = old
    cache = RulingCache(old)
  }

  func judged(
    _ kind: FlowClass, _ reason: Unjudged?, _ record: RecordJudge.Record, _ ruling: LocalRuling,
    isAnswerable: Bool
  ) {
    guard kind == .modelRejects else { return }
    let vpc = old.vpcs[record.interface]
    let remote = record.side == .ingress ? record.source : record.destination
    let far =
      record.isIPv6
      ? cache.farClass(of: remote, in: vpc) : cache.farClass(of: UInt32(truncatingIfNeeded: remote), in: vpc)
    let own = rules(record, record.side, far, record.destinationPort)
    let other = rules(record, record.side == .ingress ? .egress : .ingress, far, record.sourcePort)
    // Stopped by the old one too: no loss.
    if record.isRequest == true {
      lost.formUnion(own ?? [])
    } else {
      lost.formUnion((own ?? []) + (other ?? []))
    }
  }

  private func rules(_ record: RecordJudge.Record, _ side: RuleDirection, _ far: UInt32, _ port: UInt16)
    -> [RuleKey]?
  {
    let number = cache.ruling(at: record.interface, side, record.protocolNumber, far: far, port: port)
    let ruling = cache.rulings[Int(number)]
    guard ruling.lists == .passes, ruling.groups == .passes else { return nil }
    return (ruling.groupRules + ruling.listRules).compactMap { RuleKey($0, in: old.network.graph) }
  }

  func unread(_ reason: Unjudged, _ batch: FlowBatch, _ index: Int, at interface: Int) {}

  func add(_ other: LossWitness) { lost.formUnion(other.lost) }
}
