import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// VPC endpoints.
extension CloudFormationReader {
  func readEndpoint(_ resource: DeclaredResource) {
    network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
      let properties = resource.properties
      let type = try properties.text("VpcEndpointType") ?? "Gateway"
      let vpc: VPCID = try properties.requiredID("VpcId")
      let isGateway = type == "Gateway"
      let subnets: [SubnetID] = isGateway ? [] : try properties.ids("SubnetIds")
      let isBalanced = type == "GatewayLoadBalancer"
      let groups: [SecurityGroupID] = isBalanced ? [] : try properties.ids("SecurityGroupIds")
      let service = properties["ServiceName"]
      // A service of the account's own has a name that only AWS knows.
      let name = service.isUnknown ? "" : try service.text(named: "ServiceName") ?? ""
      let nodes = try addNodes(
        of: resource, in: subnets, groups: groups,
        kind: isBalanced ? .gatewayLoadBalancerEndpoint : .vpcEndpoint, isPublic: false)
      network.topology.vpcEndpoints.append(
        VPCEndpoint(
          id: VPCEndpointID(resource.id), info: info(resource), vpc: vpc, kind: Self.kind(type),
          serviceName: name, interfaces: nodes, subnets: subnets,
          serviceRegion: try properties.text("ServiceRegion"),
          isPrivateDNS: try properties.flag("PrivateDnsEnabled") ?? false,
          allowsFullAccess: properties["PolicyDocument"].isAbsent))
      if isGateway { try addRoutes(to: resource, name) }
    }
  }

  private static func kind(_ type: String) -> VPCEndpoint.Kind {
    switch type {
    case "Gateway": .gateway
    case "Interface": .interface
    case "GatewayLoadBalancer": .gatewayLoadBalancer
    case "Resource": .resource
    case "ServiceNetwork": .serviceNetwork
    default: .other(type)
    }
  }

  /// Endpoints call a service of the templates' own by the name that AWS makes of its identifier.
  func readEndpointService(_ resource: DeclaredResource) {
    mapEndpointService(
      resource, serviceName: "com.amazonaws.vpce.\(resource.region ?? "").\(resource.id)")
  }

  /// Without a colon, as AWS's own: people take the identifier out of `zone:endpoint`.
  static func firewallEndpoint(of owner: String, in subnet: String) -> String {
    "vpce-" + nodeID(owner.hasPrefix("cfn:") ? String(owner.dropFirst(4)) : owner, subnet)
  }

  func endpoint(of owner: String, in subnet: SubnetID) -> VPCEndpointID {
    VPCEndpointID(Self.firewallEndpoint(of: owner, in: subnet.rawValue))
  }

  func knownEndpoints(of firewall: DeclaredResource) -> [SubnetID: VPCEndpointID] { [:] }

  /// A gateway endpoint's routes: AWS adds them to the tables, for its own list of the service's ranges. Which ranges
  /// these are no template says.
  private func addRoutes(to resource: DeclaredResource, _ service: String) throws(DeclaredError) {
    let list = PrefixListID("pl:\(service)")
    if !network.topology.prefixLists.contains(where: { $0.id == list }) {
      network.topology.prefixLists.append(PrefixList(id: list, listName: service, entries: []))
      network.report(
        "PW_SERVICE_RANGES_NOT_IN_INPUT", .note, resource.address,
        "the public ranges of \(service) are not in a template, so that no address is told to be one of them",
        at: resource.origin)
    }
    for table: RouteTableID in try resource.properties.ids("RouteTableIds") {
      guard let place = tablePlaces[table] else { continue }
      network.topology.routeTables[place].routes.append(
        Route(
          destination: .prefixList(list), target: .vpcEndpoint(VPCEndpointID(resource.id)),
          origin: resource.origin))
    }
  }
}
