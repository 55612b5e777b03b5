import PacketWalkAddressing
import PacketWalkTopology

/// Transit gateways, who is attached to them, and their route tables.
extension TerraformReader {
  func readTransitGateways() {
    var gateways: [String: (associates: Bool, propagates: Bool, table: TransitGatewayRouteTableID)] = [:]
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
        gateways[resource.id] = (associates, propagates, table)
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
    for resource in all("aws_ec2_transit_gateway_vpc_attachment") {
      network.map(resource, .transitGatewayAttachments) { () throws(DeclaredError) in
        let properties = resource.properties
        let gateway = try properties.required("transit_gateway_id")
        let id = TransitGatewayAttachmentID(resource.id)
        network.topology.transitGatewayAttachments.append(
          TransitGatewayAttachment(
            id: id, info: info(resource), transitGateway: TransitGatewayID(gateway),
            kind: .vpc(try properties.requiredID("vpc_id"), subnets: try properties.ids("subnet_ids")),
            isApplianceMode: try properties.text("appliance_mode_support") == "enable",
            supportsIPv6: try properties.text("ipv6_support") == "enable",
            referencesSecurityGroups: try supportsReferences(properties)))
        guard let defaults = gateways[gateway] else { return }
        if defaults.associates, try properties.flag("transit_gateway_default_route_table_association") ?? true
        {
          associate(id, with: defaults.table)
        }
        if defaults.propagates, try properties.flag("transit_gateway_default_route_table_propagation") ?? true
        {
          network.propagations.append(
            DeclaredNetwork.Propagation(table: defaults.table, attachment: id, origin: resource.origin))
        }
      }
    }
    readTransitRoutes()
  }

  private func supportsReferences(_ json: DeclaredField) throws(DeclaredError) -> Bool {
    let word = json["security_group_referencing_support"]
    return word.isUnknown ? true : try word.text(named: "security_group_referencing_support") != "disable"
  }

  /// An attachment has one table: who names another takes it away from the first.
  private func associate(_ attachment: TransitGatewayAttachmentID, with table: TransitGatewayRouteTableID) {
    for place in network.topology.transitGatewayRouteTables.indices {
      network.topology.transitGatewayRouteTables[place].associations.removeAll { $0 == attachment }
      if network.topology.transitGatewayRouteTables[place].id == table {
        network.topology.transitGatewayRouteTables[place].associations.append(attachment)
      }
    }
  }

  private func readTransitRoutes() {
    for resource in all("aws_ec2_transit_gateway_vpc_attachment_accepter") { network.count(resource.type) }
    for resource in all("aws_ec2_transit_gateway_route_table_association") {
      network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
        associate(
          try resource.properties.requiredID("transit_gateway_attachment_id"),
          with: try resource.properties.requiredID("transit_gateway_route_table_id"))
      }
    }
    for resource in all("aws_ec2_transit_gateway_route_table_propagation") {
      network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
        network.propagations.append(
          DeclaredNetwork.Propagation(
            table: try resource.properties.requiredID("transit_gateway_route_table_id"),
            attachment: try resource.properties.requiredID("transit_gateway_attachment_id"),
            origin: resource.origin))
      }
    }
    for resource in all("aws_ec2_transit_gateway_route", "aws_ec2_transit_gateway_prefix_list_reference") {
      network.map(resource, .transitGatewayRouteTables) { () throws(DeclaredError) in
        let properties = resource.properties
        let table: TransitGatewayRouteTableID = try properties.requiredID("transit_gateway_route_table_id")
        guard let place = network.topology.transitGatewayRouteTables.firstIndex(where: { $0.id == table })
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
      attachments: [attachment].compactMap(\.self), origin: resource.origin)
  }
}
