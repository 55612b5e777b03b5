import PacketWalkFlowLogs
import PacketWalkTopology

/// Is told of records while they are judged.
protocol RecordWitness: AnyObject {
  /// One that was judged, or can't be for what the model says.
  ///
  /// - Parameters:
  ///   - reason: why it can't be judged.
  ///   - isAnswerable: whether the model lets pass what it would be the answer to.
  func judged(
    _ kind: FlowClass, _ reason: Unjudged?, _ record: RecordJudge.Record, _ ruling: LocalRuling,
    isAnswerable: Bool)
  /// One of an interface of the model that can't be judged for what it says, or does not.
  func unread(_ reason: Unjudged, _ batch: FlowBatch, _ index: Int, at interface: Int)
}

extension RecordJudge {
  mutating func testify(_ kind: FlowClass, _ record: Record, _ reason: Unjudged? = nil) {
    guard let witness else { return }
    let (asked, answered) = rulings(of: record)
    witness.judged(
      kind, reason, record, asked, isAnswerable: answered.lists == .passes && answered.groups == .passes)
  }

  /// The rulings on a record's packets, and on those that they would answer.
  private mutating func rulings(of record: Record) -> (LocalRuling, LocalRuling) {
    let vpc = model.vpcs[record.interface]
    let remote = record.side == .ingress ? record.source : record.destination
    let far =
      record.isIPv6
      ? cache.farClass(of: remote, in: vpc) : cache.farClass(of: UInt32(truncatingIfNeeded: remote), in: vpc)
    let own = cache.ruling(
      at: record.interface, record.side, record.protocolNumber, far: far, port: record.destinationPort)
    let other = cache.ruling(
      at: record.interface, record.side == .ingress ? .egress : .ingress, record.protocolNumber, far: far,
      port: record.sourcePort)
    return (cache.rulings[Int(own)], cache.rulings[Int(other)])
  }
}
