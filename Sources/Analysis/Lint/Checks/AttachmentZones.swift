import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Zones whose subnets route to a transit gateway that has no attachment subnet there (TGW-1).
extension Linter {
  mutating func checkAttachmentZones() {
    guard !topology.isMissing(.subnets), !topology.isMissing(.transitGatewayAttachments) else { return }
    for (place, attachment) in topology.transitGatewayAttachments.enumerated() where attachment.isAvailable {
      guard case .vpc(let vpc, let own) = attachment.kind, !own.isEmpty else { continue }
      let places = own.compactMap { index.subnets[$0] }
      let zones = Set(places.map { topology.subnets[$0].zone.identity })
      // A subnet that the input doesn't hold may be in any zone.
      guard places.count == own.count, !zones.contains("") else { continue }
      let affected = topology.subnets.indices.filter { subnet in
        topology.subnets[subnet].vpc == vpc && !zones.contains(topology.subnets[subnet].zone.identity)
          && !topology.subnets[subnet].zone.identity.isEmpty && !facts.interfacesOfSubnet[subnet].isEmpty
          && route(from: subnet, to: attachment.transitGateway) != nil
      }
      for zone in Set(affected.map { topology.subnets[$0].zone.identity }).sorted() {
        report(affected.filter { topology.subnets[$0].zone.identity == zone }, attachment, at: place)
      }
    }
  }

  private mutating func report(_ subnets: [Int], _ attachment: TransitGatewayAttachment, at place: Int) {
    let zone = topology.subnets[subnets[0]].zone
    let names = subnets.map { topology.subnets[$0].displayName }.joined(separator: ", ")
    let evidence = subnets.flatMap { subnet in
      [
        LintEvidence("subnet \(topology.subnets[subnet].displayName)", topology.subnets[subnet].info.origin)
      ]
        + [route(from: subnet, to: attachment.transitGateway)].compactMap { $0 }
        .map { LintEvidence(network.text($0), $0.origin) }
    }
    report(
      .zoneWithoutAttachment, .error, about: ElementRef(.transitGatewayAttachment, place),
      "it has no subnet in zone \(zone), where \(names) \(subnets.count == 1 ? "routes" : "route") to the"
        + " transit gateway: those packets are dropped",
      evidence: evidence, fix: "add a subnet of zone \(zone) to the attachment")
  }

  /// A route that is surely taken from a subnet to the transit gateway.
  private func route(from subnet: Int, to gateway: TransitGatewayID) -> Route? {
    guard let table = facts.tableOfSubnet[subnet], let compiled = facts.compiledTables[table] else {
      return nil
    }
    return compiled.entries.compactMap { $0.route.map { topology.routeTables[table].routes[$0] } }
      .first { $0.target == .transitGateway(gateway) && $0.state == .active }
  }
}
