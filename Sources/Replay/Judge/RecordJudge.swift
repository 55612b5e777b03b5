import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Holds records against what the model says of them at their interfaces, one source after the other.
///
/// What comes out is the same in whatever order records come and however they are shared among judges, but for what is
/// listed.
struct RecordJudge {
  private let model: LocalModel
  private let validity: ClosedRange<Int>
  /// How many records of each source are kept with what decides each.
  private let listLimit: Int
  private var cache: DecisionCache
  private var memory = FlowMemory()
  private var tally = ReplayTally()
  private var evidence = FlowEvidence()
  /// What is read.
  private var file = ""
  private var recordsOfFile = 0
  /// By the number of a reader's name the interface's place; -1 for none.
  private var places: [Int32] = []
  private var volumes = [Volume](repeating: Volume(), count: FlowClass.allCases.count)
  private var windows: [InterfaceWindow]
  /// By the number of a decision.
  private var hits: [HitCount] = []
  private var disagreements: [Disagreement: DisagreementTally] = [:]
  /// By the mark that would decide them.
  private var pending: [UInt64: [Open]] = [:]
  private var pendingCount = 0

  /// How many records wait for what decides them nearby.
  private static let pendingLimit = 1 << 14

  private struct HitCount {
    var requests = 0
    var inferredRequests = 0
    /// Answers pass the groups unasked.
    var replies = 0
    var stopped = 0
  }

  private struct Disagreement: Hashable {
    var decision: UInt32
    var port: UInt16
    var protocolNumber: UInt8
    var isByModel: Bool
    var isIngress: Bool
  }

  /// A record that waits.
  private struct Open {
    var record: JudgedRecord
    var decision: UInt32
    /// Whether it is still to be shown that it is an answer.
    var needsRequest: Bool
    /// Whether it passes as an answer only.
    var isAnswer: Bool
  }

  init(_ model: LocalModel, validity: ClosedRange<Int>, listLimit: Int = 0) {
    self.model = model
    self.listLimit = listLimit
    self.validity = validity
    cache = DecisionCache(model)
    windows = Array(repeating: InterfaceWindow(), count: model.network.topology.networkInterfaces.count)
  }

  static let columns: FlowColumns = [
    .interface, .source, .destination, .sourcePort, .destinationPort, .protocolNumber, .packets, .bytes,
    .start, .end, .action, .packetSource, .packetDestination, .tcpFlags, .direction, .type, .rejectReason,
    .transitGateway,
  ]

  /// What a record needs to be judged.
  private static let needed: FlowColumns = [
    .interface, .source, .destination, .sourcePort, .destinationPort, .protocolNumber, .action,
  ]

  /// Begins another source.
  mutating func begin(_ path: String) {
    file = path
    recordsOfFile = 0
  }

  // MARK: Batches

  /// - Parameter reader: the batch's, always the same one.
  mutating func judge(_ batch: FlowBatch, of reader: FlowLogReader) throws(InputError) {
    let adapter = reader.names.number(of: "EFA")
    for gap in batch.gaps { note(gap, reader) }
    let (present, interfaces, starts, ends) = (batch.present, batch.interface, batch.start, batch.end)
    for index in 0..<batch.count {
      let has = FlowColumns(rawValue: present[index])
      let place = has.contains(.interface) ? place(interfaces[index], reader) : -1
      if !has.isSuperset(of: Self.needed) || place < 0
        || !validity.contains(has.contains(.start) ? starts[index] : validity.lowerBound)
        || adapter != nil || has.contains(.rejectReason),
        let reason = reason(against: batch, index, place, adapter)
      {
        note(reason, batch, index, place, reader)
        continue
      }
      guard let record = record(batch, index, has, place) else {
        note(.noDirection, batch, index, place, reader)
        continue
      }
      windows[place].records &+= 1
      if has.contains(.start) { windows[place].first = min(windows[place].first, starts[index]) }
      if has.contains(.end) { windows[place].last = max(windows[place].last, ends[index]) }
      try judge(record)
    }
  }

  @inline(__always)
  private mutating func place(_ number: UInt32, _ reader: FlowLogReader) -> Int {
    if places.count <= Int(number) { learn(number, reader) }
    return Int(places[Int(number)])
  }

  @inline(never)
  private mutating func learn(_ number: UInt32, _ reader: FlowLogReader) {
    while places.count <= Int(number) {
      let name = reader.interfaces[UInt32(places.count)]
      places.append(Int32(model.interfaces[name] ?? -1))
    }
  }

