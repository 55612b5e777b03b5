import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Route tables, their routes and what they are associated with.
extension CloudFormationReader {
  func readRouteTable(_ resource: DeclaredResource) {
    network.map(resource, .routeTables) { () throws(DeclaredError) in
      let table = RouteTable(
        id: RouteTableID(resource.id), info: info(resource), vpc: try resource.properties.requiredID("VpcId"))
      tablePlaces[table.id] = network.topology.routeTables.count
      network.topology.routeTables.append(table)
    }
  }

  private func table(_ properties: DeclaredField, _ key: String = "RouteTableId") throws(DeclaredError) -> Int
  {
    let id: RouteTableID = try properties.requiredID(key)
    guard let place = tablePlaces[id] else {
      throw DeclaredError("its route table \(id) is not in the input", at: properties.origin)
    }
    return place
  }

  func readRoute(_ resource: DeclaredResource) {
    network.map(resource, tableIsKnown(resource) ? nil : .routeTables) { () throws(DeclaredError) in
      let place = try table(resource.properties)
      do throws(DeclaredError) {
        try requireCertain(resource)
        let destination = try Self.destination(resource.properties, at: resource)
        network.topology.routeTables[place].routes.append(
          Route(destination: destination, target: target(resource), origin: resource.origin))
      } catch {
        // It may be the longest match for any address.
        network.topology.routeTables[place].isComplete = false
        throw error
      }
    }
  }

  private func tableIsKnown(_ resource: DeclaredResource) -> Bool { (try? table(resource.properties)) != nil }

  static func destination(
    _ properties: DeclaredField, at resource: DeclaredResource
  ) throws(DeclaredError) -> RouteDestination {
    if let prefix = try properties.prefix("DestinationCidrBlock") { return .prefix(prefix) }
    if let prefix = try properties.prefix("DestinationIpv6CidrBlock") { return .prefix(prefix) }
    if let list: PrefixListID = try properties.id("DestinationPrefixListId") { return .prefixList(list) }
    throw DeclaredError("it has no destination", at: resource.origin)
  }

  /// Where a route leads. One that says what is not known keeps its destination, so that what it would catch does not
  /// fall through to a shorter match.
  private func target(_ resource: DeclaredResource) -> RouteTarget {
    do throws(DeclaredError) {
      if let target = try knownTarget(resource.properties) { return target }
      throw DeclaredError("it names no target", at: resource.origin)
    } catch {
      network.report(
        "PW_UNKNOWN_TARGET", .warning, resource.address,
        "where this route leads is unknown: \(error.message)",
        at: error.origin)
      return .unmodelled(kind: "unknown target", id: "")
    }
  }

  private func knownTarget(_ properties: DeclaredField) throws(DeclaredError) -> RouteTarget? {
    if let id = try properties.text("GatewayId") { return gateway(id) }
    if let id: NATGatewayID = try properties.id("NatGatewayId") { return .natGateway(id) }
    if let id: TransitGatewayID = try properties.id("TransitGatewayId") { return .transitGateway(id) }
    if let id: NetworkInterfaceID = try properties.id("NetworkInterfaceId") { return .networkInterface(id) }
    if let id: VPCPeeringConnectionID = try properties.id("VpcPeeringConnectionId") {
      return .vpcPeeringConnection(id)
    }
    if let id: EgressOnlyInternetGatewayID = try properties.id("EgressOnlyInternetGatewayId") {
      return .egressOnlyInternetGateway(id)
    }
    if let id: VPCEndpointID = try properties.id("VpcEndpointId") { return .vpcEndpoint(id) }
    if let id: CarrierGatewayID = try properties.id("CarrierGatewayId") { return .carrierGateway(id) }
    if let id = try properties.text("InstanceId") {
      let primary = primaryInterface(of: id)
      return primary.map { .networkInterface($0) } ?? .unmodelled(kind: "instance", id: id)
    }
    if let id = try properties.text("LocalGatewayId") { return .unmodelled(kind: "local gateway", id: id) }
    if let id = try properties.text("CoreNetworkArn") { return .unmodelled(kind: "core network", id: id) }
    return nil
  }

  /// `GatewayId` is an internet or a virtual private gateway, or an endpoint where the table steers what comes in.
  private func gateway(_ id: String) -> RouteTarget {
    if id == "local" { return .local }
    switch types[id] {
    case "AWS::EC2::InternetGateway": return .internetGateway(InternetGatewayID(id))
    case "AWS::EC2::VPNGateway": return .vpnGateway(VPNGatewayID(id))
    case "AWS::EC2::VPCEndpoint": return .vpcEndpoint(VPCEndpointID(id))
    case "AWS::EC2::CarrierGateway": return .carrierGateway(CarrierGatewayID(id))
    case "AWS::EC2::NatGateway": return .natGateway(NATGatewayID(id))
    default: break
    }
    if id.hasPrefix("igw-") { return .internetGateway(InternetGatewayID(id)) }
    if id.hasPrefix("vgw-") { return .vpnGateway(VPNGatewayID(id)) }
    if id.hasPrefix("vpce-") { return .vpcEndpoint(VPCEndpointID(id)) }
    return .unmodelled(kind: "gateway", id: id)
  }

  func readRouteTableAssociation(_ resource: DeclaredResource) {
    network.map(resource, .routeTables) { () throws(DeclaredError) in
      let place = try table(resource.properties)
      network.topology.routeTables[place].subnets.append(try resource.properties.requiredID("SubnetId"))
    }
  }

  func readGatewayAssociation(_ resource: DeclaredResource) {
    network.map(resource, .routeTables) { () throws(DeclaredError) in
      let place = try table(resource.properties)
      network.topology.routeTables[place].gateways.append(try resource.properties.required("GatewayId"))
    }
  }

  func readRoutePropagation(_ resource: DeclaredResource) {
    network.map(resource, .routeTables) { () throws(DeclaredError) in
      let gateway: VPNGatewayID = try resource.properties.requiredID("VpnGatewayId")
      for table: RouteTableID in try resource.properties.ids("RouteTableIds") {
        network.vpnPropagations.append(.init(gateway: gateway, table: table))
      }
    }
  }
}
