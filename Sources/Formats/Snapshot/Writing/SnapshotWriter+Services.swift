import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeEndpoints() {
    for endpoint in topology.vpcEndpoints {
      let type =
        switch endpoint.kind {
        case .interface: "Interface"
        case .gateway: "Gateway"
        case .gatewayLoadBalancer: "GatewayLoadBalancer"
        case .resource: "Resource"
        case .serviceNetwork: "ServiceNetwork"
        case .other(let word): word
        }
      add(
        "VpcEndpoints", endpoint.info,
        .object([
          "VpcEndpointId": .id(endpoint.id), "VpcEndpointType": .text(type), "VpcId": .id(endpoint.vpc),
          "ServiceName": .text(endpoint.serviceName), "ServiceRegion": .optional(endpoint.serviceRegion),
          "State": endpoint.isAvailable ? "available" : "failed",
          // A policy of which only that is known: it does not let everybody do everything.
          "PolicyDocument": endpoint.allowsFullAccess ? nil : #"{"Statement": []}"#,
          "SubnetIds": .ids(endpoint.subnets), "NetworkInterfaceIds": .ids(endpoint.interfaces),
          "PrivateDnsEnabled": .flag(endpoint.isPrivateDNS),
          "DnsEntries": .list(endpoint.dnsNames.map { .object(["DnsName": .text($0)]) }),
          "ResourceConfigurationArn": endpoint.resourceConfiguration.map {
            .text(Self.arn("vpc-lattice", endpoint.info, "resourceconfiguration/\($0)"))
          }, "ServiceNetworkArn": .optional(endpoint.serviceNetwork), "OwnerId": Self.owner(endpoint.info),
          "Tags": Self.tags(endpoint.info),
        ]))
    }
    let kinds = Dictionary(
      topology.loadBalancers.map { ($0.id, $0.kind) }, uniquingKeysWith: { first, _ in first })
    for service in topology.endpointServices {
      let gateways = service.loadBalancers.filter { kinds[$0] == .gateway }
      add(
        "ServiceConfigurations", service.info,
        .object([
          "ServiceId": .id(service.id), "ServiceName": .text(service.serviceName),
          "ServiceState": service.isAvailable ? "Available" : "Failed",
          "AvailabilityZones": .texts(service.zones), "AcceptanceRequired": .flag(service.requiresAcceptance),
          "NetworkLoadBalancerArns": .ids(service.loadBalancers.filter { !gateways.contains($0) }),
          "GatewayLoadBalancerArns": .ids(gateways), "PrivateDnsName": .optional(service.privateDNSName),
          "Tags": Self.tags(service.info),
        ]))
    }
    for endpoint in topology.instanceConnectEndpoints {
      add(
        "InstanceConnectEndpoints", endpoint.info,
        .object([
          "InstanceConnectEndpointId": .id(endpoint.id), "VpcId": .id(endpoint.vpc),
          "State": endpoint.isAvailable ? "create-complete" : "create-failed",
          "NetworkInterfaceIds": .ids(endpoint.interfaces),
          "SubnetId": .id(endpoint.interfaces.first.flatMap { interfaces[$0]?.subnet }),
          "PreserveClientIp": .flag(endpoint.preservesClientIP), "DnsName": .optional(endpoint.dnsName),
          "OwnerId": Self.owner(endpoint.info), "Tags": Self.tags(endpoint.info),
        ]))
    }
  }

  /// Calls of VPC Lattice print one object, whose ARN says what it is.
  mutating func writeLattice() {
    func write(
      _ call: String, _ word: String, _ id: String, _ info: ResourceInfo,
      _ members: [(String, OutputJSON?)]
    ) {
      let first: [(String, OutputJSON?)] = [
        ("id", .text(id)), ("arn", .text(Self.arn("vpc-lattice", info, "\(word)/\(id)"))),
      ]
      detail(
        "vpc-lattice-\(call)", info, "id", id,
        .members(
          (first + members + [("Tags", Self.tags(info, name: false))])
            .compactMap { key, value in value.map { (key, $0) } }))
    }
    for gateway in topology.resourceGateways {
      for interface in gateway.interfaces where interfaces[interface]?.interfaceDescription == nil {
        descriptions[interface] = "VPC resource gateway \(gateway.id)"
      }
      write(
        "get-resource-gateway", "resourcegateway", gateway.id.rawValue, gateway.info,
        [
          ("name", .optional(gateway.info.name)), ("vpcId", .id(gateway.vpc)),
          ("subnetIds", .ids(gateway.subnets)), ("status", gateway.isAvailable ? "ACTIVE" : "UPDATE_FAILED"),
        ])
    }
    for configuration in topology.resourceConfigurations {
      let definition: OutputJSON? =
        switch configuration.definition {
        case .address(let address):
          .object(["ipResource": .object(["ipAddress": .text(address.description)])])
        case .domainName(let name): .object(["dnsResource": .object(["domainName": .text(name)])])
        case .resource(let arn): .object(["arnResource": .object(["arn": .text(arn)])])
        case nil: nil
        }
      write(
        "get-resource-configuration", "resourceconfiguration", configuration.id.rawValue, configuration.info,
        [
          ("name", .optional(configuration.info.name)), ("resourceGatewayId", .id(configuration.gateway)),
          ("portRanges", .texts(configuration.ports)), ("resourceConfigurationDefinition", definition),
          ("status", configuration.isAvailable ? "ACTIVE" : "UPDATE_FAILED"),
        ])
    }
    for association in topology.serviceNetworkAssociations {
      write(
        "get-service-network-vpc-association", "servicenetworkvpcassociation", association.id.rawValue,
        association.info,
        [
          ("serviceNetworkName", .optional(association.info.name)), ("vpcId", .id(association.vpc)),
          ("serviceNetworkArn", .text(association.serviceNetwork)),
          (
            "securityGroupIds",
            association.securityGroups == [.notInInput] ? nil : .ids(association.securityGroups)
          ), ("status", association.isAvailable ? "ACTIVE" : "UPDATE_FAILED"),
        ])
    }
  }

  mutating func writeAccelerators() {
    for accelerator in topology.accelerators {
      add(
        "Accelerators", accelerator.info,
        .object([
          "AcceleratorArn": .id(accelerator.id), "Name": .optional(accelerator.info.name),
          "Enabled": .flag(accelerator.isEnabled), "DnsName": .optional(accelerator.dnsName),
          "IpSets": .list([.object(["IpAddresses": .texts(accelerator.addresses)])]),
          "Tags": Self.tags(accelerator.info, name: false),
        ]))
      for (index, listener) in accelerator.listeners.enumerated() {
        let arn = "\(accelerator.id)/listener/\(index + 1)"
        add(
          "Listeners", accelerator.info,
          .object([
            "ListenerArn": .text(arn), "Protocol": listener.protocol == .udp ? "UDP" : "TCP",
            "PortRanges": .list([
              .object([
                "FromPort": .number(Int(listener.ports.first)), "ToPort": .number(Int(listener.ports.last)),
              ])
            ]),
          ]))
        for (number, endpoint) in listener.endpoints.enumerated() {
          add("EndpointGroups", accelerator.info, group(endpoint, "\(arn)/endpoint-group/\(number + 1)"))
        }
      }
    }
  }

  /// A group for each endpoint: port overrides are the group's.
  private func group(_ endpoint: Accelerator.Endpoint, _ arn: String) -> OutputJSON {
    let id =
      switch endpoint.target {
      case .loadBalancer(let id): id.rawValue
      case .instance(let id): id.rawValue
      case .other(let id): id
      }
    return .object([
      "EndpointGroupArn": .text(arn),
      "PortOverrides": .list(
        endpoint.portOverrides.sorted { $0.key < $1.key }.map {
          .object(["ListenerPort": .number(Int($0.key)), "EndpointPort": .number(Int($0.value))])
        }),
      "EndpointDescriptions": .list([
        .object([
          "EndpointId": .text(id), "Weight": endpoint.isUsed ? 128 : 0,
          "ClientIPPreservationEnabled": .flag(endpoint.preservesClientIP),
        ])
      ]),
    ])
  }
}
