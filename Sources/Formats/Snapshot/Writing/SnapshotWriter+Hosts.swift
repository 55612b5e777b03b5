import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeHosts() {
    for interface in topology.networkInterfaces { add("NetworkInterfaces", interface.info, json(interface)) }
    for instance in topology.instances {
      add(
        "Reservations", instance.info,
        .object([
          "OwnerId": Self.owner(instance.info),
          "Instances": .list([
            .object([
              "InstanceId": .id(instance.id), "State": instance.state.map { .object(["Name": .text($0)]) },
              "Platform": instance.isWindows ? "windows" : nil, "Tags": Self.tags(instance.info),
            ])
          ]),
        ]))
    }
    for address in topology.unassociatedAddresses {
      add(
        "Addresses", address.info,
        .object([
          "AllocationId": .text(address.allocation), "PublicIp": .text(address.publicAddress.description),
          "Domain": "vpc", "Tags": Self.tags(address.info),
        ]))
    }
    for gateway in topology.natGateways { add("NatGateways", gateway.info, json(gateway)) }
  }

  private func json(_ interface: NetworkInterface) -> OutputJSON {
    let subnet = subnets[interface.subnet]
    let description = descriptions[interface.id] ?? interface.interfaceDescription
    let (first, rest) = (
      interface.addresses.filter { $0.address.family == .ipv4 },
      interface.addresses.filter { $0.address.family == .ipv6 }
    )
    let (prefixes, prefixes6) = Self.families(interface.delegatedPrefixes)
    let isAttached = interface.instance != nil || interface.deviceIndex != 0
    return .object([
      "NetworkInterfaceId": .id(interface.id), "SubnetId": .id(interface.subnet), "VpcId": .id(subnet?.vpc),
      "AvailabilityZone": subnet.flatMap { $0.zone.name.isEmpty ? nil : .text($0.zone.name) },
      "InterfaceType": .text(Self.type(interface.kind, description)), "Description": .optional(description),
      "Status": interface.isAttached ? "in-use" : "available",
      "SourceDestCheck": .flag(interface.isSourceDestChecked),
      "PrivateIpAddress": .optional(
        (first.first(where: \.isPrimary) ?? first.first)?.address.description),
      "PrivateIpAddresses": .list(
        first.map { address in
          .object([
            "PrivateIpAddress": .text(address.address.description), "Primary": .flag(address.isPrimary),
            "Association": Self.association(address),
          ])
        }),
      "Ipv6Addresses": .list(
        rest.map {
          .object([
            "Ipv6Address": .text($0.address.description), "IsPrimaryIpv6": .flag($0.isPrimary),
          ])
        }),
      "Ipv4Prefixes": .list(prefixes.map { .object(["Ipv4Prefix": .text($0.description)]) }),
      "Ipv6Prefixes": .list(prefixes6.map { .object(["Ipv6Prefix": .text($0.description)]) }),
      "Groups": interface.securityGroups == [.notInInput]
        ? nil : .ids(interface.securityGroups, as: "GroupId"),
      "Attachment": isAttached
        ? .object([
          "InstanceId": .id(interface.instance), "DeviceIndex": .number(interface.deviceIndex),
          "Status": "attached",
        ]) : nil, "RequesterId": .optional(interface.requester),
      "RequesterManaged": .flag(interface.requester != nil || interface.kind == .classicLoadBalancer),
      "DenyAllIgwTraffic": interface.deniesInternetGatewayTraffic ? true : nil,
      "ConnectionTrackingConfiguration": Self.tracking(interface.idleTimeouts),
      "OwnerId": Self.owner(interface.info), "TagSet": Self.tags(interface.info),
    ])
  }

  private static func tracking(_ timeouts: IdleTimeouts) -> OutputJSON? {
    guard timeouts != IdleTimeouts() else { return nil }
    return .object([
      "TcpEstablishedTimeout": timeouts.tcp.map { .number($0) },
      "UdpTimeout": timeouts.udp.map { .number($0) },
      "UdpStreamTimeout": timeouts.udpStream.map { .number($0) },
    ])
  }

  static func association(_ address: InterfaceAddress) -> OutputJSON? {
    guard address.publicAddress != nil || address.carrierAddress != nil else { return nil }
    return .object([
      "PublicIp": .optional(address.publicAddress?.description),
      "CarrierIp": .optional(address.carrierAddress?.description),
    ])
  }

  private static func type(_ kind: InterfaceKind, _ description: String?) -> String {
    switch kind {
    case .interface: "interface"
    case .natGateway: "nat_gateway"
    case .networkLoadBalancer: "network_load_balancer"
    // AWS's own are told from others by their description alone.
    case .applicationLoadBalancer:
      description?.hasPrefix("ELB app/") ?? false ? "interface" : "load_balancer"
    case .classicLoadBalancer: "interface"
    case .gatewayLoadBalancer: "gateway_load_balancer"
    case .gatewayLoadBalancerEndpoint: "gateway_load_balancer_endpoint"
    case .vpcEndpoint: "vpc_endpoint"
    case .transitGateway: "transit_gateway"
    case .lambda: "lambda"
    case .other(let word): word
    }
  }

  private func json(_ gateway: NATGateway) -> OutputJSON {
    func address(_ address: InterfaceAddress, _ zone: AvailabilityZone?) -> OutputJSON {
      .object([
        "PrivateIp": .text(address.address.description),
        "PublicIp": .optional(address.publicAddress?.description), "IsPrimary": .flag(address.isPrimary),
        "Status": "succeeded", "AvailabilityZone": zone.flatMap { $0.name.isEmpty ? nil : .text($0.name) },
        "AvailabilityZoneId": .optional(zone?.zoneID),
      ])
    }
    return .object([
      "NatGatewayId": .id(gateway.id), "VpcId": .id(gateway.vpc), "SubnetId": .id(gateway.subnet),
      "ConnectivityType": gateway.connectivity == .public ? "public" : "private",
      "State": gateway.isAvailable ? "available" : "failed",
      "AvailabilityMode": gateway.isRegional ? "regional" : nil,
      "AutoProvisionZones": gateway.isRegional ? (gateway.isAutomatic ? "enabled" : "disabled") : nil,
      "RouteTableId": .id(gateway.routeTable),
      "NatGatewayAddresses": .list(
        gateway.addresses.map { address($0, nil) }
          + gateway.zones.flatMap { zone in zone.addresses.map { address($0, zone.zone) } }),
      "AttachedAppliances": gateway.proxies.isEmpty
        ? nil
        : .list(
          gateway.proxies.map { .object(["ApplianceArn": .text($0), "AttachmentState": "attached"]) }),
      "Tags": Self.tags(gateway.info),
    ])
  }
}
