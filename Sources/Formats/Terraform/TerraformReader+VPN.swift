import PacketWalkAddressing
import PacketWalkTopology

/// What leads out of AWS: VPN connections, Direct Connect, remote users.
extension TerraformReader {
  func readVPN() {
    for resource in all("aws_customer_gateway") { mapCustomerGateway(resource) }
    for resource in all("aws_vpn_connection") { mapVPNConnection(resource) }
    for resource in all("aws_vpn_connection_route") { mapVPNConnectionRoute(resource) }
    readDirectConnect()
    readFoundAttachments()
    for resource in all("aws_ec2_client_vpn_endpoint") { mapClientVPNEndpoint(resource) }
    for resource in all("aws_ec2_client_vpn_network_association") { mapClientVPNAssociation(resource) }
    for resource in all("aws_ec2_client_vpn_authorization_rule") { mapClientVPNAuthorization(resource) }
    for resource in all("aws_ec2_client_vpn_route") { mapClientVPNRoute(resource) }
  }

  // MARK: Direct Connect

  private func readDirectConnect() {
    each("aws_dx_gateway", .directConnectGateways) { resource throws(DeclaredError) in
      network.topology.directConnectGateways.append(
        DirectConnectGateway(
          id: ResourceID(resource.id), info: info(resource, name: name(resource, "name"))))
    }
    each("aws_dx_gateway_association", .directConnectGateways) { resource throws(DeclaredError) in
      let properties = resource.properties
      let place = directConnectPlace(try properties.requiredID("dx_gateway_id"), resource)
      let gateway = try properties.required("associated_gateway_id")
      let type = properties.knownText("associated_gateway_type")
      let isTransit =
        type == "transitGateway"
        || network.place(of: TransitGatewayID(gateway), in: \.transitGateways) != nil
        || gateway.hasPrefix("tgw-")
      let allowed: [IPPrefix]? =
        properties["allowed_prefixes"].isComputed ? nil : try properties.prefixes("allowed_prefixes")
      let association = DirectConnectGateway.Association(
        gateway: isTransit
          ? .transitGateway(TransitGatewayID(gateway)) : .vpnGateway(VPNGatewayID(gateway)),
        allowed: allowed?.isEmpty == true && !isTransit ? nil : allowed)
      network.topology.directConnectGateways[place].associations.append(association)
      guard isTransit else { return }
      let direct = network.topology.directConnectGateways[place]
      let known = properties.knownText("transit_gateway_attachment_id")
      network.attach(
        TransitGatewayAttachment(
          id: TransitGatewayAttachmentID(known ?? "\(resource.id)#attachment"), info: direct.info,
          transitGateway: TransitGatewayID(gateway),
          kind: .other("direct-connect-gateway", resource: direct.id.rawValue)), at: resource.origin)
    }
    for type in ["aws_dx_private_virtual_interface", "aws_dx_transit_virtual_interface"] {
      each(type, .directConnectGateways) { resource throws(DeclaredError) in
        let properties = resource.properties
        if let id: DirectConnectGatewayID = try properties.id("dx_gateway_id") {
          _ = directConnectPlace(id, resource)
          return
        }
        // One that ends at a virtual private gateway is a gateway with one association.
        let gateway: VPNGatewayID = try properties.requiredID("vpn_gateway_id")
        network.topology.directConnectGateways.append(
          DirectConnectGateway(
            id: ResourceID(resource.id), info: info(resource, name: name(resource, "name")),
            associations: [.init(gateway: .vpnGateway(gateway))]))
      }
    }
  }

  /// The place of a gateway, made where others declare it.
  private func directConnectPlace(_ id: DirectConnectGatewayID, _ resource: DeclaredResource) -> Int {
    if let place = network.place(of: id, in: \.directConnectGateways) { return place }
    network.topology.directConnectGateways.append(
      DirectConnectGateway(id: id, info: ResourceInfo(origin: resource.origin)))
    return network.topology.directConnectGateways.count - 1
  }

  // MARK: Attachments that data sources look for

  /// Attachments that AWS makes with a connection are found by data sources, which name them by what they look for.
  private func readFoundAttachments() {
    for (type, key, kind) in [
      ("data.aws_ec2_transit_gateway_vpn_attachment", "vpn_connection_id", "vpn"),
      ("data.aws_ec2_transit_gateway_dx_gateway_attachment", "dx_gateway_id", "direct-connect-gateway"),
    ] {
      for resource in all(type) {
        network.count(resource.type)
        let wanted = resource.properties.knownText(key)
        let gateway = resource.properties.knownText("transit_gateway_id")
        let found = network.topology.transitGatewayAttachments.first { attachment in
          guard case .other(kind, let owner) = attachment.kind else { return false }
          return owner == wanted && (gateway == nil || attachment.transitGateway.rawValue == gateway)
        }
        if let found { foundAttachments[TransitGatewayAttachmentID(resource.id)] = found.id }
      }
    }
  }

  /// The attachment itself, where a data source stands for it.
  func attachment(_ id: TransitGatewayAttachmentID) -> TransitGatewayAttachmentID {
    foundAttachments[id] ?? id
  }
}
