import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Holds the records of one source against what the model says of them at their interfaces.
struct RecordJudge {
  private let model: LocalModel
  /// What is read.
  private let file: String
  private let validity: ClosedRange<Int>
  /// How many records are kept with what decides each.
  private let listLimit: Int
  private var cache: RulingCache
  private var memory = FlowMemory()
  private(set) var tally = ReplayTally()
  /// By the number of a reader's name the interface's place; -1 for none.
  private var places: [Int32] = []
  private var volumes = [Volume](repeating: Volume(), count: FlowClass.allCases.count)
  private var windows: [InterfaceWindow]
  /// By the number of a ruling.
  private var hits: [HitCount] = []
  /// By what would show that it is an answer.
  private var pending: [UInt64: [Open]] = [:]
  private var pendingCount = 0

  /// How many records wait for what decides them, at most.
  private static let pendingLimit = 1 << 16

  private struct HitCount {
    var requests = 0
    var inferredRequests = 0
    /// Answers pass the groups unasked.
    var replies = 0
    var stopped = 0
  }

  /// A record that may be an answer or a request.
  private struct Open {
    var record: Record
    var ruling: UInt32
  }

  /// One record as the model sees it.
  private struct Record {
    var interface: Int
    var side: RuleDirection
    var protocolNumber: UInt8
    var source: UInt128
    var destination: UInt128
    var isIPv6: Bool
    var sourcePort: UInt16
    var destinationPort: UInt16
    var flags: UInt8?
    var isAccepted: Bool
    var volume: Volume
    var start: Int
    var line: Int
    var offset: Int

    /// Whether its sender began the connection; nil where the record does not say.
    var isRequest: Bool? {
      guard protocolNumber == 6, let flags else { return nil }
      switch flags & 18 {
      case 2: return true
      case 18: return false
      default: return nil
      }
    }

    /// By the ports: a service's number is the lower one.
    var isLikelyRequest: Bool { isRequest ?? (destinationPort <= sourcePort) }

    /// Whether the record of the other direction says that this one is an answer. Pings both ways are alike: one that was
    /// rejected may have been a request beside answers.
    var isDecidable: Bool { isAccepted || protocolNumber == 6 || protocolNumber == 17 }

    var mark: UInt64 {
      FlowMemory.mark(interface, protocolNumber, source, destination, sourcePort, destinationPort)
    }

    var answeredMark: UInt64 {
      FlowMemory.mark(interface, protocolNumber, destination, source, destinationPort, sourcePort)
    }
  }

  init(_ model: LocalModel, file: String, validity: ClosedRange<Int>, listLimit: Int = 0) {
    self.model = model
    self.file = file
    self.listLimit = listLimit
    self.validity = validity
    cache = RulingCache(model)
    windows = Array(repeating: InterfaceWindow(), count: model.network.topology.networkInterfaces.count)
  }

  static let columns: FlowColumns = [
    .interface, .source, .destination, .sourcePort, .destinationPort, .protocolNumber, .packets, .bytes,
    .start,
    .end, .action, .packetSource, .packetDestination, .tcpFlags, .direction, .type, .rejectReason,
    .transitGateway,
  ]

  // MARK: Batches

  /// - Parameter reader: the batch's, always the same one.
  mutating func judge(_ batch: FlowBatch, of reader: FlowLogReader) {
    let adapter = reader.names.number(of: "EFA")
    for gap in batch.gaps { note(gap, reader) }
    for index in 0..<batch.count {
      let place = batch.has(.interface, index) ? place(batch.interface[index], reader) : -1
      if let reason = reason(against: batch, index, place, adapter) {
        note(reason, batch, index, place, reader)
        continue
      }
      guard let record = record(batch, index, place) else {
        note(.noDirection, batch, index, place, reader)
        continue
      }
      windows[place].records += 1
      if batch.has(.start, index) { windows[place].first = min(windows[place].first, batch.start[index]) }
      if batch.has(.end, index) { windows[place].last = max(windows[place].last, batch.end[index]) }
      judge(record)
    }
  }

