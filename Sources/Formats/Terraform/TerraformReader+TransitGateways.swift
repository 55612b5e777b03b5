import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Transit gateways, who is attached to them, and their route tables.
extension TerraformReader {
  func readTransitGateways() {
    for resource in all("aws_ec2_transit_gateway") {
      network.map(resource, .transitGateways) { () throws(DeclaredError) in
        let properties = resource.properties
        network.topology.transitGateways.append(
          TransitGateway(
            id: TransitGatewayID(resource.id), info: info(resource),
            referencesSecurityGroups: try properties.text("security_group_referencing_support") == "enable"))
        let associates = try properties.text("default_route_table_association") != "disable"
        let propagates = try properties.text("default_route_table_propagation") != "disable"
        let known = properties["association_default_route_table_id"]
        let table = TransitGatewayRouteTableID(
          (known.isUnknown ? nil : try known.text(named: "association_default_route_table_id"))
            ?? "\(resource.id)#default-route-table")
        network.transitDefaults[TransitGatewayID(resource.id)] = .init(
          association: associates ? table : nil, propagation: propagates ? table : nil)
        if associates || propagates {
          var info = info(resource)
          info.name = "default of \(info.name ?? resource.address)"
          network.topology.transitGatewayRouteTables.append(
            TransitGatewayRouteTable(
              id: table, info: info, transitGateway: TransitGatewayID(resource.id), routes: []))
        }
      }
    }
    for resource in all("aws_ec2_transit_gateway_route_table") {
      network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
        network.topology.transitGatewayRouteTables.append(
          TransitGatewayRouteTable(
            id: TransitGatewayRouteTableID(resource.id), info: info(resource),
            transitGateway: try resource.properties.requiredID("transit_gateway_id"), routes: []))
      }
    }
    readDefaultTables()
    for resource in all("aws_ec2_transit_gateway_vpc_attachment") {
      network.map(resource, .transitGatewayAttachments) { () throws(DeclaredError) in
        let properties = resource.properties
        network.attach(
          TransitGatewayAttachment(
            id: TransitGatewayAttachmentID(resource.id), info: info(resource),
            transitGateway: try properties.requiredID("transit_gateway_id"),
            kind: .vpc(try properties.requiredID("vpc_id"), subnets: try properties.ids("subnet_ids")),
            isApplianceMode: try properties.text("appliance_mode_support") == "enable",
            supportsIPv6: try properties.text("ipv6_support") == "enable",
            referencesSecurityGroups: try supportsReferences(properties)),
          associates: try properties.declaredFlag("transit_gateway_default_route_table_association") ?? true,
          propagates: try properties.declaredFlag("transit_gateway_default_route_table_propagation") ?? true,
          at: resource.origin)
      }
    }
    readTransitPeerings()
    for resource in all("aws_ec2_transit_gateway_connect") { mapTransitConnect(resource) }
    // What they announce is in no declaration, and the table that it is propagated into says so.
    for resource in all("aws_ec2_transit_gateway_connect_peer") { network.count(resource.type) }
  }

  /// Another default table than the gateway's own.
  private func readDefaultTables() {
    each("aws_ec2_transit_gateway_default_route_table_association", .transitGatewayRouteTables) {
      resource throws(DeclaredError) in
      network.transitDefaults[
        try resource.properties.requiredID("transit_gateway_id"), default: .init()
      ].association = try resource.properties.requiredID("transit_gateway_route_table_id")
    }
    each("aws_ec2_transit_gateway_default_route_table_propagation", .transitGatewayRouteTables) {
      resource throws(DeclaredError) in
      network.transitDefaults[
        try resource.properties.requiredID("transit_gateway_id"), default: .init()
      ].propagation = try resource.properties.requiredID("transit_gateway_route_table_id")
    }
  }

  /// Active where a state says so or an accepter is declared; else it waits to be accepted.
  private func readTransitPeerings() {
    var accepted: Set<String> = []
    each("aws_ec2_transit_gateway_peering_attachment_accepter", .transitGatewayAttachments) {
      resource throws(DeclaredError) in
      accepted.insert(try resource.properties.required("transit_gateway_attachment_id"))
    }
    for resource in all("aws_ec2_transit_gateway_peering_attachment") {
      let isAccepted =
        resource.properties.knownText("state") == "available" || accepted.contains(resource.id)
      if !isAccepted {
        network.report(
          "PW_WAITS_FOR_ACCEPTANCE", .warning, resource.address,
          "nothing in the input accepts this peering attachment, so nothing passes it", at: resource.origin)
      }
      mapTransitPeering(resource, isAccepted: isAccepted)
    }
  }

  private func supportsReferences(_ json: DeclaredField) throws(DeclaredError) -> Bool {
    let word = json["security_group_referencing_support"]
    return word.isUnknown ? true : try word.text(named: "security_group_referencing_support") != "disable"
  }

  /// Tables' associations, propagations and routes, once all attachments are there.
  func readTransitRoutes() {
    for resource in all("aws_ec2_transit_gateway_vpc_attachment_accepter") { network.count(resource.type) }
    for resource in all("aws_ec2_transit_gateway_route_table_association") {
      network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
        let own = attachment(try resource.properties.requiredID("transit_gateway_attachment_id"))
        do throws(DeclaredError) {
          network.associate(own, with: try resource.properties.requiredID("transit_gateway_route_table_id"))
        } catch {
          // Whichever table it is, it is not the default one.
          network.dissociate(own)
          throw error
        }
      }
    }
    for resource in all("aws_ec2_transit_gateway_route_table_propagation") {
      network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
        network.propagations.append(
          DeclaredNetwork.Propagation(
            table: try resource.properties.requiredID("transit_gateway_route_table_id"),
            attachment: attachment(try resource.properties.requiredID("transit_gateway_attachment_id")),
            origin: resource.origin))
      }
    }
    for resource in all("aws_ec2_transit_gateway_route", "aws_ec2_transit_gateway_prefix_list_reference") {
      network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
        let properties = resource.properties
        let table: TransitGatewayRouteTableID = try properties.requiredID("transit_gateway_route_table_id")
        guard let place = network.place(of: table, in: \.transitGatewayRouteTables)
        else {
          return
        }
        do throws(DeclaredError) {
          let route = try transitRoute(resource)
          network.topology.transitGatewayRouteTables[place].routes?.append(route)
        } catch {
          network.topology.transitGatewayRouteTables[place].isComplete = false
          throw error
        }
      }
    }
  }

  private func transitRoute(_ resource: DeclaredResource) throws(DeclaredError) -> TransitGatewayRoute {
    let properties = resource.properties
    let isReference = resource.type.hasSuffix("prefix_list_reference")
    let destination: RouteDestination
    if isReference {
      destination = .prefixList(try properties.requiredID("prefix_list_id"))
    } else {
      guard let prefix = try properties.prefix("destination_cidr_block") else {
        throw DeclaredError("it has no destination_cidr_block", at: resource.origin)
      }
      destination = .prefix(prefix)
    }
    let isBlackhole = try properties.flag("blackhole") ?? false
    let attachment: TransitGatewayAttachmentID? =
      isBlackhole ? nil : try properties.requiredID("transit_gateway_attachment_id")
    return TransitGatewayRoute(
      destination: destination, source: isReference ? .prefixListReference : .static,
      isBlackhole: isBlackhole,
      attachments: [attachment].compactMap(\.self).map(self.attachment), origin: resource.origin)
  }
}
