import PacketWalkDiagnostics
import PacketWalkTopology

/// Attachments of transit gateways to other things than VPCs.
extension DeclaredReader {
  /// A peering: two attachments with one identifier, one at each gateway that is in the input. Routes over it are
  /// static only (TGW-6).
  func mapTransitPeering(_ resource: DeclaredResource, isAccepted: Bool) {
    network.map(resource, .transitGatewayAttachments) { () throws(DeclaredError) in
      let properties = resource.properties
      let id = TransitGatewayAttachmentID(resource.id)
      let near: TransitGatewayID = try properties.requiredID(key("TransitGatewayId"))
      let far: TransitGatewayID = try properties.requiredID(key("PeerTransitGatewayId"))
      var info = info(resource, name: nil)
      network.attach(
        TransitGatewayAttachment(
          id: id, info: info, transitGateway: near, kind: .peering(far, attachment: id),
          isAvailable: isAccepted), propagates: false, at: resource.origin)
      guard far != near, network.place(of: far, in: \.transitGateways) != nil else { return }
      info.region = properties.knownText(key("PeerRegion")) ?? info.region
      info.account = properties.knownText(key("PeerAccountId")) ?? info.account
      network.attach(
        TransitGatewayAttachment(
          id: id, info: info, transitGateway: far, kind: .peering(near, attachment: id),
          isAvailable: isAccepted), propagates: false, at: resource.origin)
    }
  }

  /// A Connect attachment rides on another one; what its peers announce is in no declaration.
  func mapTransitConnect(_ resource: DeclaredResource) {
    network.map(resource, .transitGatewayAttachments) { () throws(DeclaredError) in
      let properties = resource.properties
      let transport: TransitGatewayAttachmentID = try properties.requiredID(
        key("TransportTransitGatewayAttachmentId", "transport_attachment_id"))
      let declared: TransitGatewayID? = try properties.id(key("TransitGatewayId"))
      let below = network.place(of: transport, in: \.transitGatewayAttachments)
      guard
        let gateway = declared
          ?? below.map({ network.topology.transitGatewayAttachments[$0].transitGateway })
      else { throw DeclaredError("its transport attachment is not in the input", at: resource.origin) }
      network.attach(
        TransitGatewayAttachment(
          id: TransitGatewayAttachmentID(resource.id), info: info(resource, name: nil),
          transitGateway: gateway, kind: .other("connect", resource: transport.rawValue)),
        at: resource.origin)
    }
  }
}

extension DeclaredNetwork {
  /// Where a gateway puts attachments that nobody associates, and where it propagates what they announce.
  struct TransitDefaults {
    var association: TransitGatewayRouteTableID?
    var propagation: TransitGatewayRouteTableID?
  }

  /// Adds an attachment, in its gateway's default tables unless told otherwise (TGW-2, TGW-3).
  func attach(
    _ attachment: TransitGatewayAttachment, associates: Bool = true, propagates: Bool = true,
    at origin: Origin
  ) {
    topology.transitGatewayAttachments.append(attachment)
    let defaults = transitDefaults[attachment.transitGateway]
    if associates, let table = defaults?.association { associate(attachment.id, with: table) }
    if propagates, let table = defaults?.propagation {
      propagations.append(Propagation(table: table, attachment: attachment.id, origin: origin))
    }
  }

  /// Takes an attachment that has a table of its own out of the default ones.
  func dissociate(_ attachment: TransitGatewayAttachmentID) {
    for defaults in transitDefaults.values {
      guard let table = defaults.association, let own = place(of: table, in: \.transitGatewayRouteTables)
      else { continue }
      topology.transitGatewayRouteTables[own].associations.removeAll { $0 == attachment }
    }
  }

  /// Puts an attachment into a table. It has one at each gateway: who names another takes it away from the first.
  func associate(_ attachment: TransitGatewayAttachmentID, with table: TransitGatewayRouteTableID) {
    guard let own = place(of: table, in: \.transitGatewayRouteTables) else { return }
    let gateway = topology.transitGatewayRouteTables[own].transitGateway
    for place in topology.transitGatewayRouteTables.indices
    where topology.transitGatewayRouteTables[place].transitGateway == gateway {
      topology.transitGatewayRouteTables[place].associations.removeAll { $0 == attachment }
    }
    topology.transitGatewayRouteTables[own].associations.append(attachment)
  }
}
