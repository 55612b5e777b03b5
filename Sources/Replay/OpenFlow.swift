import PacketWalkForwarding

/// A record whose class depends on records that stand elsewhere.
struct OpenFlow: Hashable, Sendable {
  /// The mark of the request that it may answer; 0 if it needs none.
  var answered: UInt64
  /// The mark of accepted packets like its own, behind which it comes too late; 0 if they would say nothing.
  var own: UInt64
  var isAccepted: Bool
  var packets: UInt64
  var bytes: UInt64
  var example: FlowExample
  /// The entries of access lists that let it pass.
  var listRules: [RulePlace]
  /// What decides in the model if it passes.
  var filter: FilterID?
  var rule: RulePlace?
  /// The service's port, as far as the record tells.
  var port: UInt16
  /// Whether it passes as an answer only.
  var isAnswer: Bool
  /// Where it stands, if it is to be listed.
  var place: FlowPlace?

  var volume: Volume { Volume(records: 1, packets: packets, bytes: bytes) }

  /// The bucket of all that may decide it.
  var bucket: UInt8 { UInt8(truncatingIfNeeded: (answered | own) >> 56) }
}

extension ReplayTally {
  /// Counts a record now that it is known which of the flows that decide it were accepted.
  mutating func close(_ open: OpenFlow, _ isSeen: (UInt64) -> Bool) {
    if open.answered != 0, !isSeen(open.answered) {
      classes[.ambiguous, default: Volume()].add(open.volume)
      note(ambiguous: open.example)
      if let place = open.place {
        listed.append(ListedRecord(place: place, example: open.example, isAcceptedByLog: open.isAccepted))
      }
      return
    }
    if open.isAccepted {
      classes[.agreeAccept, default: Volume()].add(open.volume)
      for rule in open.listRules { hits[rule, default: RuleHits()].sole += 1 }
    } else if open.own != 0, isSeen(open.own) {
      classes[.latePacket, default: Volume()].add(open.volume)
    } else {
      classes[.modelAccepts, default: Volume()].add(open.volume)
      disagree(open)
    }
    guard let place = open.place else { return }
    var decided = ListedRecord(
      place: place, example: open.example, isAcceptedByLog: open.isAccepted, isAcceptedByModel: true)
    decided.isAnswer = open.isAnswer
    if !decided.isAnswer { (decided.filter, decided.rule) = (open.filter, open.rule) }
    listed.append(decided)
  }

  private mutating func disagree(_ open: OpenFlow) {
    guard let side = open.example.side, let interface = open.example.interface else { return }
    let key = DisagreementKey(
      kind: .modelAccepts, side: side, protocolNumber: open.example.protocolNumber, port: open.port,
      filter: open.filter, rule: open.rule)
    note(
      key,
      DisagreementTally(
        volume: open.volume, interfaces: [interface], first: open.example.start, last: open.example.start,
        example: open.example))
  }
}
