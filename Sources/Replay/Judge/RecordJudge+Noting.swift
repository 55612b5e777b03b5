import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// What becomes of records that are decided.
extension RecordJudge {
  func hit(_ record: FlowRecord, _ number: UInt32, _ decision: Decision) {
    counts.grow(to: cache.decisions.count)
    let kind =
      switch (record.isRequest, decision.passesGroups && record.isLikelyRequest) {
      case (true?, _): JudgeCounts.request
      case (nil, true): JudgeCounts.inferredRequest
      default: JudgeCounts.reply
      }
    counts.hits[4 * Int(number) + kind] &+= 1
  }

  @inline(never)
  mutating func disagree(_ kind: FlowClass, _ record: FlowRecord, _ number: UInt32) {
    counts.volumes[kind.place].add(record.volume)
    if record.isListed { list(record, number, isAccepted: kind == .modelAccepts) }
    let key = Disagreement(
      decision: number, port: record.servicePort, protocolNumber: record.protocolNumber,
      isByModel: kind == .modelRejects, isIngress: record.isIngress)
    guard let place = disagreements.index(forKey: key) else {
      // Many kinds are the tally's to keep.
      if disagreements.count >= 1 << 14 { moveDisagreements() }
      disagreements[key] = DisagreementTally(
        volume: record.volume, interfaces: [record.interface], first: record.start, last: record.start,
        example: record.example)
      return
    }
    disagreements.values[place].volume.add(record.volume)
    disagreements.values[place].interfaces.insert(record.interface)
    disagreements.values[place].last = max(disagreements.values[place].last, record.start)
    let first = disagreements.values[place].first
    guard record.start <= first else { return }
    disagreements.values[place].first = record.start
    let example = record.example
    if example < disagreements.values[place].example { disagreements.values[place].example = example }
  }

  mutating func moveDisagreements() {
    for (key, found) in disagreements {
      let (filter, rule) = decision(key.decision, isAccepted: !key.isByModel)
      tally.note(
        DisagreementKey(
          kind: key.isByModel ? .modelRejects : .modelAccepts, side: key.isIngress ? .ingress : .egress,
          protocolNumber: key.protocolNumber, port: key.port, filter: filter, rule: rule), found)
    }
    disagreements.removeAll(keepingCapacity: true)
  }

  /// The filter and the rule that decide in the model; no rule for an implied one.
  func decision(_ number: UInt32, isAccepted: Bool) -> (FilterID?, RulePlace?) {
    if isAccepted { return (cache.passages[Int(number)].filter, cache.passages[Int(number)].rule) }
    let found = cache.ruling(number)
    guard found.lists != .passes else { return (found.groupFilter, nil) }
    return (found.listFilter, found.listRules.first { $0.filter == found.listFilter })
  }

  func place(of record: FlowRecord) -> FlowPlace {
    FlowPlace(file: file, offset: record.offset, line: record.line)
  }

  @inline(never)
  mutating func list(_ record: FlowRecord, _ number: UInt32, isAccepted: Bool) {
    let found = cache.ruling(number)
    var decided = ListedRecord(
      place: place(of: record), example: record.example, isAcceptedByLog: record.isAccepted,
      isAcceptedByModel: isAccepted)
    // What the groups alone would stop passes as an answer.
    decided.isAnswer = isAccepted && (found.groups == .stops || record.isRequest == false)
    if !decided.isAnswer { (decided.filter, decided.rule) = decision(number, isAccepted: isAccepted) }
    tally.listed.append(decided)
  }

  mutating func note(_ reason: Unjudged, _ record: FlowRecord) {
    if record.isListed {
      tally.listed.append(
        ListedRecord(
          place: place(of: record), example: record.example, isAcceptedByLog: record.isAccepted,
          reason: reason))
    }
    counts.volumes[FlowClass.unjudged.place].add(record.volume)
    tally.note(reason, record.volume, needsExample(reason, record.start) ? record.example : nil)
  }

  func needsExample(_ reason: Unjudged, _ start: Int) -> Bool {
    tally.unjudgedExamples[reason].map { start <= $0.start } ?? true
  }

  @inline(never)
  mutating func note(
    _ reason: Unjudged, _ batch: FlowBatch, _ index: Int, _ place: Int, _ reader: FlowLogReader
  ) {
    let volume = volume(of: batch, index)
    counts.volumes[FlowClass.unjudged.place].add(volume)
    if reason == .unknownInterface, batch.has(.interface, index) {
      tally.noteUnknown(reader.interfaces[batch.interface[index]], 1)
    }
    let start = batch.has(.start, index) ? batch.start[index] : 0
    guard needsExample(reason, start) else { return tally.note(reason, volume, nil) }
    tally.note(reason, volume, example(of: batch, index, at: place))
  }

