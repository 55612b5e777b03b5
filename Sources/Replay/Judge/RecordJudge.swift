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
  let model: LocalModel
  let validity: ClosedRange<Int>
  /// How many records of each source are kept with what decides each.
  let listLimit: Int
  let cache: DecisionCache
  let memory = FlowMemory()
  let usual = UsualRecords()
  let counts: JudgeCounts
  /// Nil where routes are not counted.
  let routes: RouteCounter?
  var tally = ReplayTally()
  var evidence = FlowEvidence()
  /// What is read.
  var file = ""
  var recordsOfFile = 0
  /// By the number of a reader's name the interface's place; -1 for none.
  var places: [Int32] = []
  /// The same of transit gateways' attachments.
  var transitPlaces: [TransitName: Int] = [:]
  var disagreements: [Disagreement: DisagreementTally] = [:]
  /// By the mark that would decide them.
  var pending: [UInt64: [Open]] = [:]
  var pendingCount = 0
  /// Of each of those marks, one bit.
  var pendingBits = [UInt64](repeating: 0, count: Int(Self.pendingMask) + 1)
  static let pendingMask: UInt64 = (1 << 12) - 1

  /// How many records wait for what decides them nearby.
  static let pendingLimit = 1 << 14

  struct Disagreement: Hashable {
    var decision: UInt32
    var port: UInt16
    var protocolNumber: UInt8
    var isByModel: Bool
    var isIngress: Bool
  }

  /// A record that waits.
  struct Open {
    var record: FlowRecord
    var decision: UInt32
    /// Whether it is still to be shown that it is an answer.
    var needsRequest: Bool
    /// Whether it passes as an answer only.
    var isAnswer: Bool
  }

  /// - Parameters:
  ///   - cache: decisions of a model that were made before.
  ///   - senders: where it is counted which routes records took, which costs a look-up each.
  init(
    _ cache: DecisionCache, validity: ClosedRange<Int>, listLimit: Int = 0, senders: RouteSenders? = nil
  ) {
    self.cache = cache
    routes = senders.map { RouteCounter($0) }
    model = cache.rulings.model
    self.listLimit = listLimit
    self.validity = validity
    counts = JudgeCounts(interfaces: model.network.topology.networkInterfaces.count)
  }

  static let columns = FlowColumns([
    .interface, .source, .destination, .sourcePort, .destinationPort, .protocolNumber, .packets, .bytes,
    .start, .end, .action, .packetSource, .packetDestination, .tcpFlags, .direction, .type, .rejectReason,
    .trafficPath,
  ]).union(transitColumns)

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
    // What is listed is so in its order.
    guard adapter == nil, recordsOfFile >= listLimit, counts.windows.count > 0, cache.rulings.hasEndTable
    else {
      for index in 0..<batch.count { try judge(batch, index, adapter, reader) }
      return
    }
    if reader.interfaces.count > places.count { learn(UInt32(reader.interfaces.count - 1), reader) }
    usual.pick(from: batch, places, model, validity)
    try judgeUsual(of: batch)
    for place in 0..<usual.otherCount { try judge(batch, Int(usual.others[place]), adapter, reader) }
  }

  /// Judges any one record.
  private mutating func judge(
    _ batch: FlowBatch, _ index: Int, _ adapter: UInt32?, _ reader: FlowLogReader
  ) throws(InputError) {
    let has = batch.present[index]
    // Bits, since a set's own operations are calls here.
    let needed = FlowRecord.needed.rawValue
    let place = has & FlowColumns.interface.rawValue != 0 ? place(batch.interface[index], reader) : -1
    let time = has & FlowColumns.start.rawValue != 0 ? batch.start[index] : validity.lowerBound
    if has & needed != needed || place < 0 || time < validity.lowerBound || time > validity.upperBound
      || adapter != nil || has & FlowColumns.rejectReason.rawValue != 0,
      let reason = reason(against: batch, index, place, adapter)
    {
      guard reason != .transitGateway else { return judgeTransit(batch, index, adapter, reader) }
      note(reason, batch, index, place, reader)
      return
    }
    guard var record = FlowRecord(batch, index, at: place, of: model) else {
      note(.noDirection, batch, index, place, reader)
      return
    }
    recordsOfFile &+= 1
    record.isListed = recordsOfFile <= listLimit
    noteWindow(place, batch, index)
    try judge(record, cache.decided(on: record))
    // What was rejected took no way.
    if let routes, !record.isIngress, record.isAccepted {
      routes.note(from: place, to: record.destinationAddress)
    }
    if has & FlowColumns.trafficPath.rawValue != 0, !record.isIngress, record.isAccepted {
      note(way: batch.trafficPath[index], of: record)
    }
  }

  @inline(__always)
  func noteWindow(_ place: Int, _ batch: FlowBatch, _ index: Int) {
    let (has, windows) = (batch.present[index], counts.windows)
    windows[place].records &+= 1
    if has & FlowColumns.start.rawValue != 0 {
      windows[place].first = min(windows[place].first, batch.start[index])
    }
    if has & FlowColumns.end.rawValue != 0 {
      windows[place].last = max(windows[place].last, batch.end[index])
    }
  }

  @inline(__always)
  mutating func place(_ number: UInt32, _ reader: FlowLogReader) -> Int {
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

  /// Why a record is not judged; nil where it may be.
  private func reason(
    against batch: FlowBatch, _ index: Int, _ place: Int, _ adapter: UInt32?
  ) -> Unjudged? {
    if !batch.has(.interface, index), batch.has(.transitGateway, index) || batch.has(.attachment, index) {
      return .transitGateway
    }
    if batch.has(.start, index), !validity.contains(batch.start[index]) { return .outsideValidity }
    if place < 0 { return .unknownInterface }
    return FlowRecord.reason(against: batch, index, adapter)
  }

  // MARK: One record

  mutating func judge(
    _ record: FlowRecord, _ decided: DecisionCache.Decided
  ) throws(InputError) {
    try judgeAlone(record, decided.number)
    if record.isAccepted, decided.admitsAnswers || (record.protocolNumber == 6 && record.flags == nil) {
      try remember(record.marks.own)
    }
  }

  /// Judges a record, and does not note what it says of others.
  mutating func judgeAlone(_ record: FlowRecord, _ number: UInt32) throws(InputError) {
    let decision = cache.decisions[Int(number)]
    let prediction =
      switch record.isRequest {
      case true?: decision.request
      case false?: decision.answer
      case nil: decision.either
      }
    switch prediction {
    case .accept where record.isAccepted:
      counts.volumes[FlowClass.agreeAccept.place].add(record.volume)
      hit(record, number, decision)
      if record.isListed { list(record, number, isAccepted: true) }
    case .reject where !record.isAccepted:
      counts.volumes[FlowClass.agreeReject.place].add(record.volume)
      counts.grow(to: cache.decisions.count)
      counts.hits[4 * Int(number) + JudgeCounts.stopped] &+= 1
      if record.isListed { list(record, number, isAccepted: false) }
    case .accept: try closeRejected(record, number, isAnswer: false)
    case .reject: disagree(.modelRejects, record, number)
    case .unjudged(let reason): note(reason, record)
    case .ambiguous: try wait(record, number)
    }
  }
}