  private mutating func place(_ number: UInt32, _ reader: FlowLogReader) -> Int {
    while places.count <= Int(number) {
      let name = reader.interfaces[UInt32(places.count)]
      places.append(Int32(model.interfaces[name] ?? -1))
    }
    return Int(places[Int(number)])
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
  private func record(_ batch: FlowBatch, _ index: Int, _ place: Int) -> Record? {
    let isIPv6 = batch.sourceFamily[index] == 6
    guard isIPv6 == (batch.destinationFamily[index] == 6) else { return nil }
    var source = isIPv6 ? batch.source6[index] : UInt128(batch.source4[index])
    var destination = isIPv6 ? batch.destination6[index] : UInt128(batch.destination4[index])
    let side: RuleDirection
    switch batch.has(.direction, index) ? batch.direction[index] : .unknown {
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
    if batch.has(.packetSource, index), batch.packetSourceFamily[index] == (isIPv6 ? 6 : 4) {
      source = isIPv6 ? batch.packetSource6[index] : UInt128(batch.packetSource4[index])
    }
    if batch.has(.packetDestination, index), batch.packetDestinationFamily[index] == (isIPv6 ? 6 : 4) {
      destination = isIPv6 ? batch.packetDestination6[index] : UInt128(batch.packetDestination4[index])
    }
    return Record(
      interface: place, side: side, protocolNumber: batch.protocolNumber[index], source: source,
      destination: destination, isIPv6: isIPv6, sourcePort: batch.sourcePort[index],
      destinationPort: batch.destinationPort[index],
      flags: batch.has(.tcpFlags, index) ? batch.tcpFlags[index] : nil,
      isAccepted: batch.action[index] == .accept, volume: volume(batch, index),
      start: batch.has(.start, index) ? batch.start[index] : 0, line: Int(batch.line[index]),
      offset: batch.offset[index])
  }

  private func volume(_ batch: FlowBatch, _ index: Int) -> Volume {
    Volume(
      records: 1, packets: batch.has(.packets, index) ? batch.packets[index] : 0,
      bytes: batch.has(.bytes, index) ? batch.bytes[index] : 0)
  }

  private func owns(_ bits: UInt128, _ place: Int, _ isIPv6: Bool) -> Bool {
    let isOwn =
      isIPv6
      ? model.own6[place].contains(bits) : model.own4[place].contains(UInt32(truncatingIfNeeded: bits))
    if isOwn || !model.hasDelegated[place] { return isOwn }
    return model.network.topology.networkInterfaces[place].owns(Self.address(bits, isIPv6))
  }

  private static func address(_ bits: UInt128, _ isIPv6: Bool) -> IPAddress {
    isIPv6 ? .v6(IPv6Address(bits: bits)) : .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: bits)))
  }

  // MARK: One record

  /// What the model says of a record.
  private enum Prediction {
    case accept
    case reject
    case unjudged(Unjudged)
    /// Accepted if it is an answer, else rejected.
    case ambiguous

    init(_ passage: LocalRuling.Passage) {
      switch passage {
      case .passes: self = .accept
      case .stops: self = .reject
      case .unknown: self = .unjudged(.unknownRules)
      case .byType: self = .unjudged(.icmpType)
      case .byBalancer: self = .unjudged(.balancer)
      }
    }
  }

  private mutating func judge(_ record: Record) {
    let vpc = model.vpcs[record.interface]
    let remote = record.side == .ingress ? record.source : record.destination
    let far =
      record.isIPv6
      ? cache.farClass(of: remote, in: vpc)
      : cache.farClass(of: UInt32(truncatingIfNeeded: remote), in: vpc)
    let ruling = cache.ruling(
      at: record.interface, record.side, record.protocolNumber, far: far, port: record.destinationPort)
    switch prediction(record, cache.rulings[Int(ruling)], far) {
    case .accept: close(record, ruling, isAccepted: true)
    case .reject: close(record, ruling, isAccepted: false)
    case .unjudged(let reason): note(reason, record)
    case .ambiguous:
      if !record.isDecidable {
        noteAmbiguous(record)
      } else if memory.contains(record.answeredMark) {
        close(record, ruling, isAccepted: true)
      } else if pendingCount < Self.pendingLimit {
        pending[record.answeredMark, default: []].append(Open(record: record, ruling: ruling))
        pendingCount += 1
      } else {
        noteAmbiguous(record)
      }
    }
    guard record.isAccepted else { return }
    let mark = record.mark
    memory.insert(mark)
    guard pendingCount > 0, let answers = pending.removeValue(forKey: mark) else { return }
    pendingCount -= answers.count
    for answer in answers { close(answer.record, answer.ruling, isAccepted: true) }
  }

  private mutating func prediction(_ record: Record, _ ruling: LocalRuling, _ far: UInt32) -> Prediction {
    if ruling.lists == .stops {
      let isForwarded = record.side == .ingress ? model.hasSender : model.hasTaker
      guard isForwarded[record.interface] else { return .reject }
      // Within the subnet no access list is asked, whatever addresses the packet has.
      var within = ruling
      within.lists = .passes
      if case .reject = prediction(record, within, far) { return .reject }
      return .unjudged(.forwarded)
    }
    let isRequest = record.isRequest
    if ruling.groups == .passes || isRequest == true { return Prediction(ruling.lists && ruling.groups) }
    // An answer passes the groups if they let pass what it answers.
    let number = cache.ruling(
      at: record.interface, record.side == .ingress ? .egress : .ingress, record.protocolNumber, far: far,
      port: record.sourcePort)
    let asked = cache.rulings[Int(number)]
    let request = asked.lists && asked.groups
    if isRequest == false, request == .passes { return Prediction(ruling.lists) }
    switch (request, ruling.groups) {
    case (.stops, _): return Prediction(ruling.lists && ruling.groups)
    case (.passes, .stops): return isRequest == nil ? .ambiguous : .reject
    case (.unknown, _), (_, .unknown): return .unjudged(.unknownRules)
    case (.byBalancer, _), (_, .byBalancer): return .unjudged(.balancer)
    default: return .unjudged(.icmpType)
    }
  }

  private mutating func close(_ record: Record, _ ruling: UInt32, isAccepted: Bool) {
    if tally.listed.count < listLimit { list(record, ruling, isAccepted: isAccepted) }
    switch (isAccepted, record.isAccepted) {
    case (true, true):
      volumes[FlowClass.agreeAccept.place].add(record.volume)
      hit(record, ruling)
    case (false, false):
      volumes[FlowClass.agreeReject.place].add(record.volume)
      grow(to: ruling)
      hits[Int(ruling)].stopped += 1
    case (true, false):
      let isLate = record.protocolNumber == 6 && isLate(record)
      if isLate {
        volumes[FlowClass.latePacket.place].add(record.volume)
      } else {
        disagree(.modelAccepts, record, ruling)
      }
    case (false, true): disagree(.modelRejects, record, ruling)
    }
  }

  /// Whether it may have come after its connection was closed: it ends one, or belongs to one that was let pass.
  private func isLate(_ record: Record) -> Bool {
    if let flags = record.flags, flags & 2 == 0, flags & 5 != 0 { return true }
    return memory.contains(record.mark)
  }

  // MARK: Noting

  private mutating func grow(to ruling: UInt32) {
    while hits.count <= Int(ruling) { hits.append(HitCount()) }
  }

  private mutating func hit(_ record: Record, _ ruling: UInt32) {
    grow(to: ruling)
    let passes = cache.rulings[Int(ruling)].groups == .passes
    switch (record.isRequest, passes && record.isLikelyRequest) {
    case (true?, _): hits[Int(ruling)].requests += 1
    case (nil, true): hits[Int(ruling)].inferredRequests += 1
    default: hits[Int(ruling)].replies += 1
    }
  }

  private mutating func disagree(_ kind: FlowClass, _ record: Record, _ ruling: UInt32) {
    volumes[kind.place].add(record.volume)
    let (filter, rule) = decision(ruling, isAccepted: kind == .modelAccepts)
    let key = DisagreementKey(
      kind: kind, side: record.side, protocolNumber: record.protocolNumber,
      port: record.isLikelyRequest ? record.destinationPort : record.sourcePort, filter: filter, rule: rule)
    tally.note(
      key,
      DisagreementTally(
        volume: record.volume, interfaces: [record.interface], first: record.start, last: record.start,
        example: example(record)))
  }

  /// The filter and the rule that decide in the model; no rule for an implied one.
  private func decision(_ ruling: UInt32, isAccepted: Bool) -> (FilterID?, RulePlace?) {
    let found = cache.rulings[Int(ruling)]
    if isAccepted {
      let rule = found.groupRules.first ?? found.listRules.first
      return (rule?.filter, rule)
    }
    guard found.lists != .passes else { return (found.groupFilter, nil) }
    return (found.listFilter, found.listRules.first { $0.filter == found.listFilter })
  }

  private mutating func list(_ record: Record, _ ruling: UInt32, isAccepted: Bool) {
    let found = cache.rulings[Int(ruling)]
    var decided = ListedRecord(
      example: example(record), isAcceptedByLog: record.isAccepted, isAcceptedByModel: isAccepted)
    // What the groups alone would stop passes as an answer.
    decided.isAnswer = isAccepted && (found.groups == .stops || record.isRequest == false)
    if !decided.isAnswer { (decided.filter, decided.rule) = decision(ruling, isAccepted: isAccepted) }
    tally.listed.append(decided)
  }

  private mutating func noteAmbiguous(_ record: Record) {
    volumes[FlowClass.ambiguous.place].add(record.volume)
    if tally.listed.count < listLimit {
      tally.listed.append(ListedRecord(example: example(record), isAcceptedByLog: record.isAccepted))
    }
    if tally.ambiguousExample == nil { tally.ambiguousExample = example(record) }
  }

  private mutating func note(_ reason: Unjudged, _ record: Record) {
    if tally.listed.count < listLimit {
      tally.listed.append(
        ListedRecord(example: example(record), isAcceptedByLog: record.isAccepted, reason: reason))
    }
    volumes[FlowClass.unjudged.place].add(record.volume)
    tally.unjudged[reason, default: Volume()].add(record.volume)
    if tally.unjudgedExamples[reason] == nil { tally.unjudgedExamples[reason] = example(record) }
  }

  private mutating func note(
    _ reason: Unjudged, _ batch: FlowBatch, _ index: Int, _ place: Int, _ reader: FlowLogReader
  ) {
    let volume = volume(batch, index)
    volumes[FlowClass.unjudged.place].add(volume)
    tally.unjudged[reason, default: Volume()].add(volume)
    if reason == .unknownInterface, batch.has(.interface, index) {
      tally.noteUnknown(reader.interfaces[batch.interface[index]], 1)
    }
    guard tally.unjudgedExamples[reason] == nil else { return }
    tally.unjudgedExamples[reason] = FlowExample(
      file: batch.source.path, offset: batch.offset[index], line: Int(batch.line[index]),
      interface: place < 0 ? nil : place, side: nil,
      protocolNumber: batch.has(.protocolNumber, index) ? batch.protocolNumber[index] : 0,
      source: batch.sourceAddress(index)?.description ?? "-",
      destination: batch.destinationAddress(index)?.description ?? "-",
      sourcePort: batch.has(.sourcePort, index) ? batch.sourcePort[index] : 0,
      destinationPort: batch.has(.destinationPort, index) ? batch.destinationPort[index] : 0,
      start: batch.has(.start, index) ? batch.start[index] : 0)
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

  private func example(_ record: Record) -> FlowExample {
    FlowExample(
      file: file, offset: record.offset, line: record.line, interface: record.interface,
      side: record.side, protocolNumber: record.protocolNumber,
      source: Self.address(record.source, record.isIPv6).description,
      destination: Self.address(record.destination, record.isIPv6).description,
      sourcePort: record.sourcePort, destinationPort: record.destinationPort, start: record.start)
  }

  // MARK: The end

  /// What became of all records. What still waits for another one is left undecided: that is not in the source.
  mutating func finish() -> ReplayTally {
    let open = pending.values.flatMap(\.self).map(\.record).sorted { $0.offset < $1.offset }
    for record in open { noteAmbiguous(record) }
    var whole = tally
    for kind in FlowClass.allCases where volumes[kind.place].records > 0 {
      whole.classes[kind] = volumes[kind.place]
    }
    for (place, window) in windows.enumerated() where window != InterfaceWindow() {
      whole.windows[place] = window
    }
    for (number, count) in hits.enumerated() { Self.add(count, cache.rulings[number], &whole.hits) }
    return whole
  }

  private static func add(_ count: HitCount, _ ruling: LocalRuling, _ hits: inout [RulePlace: RuleHits]) {
    let requests = count.requests + count.inferredRequests
    for rule in ruling.listRules {
      hits[rule, default: RuleHits()].sole += requests + count.replies + count.stopped
    }
    guard requests > 0 else { return }
    for rule in ruling.groupRules {
      if ruling.groupRules.count == 1 {
        hits[rule, default: RuleHits()].sole += requests
      } else {
        hits[rule, default: RuleHits()].shared += requests
      }
      hits[rule, default: RuleHits()].inferred += count.inferredRequests
    }
  }
}

extension FlowClass {
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
