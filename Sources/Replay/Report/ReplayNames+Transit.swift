import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension ReplayNames {
  func transit(_ key: TransitKey, _ tally: DisagreementTally) -> ReplayReport.TransitDisagreement {
    let attachments = network.topology.transitGatewayAttachments
    let attachment = network.graph.component(ElementRef(.transitGatewayAttachment, key.attachment))
    let table =
      key.table < 0 ? nil : network.graph.component(ElementRef(.transitGatewayRouteTable, key.table))
    let routes = key.table < 0 ? nil : network.topology.transitGatewayRouteTables[key.table].routes
    let route = key.route < 0 ? nil : routes?[key.route]
    var exit: String?
    if case .forwarded(let id) = key.event {
      exit = attachments.first { $0.id.rawValue == id }?.shortName ?? id
    }
    let origin = route?.origin ?? table?.origin ?? attachment.origin
    return ReplayReport.TransitDisagreement(
      attachment: attachment, event: key.event, exit: exit, fate: key.fate, table: table,
      route: route.map { network.text($0) }, origin: origin, volume: tally.volume, first: tally.first,
      last: tally.last, example: tally.example, question: Self.question(tally.example))
  }

  /// The request behind a record, by its ports: a service's number is the lower one.
  private static func question(_ example: FlowExample) -> Question? {
    guard let source = example.source?.description, let destination = example.destination?.description else {
      return nil
    }
    let isRequest = example.destinationPort <= example.sourcePort
    return Question(
      from: isRequest ? source : destination, to: isRequest ? destination : source,
      on: FlowText.service(
        example.protocolNumber, isRequest ? example.destinationPort : example.sourcePort))
  }
}