  func volume(of batch: FlowBatch, _ index: Int) -> Volume {
    Volume(
      records: 1, packets: batch.has(.packets, index) ? batch.packets[index] : 0,
      bytes: batch.has(.bytes, index) ? batch.bytes[index] : 0)
  }

  /// A record for what it says, whether it is judged or not.
  ///
  /// - Parameter place: the interface's; -1 for none.
  func example(of batch: FlowBatch, _ index: Int, at place: Int) -> FlowExample {
    FlowExample(
      start: batch.has(.start, index) ? batch.start[index] : 0, interface: place < 0 ? nil : place, side: nil,
      protocolNumber: batch.has(.protocolNumber, index) ? batch.protocolNumber[index] : 0,
      source: batch.sourceAddress(index), destination: batch.destinationAddress(index),
      sourcePort: batch.has(.sourcePort, index) ? batch.sourcePort[index] : 0,
      destinationPort: batch.has(.destinationPort, index) ? batch.destinationPort[index] : 0)
  }

  /// Holds the way that a record took against the topology's route for it.
  @inline(never)
  mutating func note(way path: UInt8, of record: FlowRecord) {
    guard FlowWay.words(ofPath: path) != nil,
      let found = model.ways.way(from: record.interface, to: record.destinationAddress)
    else {
      tally.ways.unjudged += 1
      return
    }
    guard !found.way.agrees(with: path) else {
      tally.ways.agreeing += 1
      return
    }
    tally.ways.note(
      WayKey(table: found.table, route: found.route ?? -1, way: found.way, path: path),
      DisagreementTally(
        volume: record.volume, interfaces: [record.interface], first: record.start, last: record.start,
        example: record.example))
  }

  mutating func note(_ gap: FlowGap, _ reader: FlowLogReader) {
    let place = place(gap.interface, reader)
    guard place >= 0 else { return }
    switch gap.kind {
    case .noData: counts.windows[place].noData += 1
    case .skipData: counts.windows[place].skipData += 1
    }
    if gap.start > 0 { counts.windows[place].first = min(counts.windows[place].first, gap.start) }
    if gap.end > 0 { counts.windows[place].last = max(counts.windows[place].last, gap.end) }
  }

  /// What became of all records, and what others may decide.
  mutating func finish() throws(InputError) -> (tally: ReplayTally, evidence: FlowEvidence) {
    for open in pending.values.flatMap(\.self) { try evidence.add(flow(of: open)) }
    pending = [:]
    moveDisagreements()
    for kind in FlowClass.allCases where counts.volumes[kind.place].records > 0 {
      tally.classes[kind, default: Volume()].add(counts.volumes[kind.place])
    }
    for place in 0..<counts.windows.count where counts.windows[place] != InterfaceWindow() {
      tally.windows[place] = counts.windows[place]
    }
    if let routes { tally.routes.merge(routes.counts, uniquingKeysWith: +) }
    for number in 0..<min(cache.decisions.count, counts.hits.count / 4) {
      addHits(of: UInt32(number))
    }
    return (tally, evidence)
  }

  private mutating func addHits(of number: UInt32) {
    let ruling = cache.ruling(number)
    let first = 4 * Int(number)
    let inferred = counts.hits[first + JudgeCounts.inferredRequest]
    let requests = counts.hits[first + JudgeCounts.request] + inferred
    // Answers pass the groups unasked.
    let decided =
      requests + counts.hits[first + JudgeCounts.reply] + counts.hits[first + JudgeCounts.stopped]
    if decided > 0 {
      for rule in ruling.listRules { tally.hits[rule, default: RuleHits()].sole += decided }
    }
    guard requests > 0 else { return }
    for rule in ruling.groupRules {
      if ruling.groupRules.count == 1 {
        tally.hits[rule, default: RuleHits()].sole += requests
      } else {
        tally.hits[rule, default: RuleHits()].shared += requests
      }
      tally.hits[rule, default: RuleHits()].inferred += inferred
    }
  }
}

extension FlowClass {
  @inline(__always)
  var place: Int {
    switch self {
    case .agreeAccept: 0
    case .agreeReject: 1
    case .modelAccepts: 2
    case .modelRejects: 3
    case .latePacket: 4
    case .ambiguous: 5
    case .unjudged: 6
    }
  }
}
