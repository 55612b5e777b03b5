import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// NAT gateways and peering connections.
extension TerraformReader {
  func readNATGateways() {
    let vpcs = Dictionary(
      network.topology.subnets.map { ($0.id, $0.vpc) }, uniquingKeysWith: { first, _ in first })
    for resource in all("aws_nat_gateway") {
      network.map(resource, .natGateways) { () throws(DeclaredError) in
        let properties = resource.properties
        let isRegional =
          properties["availability_mode"].isUnknown
          ? false : try properties.text("availability_mode") == "regional"
        let subnet: SubnetID? = isRegional ? nil : try gatewaySubnet(resource)
        let connectivity: NATGateway.Connectivity =
          try properties.text("connectivity_type") == "private" ? .private : .public
        let declared: VPCID? = properties["vpc_id"].isUnknown ? nil : try properties.id("vpc_id")
        guard let vpc = declared ?? subnet.flatMap({ vpcs[$0] }) else {
          throw DeclaredError("its subnet is not in the input", at: resource.origin)
        }
        var host = DeclaredHost(
          interface: NetworkInterface(
            id: NetworkInterfaceID("\(resource.id)#interface"),
            info: subnet.map { network.info(info(resource), in: $0) } ?? info(resource),
            subnet: subnet ?? SubnetID(""),
            addresses: [], kind: .natGateway, ephemeralPorts: .anyEphemeral))
        if !properties["private_ip"].isUnknown, let own = try properties.address("private_ip") {
          host.interface.addresses = [InterfaceAddress(own, isPrimary: true)]
        } else {
          host.needsIPv4 = true
        }
        if connectivity == .public {
          let outside = properties["public_ip"]
          let allocation = properties["allocation_id"]
          if !outside.isUnknown, let known = try outside.address(named: "public_ip") {
            host.publicAddress = .known(known)
          } else if allocation.isUnknown {
            host.publicAddress = .assigned
          } else {
            host.publicAddress = try elasticAddress(try properties.text("allocation_id") ?? "")
          }
        }
        network.topology.natGateways.append(
          NATGateway(
            id: NATGatewayID(resource.id), info: info(resource), vpc: vpc, subnet: subnet,
            connectivity: connectivity, addresses: [], isRegional: isRegional))
        if subnet != nil { network.gatewayHosts.append((NATGatewayID(resource.id), host)) }
      }
    }
  }

  /// A gateway's subnet. Of several that it may be in, the first stands for it where all route and filter alike.
  private func gatewaySubnet(_ resource: DeclaredResource) throws(DeclaredError) -> SubnetID {
    let field = resource.properties["subnet_id"]
    let candidates = field.candidates.map { SubnetID($0) }
    guard field.isUnknown, candidates.count > 1 else {
      return try resource.properties.requiredID("subnet_id")
    }
    func ways(_ subnet: SubnetID) -> [String?] {
      [
        network.topology.routeTables.first { $0.subnets.contains(subnet) }?.id.rawValue,
        network.topology.networkACLs.first { $0.subnets.contains(subnet) }?.id.rawValue,
        network.subnet(subnet)?.vpc.rawValue,
      ]
    }
    guard Set(candidates.map(ways)).count == 1 else {
      return try resource.properties.requiredID("subnet_id")
    }
    let names = candidates.map { network.subnet($0)?.shortName ?? $0.rawValue }
    network.report(
      "PW_ONE_OF_SEVERAL", .note, resource.address,
      "which subnet it is in is not known before the apply: one of \(names.joined(separator: ", ")), which route and "
        + "filter alike; the first stands for it", at: field.origin)
    return candidates[0]
  }

  func readPeerings() {
    let ranges = Dictionary(
      network.topology.vpcs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    func end(_ id: VPCID, account: String?, region: String?) -> VPCPeeringConnection.End {
      let vpc = ranges[id]
      return VPCPeeringConnection.End(
        vpc: id, account: account ?? vpc?.info.account, region: region ?? vpc?.info.region,
        prefixes: vpc?.prefixes ?? [])
    }
    var accepted: Set<String> = []
    for resource in all("aws_vpc_peering_connection_accepter") {
      network.map(resource, .vpcPeeringConnections) { () throws(DeclaredError) in
        let id = try resource.properties.required("vpc_peering_connection_id")
        if try resource.properties.flag("auto_accept") == true { accepted.insert(id) }
      }
    }
    for resource in all("aws_vpc_peering_connection") {
      network.map(resource, .vpcPeeringConnections) { () throws(DeclaredError) in
        let properties = resource.properties
        let status = properties["accept_status"].isUnknown ? nil : try properties.text("accept_status")
        let isAutomatic =
          properties["auto_accept"].isUnknown ? false : try properties.flag("auto_accept") ?? false
        let isActive = status.map { $0 == "active" } ?? (isAutomatic || accepted.contains(resource.id))
        let region = properties["peer_region"].isUnknown ? nil : try properties.text("peer_region")
        let account = properties["peer_owner_id"].isUnknown ? nil : try properties.text("peer_owner_id")
        network.topology.vpcPeeringConnections.append(
          VPCPeeringConnection(
            id: VPCPeeringConnectionID(resource.id), info: info(resource),
            requester: end(
              try properties.requiredID("vpc_id"), account: resource.account, region: resource.region),
            accepter: end(try properties.requiredID("peer_vpc_id"), account: account, region: region),
            isActive: isActive || accepted.contains(resource.id)))
      }
    }
    for resource in all("aws_vpc_peering_connection_options") { network.count(resource.type) }
  }
}
