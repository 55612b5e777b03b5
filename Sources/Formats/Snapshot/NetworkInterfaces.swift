import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-network-interfaces`.
  func readNetworkInterfaces() {
    var instances: [InstanceID: Instance] = [:]
    instances.reserveCapacity(topology.instances.count)
    for instance in topology.instances { instances[instance.id] = instance }
    collect("NetworkInterfaces", into: \.networkInterfaces) { item throws(Unreadable) in
      try networkInterface(item, instances)
    }
  }

  private func networkInterface(
    _ item: Item, _ instances: [InstanceID: Instance]
  ) throws(Unreadable) -> NetworkInterface {
    let json = item.json
    let attachment = json["Attachment"]
    let instanceID: InstanceID? = attachment?.id("InstanceId")
    let instance = instanceID.flatMap { instances[$0] }
    let description = json.text("Description")
    let requester = json.text("RequesterId")
    let isManaged = try json.flag("RequesterManaged") ?? false
    let kind = Self.interfaceKind(
      json.text("InterfaceType"), description ?? "", isELBs: isManaged || requester == "amazon-elb")
    var info = info(item, tags: "TagSet", zone: json.text("AvailabilityZone"))
    if info.name == nil { info.name = instance?.info.name }
    let groups: [SecurityGroupID] =
      json.present("Groups") == nil && !kind.isGateway
      ? [.notInInput] : try json.ids("Groups", "GroupId")
    return NetworkInterface(
      id: try json.requiredID("NetworkInterfaceId"), info: info, subnet: try json.requiredID("SubnetId"),
      addresses: try interfaceAddresses(json),
      delegatedPrefixes: try Self.delegated(json), securityGroups: groups,
      isSourceDestChecked: try json.flag("SourceDestCheck") ?? true, kind: kind, instance: instanceID,
      deviceIndex: try attachment?.number("DeviceIndex") ?? 0,
      isAttached: !json.has("Status", "available"),
      interfaceDescription: description, requester: requester,
      deniesInternetGatewayTraffic: try json.flag("DenyAllIgwTraffic") ?? false,
      ephemeralPorts: Self.ephemeralPorts(kind, instance), idleTimeouts: try Self.idleTimeouts(json))
  }

  private static func idleTimeouts(_ json: JSONValue) throws(Unreadable) -> IdleTimeouts {
    guard let tracking = json["ConnectionTrackingConfiguration"] else { return IdleTimeouts() }
    return IdleTimeouts(
      tcp: try tracking.number("TcpEstablishedTimeout"), udp: try tracking.number("UdpTimeout"),
      udpStream: try tracking.number("UdpStreamTimeout"))
  }

  private func interfaceAddresses(_ json: JSONValue) throws(Unreadable) -> [InterfaceAddress] {
    var addresses: [InterfaceAddress] = []
    for address in try json.list("PrivateIpAddresses") {
      guard let own = try address.address("PrivateIpAddress") else {
        throw Unreadable("one of its PrivateIpAddresses has no PrivateIpAddress", at: address)
      }
      addresses.append(
        InterfaceAddress(
          own, publicAddress: try address["Association"]?.address("PublicIp"),
          carrierAddress: try address["Association"]?.address("CarrierIp"),
          isPrimary: try address.flag("Primary") ?? false))
    }
    // The interface's own association is its primary address's, written twice; some recordings have it once.
    if let place = addresses.firstIndex(where: \.isPrimary), addresses[place].publicAddress == nil {
      addresses[place].publicAddress = try json["Association"]?.address("PublicIp")
      if addresses[place].carrierAddress == nil {
        addresses[place].carrierAddress = try json["Association"]?.address("CarrierIp")
      }
    }
    if addresses.isEmpty, let own = try json.address("PrivateIpAddress") {
      addresses.append(
        InterfaceAddress(
          own, publicAddress: try json["Association"]?.address("PublicIp"),
          carrierAddress: try json["Association"]?.address("CarrierIp"), isPrimary: true))
    }
    for address in try json.list("Ipv6Addresses") {
      guard let own = try address.address("Ipv6Address") else {
        throw Unreadable("one of its Ipv6Addresses has no Ipv6Address", at: address)
      }
      addresses.append(InterfaceAddress(own, isPrimary: try address.flag("IsPrimaryIpv6") ?? false))
    }
    return addresses
  }

  private static func delegated(_ json: JSONValue) throws(Unreadable) -> [IPPrefix] {
    var prefixes: [IPPrefix] = []
    for (list, key) in [("Ipv4Prefixes", "Ipv4Prefix"), ("Ipv6Prefixes", "Ipv6Prefix")] {
      for element in try json.list(list) {
        if let prefix = try element.prefix(key) { prefixes.append(prefix) }
      }
    }
    return prefixes
  }

  static func ephemeralPorts(_ kind: InterfaceKind, _ instance: Instance?) -> PortRange {
    switch kind {
    case .natGateway, .networkLoadBalancer, .applicationLoadBalancer, .classicLoadBalancer,
      .gatewayLoadBalancer, .lambda:
      .anyEphemeral
    default: instance?.isWindows == true ? .windowsEphemeral : .linuxEphemeral
    }
  }

  /// The kind by `InterfaceType`; by the description where the type only says `interface`, as it does for
  /// application and classic load balancers, or isn't there, as in old recordings.
  private static func interfaceKind(_ type: String?, _ description: String, isELBs: Bool) -> InterfaceKind {
    switch type {
    case nil: kind(describedBy: description, isELBs: isELBs) ?? managedKind(describedBy: description)
    case "interface": kind(describedBy: description, isELBs: isELBs) ?? .interface
    case "load_balancer": kind(describedBy: description, isELBs: true) ?? .applicationLoadBalancer
    case "network_load_balancer": .networkLoadBalancer
    case "gateway_load_balancer": .gatewayLoadBalancer
    case "gateway_load_balancer_endpoint": .gatewayLoadBalancerEndpoint
    case "nat_gateway", "natGateway": .natGateway
    case "vpc_endpoint": .vpcEndpoint
    case "transit_gateway": .transitGateway
    case "lambda": .lambda
    case .some(let word): .other(word)
    }
  }

  private static func kind(describedBy description: String, isELBs: Bool) -> InterfaceKind? {
    guard description.hasPrefix("ELB ") else { return nil }
    if description.hasPrefix("ELB app/") { return .applicationLoadBalancer }
    if description.hasPrefix("ELB net/") { return .networkLoadBalancer }
    if description.hasPrefix("ELB gwy/") { return .gatewayLoadBalancer }
    // Anybody may describe an interface as `ELB something`; only the service is its requester.
    return isELBs ? .classicLoadBalancer : nil
  }

  private static func managedKind(describedBy description: String) -> InterfaceKind {
    if description.hasPrefix("Interface for NAT Gateway nat-") { return .natGateway }
    if description.hasPrefix("VPC Endpoint Interface vpce-") { return .vpcEndpoint }
    if description.hasPrefix("Network Interface for Transit Gateway Attachment") { return .transitGateway }
    if description.hasPrefix("AWS Lambda VPC ENI") { return .lambda }
    return .interface
  }

  /// Settles what an interface is by who names it, where the interface itself only says `interface`.
  func settleInterfaceKinds() {
    var kinds: [NetworkInterfaceID: InterfaceKind] = [:]
    for endpoint in topology.vpcEndpoints {
      let kind: InterfaceKind =
        endpoint.kind == .gatewayLoadBalancer ? .gatewayLoadBalancerEndpoint : .vpcEndpoint
      for interface in endpoint.interfaces { kinds[interface] = kind }
    }
    for interface in natInterfaces { kinds[interface] = .natGateway }
    if kinds.isEmpty { return }
    for place in topology.networkInterfaces.indices where topology.networkInterfaces[place].kind == .interface
    {
      guard let kind = kinds[topology.networkInterfaces[place].id] else { continue }
      topology.networkInterfaces[place].kind = kind
      if kind == .natGateway { topology.networkInterfaces[place].ephemeralPorts = .anyEphemeral }
      if kind.isGateway { topology.networkInterfaces[place].securityGroups.removeAll { $0 == .notInInput } }
    }
  }
}
