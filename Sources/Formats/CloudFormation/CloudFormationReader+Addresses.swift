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

  /// A NAT gateway. Its interface gets its addresses with the hosts, and hands them over at the end.
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
      let interface = NetworkInterfaceID("\(resource.id)#eni0")
      network.add(
        DeclaredHost(
          interface: NetworkInterface(
            id: interface, info: info(resource), subnet: subnet,
            addresses: own.map { [InterfaceAddress($0, isPrimary: true)] } ?? [], kind: .natGateway,
            ephemeralPorts: .anyEphemeral),
          publicAddress: isPrivate ? .none : .assigned, needsIPv4: own == nil))
      network.topology.natGateways.append(
        NATGateway(
          id: id, info: info(resource), vpc: vpc, subnet: subnet,
          connectivity: isPrivate ? .private : .public, addresses: []))
    }
  }

  /// Once all hosts have addresses.
  func settleNATGateways() {
    var addresses: [NetworkInterfaceID: [InterfaceAddress]] = [:]
    for interface in network.topology.networkInterfaces where interface.kind == .natGateway {
      addresses[interface.id] = interface.addresses
    }
    for place in network.topology.natGateways.indices where !network.topology.natGateways[place].isRegional {
      let id = NetworkInterfaceID("\(network.topology.natGateways[place].id)#eni0")
      network.topology.natGateways[place].addresses = addresses[id] ?? []
    }
    network.topology.networkInterfaces.removeAll { $0.kind == .natGateway }
  }
}
