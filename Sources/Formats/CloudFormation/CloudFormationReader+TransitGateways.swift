import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Peering connections and transit gateways.
extension CloudFormationReader {
  func readPeering(_ resource: DeclaredResource) {
    network.map(resource, .vpcPeeringConnections) { () throws(DeclaredError) in
      let properties = resource.properties
      let owner = try properties.text("PeerOwnerId")
      let region = try properties.text("PeerRegion") ?? resource.region
      func end(_ id: VPCID, _ account: String?, _ region: String?) -> VPCPeeringConnection.End {
        let prefixes = vpcPlaces[id].map { network.topology.vpcs[$0].prefixes } ?? []
        return .init(vpc: id, account: account, region: region, prefixes: prefixes)
      }
      network.topology.vpcPeeringConnections.append(
        VPCPeeringConnection(
          id: VPCPeeringConnectionID(resource.id), info: info(resource),
          requester: end(try properties.requiredID("VpcId"), resource.account, resource.region),
          accepter: end(try properties.requiredID("PeerVpcId"), owner ?? resource.account, region)))
    }
  }

  // MARK: Transit gateways

  /// The table that a gateway makes for attachments that nobody associates.
  private func defaultTable(_ gateway: TransitGatewayID) -> TransitGatewayRouteTableID {
    TransitGatewayRouteTableID("\(gateway)#default-route-table")
  }

  func readTransitGateway(_ resource: DeclaredResource) {
    network.map(resource, .transitGateways) { () throws(DeclaredError) in
      let properties = resource.properties
      let id = TransitGatewayID(resource.id)
      network.topology.transitGateways.append(
        TransitGateway(
          id: id, info: info(resource),
          referencesSecurityGroups: try properties.text("SecurityGroupReferencingSupport") == "enable"))
      let associates = try properties.text("DefaultRouteTableAssociation") != "disable"
      let propagates = try properties.text("DefaultRouteTablePropagation") != "disable"
      guard associates || propagates else { return }
      var info = info(resource)
      info.name = "default of \(info.name ?? resource.address)"
      add(TransitGatewayRouteTable(id: defaultTable(id), info: info, transitGateway: id, routes: []))
      network.transitDefaults[id] = .init(
        association: associates ? defaultTable(id) : nil, propagation: propagates ? defaultTable(id) : nil)
    }
  }

  private func add(_ table: TransitGatewayRouteTable) {
    transitTablePlaces[table.id] = network.topology.transitGatewayRouteTables.count
    network.topology.transitGatewayRouteTables.append(table)
  }

  func readTransitGatewayTable(_ resource: DeclaredResource) {
    network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
      add(
        TransitGatewayRouteTable(
          id: TransitGatewayRouteTableID(resource.id), info: info(resource),
          transitGateway: try resource.properties.requiredID("TransitGatewayId"), routes: []))
    }
  }

  /// An attachment; without an association of its own it is the default table's (TGW-2).
  func readTransitGatewayAttachment(_ resource: DeclaredResource) {
    network.map(resource, .transitGatewayAttachments) { () throws(DeclaredError) in
      let properties = resource.properties
      let options = properties["Options"]
      let gateway: TransitGatewayID = try properties.requiredID("TransitGatewayId")
      let attachment = TransitGatewayAttachment(
        id: TransitGatewayAttachmentID(resource.id), info: info(resource), transitGateway: gateway,
        kind: .vpc(try properties.requiredID("VpcId"), subnets: try properties.ids("SubnetIds")),
        isApplianceMode: try options.text("ApplianceModeSupport") == "enable",
        supportsIPv6: try options.text("Ipv6Support") == "enable",
        referencesSecurityGroups: try options.text("SecurityGroupReferencingSupport") != "disable")
      network.attach(
        attachment, associates: !associatedAttachments.contains(resource.id), at: resource.origin)
    }
  }

  /// Whether the other side accepts stands in no template.
  func readTransitGatewayPeering(_ resource: DeclaredResource) {
    network.report(
      "PW_TAKEN_FOR_ACCEPTED", .note, resource.address,
      "this attachment has to be accepted at the other side; it is taken to be", at: resource.origin)
    mapTransitPeering(resource, isAccepted: true)
  }

  private func transitTable(_ properties: DeclaredField) throws(DeclaredError) -> Int {
    let id: TransitGatewayRouteTableID = try properties.requiredID("TransitGatewayRouteTableId")
    guard let place = transitTablePlaces[id] else {
      throw DeclaredError("its route table \(id) is not in the input", at: properties.origin)
    }
    return place
  }

  func readTransitGatewayAssociation(_ resource: DeclaredResource) {
    network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
      let place = try transitTable(resource.properties)
      let attachment: TransitGatewayAttachmentID = try resource.properties.requiredID(
        "TransitGatewayAttachmentId")
      network.associate(attachment, with: network.topology.transitGatewayRouteTables[place].id)
    }
  }

  func readTransitGatewayPropagation(_ resource: DeclaredResource) {
    network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
      let place = try transitTable(resource.properties)
      let propagation = DeclaredNetwork.Propagation(
        table: network.topology.transitGatewayRouteTables[place].id,
        attachment: try resource.properties.requiredID("TransitGatewayAttachmentId"), origin: resource.origin)
      let isKnown = network.propagations.contains {
        $0.table == propagation.table && $0.attachment == propagation.attachment
      }
      if !isKnown { network.propagations.append(propagation) }
    }
  }

  func readTransitGatewayRoute(_ resource: DeclaredResource) {
    let properties = resource.properties
    let place = try? transitTable(properties)
    network.map(resource, place == nil ? .transitGatewayRouteTables : nil) { () throws(DeclaredError) in
      let place = try transitTable(properties)
      do throws(DeclaredError) {
        try requireCertain(resource)
        guard let prefix = try properties.prefix("DestinationCidrBlock") else {
          throw DeclaredError("it has no DestinationCidrBlock", at: resource.origin)
        }
        let isBlackhole = try properties.flag("Blackhole") ?? false
        let attachment: TransitGatewayAttachmentID? = try properties.id("TransitGatewayAttachmentId")
        network.topology.transitGatewayRouteTables[place].routes?.append(
          TransitGatewayRoute(
            destination: .prefix(prefix), isBlackhole: isBlackhole,
            attachments: isBlackhole ? [] : [attachment].compactMap(\.self), origin: resource.origin))
      } catch {
        network.topology.transitGatewayRouteTables[place].isComplete = false
        throw error
      }
    }
  }
}
