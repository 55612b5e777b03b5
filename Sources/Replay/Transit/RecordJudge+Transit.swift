import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTopology

/// Records of transit gateways, which have no action: what became of their packets is in the attachment that they went
/// to and in the counters of what was lost.
extension RecordJudge {
  static let transitColumns: FlowColumns = [
    .transitGateway, .attachment, .pairAttachment, .lostNoRoute, .lostBlackhole,
  ]

  /// Judges a record by the route of the attachment by which its packets came.
  mutating func judgeTransit(
    _ batch: FlowBatch, _ index: Int, _ adapter: UInt32?, _ reader: FlowLogReader
  ) {
    let own = transitPlace(.attachment, batch, index, reader)
    if let reason = transitReason(batch, index, own, adapter) {
      if reason == .unknownAttachment, batch.has(.attachment, index) {
        tally.transit.noteUnknown(reader.names[batch.names(.attachment)[index]], 1)
      }
      return note(reason, batch, index, -1, reader)
    }
    guard let own, let event = event(of: batch, index, reader),
      let entrance = batch.direction[index] == .ingress
        ? own : transitPlace(.pairAttachment, batch, index, reader)
    else { return note(.transitGateway, batch, index, -1, reader) }
    noteTransitWindow(own, batch, index)
    guard let destination = batch.destinationAddress(index) else {
      return note(.noAddresses, batch, index, -1, reader)
    }
    guard !model.transits.carriesOthers(entrance) else {
      return note(.connectAttachment, batch, index, -1, reader)
    }
    guard let found = model.transits.fate(from: entrance, to: destination) else {
      return note(.unknownRules, batch, index, -1, reader)
    }
    let exit = batch.direction[index] == .ingress ? transitPlace(.pairAttachment, batch, index, reader) : own
    let agrees =
      event.isForwarded
      ? found.fate.isForwarded && exit.map { model.transits.leads(found, to: $0) } ?? false
      : !found.fate.isForwarded
    let kind: FlowClass =
      switch (agrees, event.isForwarded) {
      case (true, true): .agreeAccept
      case (true, false): .agreeReject
      case (false, true): .modelRejects
      case (false, false): .modelAccepts
      }
    let volume = volume(of: batch, index)
    counts.volumes[kind.place].add(volume)
    guard !agrees else { return noteRoute(found) }
    let example = example(of: batch, index, at: -1)
    tally.transit.note(
      TransitKey(
        attachment: entrance, table: found.table ?? -1, route: found.route ?? -1, fate: found.fate,
        event: event),
      DisagreementTally(
        volume: volume, interfaces: [], first: example.start, last: example.start, example: example))
  }

  private mutating func noteRoute(_ found: TransitRoutes.Found) {
    guard routes != nil, let table = found.table, let route = found.route else { return }
    tally.routes[RouteKey(isTransit: true, table: table, route: route), default: 0] += 1
  }

  private func transitReason(
    _ batch: FlowBatch, _ index: Int, _ own: Int?, _ adapter: UInt32?
  ) -> Unjudged? {
    if batch.has(.start, index), !validity.contains(batch.start[index]) { return .outsideValidity }
    if let adapter, batch.has(.type, index), batch.names(.type)[index] == adapter { return .fabricAdapter }
    guard own != nil else { return .unknownAttachment }
    guard batch.has(.direction, index), batch.direction[index] != .unknown else { return .noDirection }
    return nil
  }

  /// What became of the packets; nil where the record does not say, or says both.
  private func event(of batch: FlowBatch, _ index: Int, _ reader: FlowLogReader) -> TransitEvent? {
    let lost = (
      noRoute: batch.has(.lostNoRoute, index) ? batch.lostNoRoute[index] : 0,
      blackhole: batch.has(.lostBlackhole, index) ? batch.lostBlackhole[index] : 0
    )
    let isForwarded = batch.has([.attachment, .pairAttachment], index)
    guard max(lost.noRoute, lost.blackhole) > 0 else {
      let exit: FlowColumns = batch.direction[index] == .ingress ? .pairAttachment : .attachment
      return isForwarded ? .forwarded(to: reader.names[batch.names(exit)[index]]) : nil
    }
    // Some went on: the route changed while they came.
    if isForwarded, batch.has(.packets, index), batch.packets[index] > max(lost.noRoute, lost.blackhole) {
      return nil
    }
    return lost.blackhole > 0 ? .lostBlackhole : .lostNoRoute
  }

  /// The place of an attachment that a record names.
  private mutating func transitPlace(
    _ column: FlowColumns, _ batch: FlowBatch, _ index: Int, _ reader: FlowLogReader
  ) -> Int? {
    guard batch.has(column, index) else { return nil }
    let name = batch.names(column)[index]
    let gateway = batch.has(.transitGateway, index) ? batch.names(.transitGateway)[index] : nil
    let key = TransitName(attachment: name, gateway: gateway)
    if let known = transitPlaces[key] { return known < 0 ? nil : known }
    let place = model.transits.attachment(reader.names[name], of: gateway.map { reader.names[$0] })
    transitPlaces[key] = place ?? -1
    return place
  }

  /// Numbers of names, by which a reader knows an attachment.
  struct TransitName: Hashable {
    var attachment: UInt32
    var gateway: UInt32?
  }

  private mutating func noteTransitWindow(_ place: Int, _ batch: FlowBatch, _ index: Int) {
    var window = InterfaceWindow()
    window.records = 1
    if batch.has(.start, index) { window.first = batch.start[index] }
    if batch.has(.end, index) { window.last = batch.end[index] }
    tally.transit.windows[place, default: InterfaceWindow()].add(window)
  }
}
