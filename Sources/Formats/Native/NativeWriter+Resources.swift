import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func resourceGateways(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for gateway in topology.resourceGateways where gateway.vpc == id {
      var fields = YAMLMembers()
      nodes("interfaces", gateway.interfaces, gateway.subnets, place, into: &fields)
      fields.add("available", gateway.isAvailable, unless: true)
      member(.resourceGateway, gateway, in: place, fields, into: &section)
    }
    return section
  }

  func resourceConfigurations() -> YAMLMembers {
    var section = YAMLMembers()
    for configuration in topology.resourceConfigurations {
      var fields = YAMLMembers()
      if let gateway = configuration.gateway {
        fields.add("gateway", names.reference(.resourceGateway, gateway, from: nil))
      }
      fields.add("ports", configuration.ports.map(\.description))
      switch configuration.definition {
      case .address(let address): fields.add("address", address.description)
      case .domainName(let name): fields.add("host", name)
      case .resource(let arn): fields.add("arn", arn)
      case nil: break
      }
      fields.add("available", configuration.isAvailable, unless: true)
      member(.resourceConfiguration, configuration, in: filePlace, fields, into: &section)
    }
    return section
  }

  func connectEndpoints(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for endpoint in topology.instanceConnectEndpoints where endpoint.vpc == id {
      var fields = YAMLMembers()
      interfaces(endpoint.interfaces, place, into: &fields)
      fields.add("preserve-client-ip", endpoint.preservesClientIP, unless: false)
      fields.add("available", endpoint.isAvailable, unless: true)
      fields.add("dns", endpoint.dnsName)
      member(.connectEndpoint, endpoint, in: place, fields, into: &section)
    }
    return section
  }

  func serviceNetworks(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for association in topology.serviceNetworkAssociations where association.vpc == id {
      var fields = YAMLMembers()
      if association.serviceNetwork != names.key(.serviceNetwork, association.id, scope: place.scope) {
        fields.add("network", association.serviceNetwork)
      }
      fields.add(
        "groups", association.securityGroups.map { names.reference(.securityGroup, $0, from: place.scope) })
      fields.add("available", association.isAvailable, unless: true)
      member(.serviceNetwork, association, in: place, fields, into: &section)
    }
    return section
  }

  func managedServices(of id: VPCID?, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for service in topology.managedServices where service.vpc == id {
      var fields = YAMLMembers()
      if service.kind != "DB instance" { fields.add("kind", service.kind) }
      interfaces(service.interfaces, place, into: &fields)
      fields.add("dns", service.hosts)
      fields.add(
        "failover-subnets", service.failoverSubnets.map { names.reference(.subnet, $0, from: place.scope) })
      member(.managedService, service, in: place, fields, into: &section)
    }
    return section
  }

  private func interfaces(_ ids: [NetworkInterfaceID], _ place: Place, into fields: inout YAMLMembers) {
    guard !ids.isEmpty else { return }
    fields.add("interfaces", .list(ids.map { .scalar(names.reference(.interface, $0, from: place.scope)) }))
  }
}
