import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Elastic IP addresses and NAT gateways.
extension CloudFormationReader {
  func readElasticIP(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      guard let instance = try resource.properties.text("InstanceId") else { return }
      try give(instance: instance, interface: nil, at: resource.origin)
    }
  }

  func readElasticIPAssociation(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      try give(
        instance: try resource.properties.text("InstanceId"),
        interface: try resource.properties.id("NetworkInterfaceId"), at: resource.origin)
    }
  }

  /// Gives a host a public address; which one AWS chooses.
  private func give(
    instance: String?, interface: NetworkInterfaceID?, at origin: Origin
  ) throws(DeclaredError) {
    guard let id = interface ?? instance.flatMap({ primaryInterface(of: $0) }),
      network.change(id, { $0.publicAddress = .assigned })
    else { throw DeclaredError("the host that it names is not in the input", at: origin) }
  }

  /// A NAT gateway. Its interface gets its addresses with the hosts, and hands them over.
  func readNATGateway(_ resource: DeclaredResource) {
    network.map(resource, .natGateways) { () throws(DeclaredError) in
      let properties = resource.properties
      let isRegional = try properties.text("AvailabilityMode") == "regional"
      let isPrivate = try properties.text("ConnectivityType") == "private"
      let id = NATGatewayID(resource.id)
      if isRegional {
        network.topology.natGateways.append(
          NATGateway(
            id: id, info: info(resource), vpc: try properties.requiredID("VpcId"), subnet: nil, addresses: [],
            isRegional: true))
        return
      }
      let subnet: SubnetID = try properties.requiredID("SubnetId")
      let vpc = try requiredVPC(of: [subnet], properties)
      let own = try properties.address("PrivateIpAddress")
      let host = DeclaredHost(
        interface: NetworkInterface(
          id: NetworkInterfaceID("\(resource.id)#eni0"), info: network.info(info(resource), in: subnet),
          subnet: subnet, addresses: own.map { [InterfaceAddress($0, isPrimary: true)] } ?? [],
          kind: .natGateway, ephemeralPorts: .anyEphemeral),
        publicAddress: isPrivate ? .none : .assigned, needsIPv4: own == nil)
      network.gatewayHosts.append((id, host))
      network.topology.natGateways.append(
        NATGateway(
          id: id, info: info(resource), vpc: vpc, subnet: subnet,
          connectivity: isPrivate ? .private : .public, addresses: []))
    }
  }
}
