import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkQueries
import PacketWalkTopology

/// What transit gateways' records come to.
extension PartialReader {
  mutating func takeTransit(_ kind: String, _ value: JSONValue) throws(InputError) {
    switch kind {
    case "transit": try takeTransitDisagreement(value)
    case "attachment-window":
      sum.tally.transit.windows[try attachment(value), default: InterfaceWindow()].add(try window(value))
    default:
      guard let name = value["attachment"]?.string else { throw wrong("attachment") }
      sum.tally.transit.noteUnknown(name, try integer(value, "records"))
    }
  }

  private mutating func takeTransitDisagreement(_ value: JSONValue) throws(InputError) {
    let tables = model.network.topology.transitGatewayRouteTables
    guard let table = value["table"]?.integer, (-1..<tables.count).contains(table),
      let route = value["route"]?.integer,
      (-1..<(table < 0 ? 0 : tables[table].routes?.count ?? 0)).contains(route),
      let fate = value["fate"]?.string.flatMap(TransitFate.init), let found = value["example"]
    else { throw wrong("transit") }
    sum.tally.transit.note(
      TransitKey(
        attachment: try attachment(value), table: table, route: route, fate: fate, event: try event(value)),
      DisagreementTally(
        volume: try volume(value), interfaces: [], first: try integer(value, "first"),
        last: try integer(value, "last"), example: try example(found)))
  }

  private func event(_ value: JSONValue) throws(InputError) -> TransitEvent {
    if let exit = value["to"]?.string { return .forwarded(to: exit) }
    switch value["lost"]?.string.flatMap(TransitFate.init) {
    case .noRoute?: return .lostNoRoute
    case .blackhole?: return .lostBlackhole
    default: throw wrong("to, lost")
    }
  }

  private func attachment(_ value: JSONValue) throws(InputError) -> Int {
    guard let place = value["attachment"]?.integer,
      model.network.topology.transitGatewayAttachments.indices.contains(place)
    else { throw wrong("attachment") }
    return place
  }
}