  private func reason(
    against batch: FlowBatch, _ index: Int, _ place: Int, _ adapter: UInt32?
  ) -> Unjudged? {
    if !batch.has(.interface, index), batch.has(.transitGateway, index) { return .transitGateway }
    if batch.has(.start, index), !validity.contains(batch.start[index]) { return .outsideValidity }
    if place < 0 { return .unknownInterface }
    if let adapter, batch.has(.type, index), batch.names(.type)[index] == adapter { return .fabricAdapter }
    guard batch.has([.source, .destination], index) else { return .noAddresses }
    guard batch.has([.protocolNumber, .sourcePort, .destinationPort], index) else { return .noProtocol }
    guard batch.has(.action, index), batch.action[index] != .none else { return .noAction }
    if batch.action[index] == .reject, batch.has(.rejectReason, index) { return .otherReason }
    return nil
  }

  /// Nil where nothing says which way it went.
  @inline(__always)
  private mutating func record(
    _ batch: FlowBatch, _ index: Int, _ has: FlowColumns, _ place: Int
  ) -> JudgedRecord? {
    let isIPv6 = batch.sourceFamily[index] == 6
    guard isIPv6 == (batch.destinationFamily[index] == 6) else { return nil }
    var source = isIPv6 ? batch.source6[index] : UInt128(batch.source4[index])
    var destination = isIPv6 ? batch.destination6[index] : UInt128(batch.destination4[index])
    let side: RuleDirection
    switch has.contains(.direction) ? batch.direction[index] : .unknown {
    case .ingress: side = .ingress
    case .egress: side = .egress
    case .unknown:
      switch (owns(source, place, isIPv6), owns(destination, place, isIPv6)) {
      case (true, false): side = .egress
      case (false, true): side = .ingress
      default: return nil
      }
    }
    // What the packet itself has, where the log shows the interface's own address instead.
    if has.contains(.packetSource), batch.packetSourceFamily[index] == (isIPv6 ? 6 : 4) {
      source = isIPv6 ? batch.packetSource6[index] : UInt128(batch.packetSource4[index])
    }
    if has.contains(.packetDestination), batch.packetDestinationFamily[index] == (isIPv6 ? 6 : 4) {
      destination = isIPv6 ? batch.packetDestination6[index] : UInt128(batch.packetDestination4[index])
    }
    recordsOfFile &+= 1
    return JudgedRecord(
      interface: place, side: side, protocolNumber: batch.protocolNumber[index], source: source,
      destination: destination, isIPv6: isIPv6, sourcePort: batch.sourcePort[index],
      destinationPort: batch.destinationPort[index],
      flags: has.contains(.tcpFlags) ? batch.tcpFlags[index] : nil,
      isAccepted: batch.action[index] == .accept,
      packets: has.contains(.packets) ? batch.packets[index] : 0,
      bytes: has.contains(.bytes) ? batch.bytes[index] : 0,
      start: has.contains(.start) ? batch.start[index] : 0, line: Int(batch.line[index]),
      offset: batch.offset[index], isListed: recordsOfFile <= listLimit)
  }

  @inline(__always)
  private func owns(_ bits: UInt128, _ place: Int, _ isIPv6: Bool) -> Bool {
    if !isIPv6 {
      if model.primary4[place] == UInt32(truncatingIfNeeded: bits) { return true }
      if !model.hasOther4[place] { return false }
    }
    return ownsAsWell(bits, place, isIPv6)
  }

  @inline(never)
  private func ownsAsWell(_ bits: UInt128, _ place: Int, _ isIPv6: Bool) -> Bool {
    let isOwn =
      isIPv6
      ? model.own6[place].contains(bits) : model.own4[place].contains(UInt32(truncatingIfNeeded: bits))
    if isOwn || !model.hasDelegated[place] { return isOwn }
    return model.network.topology.networkInterfaces[place].owns(
      IPAddress(family: isIPv6 ? .ipv6 : .ipv4, bits: bits))
  }

  // MARK: One record

  @inline(__always)
  private mutating func judge(_ record: JudgedRecord) throws(InputError) {
    let vpc = model.vpcs[record.interface]
    let far =
      record.isIPv6
      ? cache.farClass(of: record.remote, in: vpc, isIPv6: true)
      : cache.farClass(of: UInt32(truncatingIfNeeded: record.remote), in: vpc)
    let number = cache.decision(
      at: record.interface, record.side, record.protocolNumber, far: far, from: record.sourcePort,
      to: record.destinationPort)
    let decision = cache.decisions[Int(number)]
    let prediction =
      switch record.isRequest {
      case true?: decision.request
      case false?: decision.answer
      case nil: decision.either
      }
    switch prediction {
    case .accept where record.isAccepted:
      volumes[FlowClass.agreeAccept.place].add(record.volume)
      hit(record, number, decision)
      if record.isListed { list(record, number, isAccepted: true) }
    case .reject where !record.isAccepted:
      volumes[FlowClass.agreeReject.place].add(record.volume)
      grow(to: number)
      hits[Int(number)].stopped &+= 1
      if record.isListed { list(record, number, isAccepted: false) }
    case .accept: try closeRejected(record, number, isAnswer: false)
    case .reject: disagree(.modelRejects, record, number)
    case .unjudged(let reason): note(reason, record)
    case .ambiguous: try wait(record, number)
    }
    if record.isAccepted, decision.admitsAnswers || (record.protocolNumber == 6 && record.flags == nil) {
      try remember(record.marks.own)
    }
  }

