import PacketWalkDiagnostics
import PacketWalkForwarding

/// Records that others decide, wherever those stand.
extension RecordJudge {
  /// Notes that a flow was let pass, which decides others.
  @inline(__always)
  mutating func remember(_ mark: UInt64) throws(InputError) {
    guard memory.insert(mark) else { return }
    try evidence.add(mark)
    if pendingCount > 0, waits(for: mark) { try release(mark) }
  }

  mutating func release(_ mark: UInt64) throws(InputError) {
    guard let waiting = pending.removeValue(forKey: mark) else { return }
    pendingCount -= waiting.count
    for open in waiting { try release(open) }
  }

  /// Something that a record waited for is there.
  mutating func release(_ open: Open) throws(InputError) {
    let record = open.record
    if record.isAccepted {
      closeAnswer(record, open.decision)
    } else if open.needsRequest {
      try closeRejected(record, open.decision, isAnswer: true)
    } else {
      closeLate(record, open.decision)
    }
  }

  /// A record that the model lets pass as an answer only.
  @inline(never)
  mutating func wait(_ record: FlowRecord, _ number: UInt32) throws(InputError) {
    guard record.isDecidable else {
      counts.volumes[FlowClass.ambiguous.place].add(record.volume)
      tally.note(ambiguous: record.example)
      if record.isListed {
        tally.listed.append(
          ListedRecord(
            place: place(of: record), example: record.example, isAcceptedByLog: record.isAccepted))
      }
      return
    }
    let request = record.marks.answered
    let open = Open(record: record, decision: number, needsRequest: true, isAnswer: true)
    if memory.contains(request) { try release(open) } else { try put(open, waitingFor: request) }
  }

  mutating func put(_ open: Open, waitingFor mark: UInt64) throws(InputError) {
    guard pendingCount < Self.pendingLimit else { return try evidence.add(flow(of: open)) }
    pending[mark, default: []].append(open)
    pendingCount += 1
    pendingBits[Int(mark >> 6 & Self.pendingMask)] |= 1 << (mark >> 32 & 63)
  }

  /// Whether something may wait for a mark: nearly always nothing does, and one bit says so.
  @inline(__always)
  func waits(for mark: UInt64) -> Bool {
    pendingBits[Int(mark >> 6 & Self.pendingMask)] >> (mark >> 32 & 63) & 1 != 0
  }

  /// A record of what was rejected, though the model lets it pass.
  @inline(never)
  mutating func closeRejected(
    _ record: FlowRecord, _ number: UInt32, isAnswer: Bool
  ) throws(InputError) {
    guard record.protocolNumber == 6 else { return disagree(.modelAccepts, record, number) }
    // Without SYN it belongs to a connection that had been let pass.
    if let flags = record.flags {
      return flags & 2 == 0
        ? closeLate(record, number) : disagree(.modelAccepts, record, number)
    }
    let own = record.marks.own
    if memory.contains(own) { return closeLate(record, number) }
    try put(
      Open(record: record, decision: number, needsRequest: false, isAnswer: isAnswer), waitingFor: own)
  }

  mutating func closeAnswer(_ record: FlowRecord, _ number: UInt32) {
    counts.volumes[FlowClass.agreeAccept.place].add(record.volume)
    hit(record, number, cache.decisions[Int(number)])
    if record.isListed { list(record, number, isAccepted: true) }
  }

  mutating func closeLate(_ record: FlowRecord, _ number: UInt32) {
    counts.volumes[FlowClass.latePacket.place].add(record.volume)
    if record.isListed { list(record, number, isAccepted: true) }
  }

  func flow(of open: Open) -> OpenFlow {
    let record = open.record
    let marks = record.marks
    let mayBeLate = !record.isAccepted && record.protocolNumber == 6
    let isLateByFlags = mayBeLate && record.flags.map { $0 & 2 == 0 } ?? false
    let passage = cache.passages[Int(open.decision)]
    return OpenFlow(
      answered: open.needsRequest ? marks.answered : 0,
      // What answers a request that is there is late by its flags alone.
      own: isLateByFlags ? marks.answered : mayBeLate && record.flags == nil ? marks.own : 0,
      isAccepted: record.isAccepted, packets: record.packets, bytes: record.bytes, example: record.example,
      listRules: passage.listRules, filter: passage.filter, rule: passage.rule, port: record.servicePort,
      isAnswer: open.isAnswer, place: record.isListed ? place(of: record) : nil)
  }
}
