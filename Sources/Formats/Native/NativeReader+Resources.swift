import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readResourceGateways() throws(InputError) {
    for (vpc, pair, fields) in try members("resource-gateways", of: .resourceGateway) {
      let (interfaces, subnets) = try ownInterfaces(fields, of: pair.key, vpc.scope)
      topology.resourceGateways.append(
        ResourceGateway(
          id: vpc.scope.ownID(.resourceGateway, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id, subnets: subnets,
          interfaces: interfaces, isAvailable: try fields.bool("available") ?? true))
    }
  }

  mutating func readResourceConfigurations() throws(InputError) {
    for (pair, fields) in try fileMembers("resource-configurations", of: .resourceConfiguration) {
      var ports: [PortRange] = []
      for node in fields.list("ports") ?? [] {
        guard let range = PortRange(try node.text("ports")) else {
          throw InputError(.malformed, "“ports” holds ports such as 5432 or 1024-2048", at: node.origin)
        }
        ports.append(range)
      }
      var gateway: ResourceGatewayID?
      if let node = fields["gateway"] { gateway = try scope.id(node, .resourceGateway) }
      topology.resourceConfigurations.append(
        ResourceConfiguration(
          id: scope.ownID(.resourceConfiguration, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), gateway: gateway, ports: ports,
          definition: try definition(fields), isAvailable: try fields.bool("available") ?? true))
    }
  }

  private func definition(_ fields: YAMLFields) throws(InputError) -> ResourceConfiguration.Definition? {
    guard ["address", "host", "arn"].count(where: fields.has) < 2 else {
      throw InputError(.malformed, "a resource is one of “address”, “host” and “arn”", at: fields.origin)
    }
    if let address = try fields.address("address") { return .address(address) }
    if let host = try fields.text("host") { return .domainName(host) }
    return try fields.text("arn").map { .resource($0) }
  }

  mutating func readConnectEndpoints() throws(InputError) {
    for (vpc, pair, fields) in try members("connect-endpoints", of: .connectEndpoint) {
      let (interfaces, _) = try ownInterfaces(fields, of: pair.key, vpc.scope)
      topology.instanceConnectEndpoints.append(
        InstanceConnectEndpoint(
          id: vpc.scope.ownID(.connectEndpoint, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id,
          interfaces: interfaces, preservesClientIP: try fields.bool("preserve-client-ip") ?? false,
          isAvailable: try fields.bool("available") ?? true, dnsName: try fields.text("dns")))
    }
  }

  mutating func readServiceNetworks() throws(InputError) {
    for (vpc, pair, fields) in try members("service-networks", of: .serviceNetwork) {
      topology.serviceNetworkAssociations.append(
        ServiceNetworkAssociation(
          id: vpc.scope.ownID(.serviceNetwork, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin),
          serviceNetwork: try fields.text("network") ?? pair.key, vpc: vpc.id,
          securityGroups: try vpc.scope.ids(fields.list("groups") ?? [], .securityGroup),
          isAvailable: try fields.bool("available") ?? true))
    }
  }

  mutating func readManagedServices() throws(InputError) {
    for (vpc, pair, fields) in try members("managed-services", of: .managedService) {
      try readManagedService(pair, fields, vpc.scope, vpc.id)
    }
    for (pair, fields) in try fileMembers("managed-services", of: .managedService) {
      try readManagedService(pair, fields, scope, nil)
    }
  }

  private mutating func readManagedService(
    _ pair: YAMLPair, _ fields: YAMLFields, _ scope: NativeScope, _ vpc: VPCID?
  ) throws(InputError) {
    let (interfaces, _) = try ownInterfaces(fields, of: pair.key, scope)
    var hosts: [String] = []
    for node in fields.list("dns") ?? [] { hosts.append(try node.text("dns")) }
    topology.managedServices.append(
      ManagedService(
        id: scope.ownID(.managedService, pair.key),
        info: try scope.info(fields, key: pair.key, origin: pair.origin),
        kind: try fields.text("kind") ?? "DB instance", vpc: vpc, interfaces: interfaces, hosts: hosts,
        failoverSubnets: try scope.ids(fields.list("failover-subnets") ?? [], .subnet)))
  }

  /// `groups`, `interfaces` and `subnets`, as an endpoint has them.
  private mutating func ownInterfaces(
    _ fields: YAMLFields, of key: String, _ scope: NativeScope
  ) throws(InputError) -> ([NetworkInterfaceID], [SubnetID]) {
    var surroundings = NativeScope.Surroundings()
    if let nodes = fields.list("groups") { surroundings.groups = try scope.ids(nodes, .securityGroup) }
    let (interfaces, places) = try nodes(fields["interfaces"], of: key, in: surroundings, scope)
    guard fields.knows("subnets"), let nodes = fields.list("subnets") else {
      return (interfaces, places)
    }
    return (interfaces, try scope.ids(nodes, .subnet))
  }
}