  /// Notes that a flow was let pass, which decides others.
  @inline(__always)
  private mutating func remember(_ mark: UInt64) throws(InputError) {
    guard memory.insert(mark) else { return }
    try evidence.add(mark)
    if pendingCount > 0 { try release(mark) }
  }

  private mutating func release(_ mark: UInt64) throws(InputError) {
    guard let waiting = pending.removeValue(forKey: mark) else { return }
    pendingCount -= waiting.count
    for open in waiting { try release(open) }
  }

  /// Something that a record waited for is there.
  private mutating func release(_ open: Open) throws(InputError) {
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
  private mutating func wait(_ record: JudgedRecord, _ number: UInt32) throws(InputError) {
    guard record.isDecidable else {
      volumes[FlowClass.ambiguous.place].add(record.volume)
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

  private mutating func put(_ open: Open, waitingFor mark: UInt64) throws(InputError) {
    guard pendingCount < Self.pendingLimit else { return try evidence.add(flow(of: open)) }
    pending[mark, default: []].append(open)
    pendingCount += 1
  }

  /// A record of what was rejected, though the model lets it pass.
  @inline(never)
  private mutating func closeRejected(
    _ record: JudgedRecord, _ number: UInt32, isAnswer: Bool
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

  private mutating func closeAnswer(_ record: JudgedRecord, _ number: UInt32) {
    volumes[FlowClass.agreeAccept.place].add(record.volume)
    hit(record, number, cache.decisions[Int(number)])
    if record.isListed { list(record, number, isAccepted: true) }
  }

  private mutating func closeLate(_ record: JudgedRecord, _ number: UInt32) {
    volumes[FlowClass.latePacket.place].add(record.volume)
    if record.isListed { list(record, number, isAccepted: true) }
  }

  // MARK: Noting

  @inline(__always)
  private mutating func grow(to number: UInt32) {
    while hits.count <= Int(number) { hits.append(HitCount()) }
  }

  @inline(__always)
  private mutating func hit(_ record: JudgedRecord, _ number: UInt32, _ decision: Decision) {
    grow(to: number)
    switch (record.isRequest, decision.passesGroups && record.isLikelyRequest) {
    case (true?, _): hits[Int(number)].requests &+= 1
    case (nil, true): hits[Int(number)].inferredRequests &+= 1
    default: hits[Int(number)].replies &+= 1
    }
  }

  @inline(never)
  private mutating func disagree(_ kind: FlowClass, _ record: JudgedRecord, _ number: UInt32) {
    volumes[kind.place].add(record.volume)
    if record.isListed { list(record, number, isAccepted: kind == .modelAccepts) }
    let key = Disagreement(
      decision: number, port: record.servicePort, protocolNumber: record.protocolNumber,
      isByModel: kind == .modelRejects, isIngress: record.side == .ingress)
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

  private mutating func moveDisagreements() {
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
  private func decision(_ number: UInt32, isAccepted: Bool) -> (FilterID?, RulePlace?) {
    let found = cache.rulings[Int(cache.decisions[Int(number)].ruling)]
    if isAccepted {
      let rule = found.groupRules.first ?? found.listRules.first
      return (rule?.filter, rule)
    }
    guard found.lists != .passes else { return (found.groupFilter, nil) }
    return (found.listFilter, found.listRules.first { $0.filter == found.listFilter })
  }

  private func place(of record: JudgedRecord) -> FlowPlace {
    FlowPlace(file: file, offset: record.offset, line: record.line)
  }

  @inline(never)
  private mutating func list(_ record: JudgedRecord, _ number: UInt32, isAccepted: Bool) {
    let found = cache.rulings[Int(cache.decisions[Int(number)].ruling)]
    var decided = ListedRecord(
      place: place(of: record), example: record.example, isAcceptedByLog: record.isAccepted,
      isAcceptedByModel: isAccepted)
    // What the groups alone would stop passes as an answer.
    decided.isAnswer = isAccepted && (found.groups == .stops || record.isRequest == false)
    if !decided.isAnswer { (decided.filter, decided.rule) = decision(number, isAccepted: isAccepted) }
    tally.listed.append(decided)
  }

  private mutating func note(_ reason: Unjudged, _ record: JudgedRecord) {
    if record.isListed {
      tally.listed.append(
        ListedRecord(
          place: place(of: record), example: record.example, isAcceptedByLog: record.isAccepted,
          reason: reason))
    }
    volumes[FlowClass.unjudged.place].add(record.volume)
    tally.note(reason, record.volume, needsExample(reason, record.start) ? record.example : nil)
  }

  private func needsExample(_ reason: Unjudged, _ start: Int) -> Bool {
    tally.unjudgedExamples[reason].map { start <= $0.start } ?? true
  }

  @inline(never)
  private mutating func note(
    _ reason: Unjudged, _ batch: FlowBatch, _ index: Int, _ place: Int, _ reader: FlowLogReader
  ) {
    let volume = Volume(
      records: 1, packets: batch.has(.packets, index) ? batch.packets[index] : 0,
      bytes: batch.has(.bytes, index) ? batch.bytes[index] : 0)
    volumes[FlowClass.unjudged.place].add(volume)
    if reason == .unknownInterface, batch.has(.interface, index) {
      tally.noteUnknown(reader.interfaces[batch.interface[index]], 1)
    }
    let start = batch.has(.start, index) ? batch.start[index] : 0
    guard needsExample(reason, start) else { return tally.note(reason, volume, nil) }
    let example = FlowExample(
      start: start, interface: place < 0 ? nil : place, side: nil,
      protocolNumber: batch.has(.protocolNumber, index) ? batch.protocolNumber[index] : 0,
      source: batch.sourceAddress(index), destination: batch.destinationAddress(index),
      sourcePort: batch.has(.sourcePort, index) ? batch.sourcePort[index] : 0,
      destinationPort: batch.has(.destinationPort, index) ? batch.destinationPort[index] : 0)
    tally.note(reason, volume, example)
  }

  private mutating func note(_ gap: FlowGap, _ reader: FlowLogReader) {
    let place = place(gap.interface, reader)
    guard place >= 0 else { return }
    switch gap.kind {
    case .noData: windows[place].noData += 1
    case .skipData: windows[place].skipData += 1
    }
    if gap.start > 0 { windows[place].first = min(windows[place].first, gap.start) }
    if gap.end > 0 { windows[place].last = max(windows[place].last, gap.end) }
  }

  // MARK: The end

  private func flow(of open: Open) -> OpenFlow {
    let record = open.record
    let marks = record.marks
    let mayBeLate = !record.isAccepted && record.protocolNumber == 6
    let isLateByFlags = mayBeLate && record.flags.map { $0 & 2 == 0 } ?? false
    let ruling = cache.rulings[Int(cache.decisions[Int(open.decision)].ruling)]
    let (filter, rule) = decision(open.decision, isAccepted: true)
    return OpenFlow(
      answered: open.needsRequest ? marks.answered : 0,
      // What answers a request that is there is late by its flags alone.
      own: isLateByFlags ? marks.answered : mayBeLate && record.flags == nil ? marks.own : 0,
      isAccepted: record.isAccepted, packets: record.packets, bytes: record.bytes, example: record.example,
      listRules: ruling.listRules, filter: filter, rule: rule, port: record.servicePort,
      isAnswer: open.isAnswer, place: record.isListed ? place(of: record) : nil)
  }

  /// What became of all records, and what others may decide.
  mutating func finish() throws(InputError) -> (tally: ReplayTally, evidence: FlowEvidence) {
    for open in pending.values.flatMap(\.self) { try evidence.add(flow(of: open)) }
    pending = [:]
    moveDisagreements()
    for kind in FlowClass.allCases where volumes[kind.place].records > 0 {
      tally.classes[kind, default: Volume()].add(volumes[kind.place])
    }
    for (place, window) in windows.enumerated() where window != InterfaceWindow() {
      tally.windows[place] = window
    }
    for (number, count) in hits.enumerated() {
      add(count, cache.rulings[Int(cache.decisions[number].ruling)])
    }
    return (tally, evidence)
  }

  private mutating func add(_ count: HitCount, _ ruling: LocalRuling) {
    let requests = count.requests + count.inferredRequests
    let decided = requests + count.replies + count.stopped
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
      tally.hits[rule, default: RuleHits()].inferred += count.inferredRequests
    }
  }
}

extension FlowClass {
  @inline(__always)
  fileprivate var place: Int {
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
