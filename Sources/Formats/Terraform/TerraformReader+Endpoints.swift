import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// VPC endpoints: a gateway's routes, an interface endpoint's interfaces.
extension TerraformReader {
  func readEndpoints() {
    for resource in all("aws_vpc_endpoint_service") {
      mapEndpointService(
        resource, serviceName: resource.properties.knownText("service_name") ?? resource.id)
    }
    for resource in all("aws_ec2_instance_connect_endpoint") { mapConnectEndpoint(resource) }
    for resource in all("aws_vpc_endpoint") {
      network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in try readEndpoint(resource) }
    }
    readAcceptance()
    for resource in all("aws_vpc_endpoint_route_table_association") {
      network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
        let endpoint: VPCEndpointID = try resource.properties.requiredID("vpc_endpoint_id")
        let table: RouteTableID = try resource.properties.requiredID("route_table_id")
        addGatewayRoute(to: endpoint, in: table, resource)
      }
    }
    for resource in all("aws_vpc_endpoint_subnet_association") {
      network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
        let id: VPCEndpointID = try resource.properties.requiredID("vpc_endpoint_id")
        let subnet: SubnetID = try resource.properties.requiredID("subnet_id")
        guard let place = network.place(of: id, in: \.vpcEndpoints),
          !network.topology.vpcEndpoints[place].subnets.contains(subnet)
        else { return }
        let groups = network.topology.vpcEndpoints[place].interfaces.first.flatMap {
          network.host($0)?.interface.securityGroups
        }
        addInterface(of: place, in: subnet, groups ?? [], resource)
      }
    }
    for resource in all("aws_vpc_endpoint_security_group_association") {
      network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
        let id: VPCEndpointID = try resource.properties.requiredID("vpc_endpoint_id")
        let group: SecurityGroupID = try resource.properties.requiredID("security_group_id")
        guard let endpoint = network.topology.vpcEndpoints.first(where: { $0.id == id }) else { return }
        for interface in endpoint.interfaces {
          network.change(interface) { $0.addGroup(group) }
        }
      }
    }
  }

  /// Endpoints of a service of the input that asks for acceptance, and which nothing of the input accepts (VPCE-7).
  private func readAcceptance() {
    var accepted: Set<String> = []
    each("aws_vpc_endpoint_connection_accepter", .vpcEndpoints) { resource throws(DeclaredError) in
      accepted.insert(try resource.properties.required("vpc_endpoint_id"))
    }
    let waiting = Set(
      network.topology.endpointServices.lazy.filter(\.requiresAcceptance).map(\.serviceName))
    for resource in all("aws_vpc_endpoint") {
      guard let place = network.place(of: VPCEndpointID(resource.id), in: \.vpcEndpoints),
        waiting.contains(network.topology.vpcEndpoints[place].serviceName),
        resource.properties.knownText("state") != "available", !accepted.contains(resource.id),
        ((try? resource.properties.declaredFlag("auto_accept")) ?? nil) != true
      else { continue }
      network.topology.vpcEndpoints[place].isAvailable = false
      network.report(
        "PW_WAITS_FOR_ACCEPTANCE", .warning, resource.address,
        "nothing in the input accepts this endpoint at its service, so nothing passes it",
        at: resource.origin)
    }
  }

  private func readEndpoint(_ resource: DeclaredResource) throws(DeclaredError) {
    let properties = resource.properties
    let kind: VPCEndpoint.Kind =
      switch try properties.text("vpc_endpoint_type") {
      case nil, "Gateway": .gateway
      case "Interface": .interface
      case "GatewayLoadBalancer": .gatewayLoadBalancer
      case "Resource": .resource
      case "ServiceNetwork": .serviceNetwork
      case let word?: .other(word)
      }
    let service = properties["service_name"].isUnknown ? nil : try properties.text("service_name")
    let policy = properties["policy"].isUnknown ? nil : try properties.text("policy")
    network.topology.vpcEndpoints.append(
      VPCEndpoint(
        id: VPCEndpointID(resource.id), info: info(resource), vpc: try properties.requiredID("vpc_id"),
        kind: kind,
        serviceName: service ?? "",
        isPrivateDNS: properties["private_dns_enabled"].isUnknown
          ? false : try properties.flag("private_dns_enabled") ?? false,
        allowsFullAccess: policy == nil || policy.map(Self.allowsAll) ?? true))
    let place = network.topology.vpcEndpoints.count - 1
    if kind == .gateway {
      guard !properties["route_table_ids"].isComputed else { return }
      for table: RouteTableID in try properties.ids("route_table_ids") {
        addGatewayRoute(to: VPCEndpointID(resource.id), in: table, resource)
      }
      return
    }
    let groups: [SecurityGroupID] =
      properties["security_group_ids"].isComputed ? [] : try properties.ids("security_group_ids")
    let known: [NetworkInterfaceID] =
      properties["network_interface_ids"].isUnknown ? [] : try properties.ids("network_interface_ids")
    let subnets: [SubnetID] = properties["subnet_ids"].isComputed ? [] : try properties.ids("subnet_ids")
    for (order, subnet) in subnets.enumerated() {
      addInterface(
        of: place, in: subnet, groups, resource,
        id: known.count == 1 && subnets.count == 1 ? known[order] : nil)
    }
  }

  private static func allowsAll(_ policy: String) -> Bool {
    let text = policy.filter { !$0.isWhitespace }
    return text.contains("\"Action\":\"*\"") && text.contains("\"Resource\":\"*\"")
      && (text.contains("\"Principal\":\"*\"") || text.contains("\"Principal\":{\"AWS\":\"*\"}"))
      && !text.contains("\"Deny\"") && !text.contains("\"Condition\"")
  }

  private func addInterface(
    of place: Int, in subnet: SubnetID, _ groups: [SecurityGroupID], _ resource: DeclaredResource,
    id: NetworkInterfaceID? = nil
  ) {
    let endpoint = network.topology.vpcEndpoints[place]
    let interface = id ?? NetworkInterfaceID("\(endpoint.id)#\(subnet)")
    network.topology.vpcEndpoints[place].subnets.append(subnet)
    network.topology.vpcEndpoints[place].interfaces.append(interface)
    let kind: InterfaceKind =
      endpoint.kind == .gatewayLoadBalancer ? .gatewayLoadBalancerEndpoint : .vpcEndpoint
    network.add(
      DeclaredHost(
        interface: NetworkInterface(
          id: interface, info: network.info(endpoint.info, in: subnet), subnet: subnet, addresses: [],
          securityGroups: kind == .vpcEndpoint ? groups : [], kind: kind),
        needsIPv4: true))
  }

  /// The route by the service's prefix list that AWS adds.
  private func addGatewayRoute(
    to endpoint: VPCEndpointID, in table: RouteTableID, _ resource: DeclaredResource
  ) {
    guard let known = network.place(of: endpoint, in: \.vpcEndpoints),
      let place = network.place(of: table, in: \.routeTables)
    else { return }
    let own = network.topology.vpcEndpoints[known]
    var list = PrefixListID("pl:\(own.serviceName)")
    if let id = resource.properties.knownText("prefix_list_id") { list = PrefixListID(id) }
    if let named = network.topology.prefixLists.first(where: { $0.listName == own.serviceName }) {
      list = named.id
    }
    if !network.topology.prefixLists.contains(where: { $0.id == list }) {
      let ranges = (try? resource.properties.prefixes("cidr_blocks")) ?? []
      network.topology.prefixLists.append(
        PrefixList(
          id: list, info: ResourceInfo(name: own.serviceName, origin: resource.origin),
          listName: own.serviceName,
          entries: ranges))
      if ranges.isEmpty {
        network.report(
          "PW_SERVICE_RANGES_NOT_IN_INPUT", .note, own.displayName,
          "the ranges of \(own.serviceName) are not in the input, so that no address is told to be one of them",
          at: resource.origin)
      }
    }
    let isThere = network.topology.routeTables[place].routes.contains {
      $0.destination == .prefixList(list) && $0.target == .vpcEndpoint(endpoint)
    }
    guard !isThere else { return }
    network.topology.routeTables[place].routes.append(
      Route(destination: .prefixList(list), target: .vpcEndpoint(endpoint), origin: resource.origin))
  }
}
